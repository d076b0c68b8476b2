import Diagnostics
import Fitting
import Foundation
import Reports
import TestSupport
import Testing
import Typesetting

@Suite("Priors of a fit cell")
struct PriorCellTests {
  static func sample(_ lines: String, _ change: (inout ReportSample) -> Void = { _ in }) -> ReportSample {
    WeightCellTests.sample(lines, change)
  }

  @Test(
    "are written with a sign or as a map",
    arguments: [
      ("{power: 1.3 +- 0.01}", ParameterPrior(centre: 1.3, spread: 0.01)),
      ("{power: 1.3 ± 0.01}", ParameterPrior(centre: 1.3, spread: 0.01)),
      ("{power: {mean: 1.3, sd: 1e-2}}", ParameterPrior(centre: 1.3, spread: 0.01)),
      ("{power: 1.3 */ 1.01}", ParameterPrior(median: 1.3, factor: 1.01)),
      ("{power: {median: 1.3, factor: 1.01}}", ParameterPrior(median: 1.3, factor: 1.01)),
    ])
  func forms(_ text: String, _ prior: ParameterPrior) throws {
    let fit = try Self.sample("priors: \(text)").run().fits[0].result
    #expect(fit.priors?.values == ["power": prior])
    let plain = try Self.sample("").run().fits[0].result
    let (pulled, free) = (try #require(fit.estimate("power")), try #require(plain.estimate("power")))
    #expect(pulled > free + 0.01 && pulled < 1.3)
    #expect(fit.penalty > 0)
  }

  @Test("go with the fit into its file, which a fit made elsewhere takes back")
  func file() throws {
    let source = try Self.sample("priors: {power: 1.3 +- 0.01, rest: 0.5 */ 1.2}").run().fits[0].result
    let text = JSON.object(FitFileWriter.fields(source)).text
    if SchemaValidator.isAvailable {
      #expect(try SchemaValidator.findings(text, schema: FitFileTests.schemaText()) == "")
    }
    var sample = ReportSample()
    sample.files["fit.json"] = text
    let start = try #require(sample.cells.firstRange(of: "```{fit}"))
    sample.cells =
      String(sample.cells[..<start.lowerBound]) + """
        ```{fit}
        label: main
        from: fit.json
        data: widgets
        ```
        """
    let fit = try sample.run().fits[0]
    // The objective is that of the rows, so that it can be computed again without the priors.
    #expect(fit.reproduction?.agrees == true)
    let (given, own) = (try #require(fit.result.priors), try #require(source.priors))
    #expect(given.values.keys.sorted() == ["power", "rest"])
    #expect(abs(fit.result.penalty - source.penalty) < 1e-6 * source.penalty)
    #expect(abs(given.scale - own.scale) < 1e-8 * own.scale)
  }

  @Test("on a parameter with levels are on each, and one level's own stands above")
  func levels() throws {
    let sample = Self.sample("priors: {rest: 0.5 +- 0.01, rest_b2: 0.6 +- 0.02}") {
      $0.cells = $0.cells.replacing("rest: 0.01..10", with: "rest: {range: 0.01..10, by: batch}")
    }
    let priors = try #require(try sample.run().fits[0].result.priors)
    #expect(priors.values.keys.sorted() == ["rest_b0", "rest_b1", "rest_b2", "rest_b3"])
    #expect(priors.values["rest_b2"]?.centre == 0.6 && priors.values["rest_b1"]?.centre == 0.5)
  }

  @Test(
    "that cannot be are refused at their place",
    arguments: [
      ("priors: {pwoer: 1 +- 0.1}", "pwoer", "E0570", "no parameter"),
      ("priors: {power: 1 +- 0}", "1 +- 0", "E0571", "above 0"),
      ("priors: {power: 1 */ 1}", "1 */ 1", "E0571", "factor above 1"),
      ("priors: {power: {mean: 1, sd: -1}}", "-1}", "E0571", "above 0"),
      ("priors: {power: about one}", "about one", "E0574", "found \"about one\""),
      ("priors: {power: {mean: 1, factor: 2}}", "{mean", "E0574", "pairs"),
      ("priors: {power: {mean: 1, sdd: 2}}", "sdd", "E0110", "sdd"),
      ("fix: {power: 1}\npriors: {power: 1 +- 0.1}", "power: 1 +", "E0572", "fixed"),
      ("priors: {power: 8 +- 1}", "power: 8", "E0573", "0.1 to 3"),
      ("tie: {power: slope}\npriors: {power: 1 +- 0.1}", "power: 1 +", "E0572", "tied to \"slope\""),
    ])
  func refused(_ line: String, _ needle: String, _ code: String, _ words: String) throws {
    let sample = Self.sample(line)
    let found = try #require(sample.errors().first)
    #expect(found.code == code, "\(found)")
    #expect(found.location == sample.place(of: needle, after: "starts: 12"), "\(found)")
    #expect(found.message.contains(words), "\(found.message)")
  }

  @Test("cannot be on what is held at another fit, nor on printed constants")
  func held() throws {
    let taken = Self.sample("") {
      $0.cells += """


        ```{fit}
        label: next
        data: widgets
        law: bending
        loss: squared on sag
        take: {main: [power]}
        priors: {power: 1.2 +- 0.1}
        ```
        """
    }
    let found = try #require(taken.errors().first)
    #expect(found.code == "E0572" && found.message.contains("held at the value of \"main\""), "\(found)")
    let published = Self.sample("") {
      $0.cells += "\n\n```{fit}\nlabel: next\npublished: chinchilla-besiroglu\npriors: {E: 1 +- 1}\n```\n"
    }
    #expect(published.errors().first?.code == "E0108")
  }

  @Test("leave AICc without a count of parameters: not by default, and not when asked for")
  func comparison() throws {
    func errors(_ by: String) -> [Diagnostic] {
      Self.sample("priors: {power: 1.2 +- 0.1}") {
        $0.cells += """


          ```{fit}
          label: straight
          data: widgets
          law: bending
          loss: squared on sag
          fix: {power: 1}
          ```

          ```{compare}
          label: tbl-laws
          fits: [straight, main]
          \(by)
          ```
          """
        $0.body = "See @tbl-laws."
      }.errors()
    }
    #expect(errors("by: [aicc]").first?.code == "E0542")
    #expect(errors("caption: Laws").isEmpty)
  }
}
