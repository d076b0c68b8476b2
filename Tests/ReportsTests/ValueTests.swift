import Diagnostics
import Reports
import Testing

@Suite("Values and their formats")
struct ValueTests {
  static let exact: [(String, String)] = [
    ("1/3", "0.333"), ("2^10", "1024"), ("-2^2", "−4"), ("95%", "0.950"), ("0.25 | pct", "25.0\u{202F}%"),
    ("13944 | si(2)", "14k"), ("12.5 | ×", "12×"), ("4.04 | ×", "4.0×"), ("1e9 | sci(2)", "1.0×10⁹"),
    ("3.7 | int", "4"), ("1e-3 | sig(2)", "0.0010"), ("2/3 | fixed(1)", "0.7"), ("min(3, 2)", "2"),
    ("round(2.4)", "2"), ("log10(1000)", "3"), ("widgets.rows", "32"), ("widgets.runs", "4"),
    ("widgets.dropped", "0"),
    ("count(widgets where load > 6)", "8"), ("count(widgets where kind == 'heavy' and load == 7)", "4"),
    ("max(widgets, load)", "8"), ("min(widgets where load > 3, load)", "4"), ("mean(widgets, load)", "4.50"),
    ("root(x^2 - 2, x, 0, 2) | sig(8)", "1.4142136"), ("root(1/x - 4, x, 0.1, 9)", "0.250"),
    ("argmax(x*(3 - x), x, 0.1, 3) | fixed(4)", "1.5000"),
    ("maximum(x*(3 - x), x, 0.1, 3) | fixed(2)", "2.25"),
    ("argmax(x, x, 1, 3)", "not bounded"), ("near(2.04, 2, 0.05)", "holds"), ("near(2.06, 2, 0.05)", "fails"),
    ("near(main.power, main.power, 0)", "holds"), ("near(main.power, 1.2, 0.5)", "holds"),
    ("near(main.power, 7, 0.5)", "fails"), ("near(main.power, main.power + 1, 1 + 1e-9)", "holds"),
    ("median(widgets where load < 4, load)", "2"), ("sum(widgets where load == 2, load)", "8"),
    ("value(widgets where batch == 'b1' and load == 7, kind)", "heavy"), ("main.rows", "32"),
    ("main.runs", "4"),
    ("main.draws", "60"), ("main.starts", "12"), ("all(widgets, load <= 8)", "holds"),
    ("any(widgets, load > 8)", "fails"), ("max(widgets where load == max(widgets, load), load)", "8"),
  ]

  @Test("of numbers and rows are exact", arguments: exact)
  func exactValue(_ expression: String, _ text: String) throws {
    var sample = ReportSample()
    sample.body = "`{val} \(expression)`"
    let value = try #require(try sample.run().values.first)
    #expect(value.text == text)
  }

  @Test("of fits carry the interval of their draws")
  func intervals() throws {
    var sample = ReportSample()
    sample.body = """
      `{val} main.power` `{val} main.power | ci` `{val} main.power | range` `{val} main.power | fixed(2)`
      `{val} main.power | sig(3) ±` `{val} ci(main.power, 90%)` `{val} upper(main.power) - lower(main.power)`
      `{val} p(main.power > 0)` `{val} main.sag(load=4) - value(widgets where batch == 'b0' and load == 4, sag)`
      """
    let values = try sample.run().values
    #expect(values[0].text.contains("±"))
    #expect(values[1].text.contains("[") && values[1].text.hasSuffix("]"))
    #expect(values[2].text.contains(" to "))
    #expect(!values[3].text.contains("±"))
    #expect(values[4].text.contains("±"))
    #expect(values[5].text.contains(" to "))
    #expect(values[7].text == "1")
    #expect(values[8].interval != nil)
    #expect(values[8].method.contains("draws of fit main") && values[8].method.contains("widgets.csv"))
  }

