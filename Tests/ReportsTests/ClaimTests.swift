import Diagnostics
import Reports
import Testing

@Suite("Claims")
struct ClaimTests {
  static let verdicts: [(String, Verdict)] = [
    ("1 < 2", .holds), ("2 < 1", .fails), ("main.power > 0", .holds), ("main.power < 0", .fails),
    ("main.power > main.power + 0", .fails), ("main.power >= main.power", .holds),
    ("main.power == main.power", .holds), ("not (main.power < 0)", .holds),
    ("main.power < 0 or main.power > 0", .holds), ("main.power > 0 and widgets.rows == 32", .holds),
    ("contains(ci(main.power, 95%), main.rows)", .fails), ("within(main.power, 0.5, 2)", .holds),
    ("within(main.power, 2, 3)", .fails), ("all(widgets where load > 6, kind == 'heavy')", .holds),
    ("all(widgets, sag < 2)", .fails), ("any(widgets, sag < 2)", .holds), ("main.rmse < 0.1", .holds),
    ("count(widgets where load == 1) == 4", .holds), ("abs(main.power) > lower(main.power)/2", .holds),
    ("all(widgets where load == 3, abs(main.sag(load=load) - sag) < 0.1)", .holds),
  ]

  @Test("come to one of three verdicts", arguments: verdicts)
  func verdict(_ check: String, _ verdict: Verdict) throws {
    var sample = ReportSample()
    sample.body = "[So it is]{.claim #clm-a check=\"\(check)\"}."
    let claim = try #require(try sample.run().claims.first)
    #expect(claim.verdict == verdict)
    #expect(claim.words.count == 1)
  }

  @Test("are undecided when the interval straddles, by Kleene's logic")
  func undecided() throws {
    var sample = ReportSample()
    sample.body = """
      The middle is `{val} main.power | sig(9) plain`.

      [a]{.claim #clm-a check="main.power > (lower(main.power) + upper(main.power))/2"}
      [b]{.claim #clm-b check="main.power > (lower(main.power) + upper(main.power))/2 and 1 > 2"}
      [c]{.claim #clm-c check="main.power > (lower(main.power) + upper(main.power))/2 or 2 > 1"}
      [d]{.claim #clm-d check="not (main.power > (lower(main.power) + upper(main.power))/2)"}
      [e]{.claim #clm-e check="contains(ci(main.power - (lower(main.power) + upper(main.power))/2), 0)"}
      """
    let claims = try sample.run().claims
    #expect(claims.map(\.verdict) == [.undecided, .fails, .holds, .undecided, .holds])
    #expect(claims[0].evidence.contains("["))
  }

  @Test("may be expected to fail, with a reason")
  func expected() throws {
    var sample = ReportSample()
    sample.body =
      "::: {.claim #clm-a check=\"2 < 1\" expected=\"fails\" reason=\"it is a test\"}\nTwo is less.\n:::\n\nSee @clm-a."
    let report = try sample.run()
    #expect(report.claims[0].isAsExpected)
    #expect(report.claims[0].reason == "it is a test")
    #expect(report.links == ["claim\u{A0}1"])
  }
}
