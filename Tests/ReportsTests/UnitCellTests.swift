import Diagnostics
import Laws
import Reports
import Testing

@Suite("Units in a report")
struct UnitCellTests {
  private static func sample(_ change: (inout ReportSample) -> Void = { _ in }) -> ReportSample {
    var sample = ReportSample()
    sample.cells = sample.cells.replacing("bootstrap: 60", with: "bootstrap: 0")
      .replacing("cluster: batch", with: "units: {load: kg, sag: mm}\ncluster: batch")
    change(&sample)
    return sample
  }

  private static func findings(_ sample: ReportSample) throws -> [Diagnostic] {
    try sample.run().diagnostics.filter { $0.code.hasPrefix("W035") }
  }

  @Test("say nothing in a report that fits together")
  func silent() throws {
    let sample = Self.sample {
      $0.cells = $0.cells.replacing("cluster: batch", with: "where: load > 0\ncluster: batch")
      $0.body = """
        Of `{val} count(widgets where load > 4)` rows, `{val} mean(widgets where load > 4, sag)` and `{val} main.slope`.
        [It grows]{.claim #clm-grows check="main.sag(load=8) > main.sag(load=2)"}.
        """
    }
    #expect(try Self.findings(sample) == [])
  }

  @Test(
    "are told at their place",
    arguments: [
      ("cluster: batch", "where: load < 9 and sag < load\ncluster: batch", "load\ncluster", "W0351", "kg"),
      ("cluster: batch", "derive: {odd: sag + load}\ncluster: batch", "load}\ncluster", "W0350", "kg"),
      ("starts: 12", "starts: 12\nwhere: load > sag", "sag\nbootstrap", "W0351", "mm"),
      (
        "power: 0.1..3}", "power: 0.1..3}\nvariables: {load: {unit: tokens}}", "widgets\nlaw", "W0353",
        "\"load\" of \"bending\" is in tokens, and \"load\" is in kg"
      ),
      ("power: 0.1..3}", "power: 0.1..3}\nloss-unit: m", "widgets\nlaw", "W0353", "the loss of"),
      (
        "power: 0.1..3}", "power: {unit: s}}\nloss-unit: mm\nvariables: {load: {unit: kg}}", "power\nparam",
        "W0352", "the exponent \"power\" is in s"
      ),
      (
        "rest: 0.01..10,", "rest: {range: 0.01..10, unit: kg},", "widgets\nlaw", "W0353",
        "the loss of \"bending\" is in kg"
      ),
    ])
  func told(_ old: String, _ new: String, _ needle: String, _ code: String, _ words: String) throws {
    let sample = Self.sample { $0.cells = $0.cells.replacing(old, with: new) }
    let found = try Self.findings(sample)
    #expect(found.first?.code == code && found.count == 1, "\(found)")
    #expect(found.first?.message.contains(words) == true, "\(found)")
    #expect(found.first?.location == sample.place(of: needle), "\(found)")
  }

  @Test("of values and claims are told at theirs")
  func text() throws {
    let sample = Self.sample {
      $0.cells = $0.cells.replacing(
        "power: 0.1..3}", with: "power: 0.1..3}\nloss-unit: mm\nvariables: {load: {unit: kg}}")
      $0.body = """
        There are `{val} mean(widgets, sag) + max(widgets, load)` and $\\val{main.sag(load=mean(widgets, sag))}$.
        [No]{.claim #clm-no check="main.sag(load=4) < max(widgets, load)"}.
        """
    }
    let found = try Self.findings(sample)
    #expect(found.map(\.code) == ["W0350", "W0353", "W0351"], "\(found)")
    #expect(found[0].location == sample.place(of: "max(widgets, load)"))
    #expect(found[1].location == sample.place(of: "mean(widgets, sag))}"))
    #expect(found[2].location == sample.place(of: "max(widgets, load)\"}"))
  }

  @Test("of the settings of a figure are told at theirs")
  func figures() throws {
    let sample = Self.sample {
      $0.body = """
        ```{figure}
        label: fig-a
        kind: marks
        data: widgets
        where: load > sag
        marks: [{points: {x: load, y: sag + load}}, {line: {x: load, y: 2*sag}}]
        caption: A.
        ```

        ```{figure}
        label: fig-b
        kind: sweeps
        data: widgets
        y: sag
        y-unit: kg
        sweeps: [{column: load, where: sag < load}]
        caption: B.
        ```

        @fig-a and @fig-b.
        """
    }
    let found = try Self.findings(sample)
    #expect(found.map(\.code) == ["W0351", "W0350", "W0353", "W0351"], "\(found)")
    #expect(
      found.first?.location == sample.place(of: "load > sag")
        || found.first?.location == sample.place(of: "sag\nmarks"))
    #expect(found.dropFirst(2).first?.location == sample.place(of: "kg\nsweeps"))
  }

  @Test("come from a header, from what a column is derived from, and from the law that takes it")
  func origins() throws {
    let header = Self.sample {
      $0.files["widgets.csv"] = ReportSample.widgets().replacing("sag_mm", with: "sag [bits per byte]")
      $0.cells = $0.cells.replacing("sag: sag_mm", with: "sag: 'sag [bits per byte]'")
        .replacing(", sag: mm", with: "")
      $0.body = "So `{val} mean(widgets where sag < load, sag)`."
    }
    #expect(try Self.findings(header).first?.message.contains("bits per byte") == true)
    let derived = Self.sample {
      $0.cells = $0.cells.replacing("cluster: batch", with: "derive: {twice: 2*load}\ncluster: batch")
      $0.body = "So `{val} count(widgets where twice > sag)`."
    }
    #expect(try Self.findings(derived).first?.code == "W0351")
    let taken = Self.sample {
      $0.cells = $0.cells.replacing("units: {load: kg, sag: mm}\n", with: "")
        .replacing("power: 0.1..3}", with: "power: 0.1..3}\nloss-unit: mm\nvariables: {load: {unit: kg}}")
      $0.body = "So `{val} count(widgets where load > sag)`."
    }
    #expect(try Self.findings(taken).first?.code == "W0351")
  }

  @Test("of a column that there is not are an error")
  func unknown() {
    let sample = Self.sample { $0.cells = $0.cells.replacing("sag: mm}", with: "sga: mm}") }
    let found = sample.errors()
    #expect(found.first?.code == "E0415" && found.first?.help.first?.contains("sag") == true, "\(found)")
    #expect(found.first?.location == sample.place(of: "sga"))
  }

  @Test("of every law of the catalogue go together")
  func catalogue() throws {
    var sample = ReportSample()
    sample.cells = LawCatalogue.laws.enumerated().map { index, law in
      "```{law}\nlabel: law\(index)\nextends: \(law.name)\n```"
    }.joined(separator: "\n\n")
    sample.front = "title: Laws"
    #expect(try Self.findings(sample) == [])
    #expect(LawCatalogue.laws.contains { law in law.variables.contains { $0.unit == "tokens" } })
  }
}