  @Test("of held-out rows take the fit at its estimate")
  func heldOut() throws {
    var sample = ReportSample()
    sample.cells = sample.cells.replacing("starts: 12", with: "where: load < 7\nstarts: 12")
    sample.body = "`{val} max(widgets where load >= 7, abs(main.sag(load=load) - sag)) | fixed(3)`"
    let value = try #require(try sample.run().values.first)
    #expect(value.interval == nil)
    #expect(value.method.contains("fit main at its estimate"))
    #expect(value.text.hasPrefix("0.0"))
  }

  @Test("of minima are not bounded where the range ends first")
  func minima() throws {
    var sample = ReportSample()
    sample.body = """
      `{val} argmin((main.sag(load=x) - 2)^2, x, 0.1, 50)` `{val} argmin(main.sag(load=x), x, 1, 50)`
      `{val} minimum((x - 3)^2 + main.rest - main.rest, x, 1, 50) | fixed(1)`
      """
    let values = try sample.run().values
    #expect(values[0].text.hasPrefix("4.") && values[0].interval != nil)
    #expect(values[1].text == "not bounded" || values[1].text.hasPrefix("not bounded ["))
    #expect(values[1].method.contains("no minimum between 1 and 50"))
    #expect(values[2].text == "0.0")
  }

  @Test("of roots follow the draws")
  func roots() throws {
    var sample = ReportSample()
    sample.body = """
      `{val} root(main.sag(load=x) - 2, x, 0.5, 50)` `{val} argmin((main.sag(load=x) - 2)^2, x, 0.5, 50)`
      """
    let values = try sample.run().values
    #expect(values[0].interval != nil && values[0].text == values[1].text)
    #expect(values[0].method.contains("draws of fit main"))
  }

  @Test("of searches that cannot be made are errors")
  func searchErrors() throws {
    for (text, needle) in [
      ("root(x^2 + 1, x, 0, 2)", "not 0 anywhere"), ("argmax(x, 3, 0, 2)", "name of the variable"),
      ("root(x, x, 2, 1)", "lower end first"), ("near(1, 2, -1)", "not negative"),
      ("maximum(main.power, x, 1, 2)", "does not occur"),
    ] {
      var sample = ReportSample()
      sample.body = "`{val} \(text)`"
      let errors = sample.errors()
      #expect(errors.count == 1 && errors[0].message.contains(needle), "\(text): \(errors.map(\.message))")
      #expect(errors.first?.location?.line == sample.place(of: text)?.line)
    }
  }

  @Test("of an optimum meet the budget")
  func optimum() throws {
    var sample = ReportSample()
    sample.cells = """
      ```{runs}
      label: widgets
      from: widgets.csv
      ```

      ```{law}
      label: known
      formula: |
        y = a*u^(-1) + b*v^(-1)
      parameters: [a, b]
      fix: {a: 4, b: 1}
      ```
      """
    sample.body = """
      `{val} known.optimum(budget=2, cost=u*v).u` `{val} known.optimum(budget=2, cost=u*v).v`
      `{val} known.optimum(budget=2, cost=u*v, u=range(0.1, 1)).u` `{val} known.y(u=2, v=1)`
      """
    let values = try sample.run().values.map(\.text)
    #expect(values[0] == "2.83" && values[1] == "0.707")
    #expect(values[2] == "at the edge of its range" && values[3] == "3")
  }

  @Test("changing the seed changes the draws, not the estimate")
  func seed() throws {
    var sample = ReportSample()
    // Single rows as draws: four batches have too few combinations for two seeds to differ for sure.
    sample.cells = sample.cells.replacing("cluster: batch\n", with: "")
    sample.body = "`{val} main.power | sig(6)` `{val} lower(main.power) | sig(6)`"
    let first = try sample.run().values.map(\.text)
    sample.front = sample.front.replacing("seed: 7", with: "seed: 8")
    let second = try sample.run().values.map(\.text)
    #expect(first[0].prefix(6) == second[0].prefix(6))
    #expect(first[1] != second[1])
  }
}
