import Diagnostics
import Figures
import Reports
import Testing

@Suite("A table")
struct TableCellTests {
  static func sample(_ cell: String, _ body: String = "See @tbl-x.", cells: String = "") -> ReportSample {
    var sample = ReportSample()
    sample.cells += "\n\n" + cells + "\n\n```{table}\nlabel: tbl-x\n\(cell)\n```"
    sample.body = body
    return sample
  }

  static func table(_ cell: String, _ body: String = "See @tbl-x.", cells: String = "") throws
    -> ExecutedTable
  {
    let report = try sample(cell, body, cells: cells).run()
    for block in report.blocks { if case .table(let table) = block, table.id == "tbl-x" { return table } }
    throw DiagnosticError("E0000", "no table")
  }

  static func text(_ runs: [Run]) -> String {
    runs.map { run in
      switch run {
      case .text(let text), .code(let text): text
      case .math(let node, _): node.plainText
      case .value(let value): value.text
      case .link(let inner, _, _), .strong(let inner), .emphasis(let inner): text(inner)
      default: ""
      }
    }.joined()
  }

  static func texts(_ table: ExecutedTable) -> [[String]] { table.rows.map { $0.map(text) } }

  @Test("of runs has columns that are expressions, in an order, up to a number of rows")
  func rows() throws {
    let table = try Self.table(
      """
      data: widgets
      where: load > 6
      derive: {double: 2*load}
      columns:
        Batch: batch
        Load: {value: double, unit: kg, format: fixed(1)}
        '$s$ of `{val} widgets.rows`': {value: sag, unit: mm, best: smallest}
      sort: [-Load, sag]
      limit: 3
      caption: 'Of `{val} widgets.rows`.'
      """)
    #expect(table.header.map(Self.text) == ["Batch", "Load", "s of 32"])
    #expect(table.units.map(Self.text) == ["", "kg", "mm"])
    #expect(table.isNumeric == [false, true, true])
    #expect(table.rows.count == 3)
    #expect(Self.texts(table).map { $0[1] } == ["16.0", "16.0", "16.0"])
    let sags = Self.texts(table).compactMap { Double($0[2]) }
    #expect(sags == sags.sorted())
    #expect(table.best == [.init(row: 0, column: 2)])
    #expect(Self.text(table.caption) == "Of 32.")
    #expect(table.number == "1")
    #expect(table.notes == ["The table has the first 3 of 8 rows."])
    #expect(table.data?.columns == ["Batch", "Load (kg)", "s of (mm)"])
  }

  @Test("of groups has functions of their rows, and fits keep their intervals")
  func groups() throws {
    let table = try Self.table(
      """
      data: widgets
      by: [kind]
      columns:
        - count()
        - {title: Mean, value: mean(sag), best: largest}
        - {title: Rest, value: main.rest + 0*max(load)}
        - {title: Heavy, value: count(load > 7)}
      """)
    #expect(table.header.map(Self.text) == ["kind", "count()", "Mean", "Rest", "Heavy"])
    #expect(Self.texts(table).map { $0[0] } == ["heavy", "light"])
    #expect(Self.texts(table).map { $0[1] } == ["8", "24"])
    #expect(Self.texts(table).map { $0[4] } == ["4", "0"])
    #expect(table.best == [.init(row: 0, column: 2)])
    #expect(Self.texts(table)[0][3].contains("±"))
    #expect(table.data?.columns == ["kind", "count()", "Mean", "Rest", "Rest low", "Rest high", "Heavy"])
  }

  @Test("over values computes every combination")
  func values() throws {
    let table = try Self.table(
      """
      over: {load: [2, 4], scale: [1, 10]}
      columns:
        Sag: scale*main.sag(load=load)
        Double: scale*load
      sort: [-Double]
      """)
    #expect(table.header.map(Self.text) == ["load", "scale", "Sag", "Double"])
    #expect(Self.texts(table).map { $0[3] } == ["40", "20", "4", "2"])
    #expect(Self.texts(table).allSatisfy { $0[2].contains("±") })
  }

  @Test("over values leaves the variable of a search to the search")
  func boundNames() throws {
    let table = try Self.table(
      """
      over: {load: [2, 4]}
      columns:
        Place: {value: 'argmin(abs(main.sag(load=load) - main.sag(load=3)), load, 1, 8)', format: fixed(1)}
        Ratio: {value: 'load/argmin(abs(main.sag(load=load) - main.sag(load=4)), load, 1, 8)', format: fixed(2)}
      """)
    #expect(Self.texts(table).map { Array($0.dropFirst()) } == [["3.0", "0.50"], ["3.0", "1.00"]])
  }

  static let second = """
    ```{fit}
    label: straight
    like: main
    fix: {power: 1}
    ```
    """

