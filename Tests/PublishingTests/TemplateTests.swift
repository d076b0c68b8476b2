import Diagnostics
import Foundation
import Publishing
import TestSupport
import Testing

@Suite struct TemplateTests {
  /// The template that the handbook shows takes the place of the built-in one.
  @Test func theExampleOfTheHandbookIsSound() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let page = try String(
      contentsOf: root.appendingPathComponent("docs/handbook/looks-and-templates.md"), encoding: .utf8)
    let example = try #require(page.firstMatch(of: /```html\n([^`]*)```/)?.output.1)
    let folder = try TemporaryFolder()
    try folder.write("equation.mustache", String(example))
    let templates = try TemplateSet(folder: folder.path)
    #expect(templates.warnings.isEmpty && templates.sources.count == 1)
  }

  @Test func theBuiltInTemplatesAreSound() throws {
    #expect(try TemplateSet().warnings.isEmpty)
  }

  struct Mistake: Sendable, CustomTestStringConvertible {
    var file: String
    var text: String
    var code: String
    var line: Int
    var column: Int
    var says: String
    var testDescription: String { says }
  }

  static let mistakes = [
    Mistake(
      file: "page.mustache", text: "<h1>\n  {{plain_titel}}</h1>", code: "E0911", line: 2, column: 5,
      says: "plain_title"),
    Mistake(
      file: "page.mustache", text: "{{#authors}}{{nam}}{{/authors}}", code: "E0911", line: 1, column: 15,
      says: "name"),
    Mistake(
      file: "claims.mustache", text: "{{#claims}}{{> verdikt}}{{/claims}}", code: "E0912", line: 1,
      column: 16, says: "verdikt"),
    Mistake(file: "page.mustache", text: "{{>heads}}", code: "E0912", line: 1, column: 4, says: "head"),
    Mistake(
      file: "page.mustache", text: "{{>page}}", code: "E0912", line: 1, column: 4, says: "takes in itself"),
    Mistake(
      file: "page.mustache", text: "{{{plain_title}}}", code: "E0913", line: 1, column: 4,
      says: "{{plain_title}}"),
    Mistake(
      file: "page.mustache", text: "{{&plain_title}}", code: "E0913", line: 1, column: 4,
      says: "{{plain_title}}"),
    Mistake(file: "page.mustache", text: "{{body}}", code: "E0913", line: 1, column: 3, says: "{{{body}}}"),
    Mistake(
      file: "page.mustache", text: "{{authors}}", code: "E0913", line: 1, column: 3, says: "{{#authors}}"),
    Mistake(
      file: "figure.mustache", text: "{{#rows}}\n{{/row}}", code: "E0910", line: 2, column: 4,
      says: "{{/rows}}"),
    Mistake(
      file: "figure.mustache", text: "\n{{#rows}}", code: "E0910", line: 2, column: 4, says: "never closed"),
    Mistake(
      file: "figure.mustache", text: "{{/rows}}", code: "E0910", line: 1, column: 4, says: "closes nothing"),
    Mistake(file: "figure.mustache", text: "{{id", code: "E0910", line: 1, column: 1, says: "never closed"),
    Mistake(
      file: "figure.mustache", text: "{{=<% %>=}}", code: "E0910", line: 1, column: 1, says: "not supported"),
    Mistake(file: "figure.mustache", text: "{{}}", code: "E0910", line: 1, column: 1, says: "without a name"),
    Mistake(file: "style.css", text: "p{}\n/* </style> */", code: "E0913", line: 2, column: 4, says: "</"),
    Mistake(file: "style.css", text: "@import 'x.css';", code: "E0913", line: 1, column: 1, says: "@import"),
  ]

  @Test(arguments: mistakes) func mistakesAreFoundInTheirPlace(_ mistake: Mistake) throws {
    let folder = try TemporaryFolder()
    try folder.write(mistake.file, mistake.text)
    let error = #expect(throws: DiagnosticError.self) { try TemplateSet(folder: folder.path) }
    let finding = try #require(error?.diagnostics.first)
    #expect(finding.code == mistake.code)
    #expect(
      finding.location
        == SourceLocation(file: "\(folder.path)/\(mistake.file)", line: mistake.line, column: mistake.column))
    #expect(([finding.message] + finding.help).joined(separator: " ").contains(mistake.says))
  }

  @Test func everyMistakeIsReportedAtOnce() throws {
    let folder = try TemporaryFolder()
    try folder.write("page.mustache", "{{one}}\n{{two}}\n{{>three}}")
    let error = #expect(throws: DiagnosticError.self) { try TemplateSet(folder: folder.path) }
    #expect(error?.diagnostics.map { $0.location?.line } == [1, 2, 3])
  }

  @Test func aFileReplacesTheBuiltInOne() async throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "provenance.mustache",
      "<footer id=\"provenance\">mine: {{#provenance}}{{name}};{{/provenance}}</footer>")
    try folder.write("style.css", "body{color:red}")
    let templates = try TemplateSet(folder: folder.path)
    let rendered = try Publisher(templates: templates).render(
      try SampleReport.make(), folder: folder.path)
    let page = String(decoding: rendered.files.first { $0.path == "index.html" }?.bytes ?? [], as: UTF8.self)
    #expect(page.contains("mine: Runs;Fit;Seed;Program;"))
    #expect(page.contains("body{color:red}"))
    #expect(!page.contains("--measure"))
  }

  @Test func aTemplateOfOnesOwnMayBeTakenIn() async throws {
    let folder = try TemporaryFolder()
    try folder.write("page.mustache", "<main>{{>mine}}</main>")
    try folder.write("mine.mustache", "{{plain_title}}")
    let rendered = try Publisher(templates: TemplateSet(folder: folder.path))
      .render(try SampleReport.make(words: "<x>"), folder: folder.path)
    let page = rendered.files.first { $0.path == "index.html" }
    #expect(String(decoding: page?.bytes ?? [], as: UTF8.self) == "<main>Title of &lt;x&gt;</main>")
  }

  @Test func aFileThatNoTemplateUsesIsAWarning() throws {
    let folder = try TemporaryFolder()
    try folder.write("pge.mustache", "")
    let warning = try #require(try TemplateSet(folder: folder.path).warnings.first)
    #expect(warning.code == "W0914")
    #expect(warning.help == ["did you mean \"page.mustache\"?"])
  }

  @Test func aFolderThatIsNotThereIsAnError() {
    let error = #expect(throws: DiagnosticError.self) { try TemplateSet(folder: "/nowhere/at/all") }
    #expect(error?.diagnostics.first?.code == "E0916")
  }
}
