import Foundation
import Publishing
import Reports
import TestSupport
import Testing

@Suite("A report as the source of an article in LaTeX")
struct LaTeXTests {
  private func source(_ report: ExecutedReport) async throws -> String {
    let rendered = try Publisher(templates: TemplateSet()).render(
      report, folder: "/nowhere", formats: [.latex])
    #expect(!rendered.files.contains { $0.path == "index.html" })
    return String(decoding: rendered.files.first { $0.path == "report.tex" }?.bytes ?? [], as: UTF8.self)
  }

  @Test(
    "says everything with LaTeX's own numbers",
    arguments: [
      "\\title{Title of words", "\\begin{abstract}", "\\section{", "\\label{sec-intro}", "\\subsection{",
      "\\includegraphics[width=\\linewidth,height=0.8\\textheight,keepaspectratio]{figures/fig-two.pdf}",
      "\\caption{\\textbf{Finding.} words}\\label{fig-two}", "Figure~\\ref{fig-two}", "\\citet{kumar2024}",
      "\\citep[{see}][{p. 3}]{kumar2024}", "\\bibitem[{Kumar et al.}({2024})]{kumar2024}",
      "\\begin{equation}\\label{eq-law}\nL\n\\end{equation}", "\\[\nM\n\\]", "\\toprule", "\\bottomrule",
      "words & 1&.25", "b & 3&", "\\footnote[1]{words}", "\\setcounter{enumi}{2}",
      "\\href{https://example.org/?a=1\\&b=2}{words", "\\verdict{\\hyperref[list-one]{holds}}",
      "\\section*{Claims}", "fails, as expected", "0.371 to 0.448", "a:~words\\\\\n\\mbox{}~~b:~2", "$x$",
      "0.50 $\\pm$ 0.01", "\\begin{description}\n\\item[{words}] meaning",
    ])
  func writes(_ part: String) async throws {
    let text = try await source(try SampleReport.make())
    #expect(text.contains(part))
  }

  private static let nasty =
    #"\input{/etc/passwd} $x {y} & # % _ ^ ~ <a> "q" `b` [c] -- ''\end{document}\write18{x} α ≤ 中 ⁻⁵ "#

  @Test("words from outside are no commands")
  func escapes() async throws {
    let text = try await source(try SampleReport.make(words: Self.nasty))
    #expect(text.contains(##"\textbackslash{}input\{/etc/passwd\} \$x \{y\} \& \# \% \_"##))
    #expect(!text.contains(#"\input"#) && !text.contains(#"\write18"#))
    #expect(text.ranges(of: #"\end{document}"#).count == 1)
    #expect(!text.contains("javascript:"))
  }

  static let sources: [(String, CitationStyle)] = [
    ("words", .authorYear), (nasty, .authorYear), ("words", .numeric),
  ]

  @Test("compiles with its tables, also with words that are made to break it", arguments: sources)
  func compiles(words: String, style: CitationStyle) async throws {
    guard
      let engine = ["/usr/bin/pdflatex", "/usr/local/bin/pdflatex"].first(where: {
        FileManager.default.isExecutableFile(atPath: $0)
      })
    else {
      print("SKIPPED: LaTeX sources are not compiled, since there is no pdflatex (texlive-latex-recommended)")
      return
    }
    var report = try SampleReport.make(words: words)
    report.metadata.citationStyle = style
    let rendered = try Publisher(templates: TemplateSet()).render(
      report, folder: "/nowhere", formats: [.latex])
    let folder = try TemporaryFolder()
    for file in rendered.files where file.path.hasSuffix(".tex") || file.path.hasSuffix(".pdf") {
      try folder.write(file.path, bytes: file.bytes)
    }
    for _ in 0..<2 {
      let log = try Self.log(of: "report", engine, in: folder)
      guard log.contains("Rerun") else {
        #expect(
          !log.contains("There were undefined references"),
          "\(log.split(separator: "\n").filter { $0.contains("undefined") })")
        break
      }
    }
    // Each table by itself, in a paper that has nothing but what its first line asks for.
    let tables = rendered.files.map(\.path).filter { $0.hasPrefix("tables/") && $0.hasSuffix(".tex") }
    #expect(!tables.isEmpty)
    for (number, table) in tables.sorted().enumerated() {
      try folder.write(
        "paper\(number).tex",
        "\\documentclass{article}\n\\usepackage{booktabs}\n\\begin{document}\n\\input{\(table)}\n\\end{document}\n"
      )
      _ = try Self.log(of: "paper\(number)", engine, in: folder)
    }
  }

  /// What the engine says of a source, which it must make a PDF of.
  private static func log(of name: String, _ engine: String, in folder: TemporaryFolder) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: engine)
    process.arguments = ["-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "\(name).tex"]
    process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    let log = String(
      decoding: FileManager.default.contents(atPath: folder.path + "/\(name).log") ?? Data(), as: UTF8.self)
    let errors = log.split(separator: "\n").filter { $0.hasPrefix("!") || $0.hasPrefix("l.") }
    try #require(process.terminationStatus == 0, "\(name): \(errors)")
    #expect(FileManager.default.fileExists(atPath: folder.path + "/\(name).pdf"))
    return log
  }
}
