import Figures
import Publishing
import Reports
import Testing

/// How computed tables look in every format.
struct TableTests {
  private func table() -> ExecutedTable {
    var table = ExecutedTable(
      id: "tbl-new", number: "7", caption: [.text("A & B")], header: [[.text("Name")], [.text("Loss_1")]],
      isNumeric: [false, true],
      rows: [
        [[.text("a")], [.text("2.5")]], [[.text("b")], [.value(SampleReport.value("x", target: nil))]],
        [[.text("c")], [.text("1.2×10⁻³")]],
      ])
    table.units = [[], [.text("nats <per> token")]]
    table.best = [.init(row: 0, column: 1)]
    table.rowCount = 60
    table.summary = [[[.text("Smallest")], [.text("0.5")]]]
    table.notes = ["A <note>."]
    table.data = FigureTable(columns: ["name", "loss"], rows: [[.text("a"), .number(2.5)]])
    return table
  }

  private func files() async throws -> [String: String] {
    var report = try SampleReport.make()
    report.blocks.append(.table(table()))
    let files = try Publisher(templates: TemplateSet()).render(report, folder: "/nowhere").files
    return Dictionary(files.map { ($0.path, String(decoding: $0.bytes, as: UTF8.self)) }) { first, _ in first
    }
  }

  @Test("a page marks the best by weight and sign, aligns on points, and says what it leaves out")
  func page() async throws {
    let page = try #require(try await files()["index.html"])
    #expect(page.contains("<small>nats &lt;per&gt; token</small>"))
    #expect(
      page.contains("<td class=best>2<i style=--w:8.5>.5</i>"))
    #expect(page.contains("0<i style=--w:8.5>.50 ± 0.01</i>"))
    #expect(
      page.contains("The first 3 of 60 rows; <a href=\"tables/tbl-new.csv\" download>all of them as CSV</a>.")
    )
    #expect(page.contains("<tfoot>"))
    #expect(page.contains("A &lt;note&gt;."))
    #expect(page.contains("href=\"tables/tbl-new.tex\""))
  }

  @Test("Markdown has units, marks, the summary and links")
  func markdown() async throws {
    let text = try #require(try await files()["report.md"])
    #expect(text.contains("| Name | Loss\\_1 (nats \\<per\\> token) |"))
    #expect(text.contains("| a | ▸\u{A0}**2.5** |"))
    #expect(text.contains("| *Smallest* | *0.5* |"))
    #expect(text.contains("The first 3 of 60 rows. A \\<note\\>. ▸ marks the best of a column."))
    #expect(text.contains("([CSV](tables/tbl-new.csv), [LaTeX](tables/tbl-new.tex))"))
  }

  @Test("the files are the whole as CSV and LaTeX with points under one another")
  func beside() async throws {
    let files = try await files()
    #expect(files["tables/tbl-new.csv"] == "name,loss\na,2.5\n")
    let tex = try #require(files["tables/tbl-new.tex"])
    #expect(tex.contains("\\begin{tabular}{lr@{}l}\n\\toprule\nName & \\multicolumn{2}{c}{Loss\\_1} \\\\"))
    #expect(tex.contains(" & \\multicolumn{2}{c}{(nats \\textless{}per\\textgreater{} token)} \\\\"))
    #expect(tex.contains("a & \\textbf{2}&\\textbf{.5}$^{\\star}$ \\\\"))
    #expect(tex.contains("b & 0&.50 $\\pm$ 0.01 \\\\"))
    #expect(tex.contains("c & 1&.2$\\times$10$^{-3}$ \\\\"))
    #expect(tex.contains("\\caption{A \\& B}"))
    #expect(tex.contains("\\label{tab:new}"))
    // A table that the author wrote has files as well.
    #expect(files["tables/tbl-one.csv"]?.contains("1.25") == true)
  }
}
