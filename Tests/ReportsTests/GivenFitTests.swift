import Diagnostics
import Fitting
import Reports
import Testing

@Suite("Fits whose values are published")
struct GivenFitTests {
  static let cell = """
    ```{fit}
    label: theirs
    published: chinchilla-hoffmann
    ```
    """

  @Test("carry the standard errors that were printed, and none where two of them meet")
  func printedErrors() throws {
    var sample = ReportSample()
    sample.cells = "```{fit}\nlabel: theirs\npublished: chinchilla-besiroglu\n```\n\n" + sample.cells
    sample.body = """
      `{val} theirs.alpha` `{val} 2*theirs.alpha + 1` `{val} theirs.alpha - theirs.alpha` `{val} theirs.alpha - theirs.beta`
      `{val} theirs.L(N=1e9, D=2e10)` `{val} theirs.alpha - main.power` `{val} theirs.L(N=1e9, D=2e10*theirs.alpha)`
      [Near a third]{.claim #clm-third check="near(theirs.alpha, 0.34, 0.1)"};
      [above a third]{.claim #clm-above check="theirs.alpha > 0.333"};
      [alike]{.claim #clm-alike check="theirs.alpha < theirs.beta"};
      [not so steep]{.claim #clm-steep check="contains(ci(main.power, 95%), theirs.alpha)" expected="fails" reason="one"}.
      """
    let report = try sample.run()
    let values = report.values
    let bounds = try #require(values[0].bounds)
    #expect(
      abs(bounds.low - (0.3478 - 1.96 * 0.02)) < 2e-4 && abs(bounds.high - (0.3478 + 1.96 * 0.02)) < 2e-4)
    #expect(values[0].method.contains("printed s.e. of theirs.alpha, taken as normal"), "\(values[0].method)")
    #expect(abs(try #require(values[1].bounds).high - (1.6956 + 2 * 1.96 * 0.02)) < 4e-4)
    #expect(values[2].interval == nil && values[2].number == 0)
    #expect(
      values[3].bounds == nil && values[3].method.contains("without a covariance"), "\(values[3].method)")
    #expect(values[4].bounds == nil)
    let mixed = try #require(values[5].bounds)
    #expect(mixed.high - mixed.low > 2 * 1.96 * 0.02)
    #expect(values[6].bounds != nil)
    #expect(report.claims.map(\.verdict) == [.holds, .undecided, .holds, .fails])
    #expect(report.claims[1].evidence.contains("printed s.e."), "\(report.claims[1].evidence)")
  }

  @Test("say where their law is asked outside its domain, also on the way of a search")
  func domain() throws {
    var sample = ReportSample()
    sample.cells = "```{fit}\nlabel: theirs\npublished: kumar-effective-tied\n```\n\n" + sample.cells
    sample.body = """
      `{val} theirs.N_eff(N=1e6, P=2)` `{val} theirs.N_eff(N=1e6, P=4)` `{val} argmin(theirs.L(N=1e8, D=1e10, P=P), P, 2, 40)`
      `{val} theirs.optimum(C=1e21, cost=6/16*N*D*P, P=range(3.3, 16)).P`
      """
    let values = try sample.run().values
    #expect(values[0].method.contains("outside the domain of theirs, P > n*gamma"), "\(values[0].method)")
    #expect(!values[1].method.contains("domain"))
    #expect(values[2].method.contains("outside the law's domain for P from 2"), "\(values[2].method)")
    #expect(!values[3].method.contains("domain"), "\(values[3].method)")
  }

  @Test("stand in values, claims, equations and figures like any fit")
  func everywhere() throws {
    var sample = ReportSample()
    sample.cells = """
      \(Self.cell)

      \(ReportSample.standardCells)

      ```{figure}
      label: fig-trade
      kind: isoloss
      fit: theirs
      x: N
      y: D
      x-range: 1e8..1e10
      y-range: 1e9..1e11
      caption: 'At `{val} theirs.E` nats per token nothing more is to be had.'
      ```
      """
    sample.body = """
      `{val} theirs.alpha` `{val} theirs.L(N=1e9, D=2e10) | fixed(3)` `{val} theirs.alpha - main.power`
      `{val} theirs.optimum(C=1e21, cost=6*N*D).N | si(2)`

      [Data count less]{.claim #clm-less check="theirs.beta < theirs.alpha"}; @fig-trade.

      $$ \\law{theirs.fitted} $$ {#eq-theirs}
      """
    let report = try sample.run()
    #expect(report.values[0].text == "0.340")
    #expect(report.values[0].interval == nil)
    #expect(report.values[0].method == "published constants of theirs")
    #expect(report.values[0].target == "fit-theirs")
    // 406.4/1e9^0.34 + 410.7/2e10^0.28 + 1.69
    #expect(report.values[1].text == "2.580")
    #expect(report.values[2].interval != nil, "the draws of the other fit")
    #expect(report.claims.map(\.verdict) == [.holds])
    #expect(report.figures.map(\.id) == ["fig-trade"])
    #expect(report.fits.map(\.label) == ["theirs", "main"], "cards in the order of the source")
    guard case .fitCard(0)? = report.blocks.first else {
      Issue.record("the first block is the card of the first fit")
      return
    }
    let fit = report.fits[0].result
    #expect(fit.origin == .publication && fit.isConstant && fit.rowsUsed == 0)
    #expect(fit.parameters.allSatisfy { $0.status == .given && $0.interval == nil })
  }

  @Test("are evaluated on rows that are given for them")
  func onRows() throws {
    var sample = ReportSample()
    sample.front = "title: Points"
    sample.files["points.csv"] = "N,D,L\n1e9,2e10,2.5797\n1e8,1e10,3.1140\n-1,1e10,3\n1e9,1e10,0\n"
    sample.cells = """
      ```{runs}
      label: points
      from: points.csv
      ```

      ```{fit}
      label: theirs
      published: chinchilla-hoffmann
      data: points
      where: D > 1e9
      loss: squared on L
      ```

      ```{fit}
      label: large
      like: theirs
      where: N > 5e8 and L > 0
      ```
      """
    sample.body = "`{val} theirs.rows` `{val} large.rows` `{val} large.rmse < 1e-3`"
    let report = try sample.run()
    #expect(report.values.map(\.text) == ["3", "1", "holds"])
    #expect(report.fits[0].result.objectiveKind == Objective(.squared, isLog: false))
    #expect(report.fits[0].result.ranges["N"] == 1e8...1e9)
    #expect(report.diagnostics.contains { $0.message.contains("left out: line 4") }, "\(report.diagnostics)")
  }

  @Test(
    "say what is wrong with them",
    arguments: [
      ("published: chinchilla-hofman", "E0550", "chinchilla-hofman", "did you mean \"chinchilla-hoffmann\"?"),
      ("published: chinchilla", "E0552", "chinchilla", nil),
      ("published: chinchilla-hoffmann\nstarts: 4", "E0108", "starts", nil),
      ("published: chinchilla-hoffmann\nlaw: chinchilla", "E0108", "law: chinchilla", nil),
      ("published: chinchilla-hoffmann\nwhere: N > 1", "E0108", "where", nil),
      ("published: chinchilla-hoffmann\ndata: widgets", "E0432", "widgets", nil),
      ("published: [a, b]", "E0111", "[a", nil),
      ("published: chinchilla-hoffmann\ncolour: red", "E0110", "colour", nil),
    ])
  func mistakes(_ settings: String, _ code: String, _ place: String, _ help: String?) throws {
    var sample = ReportSample()
    let marker = "label: theirs\n"
    sample.cells += "\n\n```{fit}\n\(marker)\(settings)\n```"
    let error = try #require(sample.errors().first)
    #expect(error.code == code, "\(error.message)")
    #expect(error.location == sample.place(of: place, after: marker))
    if let help { #expect(error.help.contains(help)) }
  }

  @Test("give way to a law that a fit like them names")
  func lawInstead() throws {
    var sample = ReportSample()
    sample.cells += """


      ```{fit}
      label: theirs
      published: chinchilla-hoffmann
      ```

      ```{fit}
      label: ours
      like: theirs
      data: widgets
      law: bending
      loss: squared on sag
      starts: 4
      bootstrap: 0
      ```
      """
    let report = try sample.run()
    #expect(report.fits.first { $0.label == "ours" }?.result.origin == .rows)
  }
}
