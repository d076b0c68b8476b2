import Diagnostics
import Foundation
import Markup
import Reports
import Testing

/// The pages of the handbook: every example builds, every link leads somewhere.
@Suite struct HandbookTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("docs/handbook")

  static let pages: [String] =
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).filter { $0.hasSuffix(".md") }
    .sorted()

  private func text(_ page: String) throws -> String {
    try String(contentsOf: Self.folder.appendingPathComponent(page), encoding: .utf8)
  }

  /// What the examples of a page compute with; a cell that an example has itself is left out.
  private static let cells: [(label: String, text: String)] = [
    ("runs", "```{runs}\nlabel: runs\nfrom: runs.csv\ncluster: run\n```"),
    ("main", fit("main", "chinchilla")),
    ("other", fit("other", "{extends: chinchilla, tie: {beta: alpha}}")),
    ("tied", fit("tied", "{extends: chinchilla, tie: {beta: alpha}}")),
  ]

  private static func fit(_ label: String, _ law: String) -> String {
    "```{fit}\nlabel: \(label)\ndata: runs\nlaw: \(law)\nwhere: method == \"none\"\nstarts: 8\nbootstrap: 30\n```"
  }

  /// Losses that follow a law, with a small wobble, of sixteen runs and their quantised copies.
  private static let runs: String = {
    var lines = ["run,N,D,P,method,bits,L,status"]
    // Losses by size and tokens, so that the file needs no arithmetic that a machine could round otherwise.
    let sizes = [(2e5, 1.31), (8e5, 0.82), (3e6, 0.52), (1e7, 0.34)]
    let data = [(1e6, 1.05), (1e7, 0.55), (1e8, 0.29), (1e9, 0.15)]
    for (i, size) in sizes.enumerated() {
      for (j, tokens) in data.enumerated() {
        let loss = 1.7 + size.1 + tokens.1 + 0.004 * Double((i * 5 + j * 3) % 7 - 3)
        for (method, bits, damage) in [("none", 16, 0.0), ("gptq", 4, 0.05 + 0.02 * Double(j))] {
          lines.append("r\(i)\(j),\(size.0),\(tokens.0),16,\(method),\(bits),\(loss + damage),done")
        }
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }()

  private static let references = """
    @article{kumar2024, title={Scaling Laws for Precision}, author={Kumar, Tanishq and others}, year={2024}}
    @article{hoffmann2022, title={Training Compute-Optimal Large Language Models}, author={Hoffmann, Jordan}, year={2022}}
    """

  /// The finding that stops an example, or nil.
  private func problem(_ example: String) -> DiagnosticError? {
    var report = example
    if !example.hasPrefix("---\n") {
      let hasRuns = example.contains("label: runs\n")
      let cells = Self.cells.filter { !hasRuns && !example.contains("label: \($0.label)\n") }.map(\.text)
      report =
        "---\ntitle: Handbook\nseed: 1\nbibliography: refs.bib\n---\n\n" + cells.joined(separator: "\n\n")
        + "\n\n" + example
    }
    let files = MemoryFiles([
      "r/report.md": report, "r/runs.csv": Self.runs, "r/small.csv": Self.runs, "r/large.csv": Self.runs,
      "r/refs.bib": Self.references,
    ])
    do throws(DiagnosticError) {
      _ = try ReportBuilder.execute("r", files: files)
      return nil
    } catch { return error }
  }

  /// The bodies of the fences with an info word.
  private func fences(_ word: String, of page: String) throws -> [String] {
    try Document.parse(try text(page), file: page, options: .commonMark).blocks.compactMap { block in
      if case .code(word, let body) = block.kind { body } else { nil }
    }
  }

  @Test(arguments: pages)
  func everyExampleBuilds(_ page: String) throws {
    for example in try fences("markdown", of: page) {
      let error = problem(example)
      #expect(error == nil, "\(page):\n\(example)\n\(error.map { "\($0.diagnostics)" } ?? "")")
    }
  }

  @Test func thereAreExamples() throws {
    #expect(Self.pages.count > 8)
    #expect(try Self.pages.flatMap { try fences("markdown", of: $0) }.count > 8)
  }

  @Test(arguments: pages)
  func frontMatterIsRead(_ page: String) throws {
    for settings in try fences("yaml", of: page) {
      let title = settings.contains("title:") ? "" : "title: Handbook\n"
      let error = problem("---\n\(title)\(settings)---\n\nWords.")
      #expect(error == nil, "\(page):\n\(settings)\n\(error.map { "\($0.diagnostics)" } ?? "")")
    }
  }

  @Test func theProjectFileIsRead() throws {
    var sources: [String: String] = [:]
    let examples = try Self.pages.flatMap { try fences("yml", of: $0) }
    #expect(!examples.isEmpty)
    for text in examples {
      let result = try SiteSettings.read(
        folder: "site", reports: ["first", "second"], files: MemoryFiles(["site/report.yml": text]),
        sources: &sources)
      #expect(result.warnings == [] && !result.settings.title.isEmpty)
    }
  }

  @Test(arguments: pages)
  func linksLeadSomewhere(_ page: String) throws {
    for match in try text(page).matches(of: /\]\(([^)#\s]+)(?:#[^)]*)?\)/) {
      let target = String(match.1)
      if target.contains("://") || target == "picture.png" { continue }
      let place = Self.folder.appendingPathComponent(target).standardizedFileURL.path
      #expect(FileManager.default.fileExists(atPath: place), "\(page): \(target)")
    }
  }
}
