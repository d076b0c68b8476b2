import Foundation
import Testing

/// Every code of a finding has its section in `docs/codes.md`, and every section a finding.
@Suite struct CodeTests {
  private let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The codes in the sources with the files that they stand in.
  private func codes() throws -> [String: Set<String>] {
    let base = root.appendingPathComponent("Sources")
    var found: [String: Set<String>] = [:]
    for path in try FileManager.default.subpathsOfDirectory(atPath: base.path) where path.hasSuffix(".swift")
    {
      let text = try String(contentsOf: base.appendingPathComponent(path), encoding: .utf8)
      for match in text.matches(of: /"([EW]0\d{3})"/) { found[String(match.1), default: []].insert(path) }
    }
    return found
  }

  private func sections() throws -> [(code: String, title: String, text: String)] {
    let page = try String(contentsOf: root.appendingPathComponent("docs/codes.md"), encoding: .utf8)
    return page.split(separator: "\n### ").dropFirst().map { section in
      let heading = section.prefix { !$0.isNewline }
      let body = section.dropFirst(heading.count).split(separator: "\n## ").first.map(String.init) ?? ""
      return (String(heading.prefix(5)), String(heading.dropFirst(6)), body)
    }
  }

  @Test func everyCodeIsDocumentedAndEverySectionIsOfACode() throws {
    let codes = Set(try codes().keys)
    let documented = try sections().map(\.code)
    #expect(codes.count > 150)
    #expect(codes.subtracting(documented).sorted() == [], "write their sections in docs/codes.md")
    #expect(Set(documented).subtracting(codes).sorted() == [], "no finding has these any more")
    #expect(documented == documented.sorted { key($0) < key($1) }, "sections in the order of codes")
    #expect(Set(documented).count == documented.count)
  }

  /// Errors of a group before its warnings.
  private func key(_ code: String) -> String { "\(code.dropFirst().prefix(2))\(code)" }

  @Test func everySectionSaysWhatAndHow() throws {
    for section in try sections() {
      #expect(section.title.count > 8 && section.text.contains("\nMend: "), "\(section.code)")
    }
  }
}
