import Diagnostics
import Fitting
import Reports
import Testing
import Typesetting

@Suite("Weights of a fit cell")
struct WeightCellTests {
  static func sample(_ lines: String, _ change: (inout ReportSample) -> Void = { _ in }) -> ReportSample {
    var sample = ReportSample()
    sample.cells = sample.cells.replacing("starts: 12", with: "starts: 12\n\(lines)")
    change(&sample)
    return sample
  }

  @Test("are an expression over columns; rows of weight 0 are named as left out")
  func expression() throws {
    let weighed = try Self.sample("weights: '2*max(0, min(1, 7 - load))'").run().fits[0]
    let filtered = try Self.sample("where: load <= 6").run().fits[0]
    let (one, other) = (weighed.result, filtered.result)
    #expect(abs(one.objective - 2 * other.objective) <= 1e-9 * one.objective)
    for (a, b) in zip(one.parameters, other.parameters) {
      #expect(abs(a.estimate - b.estimate) <= 1e-5 * abs(b.estimate))
    }
    #expect(one.weighted == "2*max(0, min(1, 7 - load))" && other.weighted == nil)
    #expect(weighed.excluded.map(\.reason) == ["the weight is 0"])
    #expect(weighed.excluded.map(\.count) == [8])
    let written = FitFileWriter.fields(one).first { $0.0 == "weights" }?.1
    #expect(written?.text.contains("2*max(0, min(1, 7 - load))") == true)
    #expect(!FitFileWriter.fields(other).contains { $0.0 == "weights" })
  }

  @Test("are part of the objective that a fit made elsewhere is compared by")
  func reproduction() throws {
    let source = try Self.sample("weights: load").run().fits[0].result
    let file = JSON.object(FitFileWriter.fields(source)).text
    func report(_ line: String) throws -> ExecutedFit {
      var sample = ReportSample()
      sample.files["fit.json"] = file
      let start = try #require(sample.cells.firstRange(of: "```{fit}"))
      sample.cells =
        String(sample.cells[..<start.lowerBound]) + """
          ```{fit}
          label: main
          from: fit.json
          data: widgets
          \(line)
          ```
          """
      return try sample.run().fits[0]
    }
    let same = try report("weights: load")
    #expect(same.reproduction?.agrees == true)
    #expect(same.result.weighted == "load")
    let other = try report("where: load > 0")
    #expect(other.reproduction?.agrees == nil && other.reproduction != nil)
    #expect(other.result.warnings.contains { $0.contains("weights") }, "\(other.result.warnings)")
  }

  @Test(
    "that weigh nothing are refused at their place",
    arguments: [
      ("weights: 2 - load", "2 - load", "E0508", "the weight is −1, below 0 in line 4"),
      ("weights: 0*load", "0*load", "E0508", "every row"),
      ("weights: 1/(load - 3)^2", "1/(load", "E0508", "infinite in line 4"),
      ("weights: kind", "kind", "E0508", "numbers"),
      ("weights: laod", "laod", "E03", "laod"),
    ])
  func refused(_ line: String, _ needle: String, _ code: String, _ words: String) throws {
    let sample = Self.sample(line)
    let found = try #require(sample.errors().first)
    #expect(found.code.hasPrefix(code), "\(found)")
    #expect(found.location == sample.place(of: needle, after: "starts: 12"), "\(found)")
    #expect(found.message.contains(words), "\(found.message)")
  }

  @Test("a missing weight is refused with its line")
  func missing() throws {
    let sample = Self.sample("weights: load/sag\nobserved: load") {
      $0.files["widgets.csv"] = ReportSample.widgets(changing: 2)
    }
    let found = try #require(sample.errors().first)
    #expect(found.code == "E0508" && found.message.contains("is missing in line 4 of"), "\(found)")
  }

  @Test("of compared fits must agree, and leave AICc without a likelihood")
  func comparison() throws {
    func errors(_ other: String, by: String) -> (ReportSample, [Diagnostic]) {
      let sample = Self.sample("weights: load") {
        $0.cells += """


          ```{fit}
          label: straight
          like: main
          fix: {power: 1}
          \(other)
          ```

          ```{compare}
          label: tbl-laws
          fits: [straight, main]
          by: [\(by)]
          ```
          """
        $0.body = "See @tbl-laws."
      }
      return (sample, sample.errors())
    }
    #expect(errors("", by: "loo").1.isEmpty)
    // What is compared by default does not need the likelihood that weighed rows lack.
    var plain = errors("", by: "loo").0
    plain.cells = plain.cells.replacing("by: [loo]", with: "caption: Laws")
    #expect(plain.errors().isEmpty)
    let (sample, refused) = errors("", by: "loo, aicc")
    #expect(refused.first?.code == "E0547")
    #expect(refused.first?.location == sample.place(of: "aicc"))
    let (_, differing) = errors("weights: load^2", by: "loo")
    #expect(differing.first?.code == "E0540")
    #expect(differing.first?.notes.contains { $0.contains("weighted by load^2") } == true, "\(differing)")
  }
}
