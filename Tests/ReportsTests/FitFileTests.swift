import Diagnostics
import Fitting
import Foundation
import Reports
import TestSupport
import Testing
import Typesetting

/// A fit of the sample's widgets that somebody else made, with few digits.
private let rounded = """
  {
    "law": "sag = rest + slope*load^power",
    "parameters": {"rest": {"estimate": 0.50}, "slope": 0.25, "power": {"estimate": 1.20, "standardError": 0.02}},
    "objective": 0.0025,
    "loss": "squared on sag"
  }
  """

private let cell = """


  ```{fit}
  label: theirs
  from: theirs.json
  data: widgets
  ```
  """

@Suite("Fits that come from a file")
struct FitFileTests {
  private func sample(_ json: String, cell: String = cell) -> ReportSample {
    var sample = ReportSample()
    sample.cells += cell
    sample.files["theirs.json"] = json
    return sample
  }

  private func written() throws -> (fit: FitResult, json: String) {
    let fit = try #require(try ReportSample().run().fits.first).result
    return (fit, JSON.object(FitFileWriter.fields(fit)).document)
  }

  @Test("come back as they were written")
  func roundTrip() throws {
    let (fit, json) = try written()
    let report = try sample(json).run()
    let theirs = try #require(report.fits.first { $0.label == "theirs" })
    #expect(theirs.result.origin == .file("theirs.json"))
    #expect(theirs.result.draws.count == fit.draws.count)
    for (a, b) in zip(fit.parameters, theirs.result.parameters) {
      #expect(a.name == b.name && b.status == .given)
      #expect(abs(a.estimate - b.estimate) <= 1e-9 * abs(a.estimate))
      let (own, read) = (try #require(a.interval), try #require(b.interval))
      #expect(abs(own.lowerBound - read.lowerBound) <= 1e-9 * abs(own.lowerBound))
      #expect(abs(own.upperBound - read.upperBound) <= 1e-9 * abs(own.upperBound))
    }
    #expect(abs(theirs.result.objective - fit.objective) <= 1e-6 * fit.objective)
    #expect(theirs.reproduction?.agrees == true)
    #expect(theirs.result.objectiveKind == fit.objectiveKind, "the loss of the file, not the default")
    #expect(theirs.result.rowsUsed == fit.rowsUsed && theirs.result.ranges == fit.ranges)
    #expect(!report.diagnostics.contains { $0.message.contains("theirs") })
  }

  static func schemaText() throws -> String {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return try String(contentsOf: root.appendingPathComponent("schemas/fit.schema.json"), encoding: .utf8)
  }

  @Test(
    "conform to their schema", .enabled(if: SchemaValidator.isAvailable, "\(SchemaValidator.hint)"))
  func schema() throws {
    let schema = try Self.schemaText()
    let json = try written().json
    #expect(try SchemaValidator.findings(json, schema: schema) == "")
    #expect(try SchemaValidator.findings(rounded, schema: schema) == "")
    #expect(try SchemaValidator.findings(json.replacing("\"law\"", with: "\"lav\""), schema: schema) != "")
  }

  @Test("are used like any fit, with the seed's draws of their covariance")
  func covariance() throws {
    let json = """
      {"law": "sag = rest + slope*load^power", "parameters": {"rest": 0.5, "slope": 0.25, "power": 1.2},
       "covariance": {"parameters": ["slope", "power"], "matrix": [[0.04, -0.001], [-0.001, 0.0004]],
         "logarithmic": ["slope"]}}
      """
    var sample = sample(json)
    sample.body = """
      `{val} theirs.power` `{val} theirs.sag(load=4)` `{val} theirs.rest` `{val} theirs.draws`

      [The power is above one]{.claim #clm-power check="theirs.power > 1"}.
      """
    let report = try sample.run()
    let fit = try #require(report.fits.first { $0.label == "theirs" }).result
    #expect(report.values[0].text.hasPrefix("1.200 ± 0.0"), "\(report.values[0].text)")
    #expect(report.values[1].interval != nil)
    #expect(report.values[3].text == "1000")
    #expect(report.claims[0].verdict == .holds)
    // A normal logarithm: the interval is 0.25·e^(±1.96·0.2), within the noise of 1,000 draws.
    let slope = try #require(fit.parameters[1].interval)
    #expect(abs(slope.lowerBound / (0.25 * exp(-0.392)) - 1) < 0.06)
    #expect(abs(slope.upperBound / (0.25 * exp(0.392)) - 1) < 0.06)
    #expect(fit.parameters[0].interval?.lowerBound == fit.parameters[0].interval?.upperBound)
    let correlation = Self.correlation(fit.draws.map { log($0[1]) }, fit.draws.map { $0[2] })
    #expect(abs(correlation + 0.25) < 0.1)
    #expect(try sample.run().values.map(\.text) == report.values.map(\.text))
    sample.front = sample.front.replacing("seed: 7", with: "seed: 8")
    let other = try #require(try sample.run().fits.first { $0.label == "theirs" }).result
    #expect(other.draws != fit.draws)
  }

  private static func correlation(_ a: [Double], _ b: [Double]) -> Double {
    let (ma, mb) = (a.reduce(0, +) / Double(a.count), b.reduce(0, +) / Double(b.count))
    var (ab, aa, bb) = (0.0, 0.0, 0.0)
    for (x, y) in zip(a, b) {
      ab += (x - ma) * (y - mb)
      aa += (x - ma) * (x - ma)
      bb += (y - mb) * (y - mb)
    }
    return ab / (aa * bb).squareRoot()
  }

  @Test("agree with the rows as far as their digits go")
  func printedDigits() throws {
    let report = try sample(rounded).run()
    let fit = try #require(report.fits.first { $0.label == "theirs" })
    let found = try #require(fit.reproduction)
    #expect(found.agrees == true, "\(found)")
    #expect(found.tolerance > 1e-5, "two digits leave room")
    #expect(fit.result.parameters[2].interval == (1.2 - 1.96 * 0.02)...(1.2 + 1.96 * 0.02))
    #expect(fit.result.isConstant)
    var words = sample(rounded)
    words.body = "`{val} theirs.power` and `{val} 2*theirs.power` and `{val} theirs.slope`"
    let values = try words.run().values
    #expect(values.map(\.text) == ["1.200 ± 0.020", "2.400 ± 0.040", "0.250"])
    #expect(values[0].method.contains("s.e. of theirs.power, taken as normal"), "\(values[0].method)")
  }

  @Test("say with a place when their objective is another")
  func disagreement() throws {
    let (_, json) = try written()
    let line = try #require(json.split(separator: "\n").first { $0.contains("\"objective\":") })
    let sample = sample(json.replacing(line, with: "  \"objective\": 0.5,"))
    let report = try sample.run()
    let warning = try #require(report.diagnostics.first { $0.message.contains("theirs") })
    #expect(warning.code == "W0501" && warning.location == sample.place(of: "theirs.json"))
    #expect(warning.message.contains("0.50000 in theirs.json"))
    let fit = try #require(report.fits.first { $0.label == "theirs" })
    #expect(fit.reproduction?.agrees == false)
    #expect(fit.result.warnings.contains { $0.contains("on the rows of this report") })
  }

  @Test("need no rows")
  func noRows() throws {
    var sample = sample(rounded, cell: cell.replacing("data: widgets\n", with: ""))
    sample.body = "`{val} theirs.sag(load=1)`"
    let report = try sample.run()
    #expect(report.values.map(\.text) == ["0.750"])
    #expect(report.fits.first { $0.label == "theirs" }?.reproduction == nil)
  }

  @Test("take a law of the catalogue or of the report by name, and follow ties")
  func lawByName() throws {
    var named = sample(
      """
      {"law": "chinchilla", "parameters": {"A": 400, "alpha": 0.34, "B": 410, "beta": {"tiedTo": "alpha"}, "E": 1.7}}
      """, cell: cell.replacing("data: widgets\n", with: ""))
    named.body = "`{val} theirs.beta` `{val} theirs.L(N=1, D=1)`"
    #expect(try named.run().values.map(\.text) == ["0.340", "812"])
    let own = sample(rounded.replacing("sag = rest + slope*load^power", with: "bending"))
    #expect(try own.run().fits.count == 2)
  }

  private static let mistakes: [(String, String, String, String)] = [
    ("\"law\": \"sag = rest + slope*load^power\"", "\"law\": \"bendin\"", "E0203", "\"bendin"),
    ("\"law\": \"sag = rest + slope*load^power\",", "", "E0105", "{"),
    ("load^power\"", "load^power + \"", "E0304", "\""),
    ("\"slope\": 0.25", "\"slope\": \"0.25\"", "E0111", "\"0.25\""),
    ("\"slope\": 0.25", "\"slope\": 0.25, \"slpe\": 1", "E0514", "\"sag = rest"),
    ("\"objective\"", "\"objectiv\"", "E0110", "\"objectiv\""),
    ("\"slope\": 0.25", "\"slope\": 0.25, \"slope\": 1", "E0104", "\"slope\": 1"),
    ("\"standardError\": 0.02", "\"standardError\": -1", "E0111", "-1"),
    ("\"loss\": \"squared on sag\"", "\"loss\": \"cubed on sag\"", "E0530", "\"cubed"),
    (
      "\"loss\":", "\"covariance\": {\"parameters\": [\"slope\"], \"matrix\": [[-1]]}, \"loss\":", "E0565",
      "{\"parameters\": [\"slope\"]"
    ),
    (
      "\"loss\":", "\"covariance\": {\"parameters\": [\"slop\"], \"matrix\": [[1]]}, \"loss\":", "E0203",
      "\"slop\""
    ),
    (
      "\"loss\":", "\"draws\": {\"parameters\": [\"slope\"], \"values\": [[1], [1, 2]]}, \"loss\":", "E0565",
      "[1, 2]"
    ),
    ("0.0025", "0.0025.1", "E0212", "0.0025.1"),
  ]

  @Test("are errors at their line and column when something is wrong", arguments: mistakes)
  func errors(_ old: String, _ new: String, _ code: String, _ place: String) throws {
    let json = rounded.replacing(old, with: new)
    let error = try #require(sample(json).errors().first)
    #expect(error.code == code, "\(error.message)")
    let location = try #require(error.location)
    #expect(location.file == "r/theirs.json")
    let lines = json.split(separator: "\n", omittingEmptySubsequences: false)
    if code != "E0304" {
      #expect(lines[location.line - 1].dropFirst(location.column - 1).hasPrefix(place), "\(location)")
    }
  }

  @Test("are errors in the report when the cell is wrong")
  func cellMistakes() throws {
    #expect(sample(rounded, cell: cell + "").errors().isEmpty)
    let missing = sample(rounded, cell: cell.replacing("theirs.json", with: "their.json"))
    #expect(missing.errors().first?.code == "E0901")
    let both = sample(rounded, cell: cell.replacing("data:", with: "published: chinchilla-hoffmann\ndata:"))
    #expect(both.errors().first?.code == "E0120")
  }
}
