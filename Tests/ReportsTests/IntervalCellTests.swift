import Diagnostics
import Fitting
import Reports
import Testing

@Suite("Intervals as a fit cell asks for them")
struct IntervalCellTests {
  static func sample(_ lines: String, _ body: String) -> ReportSample {
    var sample = ReportSample()
    sample.cells = sample.cells.replacing("starts: 12", with: "starts: 12\n\(lines)")
    sample.body = body
    return sample
  }

  static let values = "`{val} main.power` `{val} main.sag(load=7.5)` `{val} main.slope/main.rest`"

  @Test("one method for parameters and everything that is computed from them")
  func method() throws {
    let plain = try Self.sample("resample: load", Self.values).run()
    let corrected = try Self.sample("resample: load\ninterval: bca", Self.values).run()
    for (one, other) in zip(plain.values, corrected.values) {
      #expect(one.full == other.full)
      #expect(one.interval != nil && other.interval != nil)
      #expect(one.interval != other.interval, "\(one.expression)")
    }
    let fit = corrected.fits[0].result
    #expect(fit.resampled == "load")
    #expect(fit.jackknife.count == 8)
    let power = try #require(fit.parameters.first { $0.name == "power" }?.interval)
    #expect(
      power
        == Interval.bca(
          fit.draws.map { $0[2] }, estimate: fit.parameters[2].estimate,
          jackknife: [fit.jackknife.map { $0[2] }]))
  }

  @Test("a profile is a value and a check")
  func profile() throws {
    let report = try Self.sample(
      "profile: power",
      "`{val} profile(main.power)` [a]{.claim #clm-a check=\"contains(profile(main.power), 1.2)\"}"
        + " [b]{.claim #clm-b check=\"contains(profile(main.power), 1)\"}"
    ).run()
    let interval = try #require(report.fits[0].result.profiles["power"]?.interval)
    #expect(interval.lowerBound > 1 && interval.upperBound < 1.5)
    #expect(report.values[0].text.contains(" to "))
    #expect(report.claims.map(\.verdict) == [.holds, .fails])
  }

  @Test(
    "what is not known is refused at its place",
    arguments: [
      ("interval: bcaa", "E0532", "bcaa", "bca"), ("profile: powr", "E0203", "powr", "power"),
      ("fix: {power: 1}\nprofile: power", "E0533", "power\nboot", ""),
    ])
  func mistakes(_ line: String, _ code: String, _ needle: String, _ help: String) throws {
    let sample = Self.sample(line, "Text.")
    let found = try #require(sample.errors().first)
    #expect(found.code == code)
    #expect(found.location == sample.place(of: needle, after: "starts: 12"), "\(found)")
    if !help.isEmpty { #expect(found.help.contains { $0.contains(help) }) }
  }

  @Test("a profile that was not asked for says how to ask")
  func missing() throws {
    let found = try #require(Self.sample("profile: power", "`{val} profile(main.slope)`").errors().first)
    #expect(found.code == "E0226")
    #expect(found.help.contains { $0.contains("profile: slope") })
  }
}
