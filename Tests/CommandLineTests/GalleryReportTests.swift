import Foundation
import TestSupport
import Testing

/// The report that shows every kind of figure; building it fits a dozen laws, which is left to `make site`.
@Suite("The gallery of figures")
struct GalleryReportTests {
  private static let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("reports/gallery/report.md")

  /// The bodies of the fenced blocks that open with a text.
  private func blocks(_ opening: String) throws -> [String] {
    let text = try String(contentsOf: Self.source, encoding: .utf8)
    return text.components(separatedBy: "\n```\(opening)\n").dropFirst().map {
      $0.components(separatedBy: "\n```").first ?? ""
    }
  }

  @Test("shows each kind that the program knows once")
  func everyKind() throws {
    let folder = try TemporaryFolder()
    try folder.write("a.csv", "a\n1\n")
    let result = try Program.run(["plot", "a.csv", "--kind", "?", "-o", "a.svg"], in: folder.path)
    let line = try #require(result.errors.split(separator: "\n").first { $0.contains("kinds: ") })
    let known = try #require(line.components(separatedBy: "kinds: ").last).components(separatedBy: ", ")
    let shown = try blocks("{figure}").compactMap { body in
      body.split(separator: "\n").first { $0.hasPrefix("kind: ") }.map { String($0.dropFirst(6)) }
    }
    #expect(known.count >= 13)
    #expect(shown.sorted() == known.sorted())
  }

  @Test("shows the settings that make each figure, as they are")
  func code() throws {
    let code = try blocks("yaml")
    let figures = try blocks("{figure}")
    #expect(code.count == figures.count)
    for (code, figure) in zip(code, figures) { #expect(figure.contains("\n\(code)\n")) }
  }
}
