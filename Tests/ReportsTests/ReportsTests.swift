import Diagnostics
import Reports
import Testing

@Suite("A report from source to executed text")
struct ReportsTests {
  @Test("columns of any name and a law of the report's own are fitted and written")
  func wholeReport() throws {
    var sample = ReportSample()
    sample.body = """
      # Bending {#sec-bending}

      From `{val} widgets.rows` rows of `{val} widgets.runs` batches the power is `{val} main.power`,
      and $p=\\val{main.power | plain}$ in @sec-bending.

      $$ \\law{bending} $$ {#eq-law}

      By @eq-law a load of 20 gives `{val} main.sag(load=20)`.
      """
    let report = try sample.run()
    #expect(report.slug == "r")
    #expect(report.fits.map(\.label) == ["main"])
    #expect(report.tables.map(\.rows) == [32])
    #expect(report.tables[0].hash.count == 64)
    #expect(report.values.map(\.text).prefix(2) == ["32", "4"])
    let power = try #require(report.fits[0].result.parameters.first { $0.name == "power" })
    #expect(abs(power.estimate - 1.2) < 0.05)
    #expect(report.values[2].text.contains("1.2"))
    #expect(report.values[2].interval?.contains("interval") == true)
    #expect(report.values[2].target == "fit-main")
    #expect(report.values[0].target == "data-widgets")
    #expect(report.values[3].method.contains("outside the range measured"))
    #expect(report.links == ["Section\u{A0}1", "equation\u{A0}1"])
  }

  @Test("changing one measured value changes the numbers, and only that")
  func sensitivity() throws {
    var sample = ReportSample()
    sample.body = "`{val} main.power | sig(8)` `{val} max(widgets, sag)`"
    let first = try sample.run()
    #expect(try sample.run().values.map(\.text) == first.values.map(\.text))
    sample.files["widgets.csv"] = ReportSample.widgets(changing: 31, to: "9.5")
    let second = try sample.run()
    #expect(first.values[0].text != second.values[0].text)
    #expect(second.values[1].text == "9.50")
    #expect(first.tables[0].hash != second.tables[0].hash)
  }

  @Test("rows that a fit cannot use are counted with their reason")
  func exclusions() throws {
    var sample = ReportSample()
    sample.files["widgets.csv"] = ReportSample.widgets(changing: 3, to: "") + "b9,3,-1,light\n"
    sample.cells = sample.cells.replacing("squared on sag", with: "huber(1e-2) on log sag")
    let fit = try #require(try sample.run().fits.first)
    #expect(fit.excluded.map(\.reason) == ["no value of sag", "sag is not above 0, so it has no logarithm"])
    #expect(fit.excluded.map(\.count) == [1, 1])
    #expect(fit.result.rowsUsed == 31)
  }

  @Test("a fit like another inherits what it does not say")
  func like() throws {
    var sample = ReportSample()
    sample.cells += "\n\n```{fit}\nlabel: straight\nlike: main\nfix: {power: 1}\nwhere: kind == 'light'\n```"
    let report = try sample.run()
    #expect(report.fits.map(\.label) == ["main", "straight"])
    #expect(report.fits[1].result.rowsUsed == 24)
    #expect(report.fits[1].filter == "kind == 'light'" || report.fits[1].filter == "kind == \"light\"")
    #expect(report.fits[1].result.parameters.first { $0.name == "power" }?.estimate == 1)
    #expect(report.fits[1].result.draws.count == 60)
  }

  @Test("cells may stand in any order, and the text before them")
  func order() throws {
    var sample = ReportSample()
    let parts = sample.cells.components(separatedByBlankLines: ())
    sample.cells = "`{val} main.power | fixed(1)`\n\n" + parts.reversed().joined(separator: "\n\n")
    #expect(try sample.run().values.map(\.text) == ["1.2"])
  }

  @Test(
    "front matter holds what it says",
    arguments: [
      ("author: Ann", "Ann", nil),
      ("author: {name: Ann, orcid: 0000-0002-1825-0097}", "Ann", "0000-0002-1825-0097"),
      ("authors:\n  - name: Ann\n  - Bo", "Ann", nil),
    ] as [(String, String, String?)])
  func authors(_ line: String, _ name: String, _ orcid: String?) throws {
    var sample = ReportSample()
    sample.front +=
      "\n\(line)\ndate: 2026-02-28\nkeywords: [a, no]\nabstract: |\n  Of `{val} widgets.rows` rows.\n"
    let metadata = try sample.run().metadata
    #expect(metadata.authors.first?.name == name)
    #expect(metadata.authors.first?.orcid == orcid)
    #expect(metadata.date == "2026-02-28")
    #expect(metadata.keywords == ["a", "no"])
    #expect(metadata.description == "Of 32 rows.")
  }
}

extension String {
  /// The pieces between empty lines.
  func components(separatedByBlankLines: ()) -> [String] {
    split(separator: "\n\n").map(String.init)
  }
}
