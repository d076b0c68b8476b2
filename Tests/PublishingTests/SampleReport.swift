import Charts
import Diagnostics
import Drawing
import Expressions
import Figures
import Fitting
import Laws
import Reports
import Typesetting

/// A report made by hand that uses every kind of block and run, with a text of the caller's choice wherever words from
/// outside can stand.
enum SampleReport {
  static let place = SourceLocation(file: "report.md", line: 1, column: 1)

  static func make(words: String = "words", slug: String = "sample", rows: Int = 3) throws -> ExecutedReport {
    var metadata = ExecutedReport.Metadata(
      title: [.text("Title of \(words)")], subtitle: [.text(words)],
      abstract: [
        .paragraph([.text("An abstract with "), .value(value(words, target: "fit-main")), .text(".")])
      ])
    metadata.authors = [
      ExecutedReport.Author(name: "A. \(words)", orcid: "0000-0002-1825-0097", affiliation: words)
    ]
    metadata.date = "2026-09-01"
    metadata.keywords = [words]
    metadata.description = words
    metadata.keyFigure = "fig-key"
    let heading = ExecutedReport.Heading(
      level: 1, number: "1", id: "sec-intro", title: [.text("Introduction \(words)")])
    let inner = ExecutedReport.Heading(level: 2, number: "1.1", id: "sec-inner", title: [.text("Inner")])
    return ExecutedReport(
      slug: slug, source: source, metadata: metadata, blocks: blocks(words, heading, inner),
      contents: [heading, inner],
      figures: [figure("fig-key", "1", words, rows: rows), figure("fig-two", "2", words, rows: rows)],
      fits: [try fit(words)],
      tables: [
        ExecutedRuns(
          label: "runs", source: "runs.csv", hash: String(repeating: "ab", count: 32), rows: 240,
          dropped: [(3, words), (4, words), (5, words), (9, "L is missing")])
      ],
      values: [value(words, target: "fit-main")],
      claims: [
        claim("clm-one", .holds, words), claim("clm-two", .undecided, words),
        claim("clm-three", .fails, words, expected: .fails),
      ],
      references: [
        ExecutedReport.Reference(
          key: "kumar2024", shortAuthors: "Kumar et al.", year: "2024", authors: words, title: words,
          venue: words,
          url: "https://arxiv.org/abs/2411.04330", mentions: ["cite-1", "cite-2"])
      ],
      footnotes: [
        ExecutedReport.Footnote(
          number: 1, id: "fn-1", blocks: [.paragraph([.text(words)])], mentions: ["fnref-1"])
      ],
      diagnostics: [])
  }

  private static let source = ExecutedSource(
    file: "report.md", hash: String(repeating: "cd", count: 32),
    cells: [
      .init(kind: "runs", label: "runs", line: 5, hash: String(repeating: "01", count: 32)),
      .init(kind: "fit", label: "main", line: 9, hash: String(repeating: "02", count: 32), uses: ["runs"]),
      .init(
        kind: "figure", label: "fig-key", line: 15, hash: String(repeating: "03", count: 32), uses: ["main"]),
    ])

  static func value(_ words: String, target: String?) -> ExecutedValue {
    ExecutedValue(
      text: "0.50 ± 0.01", math: .number("0.50"), full: "0.4971234567",
      interval: "95 % interval 0.473 to 0.521",
      expression: "f(\(words))", method: words, target: target, number: 0.4971234567,
      bounds: .init(low: 0.473, high: 0.521, level: 0.95), at: place)
  }

  private static func claim(
    _ id: String, _ verdict: Verdict, _ words: String, expected: Verdict? = nil
  ) -> ExecutedClaim {
    ExecutedClaim(
      id: id, words: [.text("Claim \(words)")], check: "a < b where '\(words)'", verdict: verdict,
      expected: expected,
      reason: expected == nil ? nil : words, evidence: words, location: place)
  }

