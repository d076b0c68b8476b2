import Diagnostics
import Reports
import Testing

/// Reads a project file beside the reports `one` and `two`.
private func read(
  _ text: String?, name: String = "report.yml"
) throws -> (settings: SiteSettings, warnings: [Diagnostic]) {
  var sources: [String: String] = [:]
  return try SiteSettings.read(
    folder: "site", reports: ["one", "two"], files: MemoryFiles(text.map { ["site/\(name)": $0] } ?? [:]),
    sources: &sources)
}

@Suite struct SiteSettingsTests {
  @Test func everyKeyIsRead() throws {
    let settings = try read(
      """
      title: Low precision
      subtitle: 'What bits are worth: reports'
      description: Reports on training
      url: https://example.org/low-precision
      language: en-GB
      pages: [two, one]
      """
    ).settings
    #expect(settings.title == "Low precision")
    #expect(settings.subtitle == "What bits are worth: reports")
    #expect(settings.description == "Reports on training")
    #expect(settings.url == "https://example.org/low-precision/")
    #expect(settings.language == "en-GB")
    #expect(settings.pages == ["two", "one"])
  }

  @Test func noFileIsNeeded() throws {
    let result = try read(nil)
    #expect(result.settings == SiteSettings())
    #expect(result.warnings == [])
  }

  struct Mistake: Sendable, CustomTestStringConvertible {
    var text: String
    var code: String
    var line, column: Int
    var says: String
    var testDescription: String { text }
  }

  @Test(arguments: [
    Mistake(
      text: "title: a\nsubtitel: b", code: "E0110", line: 2, column: 1, says: "did you mean \"subtitle\"?"),
    Mistake(text: "subtitle: b", code: "E0105", line: 1, column: 1, says: "no title"),
    Mistake(text: "", code: "E0105", line: 1, column: 1, says: "no title"),
    Mistake(text: "title: [a]", code: "E0111", line: 1, column: 8, says: "a single value"),
    Mistake(text: "title: a\ntitle: b", code: "E0104", line: 2, column: 1, says: "written twice"),
    Mistake(
      text: "title: a\npages: [one, tow]", code: "E0112", line: 2, column: 14, says: "did you mean \"two\"?"),
    Mistake(text: "title: a\npages:\n- one\n- one", code: "E0104", line: 4, column: 3, says: "listed twice"),
    Mistake(text: "title: a\nurl: example.org", code: "E0111", line: 2, column: 6, says: "https://"),
    Mistake(text: "title: a\nurl: https:///x", code: "E0111", line: 2, column: 6, says: "https://"),
    Mistake(text: "title: a\nurl: javascript:alert(1)", code: "E0111", line: 2, column: 6, says: "https://"),
    Mistake(text: "title: a\nurl: 'https://e.org/\"x'", code: "E0111", line: 2, column: 7, says: "https://"),
    Mistake(text: "title: a\nlanguage: English please", code: "E0111", line: 2, column: 11, says: "a tag"),
    Mistake(text: "- title", code: "E0111", line: 1, column: 1, says: "must be a map"),
  ])
  func mistakesAreFoundInTheirPlace(_ mistake: Mistake) throws {
    let error = #expect(throws: DiagnosticError.self) { try read(mistake.text) }
    let finding = try #require(error?.diagnostics.first)
    #expect(finding.code == mistake.code)
    #expect(
      finding.location == SourceLocation(file: "site/report.yml", line: mistake.line, column: mistake.column))
    #expect(([finding.message] + finding.help).joined(separator: " ").contains(mistake.says))
  }

  @Test func allMistakesComeAtOnce() {
    let error = #expect(throws: DiagnosticError.self) { try read("titel: a\nurl: b\npages: [three]") }
    #expect(error?.diagnostics.map(\.code).sorted() == ["E0105", "E0110", "E0111", "E0112"])
  }

  @Test(arguments: ["report.yaml", "reports.yml", "Report.yml"]) func aFileUnderAnotherNameIsNotSilent(
    _ name: String
  ) throws {
    let result = try read("title: a", name: name)
    #expect(result.settings.title == "Reports")
    #expect(result.warnings.map(\.code) == ["W0113"])
    #expect(result.warnings.first?.location?.file == "site/\(name)")
  }
}
