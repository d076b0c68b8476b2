import Diagnostics
import Reports
import Testing

/// Values are computed wherever words stand, and found wrong there too.
@Suite("A value")
struct ValuePlaceTests {
  /// A place, how a value is written there, and where it comes out.
  struct Place: Sendable, CustomTestStringConvertible {
    var name: String
    var front = ""
    var body: String
    var found: @Sendable (ExecutedReport) -> String?
    var testDescription: String { name }
  }

  private static let value = "`{val} main.rows`"
  private static let tex = #"$n=\val{main.rows}$"#

  private static func figure(_ settings: String) -> String {
    """
    ```{figure}
    label: fig-some
    kind: marks
    data: widgets
    marks: [{points: {x: load, y: sag}}]
    \(settings)
    ```

    @fig-some.
    """
  }

  private static func words(_ blocks: [Content]) -> String {
    blocks.map { block in
      switch block {
      case .paragraph(let runs): TableCellTests.text(runs)
      case .callout(_, let title, let inner): TableCellTests.text(title) + words(inner)
      case .marginNote(_, let inner), .quote(let inner), .div(_, _, let inner), .claim(_, let inner):
        words(inner)
      case .list(_, _, let items): items.map(words).joined()
      case .equation(_, _, let node, _): node.plainText
      case .table(let table):
        TableCellTests.text(table.caption) + table.header.map(TableCellTests.text).joined()
          + TableCellTests.texts(table).joined().joined()
      case .definitionList(let items):
        items.map { TableCellTests.text($0.term) + $0.definitions.map(words).joined() }.joined()
      default: ""
      }
    }.joined(separator: " ")
  }

  static let places: [Place] = [
    Place(name: "title", front: "title: 'T \(value)'", body: "Text.") {
      TableCellTests.text($0.metadata.title)
    },
    Place(name: "subtitle", front: "title: T\nsubtitle: 'S \(value)'", body: "Text.") {
      TableCellTests.text($0.metadata.subtitle)
    },
    Place(name: "abstract", front: "title: T\nabstract: |\n  A \(value) and \(tex)", body: "Text.") {
      words($0.metadata.abstract)
    },
    Place(name: "heading", body: "## H \(value)") { TableCellTests.text($0.contents.last?.title ?? []) },
    Place(name: "math of a line", body: tex) { words($0.blocks) },
    Place(name: "math of a block", body: #"$$ n = \val{main.rows} $$"#) { words($0.blocks) },
    Place(name: "caption of a figure", body: figure("caption: 'C \(value)'")) {
      $0.figures.first.map { TableCellTests.text($0.caption) }
    },
    Place(name: "title of a picture", body: figure("caption: C.\ntitle: 'T \(value)'")) {
      $0.figures.first?.figure.chart.title
    },
    Place(name: "math in the title of a picture", body: figure("caption: C.\ntitle: 'T \(tex)'")) {
      $0.figures.first?.figure.chart.title
    },
    Place(name: "alternative text", body: figure("caption: C.\nalt: 'A \(value)'")) {
      $0.figures.first?.figure.alt
    },
    Place(name: "cell of a table", body: "| a |\n|--|\n| \(value) |") { words($0.blocks) },
    Place(name: "head of a table", body: "| \(value) |\n|--|\n| a |") { words($0.blocks) },
    Place(name: "caption of a table", body: "| a |\n|--|\n| b |\n\n: C \(value) {#tbl-a}\n\n@tbl-a") {
      words($0.blocks)
    },
    Place(
      name: "caption and head of a computed table",
      body:
        "```{table}\nlabel: tbl-a\ndata: widgets\nlimit: 1\ncolumns: {'H \(value)': load}\ncaption: 'C \(value)'\n```\n\n@tbl-a"
    ) { words($0.blocks) },
    Place(name: "item of a list", body: "- I \(value)") { words($0.blocks) },
    Place(name: "quotation", body: "> Q \(value)") { words($0.blocks) },
    Place(name: "definition", body: "Term \(value)\n: D \(value)") { words($0.blocks) },
    Place(name: "title of a callout", body: "::: {.callout-note title=\"N \(value)\"}\nText.\n:::") {
      words($0.blocks)
    },
    Place(name: "note in the margin", body: "::: {.margin}\nM \(value)\n:::") { words($0.blocks) },
    Place(name: "footnote", body: "Text.[^a]\n\n[^a]: F \(value)") {
      $0.footnotes.first.map { words($0.blocks) }
    },
    Place(name: "words of a claim", body: "[C \(value)]{.claim #clm-a check=\"true\"}") {
      $0.claims.first.map { TableCellTests.text($0.words) }
    },
    Place(name: "caption of a listing", body: "~~~{#lst-a .bash caption=\"L \(value)\"}\nmake\n~~~\n\n@lst-a")
    {
      words($0.blocks)
    },
  ]

  @Test("is computed in every place that has words", arguments: places)
  func computed(_ place: Place) throws {
    var sample = ReportSample()
    sample.cells = sample.cells.replacing("bootstrap: 60", with: "bootstrap: 0")
    if !place.front.isEmpty { sample.front = place.front + "\nseed: 7" }
    sample.body = place.body
    let report = try sample.run()
    let text = try #require(place.found(report))
    #expect(text.contains("32"), "\(text)")
    #expect(!text.contains("val"), "\(text)")
  }

  @Test("that is wrong is an error at its column there", arguments: places)
  func refused(_ place: Place) throws {
    var sample = ReportSample()
    if !place.front.isEmpty {
      sample.front = place.front.replacing("main.rows", with: "main.rwos") + "\nseed: 7"
    }
    sample.body = place.body.replacing("main.rows", with: "main.rwos")
    let error = try #require(sample.errors().first)
    #expect(error.code == "E0203" && error.help == ["did you mean \"rows\"?"], "\(error)")
    #expect(error.location == sample.place(of: "main.rwos"), "\(error)")
  }
}