  private static func blocks(
    _ words: String, _ heading: ExecutedReport.Heading, _ inner: ExecutedReport.Heading
  ) -> [Content] {
    [
      .heading(heading),
      .paragraph([
        .text(words), .softBreak, .emphasis([.text(words)]), .strong([.text(words)]), .code(words),
        .math(.identifier("x", style: .automatic)), .value(value(words, target: nil)),
        .link(
          [.text(words), .value(value(words, target: "fit-main"))],
          destination: "https://example.org/?a=1&b=2", title: words),
        .link([.text("trap")], destination: "javascript:alert(1)", title: nil), .hardBreak,
        .crossReference(text: "Figure 2", target: "fig-two"),
        .citation(
          id: "cite-1", text: "Kumar et al. (2024)", key: "kumar2024", prefix: [], suffix: [],
          separator: .none),
        .citation(
          id: "cite-2", text: "Kumar et al., 2024", key: "kumar2024", prefix: [.text("see")],
          suffix: [.text(", p. 3")], separator: .alone),
        .claim(0, [.text("a claim of \(words)")]), .claim(1, [.text("another")]),
        .footnote(number: 1, id: "fnref-1", target: "fn-1"), .marginNote(id: "note-1", [.text(words)]),
        .span(classes: ["lit"], id: "here", [.text(words)]),
      ]),
      .heading(inner),
      .figure(0), .figure(1),
      .equation(id: "eq-law", number: "1", .identifier("L", style: .automatic)),
      .equation(id: nil, number: nil, .identifier("M", style: .automatic)),
      .quote([.paragraph([.text(words)])]),
      .list(start: nil, tight: true, [[.paragraph([.text(words)])], [.paragraph([.text("b")])]]),
      .list(start: 3, tight: false, [[.paragraph([.text(words)])]]),
      .code(language: "yaml", text: "a: \(words)\n  b: 2\n"),
      .table(
        ExecutedTable(
          id: "tbl-one", number: "1", caption: [.text(words)], header: [[.text(words)], [.text("n")]],
          isNumeric: [false, true], rows: [[[.text(words)], [.text("1.25")]], [[.text("b")], [.text("3")]]])),
      .fitCard(0),
      .callout(kind: "warning", title: [.text(words)], [.paragraph([.text(words)])]),
      .marginNote(id: "note-2", [.paragraph([.text(words)])]),
      .claim(2, [.paragraph([.text(words)])]),
      .div(classes: ["aside"], id: "div-one", [.paragraph([.text(words)])]),
      .definitionList([(term: [.text(words)], definitions: [[.paragraph([.text("meaning")])]])]),
      .rule,
    ]
  }

  static func figure(_ id: String, _ number: String, _ words: String, rows: Int) -> ExecutedFigure {
    let series = SeriesStyle(name: "4 bits", paint: Paint(0xC66AA5, token: "bits-4"))
    let points = (0..<rows).map { Point(Double($0 + 1), 2 + Double($0) / 10) }
    let panel = PanelSpec(
      x: AxisSpec(label: "x"), y: AxisSpec(label: "y"),
      marks: [.points(PointsMark(series: series, points: points, tooltips: points.map { _ in words }))])
    let data = FigureTable(
      columns: ["x", "y", "what \(words)"],
      rows: points.map { [.number($0.x), .number($0.y), .text(words)] })
    return ExecutedFigure(
      id: id, number: number, caption: [.strong([.text("Finding.")]), .text(" \(words)")],
      figure: Figure(
        chart: ChartSpec(id: id, title: words, summary: words, panels: [panel]), data: data,
        curves: FigureTable(columns: ["x", "y"], rows: [[.number(1), .number(2)]]), alt: words,
        description: words,
        warnings: [Diagnostic(.warning, "W0701", words)]))
  }

  static func fit(_ words: String) throws -> ExecutedFit {
    let law = try Law(
      name: "line", title: "A line", text: "L = a + b*D", at: place,
      parameters: [
        LawParameter(name: "a", meaning: words, range: 0.1...1, published: 0.4965),
        LawParameter(name: "b", meaning: words, range: -1...1, fixed: 0),
      ], variables: [LawVariable(name: "D", meaning: words)], lossUnit: "nats per byte")
    let data = FitData(variables: ["D": [1e6, 4e6, 1.6e7]], observed: [0.41, 0.42, 0.43])
    var result = try FitResult.fit(law, to: data, options: FitOptions(starts: 2, bootstrap: 2))
    result.parameters = [
      ParameterEstimate(name: "a", estimate: 0.41237, interval: 0.371...0.448, status: .free),
      ParameterEstimate(name: "b", estimate: 3, interval: nil, status: .fixed),
    ]
    result.minima = [
      FitResult.Minimum(objective: 0.004127, count: 871, parameters: [0.41, 3]),
      FitResult.Minimum(objective: 0.0069, count: 16, parameters: [0.3, 3]),
    ]
    result.warnings = ["a warning about \(words)"]
    return ExecutedFit(
      label: "main", data: "runs", filter: "P < 4 and '\(words)'", result: result, excluded: [(words, 3)],
      symbols: [:])
  }
}
