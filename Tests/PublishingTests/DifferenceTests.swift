import Foundation
import Publishing
import TestSupport
import Testing

/// A `report.json` of many values, moved by a share each.
private func report(_ count: Int, moved: Double, in folder: TemporaryFolder, _ name: String) throws
  -> PublishedReport
{
  let values = (0..<count).map { index in
    let value = 1 + Double(index) / 1000 * (1 + moved)
    return """
      {"expression": "main.p\(index) | *_`<b>` and a long expression to fill the line", "text": "\(value)", "number": \(value),
       "interval": {"low": \(value - 0.1), "high": \(value + 0.1), "level": 0.95}}
      """
  }
  try folder.write(
    "\(name)/report.json",
    """
    {"format": "isoloss-report/1", "program": "Isoloss 0.1.0", "report": {"slug": "r", "title": "R"},
     "source": {"file": "report.md", "sha256": ""}, "runs": [], "fits": [], "figures": [],
     "comparisons": [{"id": "tbl-laws", "fits": ["one", "two"], "criteria":
       [{"name": "aicc", "title": "AICc", "scores": [\(moved > 0 ? "2, 1" : "1, 2")]}]}],
     "values": [\(values.joined(separator: ","))],
     "claims": [{"id": "clm-a", "words": "a", "check": "1 < 2", "verdict": "\(moved > 0 ? "fails" : "holds")",
       "evidence": "", "asExpected": \(moved > 0 ? "false" : "true")}]}
    """)
  return try PublishedReport("\(folder.path)/\(name)")
}

@Suite struct DifferenceTests {
  @Test(arguments: [1, 20, 400, 5000])
  func aCommentIsNeverTooLongAndCountsWhatItLeavesOut(_ count: Int) throws {
    let folder = try TemporaryFolder()
    let difference = ReportDifference(
      before: [try report(count, moved: 0, in: folder, "a")],
      after: [try report(count, moved: 0.5, in: folder, "b")])
    // The first value is 1 on both sides.
    #expect(difference.changes.count == count + 1)
    let text = DifferenceMarkdown(difference).text
    #expect(text.utf8.count <= DifferenceMarkdown.commentLimit)
    let claims = try #require(text.firstRange(of: "### Claims"))
    let laws = try #require(text.firstRange(of: "### Laws in order"))
    #expect(claims.lowerBound < laws.lowerBound)
    #expect(text.contains("one < two") == false && text.contains("one \\< two"))
    #expect(text.contains("for which there is no room here") == (count == 5000))
    #expect(
      text.components(separatedBy: "<details>").count == text.components(separatedBy: "</details>").count)
    #expect(!text.contains("<b>"))
  }

  @Test func theLargestMoveComesFirst() throws {
    let folder = try TemporaryFolder()
    let difference = ReportDifference(
      before: [try report(30, moved: 0, in: folder, "a")],
      after: [try report(30, moved: 1, in: folder, "b")])
    let sizes = difference.changes(.values).map(\.size)
    #expect(sizes == sizes.sorted(by: >) && sizes.count == 29)
    #expect(difference.changes(.values)[0].measure.hasSuffix("σ"))
  }

  @Test func whatIsNoRecordIsRefused() throws {
    let folder = try TemporaryFolder()
    try folder.write("a/report.json", "{\"format\": \"another\"}")
    #expect(throws: (any Error).self) { try PublishedReport("\(folder.path)/a") }
    #expect(throws: (any Error).self) { try PublishedReport("\(folder.path)/nothing") }
  }
}
