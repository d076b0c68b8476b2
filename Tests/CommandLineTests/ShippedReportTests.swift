import Foundation
import TestSupport
import Testing

/// The report on the paper's constants: it has no runs to fit, so the suite can build it whole.
@Suite struct ShippedReportTests {
  private static let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("reports/scaling-laws-for-precision")

  private static let text = Result {
    try String(contentsOf: source.appendingPathComponent("report.md"), encoding: .utf8)
  }

  /// The report as the program builds it, once for all tests.
  private static let built = Result {
    let folder = try TemporaryFolder()
    let result = try Program.run(["build", source.path, "-o", "site"], in: folder.path)
    return (folder, result)
  }

  private func markdown() throws -> String {
    let (folder, result) = try Self.built.get()
    #expect(result.status == 0, "\(result.errors)")
    return try #require(folder.read("site/scaling-laws-for-precision/report.md"))
  }

  /// Rows of the list of claims: verdict, claim.
  private func verdicts() throws -> [(verdict: String, claim: String)] {
    let text = try markdown()
    let start = try #require(text.firstRange(of: "| Verdict | Claim |"))
    return text[start.upperBound...].split(separator: "\n").dropFirst(2).prefix { $0.hasPrefix("| ") }.map {
      let cells = $0.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      return (cells[0], cells.count > 1 ? cells[1] : "")
    }
  }

  @Test func everyClaimHasTheVerdictThatItDeclares() throws {
    let declared = try Self.text.get()
    let claims = declared.components(separatedBy: "{.claim ").count - 1
    let failures = declared.components(separatedBy: "expected=\"fails\"").count - 1
    let verdicts = try verdicts()
    #expect(verdicts.count == claims)
    #expect(claims >= 50 && failures >= 1)
    for item in verdicts {
      #expect(["*holds*", "*fails, as expected*"].contains(item.verdict), "\(item.verdict): \(item.claim)")
    }
    #expect(verdicts.count { $0.verdict == "*fails, as expected*" } == failures)
  }

  @Test func checkPasses() throws {
    let result = try Program.run(["check", Self.source.path])
    #expect(result.status == 0, "\(result.errors)")
    #expect(!result.errors.contains("warning[") && !result.errors.contains("error["))
  }

  /// Best widths, shares, and data beyond which more hurts, as they follow from the printed constants.
  @Test(arguments: [
    "| 30M | 5.32B | 28.8B | 156B | 841B |", "| 220M | 10.5B | 57B | 308B | 1.66T |",
    "| three parts with their shifts | 7.00 | 1.70× |", "| mean scale, mean shift | 7.64 |",
    "| three parts, no shift | 3.47 |", "| mean scale, no shift | 3.71 |",
    "| 4 | 0.696 | 0.331 | 0.828 | 0.191 | 5.2× |", "| 8 | 0.932 | 0.891 | 0.997 | 0.828 | 1.2× |",
    "| 4 | 4.56 | 0.88 | 0.22 |", "| 8 | 1.55 | 1.29 | 0.65 |", "| 4 | 1.76B | 3.171 | 3.198 |",
    "| 16 | 440M | 3.140 | 3.057 |", "| 10B | 1.46B | 6.9 | 13.6T |",
  ])
  func goldenNumbers(_ words: String) throws { #expect(try markdown().contains(words), "\(words)") }

  @Test(arguments: [("8B", "13.8"), ("70B", "11.0"), ("405B", "8.9")])
  func bestWidthOfAGivenSize(size: String, bits: String) throws {
    let row = try #require(
      try markdown().split(separator: "\n").first { $0.hasPrefix("| \(size) |") && $0.contains("×10") })
    #expect(row.contains("| \(bits) |"), "\(row)")
  }

  /// What a reader waits for on a slow line.
  @Test("a page of six figures, sixty claims and a hundred and fifty values has less than 250 kB")
  func weight() throws {
    let (folder, _) = try Self.built.get()
    let page = try #require(folder.read("site/scaling-laws-for-precision/index.html"))
    #expect(page.components(separatedBy: "<figure ").count > 6)
    #expect(page.components(separatedBy: "class=\"claim ").count > 60)
    #expect(page.components(separatedBy: "<span class=v ").count > 150)
    #expect(page.utf8.count < 250_000, "\(page.utf8.count) bytes")
  }

  @Test func nothingIsShownAsMeasured() throws {
    let (folder, _) = try Self.built.get()
    let figures = folder.names("site/scaling-laws-for-precision/figures").filter { $0.hasSuffix(".svg") }
    #expect(figures.count >= 6)
    for name in figures {
      let svg = try #require(folder.read("site/scaling-laws-for-precision/figures/\(name)"))
      #expect(svg.contains("published constants") && svg.contains("no runs"), "\(name)")
    }
  }
}
