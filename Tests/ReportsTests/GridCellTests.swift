import Diagnostics
import Reports
import Testing

@Suite("Starts of a fit cell")
struct GridCellTests {
  private static func sample(_ line: String) -> ReportSample {
    var sample = ReportSample()
    sample.cells = sample.cells.replacing("starts: 12", with: line).replacing(
      "bootstrap: 60", with: "bootstrap: 0")
    return sample
  }

  @Test("are every combination of given values, and end where spread points end")
  func grid() throws {
    let fit = try Self.sample("starts: {power: [0.5, 1, 2], slope: [0.1, 1]}").run().fits[0].result
    #expect(fit.starts == 6)
    let spread = try Self.sample("starts: 12").run().fits[0].result
    for (a, b) in zip(fit.parameters, spread.parameters) {
      #expect(abs(a.estimate - b.estimate) < 1e-5 * abs(b.estimate))
    }
  }

  @Test(
    "that cannot be are refused at their place",
    arguments: [
      ("starts: {pwer: [1]}", "pwer", "E0203"), ("starts: {power: [one]}", "one]", "E0111"),
      ("starts: {power: []}", "[]", "E0111"), ("starts: 0", "0\nbootstrap", "E0111"),
      ("fix: {power: 1}\nstarts: {power: [1, 2]}", "main\n", "E0507"),
    ])
  func refused(_ line: String, _ needle: String, _ code: String) throws {
    let sample = Self.sample(line)
    let found = try #require(sample.errors().first)
    #expect(found.code == code, "\(found)")
    if code != "E0507" { #expect(found.location == sample.place(of: needle), "\(found)") }
  }
}
