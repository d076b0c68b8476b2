import Charts
import Diagnostics
import Drawing
import FigureTestSupport
import Figures
import Testing

/// Marks that an author puts together.
@Suite("Free marks")
struct MarksTests {
  let runs: SyntheticRuns

  init() throws { runs = try synthetic.get() }

  static let place = SyntheticRuns.here

  /// A map of settings; a value in brackets is a list, one in braces a map.
  static func map(_ pairs: [(String, ConfigNode)]) -> ConfigNode {
    ConfigNode(.map(pairs.map { .init(key: $0.0, keyLocation: place, value: $0.1) }), at: place)
  }
  static func text(_ words: String) -> ConfigNode { ConfigNode(.scalar(words, quoted: false), at: place) }
  static func mark(_ kind: String, _ pairs: KeyValuePairs<String, String>) -> ConfigNode {
    map([(kind, map(pairs.map { ($0.key, text($0.value)) }))])
  }

  func make(_ marks: [ConfigNode], _ more: [(String, ConfigNode)] = []) throws -> Figure {
    try figure(
      "marks",
      Self.map(
        [
          ("data", Self.text("grid")), ("where", Self.text("kind == \"trained\"")),
          ("marks", ConfigNode(.list(marks), at: Self.place)),
        ] + more), runs)
  }

  func scatter() throws -> Figure {
    let x = Self.map([
      ("label", Self.text("Tokens $D$")), ("scale", Self.text("log")), ("format", Self.text("si")),
    ])
    return try make(
      [
        Self.mark("points", ["x": "seen", "y": "score", "series": "width", "name": "kind"]),
        Self.mark(
          "curve",
          ["y": "narrow.L(N=params, D=seen, P=16)", "over": "seen", "range": "1e9..4e10", "label": "law"]),
        Self.mark("rule", ["y": "4", "label": "four"]), Self.mark("zone", ["x": "1e10..inf"]),
        Self.mark("note", ["x": "6e9", "y": "5", "text": "here"]),
      ], [("x", x), ("facet", Self.text("params"))])
  }

  @Test("points, curves, rules, zones and notes stand in a panel for each level")
  func panels() throws {
    let figure = try scatter()
    #expect(figure.chart.panels.count == 3)
    for panel in figure.chart.panels {
      let kinds = panel.marks.map { mark in
        switch mark {
        case .points: "points"
        case .line: "line"
        case .rule: "rule"
        case .zone: "zone"
        case .note: "note"
        default: "other"
        }
      }
      #expect(kinds == Array(repeating: "points", count: 4) + ["line", "rule", "zone", "note"])
    }
    #expect(figure.data.rows.count == 60)
    #expect(figure.curves.rows.count == 603)
    #expect(figure.chart.panels[0].x.label == "Tokens $D$" && figure.chart.panels[0].x.scale == .log)
    #expect(figure.alt.contains("60 points"))
  }

  @Test("x and y are any expressions over columns")
  func expressions() throws {
    let figure = try make([Self.mark("line", ["x": "seen/params", "y": "2*score", "series": "width"])])
    for row in figure.data.rows {
      guard case .number(let x) = row[3], case .number(let y) = row[4], case .line(let line) = row[7],
        let place = runs.table.lines.firstIndex(of: line)
      else {
        Issue.record("a datum has no row")
        continue
      }
      #expect(x == (runs.table.numbers("seen")?[place] ?? 0) / (runs.table.numbers("params")?[place] ?? 1))
      #expect(y == 2 * (runs.table.numbers("score")?[place] ?? 0))
    }
  }

  @Test("a histogram counts every row once, bars stand on 0, cells meet")
  func areas() throws {
    let histogram = try make([Self.mark("histogram", ["of": "score", "bins": "7"])])
    guard case .bars(let bars) = histogram.chart.panels[0].marks[0] else {
      Issue.record("no bars")
      return
    }
    #expect(bars.bars.count == 7 && bars.bars.reduce(0) { $0 + $1.value } == 60)
    for (left, right) in zip(bars.bars, bars.bars.dropFirst()) {
      #expect(abs(left.sides.upperBound - right.sides.lowerBound) < 1e-9)
    }
    let cells = try make([
      Self.mark(
        "cells", ["where": "seen == 6e9", "x": "params", "y": "width", "value": "score", "label": "Loss"])
    ])
    guard case .cells(let map) = cells.chart.panels[0].marks[0] else {
      Issue.record("no cells")
      return
    }
    #expect(map.cells.count == 12)
    #expect(map.cells.allSatisfy { $0.x.lowerBound < $0.x.upperBound && $0.y.lowerBound < $0.y.upperBound })
  }

  @Test("all marks are laid out and described", arguments: Profile.all.indices)
  func drawn(index: Int) throws {
    let fonts = try FontSet.load()
    let measurer = try TextMeasurer(fonts: fonts)
    let more = try make([
      Self.mark(
        "band",
        [
          "x": "seen", "lower": "score - 0.1", "upper": "score + 0.1",
          "where": "width == 8 and params == 60e6",
        ]),
      Self.mark("interval", ["x": "seen", "lower": "score - 0.2", "upper": "score + 0.2"]),
      Self.mark("bars", ["x": "width", "y": "score", "where": "seen == 6e9 and params == 60e6"]),
    ])
    for figure in [try scatter(), more] {
      try expectPresentable(figure, in: Profile.all[index], fonts, measurer)
    }
  }

  @Test(
    "mistakes are errors at their place",
    arguments: [
      ("pionts", ["x": "seen", "y": "score"], "E0725"), ("points", ["x": "seen", "yy": "score"], "E0110"),
      ("points", ["x": "seen"], "E0105"), ("points", ["x": "sen", "y": "score"], "E0340"),
      ("points", ["x": "kind", "y": "score"], "E0713"), ("rule", ["label": "nothing"], "E0105"),
      ("curve", ["y": "narrow.L(N=1, D=2, P=x)", "over": "x", "range": "3..3"], "E0702"),
      ("curve", ["y": "wide.L(x)", "over": "x", "range": "3..4"], "E0201"),
      ("note", ["x": "1", "y": "2"], "E0105"),
    ] as [(String, KeyValuePairs<String, String>, String)])
  func mistakes(kind: String, pairs: KeyValuePairs<String, String>, code: String) {
    let error = #expect(throws: DiagnosticError.self) { try make([Self.mark(kind, pairs)]) }
    #expect(error?.diagnostics.first?.code == code)
    #expect(error?.diagnostics.first?.location != nil)
  }
}