  @Test("of fits sets parameters side by side with what was fixed, either way round")
  func fits() throws {
    let table = try Self.table("fits: [main, straight]\nfacts: [rows, rmse]", cells: Self.second)
    #expect(table.header.map(Self.text) == ["Parameter", "main", "straight"])
    #expect(Self.texts(table).map { $0[0] } == ["rest", "slope", "power", "Rows", "RMSE"])
    #expect(Self.texts(table)[2][1].contains("±"))
    #expect(Self.texts(table)[2][2] == "1")
    #expect(Self.texts(table)[3] == ["Rows", "32", "32"])
    #expect(table.notes == ["In straight: power is fixed."])
    let turned = try Self.table(
      "fits: [main, straight]\nparameters: [power]\nfits-as: rows", cells: Self.second)
    #expect(turned.header.map(Self.text) == ["Fit", "power"])
    #expect(Self.texts(turned).map { $0[0] } == ["main", "straight"])
    #expect(turned.isNumeric == [false, true])
  }

  @Test("of printed constants shows their digits and errors, and says who printed them")
  func published() throws {
    let table = try Self.table("published: [chinchilla-hoffmann, chinchilla-besiroglu]")
    #expect(
      table.header.map(Self.text) == ["Parameter", "Meaning", "chinchilla-hoffmann", "chinchilla-besiroglu"])
    #expect(Self.texts(table).contains { $0.contains("406.4") })
    #expect(Self.texts(table).contains { row in row.last?.contains("±") == true })
    #expect(table.notes.contains { $0.hasPrefix("chinchilla-besiroglu: ") && $0.contains("(2024)") })
  }

  @Test("of a comparison has a row a fit with the best marked and differences from it")
  func comparison() throws {
    let compare = "\n\n```{compare}\nlabel: tbl-laws\nfits: [straight, main]\nby: [aicc, loo]\n```"
    let table = try Self.table("compare: tbl-laws\ncriteria: [loo]", cells: Self.second + compare)
    #expect(
      table.header.map(Self.text) == ["Fit", "Free parameters", "Leave one run out", "above the best"])
    #expect(table.best == [.init(row: 1, column: 2)])
    #expect(Self.texts(table)[0][3].hasPrefix("+"))
    #expect(Self.texts(table)[1][3] == "–")
  }

  @Test("that is long shows its first rows and a summary, and has all of them as data")
  func long() throws {
    var sample = Self.sample("data: widgets\ncolumns: [batch, load, sag]")
    let rows = (0..<60).map { "b\($0),\($0 + 1),\(1.5 + Double($0) / 4),light" }.joined(separator: "\n")
    sample.files["widgets.csv"] = "batch,load_kg,sag_mm,kind\n\(rows)\n"
    let report = try sample.run()
    guard case .table(let table) = report.blocks.first(where: { if case .table = $0 { true } else { false } })
    else {
      Issue.record("no table")
      return
    }
    #expect(table.rows.count == 10)
    #expect(table.rowCount == 60)
    #expect(
      table.summary.map { $0.map(Self.text) } == [
        ["Smallest", "1", "1.50"], ["Median", "30.5", "8.88"], ["Largest", "60", "16.25"],
      ] || table.summary.map { Self.text($0[0]) } == ["Smallest", "Median", "Largest"])
    #expect(table.data?.rows.count == 60)
  }

  static let mistakes: [(String, String, String)] = [
    ("data: widgts", "E0203", "widgts"), ("where: load > 1", "E0105", "```{table}"),
    ("data: widgets\nfits: [main]", "E0120", "[main]"), ("data: widgets\ncolumns: [lod]", "E0340", "lod]"),
    ("data: widgets\ncolums: [load]", "E0110", "colums"), ("data: widgets\nby: [kid]", "E0340", "kid]"),
    ("data: widgets\nby: [kind]\ncolumns: [load]", "E0230", "load]"),
    ("data: widgets\nwhere: load > 99", "E0206", "load > 99"),
    ("data: widgets\nlimit: 0", "E0111", "0\n"), ("fits: [man]", "E0203", "man]"),
    ("fits: [main]\nparameters: [pwer]", "E0203", "pwer"), ("fits: [main]\nfacts: [rmsee]", "E0203", "rmsee"),
    ("fits: [main]\nsort: [load]", "E0108", "sort"), ("published: [nobody]", "E0550", "nobody"),
    ("compare: tbl-none", "E0203", "tbl-none"), ("over: {load: [1]}", "E0105", "tbl-x"),
    ("data: widgets\ncolumns: [{value: load, best: least}]", "E0111", "least"),
    ("data: widgets\ncolumns: [load, load]", "E0104", "load]"),
    ("data: widgets\ncolumns: [{value: load, format: pcct}]", "E0208", "pcct"),
    ("data: widgets\nderive: {sag: load}", "E0411", "load}"),
    ("data: widgets\ncolumns: [main.lod]", "E0203", "main.lod"),
  ]

  @Test("with a mistake is refused at its place", arguments: mistakes)
  func refused(_ cell: String, _ code: String, _ needle: String) throws {
    let sample = Self.sample(cell)
    let errors = sample.errors()
    let found = try #require(errors.first { $0.code == code }, "\(errors)")
    #expect(
      found.location == sample.place(of: needle, after: needle == "```{table}" ? "" : "```{table}"),
      "\(found)")
  }

  @Test("that nobody mentions is a warning")
  func unmentioned() throws {
    let report = try Self.sample("fits: [main]", "Nothing.").run()
    #expect(report.diagnostics.contains { $0.code == "W0203" && $0.message.contains("tbl-x") })
  }
}
