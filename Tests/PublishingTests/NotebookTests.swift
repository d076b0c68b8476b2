import Foundation
import Publishing
import Reports
import TestSupport
import Testing

@Suite("A report as a Jupyter notebook")
struct NotebookTests {
  private struct Notebook: Decodable {
    struct Cell: Decodable {
      struct Output: Decodable {
        var output_type: String
        var data: [String: Text]
      }
      var cell_type: String
      var id: String
      var source: [String]
      var outputs: [Output]?
    }
    /// A text, or a list of lines.
    struct Text: Decodable {
      var lines: [String]
      init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let several = try? container.decode([String].self) {
          lines = several
        } else {
          lines = [try container.decode(String.self)]
        }
      }
    }
    var cells: [Cell]
    var nbformat: Int
    var nbformat_minor: Int
  }

  private func file(_ report: ExecutedReport) async throws -> Data {
    let rendered = try Publisher(templates: TemplateSet()).render(
      report, folder: "/nowhere", formats: [.notebook])
    return Data(rendered.files.first { $0.path == "report.ipynb" }?.bytes ?? [])
  }

  @Test("figures are outputs of cells that show their files")
  func figures() async throws {
    let notebook = try JSONDecoder().decode(Notebook.self, from: try await file(try SampleReport.make()))
    #expect(notebook.nbformat == 4 && notebook.nbformat_minor == 5)
    let code = notebook.cells.filter { $0.cell_type == "code" }
    #expect(code.map(\.id) == ["fig-key", "fig-two"])
    let output = try #require(code.last?.outputs?.first)
    #expect(output.output_type == "display_data" && output.data["text/plain"]?.lines == ["words"])
    let picture = try #require(output.data["image/png"]?.lines.first.flatMap { Data(base64Encoded: $0) })
    #expect(picture.starts(with: [0x89, 0x50, 0x4E, 0x47]))
    #expect(code.last?.source.joined().contains("figures/fig-two@2x.png") == true)
    #expect(Set(notebook.cells.map(\.id)).count == notebook.cells.count)
    #expect(notebook.cells.allSatisfy { (1...64).contains($0.id.count) })
  }

  @Test("text is Markdown that Jupyter knows")
  func text() async throws {
    let notebook = try JSONDecoder().decode(Notebook.self, from: try await file(try SampleReport.make()))
    let text = notebook.cells.filter { $0.cell_type == "markdown" }.map { $0.source.joined() }.joined(
      separator: "\n")
    #expect(text.contains("# Title of words"))
    #expect(text.contains("**Figure 2.** **Finding.** words"))
    #expect(text.contains("> **Warning: words**") && !text.contains("[!WARNING]"))
    #expect(text.contains("<sup>[1](#fn-1)</sup>") && !text.contains("[^1]"))
    #expect(text.contains("<a id=\"fn-1\"></a>1. words"))
  }

  @Test("pictures of the text are attached")
  func attachments() async throws {
    let folder = try TemporaryFolder()
    try folder.write("art/a b.png", bytes: [1, 2, 3])
    var report = try SampleReport.make()
    report.blocks = [.paragraph([.image(alt: "Art", destination: "art/a b.png", title: nil)])]
    let rendered = try Publisher(templates: TemplateSet()).render(
      report, folder: folder.path, formats: [.notebook])
    let text = String(
      decoding: rendered.files.first { $0.path == "report.ipynb" }?.bytes ?? [], as: UTF8.self)
    #expect(text.contains("![Art](attachment:art-a_20b.png)"))
    #expect(text.contains("\"art-a_20b.png\": {\n") && text.contains("\"image/png\": \"AQID\""))
  }

  @Test("is valid by nbformat", arguments: ["words", "<b> \"q\" \\ \u{1}"])
  func valid(words: String) async throws {
    let python = ProcessInfo.processInfo.environment["ISOLOSS_PYTHON"] ?? "python3"
    let folder = try TemporaryFolder()
    try folder.write("report.ipynb", bytes: [UInt8](try await file(try SampleReport.make(words: words))))
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [
      python, "-c",
      """
      import sys
      try:
        import nbformat
      except ImportError:
        sys.exit(9)
      notebook = nbformat.read("report.ipynb", as_version=nbformat.NO_CONVERT)
      nbformat.validate(notebook)
      """,
    ]
    process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus != 9 && process.terminationStatus != 127 else {
      print(
        "SKIPPED: notebooks are not validated, since \(python) has no nbformat (name one in ISOLOSS_PYTHON)")
      return
    }
    #expect(process.terminationStatus == 0)
  }
}
