import Diagnostics
import Reports
import Testing

@Suite("Parameters by the levels of a column")
struct LevelTests {
  private func sample(_ by: String = "batch", fit: String = "", body: String = "Text.") -> ReportSample {
    var sample = ReportSample()
    sample.cells = sample.cells.replacing(
      "parameters: {rest: 0.01..10, slope: 0.01..10, power: 0.1..3}",
      with: "parameters: {rest: 0.01..10, slope: {range: 0.01..10, by: \(by)}, power: 0.1..3}")
    sample.cells = sample.cells.replacing("cluster: batch\n", with: "")
    sample.cells = sample.cells.replacing("bootstrap: 60", with: "bootstrap: 20\n\(fit)")
    sample.body = body
    return sample
  }

  @Test("are fitted one a level, with values of their own")
  func oneALevel() throws {
    let report = try sample(
      body: """
        `{val} main.slope_b0` `{val} main.slope_b3`
        `{val} main.sag(load=4, batch='b2') - main.rest - main.slope_b2*4^main.power | fixed(6)`
        `{val} max(widgets, abs(main.sag(load=load, batch=batch) - sag)) | fixed(3)`
        """
    ).run()
    let fit = try #require(report.fits.first?.result)
    #expect(
      fit.parameters.map(\.name) == ["rest", "slope_b0", "slope_b1", "slope_b2", "slope_b3", "power"])
    for parameter in fit.parameters where parameter.name.hasPrefix("slope") {
      #expect(abs(parameter.estimate - 0.25) < 0.03)
    }
    #expect(report.values[0].text.contains("±"))
    #expect(report.values[2].text.hasSuffix("0.000000"), "\(report.values[2].text)")
    #expect(report.values[3].text.hasPrefix("0.0"))
  }

  @Test("are held by their names, and typeset as written")
  func heldAndTypeset() throws {
    let report = try sample(fit: "fix: {slope_b1: 0.25}", body: "$$ \\law{main} $$ {#eq-law}").run()
    let fit = try #require(report.fits.first?.result)
    #expect(fit.estimate("slope_b1") == 0.25)
    #expect(fit.parameters.map(\.status).filter { $0 == .fixed }.count == 1)
    #expect(fit.law.notation.definitions.map(\.value.source) == ["rest + slope*load^power"])
  }

  /// With C = 6·N·D the best N grows as m^(−α/(α + β)) when the multiplier falls.
  @Test("choose the place of an optimum")
  func optimum() throws {
    var sample = ReportSample()
    sample.cells += """


      ```{fit}
      label: printed
      published: free-multiplier-quest
      ```
      """
    func best(_ method: String) -> String { "printed.optimum(C=1e20, cost=6*N*D, method='\(method)').N" }
    sample.body = """
      `{val} \(best("QuEST 4")) / \(best("16")) | fixed(3)` `{val} 0.7^(-0.0627/(0.0627 + 0.2413)) | fixed(3)`
      """
    let values = try sample.run().values
    #expect(values[0].text == values[1].text)
    sample.body = "`{val} \(best("QuEST 5"))`"
    let error = try #require(sample.errors().first)
    #expect(error.code == "E0511" && error.location == sample.place(of: "'QuEST 5'"))
  }

  @Test("are in the order of their numbers, whatever that of the rows is")
  func order() throws {
    var sample = sample()
    for (old, new) in [("b0", "INT 16"), ("b1", "INT 4"), ("b2", "BF16"), ("b3", "INT 8")] {
      sample.files["widgets.csv"] = sample.files["widgets.csv"]?.replacing("\n\(old),", with: "\n\(new),")
    }
    let fit = try #require(try sample.run().fits.first?.result)
    #expect(fit.law.levels.map(\.values) == [["BF16", "INT 4", "INT 8", "INT 16"]])
  }

  @Test("may be numbers, in ascending order, of the rows that the fit takes")
  func numbers() throws {
    var sample = sample("mass", fit: "variables: {mass: load}\nwhere: load > 2 and load < 6")
    sample.cells = sample.cells.replacing("rest: 0.01..10", with: "rest: 0.01..10")
    let fit = try #require(try sample.run().fits.first?.result)
    #expect(fit.law.levels.map(\.values) == [["3", "4", "5"]])
  }

  @Test(
    "have mistakes with places",
    arguments: [
      ("bacth", "", "Text.", "E0432", "did you mean \"batch\"?"),
      ("batch", "fix: {slope_b9: 1}", "Text.", "E0557", "did you mean \"slope_b0\"?"),
      ("batch", "fix: {slop_b1: 1}", "Text.", "E0203", ""),
      ("batch", "", "`{val} main.sag(load=4, batch='b9')`", "E0511", "did you mean \"b0\"?"),
      ("batch", "", "`{val} main.sag(load=4)`", "E0511", "write main.sag(batch=…, load=…)"),
      ("batch", "", "`{val} main.slope_b9`", "E0203", "did you mean \"slope_b0\"?"),
    ])
  func mistakes(by: String, fit: String, body: String, code: String, help: String) throws {
    let errors = sample(by, fit: fit, body: body).errors()
    let error = try #require(errors.first)
    #expect(error.code == code, "\(errors)")
    #expect(error.location != nil)
    if !help.isEmpty { #expect(error.help.contains(help), "\(errors)") }
  }
}
