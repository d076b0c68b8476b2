import Diagnostics
import Figures
import Reports
import Testing

@Suite("Values and claims in cells")
struct NamedValueTests {
  static let values = """
    ```{values}
    label: numbers
    values:
      bend: 'main.power - 1 | fixed(3)'
      twice: 2*bend
      rows: {value: widgets.rows + 1, format: sig(2), meaning: for the test}
    ```
    """

  static func sample(_ body: String) -> ReportSample {
    var sample = ReportSample()
    sample.cells += "\n\n" + values
    sample.body = body
    return sample
  }

  @Test("are named once, with their formats, and used in prose, math, rows and checks")
  func named() throws {
    let report = try Self.sample(
      """
      `{val} bend` `{val} bend | pct` `{val} rows` `{val} twice/bend` `{val} count(widgets where load > rows/10)` $\\val{bend}$
      [x]{.claim #clm-a check="bend > 0 and twice > bend"}
      """
    ).run()
    let texts = report.values.map(\.text)
    #expect(texts[0].hasPrefix("0.") && texts[0].count == 5)
    #expect(texts[1].hasSuffix("%"))
    #expect(texts[2] == "33")
    #expect(texts[3] == "2.00 ± 0.00" || texts[3] == "2")
    #expect(texts[4] == "20")
    #expect(report.values[0].expression.hasPrefix("bend = main.power - 1"))
    #expect(report.claims.map(\.verdict) == [.holds])
  }

  static let mistakes: [(String, String, String, String)] = [
    ("2*bend", "2*twice", "E0205", "twice"), ("bend:", "main:", "E0202", "main: '"),
    ("bend:", "sag:", "E0202", "sag: '"), ("main.power - 1", "main.powr - 1", "E0203", "main.powr"),
    ("values:\n  bend", "valus:\n  bend", "E0110", "valus"), ("bend:", "2nd:", "E0109", "2nd"),
    ("format: sig(2)", "format: sg(2)", "E0208", "sg(2)"), ("meaning:", "meening:", "E0110", "meening"),
  ]

  @Test("that are wrong are refused at their places", arguments: mistakes)
  func refused(_ old: String, _ new: String, _ code: String, _ needle: String) throws {
    var sample = Self.sample("Text.")
    sample.cells = sample.cells.replacing(old, with: new)
    let found = try #require(sample.errors().first { $0.code == code }, "\(sample.errors())")
    #expect(found.location == sample.place(of: needle, after: "```{values}"), "\(found)")
  }

  @Test("may not be called what a law calls a variable, which costs are written in")
  func variable() throws {
    var sample = Self.sample("Text.")
    sample.cells = "```{fit}\nlabel: theirs\npublished: chinchilla-besiroglu\n```\n\n" + sample.cells
    #expect(sample.errors().isEmpty)
    sample.cells = sample.cells.replacing("  bend:", with: "  D: '1'\n  bend:")
    let found = try #require(sample.errors().first { $0.code == "E0202" }, "\(sample.errors())")
    #expect(found.message.contains("a variable of the law of \"theirs\""))
    #expect(found.location == sample.place(of: "D: '", after: "```{values}"))
  }

  @Test("claims of a cell are a list of claims")
  func claims() throws {
    var sample = ReportSample()
    sample.body = """
      ```{claims}
      claims:
        - {id: clm-one, claim: 'The power is `{val} main.power`.', check: main.power > 0}
        - id: clm-two
          claim: Two is less.
          check: 2 < 1
          expected: fails
          reason: for the test
      ```

      See @clm-two.
      """
    let report = try sample.run()
    #expect(report.claims.map(\.id) == ["clm-one", "clm-two"])
    #expect(report.claims.map(\.verdict) == [.holds, .fails])
    #expect(report.claims.filter { !$0.isAsExpected }.isEmpty)
    #expect(report.links == ["claim\u{A0}2"])
    #expect(report.values.first?.location == sample.place(of: "main.power`"))
    sample.body = sample.body.replacing("main.power > 0", with: "main.powr > 0")
    let error = try #require(sample.errors().first)
    #expect(error.location == sample.place(of: "main.powr"))
    sample.body = "```{claims}\nclaims: [{id: clm-a, check: 1 < 2}]\n```"
    #expect(sample.errors().first?.code == "E0105")
  }

  @Test("a claim may be a probability, an interval, any or all of some rows")
  func checks() throws {
    var sample = ReportSample()
    sample.body = """
      [a]{.claim #clm-a check="p(main.power > 1) > 0.9"} [b]{.claim #clm-b check="within(ci(main.power), 0, 3)"}
      """
    // An interval is no number: `within` says so.
    #expect(sample.errors().map(\.code) == ["E0204"])
    sample.body = """
      [a]{.claim #clm-a check="p(main.power > 1) > 0.9"} [b]{.claim #clm-b check="within(main.power, 0, 3)"}
      [c]{.claim #clm-c check="contains(ci(main.power, 95%), 1)"} [d]{.claim #clm-d check="any(widgets, load == 8)"}
      [e]{.claim #clm-e check="all(widgets where kind == 'light', load < 7)"}
      """
    #expect(try sample.run().claims.map(\.verdict) == [.holds, .holds, .fails, .holds, .holds])
    for check in ["any(widgets where load > 99, sag > 0)", "count(widgets where load > 99) == 0"] {
      sample.body = "[x]{.claim #clm-x check=\"\(check)\"}"
      #expect(sample.errors().map(\.code) == ["E0206"], "\(check)")
    }
  }

  @Test("an error may stand in brackets behind its value")
  func concise() throws {
    var sample = ReportSample()
    sample.body = "`{val} main.power | ()` `{val} 1000*main.power | ()` `{val} main.power | ±`"
    let texts = try sample.run().values.map(\.text)
    let plusMinus = texts[2].split(separator: " ")
    let digits = String(plusMinus[2].filter(\.isNumber).drop { $0 == "0" })
    #expect(texts[0] == "\(plusMinus[0])(\(digits))")
    #expect(texts[1].hasSuffix("(\(digits))"))
  }
}
