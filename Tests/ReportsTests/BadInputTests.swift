import Diagnostics
import Reports
import Testing

/// Tables and laws that no fit can be made of, or none that should be believed.
@Suite("Bad input is refused at its place, or fitted with a warning")
struct BadInputTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var code: String
    var needle: String
    var words: String
    var change: @Sendable (inout ReportSample) -> Void
  }

  static func rows(_ lines: [String]) -> String {
    (["batch,load_kg,sag_mm,kind"] + lines).joined(separator: "\n") + "\n"
  }

  static func data(_ name: String, _ code: String, _ needle: String, _ words: String, _ text: String) -> Case
  {
    Case(testDescription: name, code: code, needle: needle, words: words) { $0.files["widgets.csv"] = text }
  }

  static func cell(
    _ name: String, _ code: String, _ needle: String, _ words: String, _ old: String, _ new: String
  ) -> Case {
    Case(testDescription: name, code: code, needle: needle, words: words) {
      $0.cells = $0.cells.replacing(old, with: new)
    }
  }

  static let refused: [Case] = [
    cell(
      "a law with an unknown name", "E0347", "mass^power", "mass", "slope*load^power\n",
      "slope*mass^power\nvariables: [load]\n"),
    cell(
      "a parameter that appears nowhere", "E0345", "bend: 0.1..3", "bend", "power: 0.1..3}",
      "power: 0.1..3, bend: 0.1..3}"),
    data("no rows", "E0", "widgets.csv", "row", rows([])),
    data("one row", "E0504", "main", "1 row cannot determine the 3", rows(["b0,1,0.75,light"])),
    data(
      "two identical rows for two parameters", "E0504", "main", "1 of them distinct",
      rows(
        ["b0,1,0.75,light", "b0,1,0.75,light", "b1,1,0.75,light"])),
    data(
      "no loss at all", "E0531", "widgets\nlaw", "no rows",
      rows(["b0,1,NaN,light", "b1,2,,light", "b2,3,NA,light", "b3,4,nan,light"])),
    Case(
      testDescription: "losses without a logarithm", code: "E0531", needle: "widgets\nlaw",
      words: "no rows"
    ) {
      $0.files["widgets.csv"] = rows(["b0,1,-1,light", "b1,2,-2,light", "b2,3,0,light", "b3,4,-4,light"])
      $0.cells = $0.cells.replacing("squared on sag", with: "huber(1e-3) on log sag")
    },
    cell(
      "a law undefined at every start", "E0505", "main", "gives no", "rest + slope*load^power",
      "rest + slope*log(0 - load)^power"),
  ]

  @Test("refused", arguments: refused)
  func refusal(_ bad: Case) throws {
    var sample = ReportSample()
    bad.change(&sample)
    let errors = sample.errors()
    let found = try #require(errors.first { $0.code.hasPrefix(bad.code) }, "\(errors)")
    let after = bad.needle == "main" ? "label: bending" : "seed: 7"
    #expect(found.location == sample.place(of: bad.needle, after: after), "\(found)")
    #expect(found.message.contains(bad.words) || found.notes.joined().contains(bad.words), "\(found)")
  }

  static let warned: [Case] = [
    data(
      "a loss that is missing", "W0501", "main", "1 row left out: no value of sag (line 5)",
      ReportSample.widgets(changing: 3, to: "NaN")),
    Case(
      testDescription: "a negative loss", code: "W0501", needle: "main",
      words: "1 row left out: sag is not above 0, so it has no logarithm (line 5)"
    ) {
      $0.files["widgets.csv"] = ReportSample.widgets(changing: 3, to: "-2")
      $0.cells = $0.cells.replacing("squared on sag", with: "huber(1e-3) on log sag")
    },
    data(
      "two identical rows", "W0501", "main", "line 34 repeats line 2",
      ReportSample.widgets() + ReportSample.widgets().split(separator: "\n")[1] + "\n"),
    cell(
      "a constant column", "W0501", "main", "load is 3 in every row", "law: bending",
      "law: bending\nwhere: load == 3"),
  ]

  @Test("warned of", arguments: warned)
  func warning(_ bad: Case) throws {
    var sample = ReportSample()
    bad.change(&sample)
    let report = try sample.run()
    let place = sample.place(of: bad.needle, after: "label: bending")
    #expect(
      report.diagnostics.contains {
        $0.code == bad.code && $0.message.contains(bad.words) && $0.location == place
      }, "\(report.diagnostics)")
    #expect(report.fits[0].result.warnings.contains { $0.contains(bad.words) })
  }
}
