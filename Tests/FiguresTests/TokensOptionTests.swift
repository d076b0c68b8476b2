import Charts
import Diagnostics
import Drawing
import FigureTestSupport
import Figures
import Foundation
import Testing

@Suite("Loss against tokens: what a cell may ask for besides")
struct TokensOptionTests {
  let kinds: FigureTests
  let measurer: TextMeasurer

  init() throws {
    kinds = try FigureTests()
    measurer = try TextMeasurer(fonts: FontSet.load())
  }

  /// 6 bits lie within two per cent of the losses' range from the baseline, 3 bits do not.
  static let options = [
    (key: "overlap", value: "0.05"), (key: "ratio-label", value: "Tokens per parameter $D/N$"),
  ]

  static func everything() throws -> Figure {
    try FigureTests().tokens(damage: "Damage $\\delta$", more: options)
  }

  private func names(_ panel: PanelSpec) -> Set<String> { Set(kinds.lines(panel).map(\.series.name)) }

  @Test("tokens per parameter stand over each panel, where the same tokens stand below")
  func ratio() throws {
    let figure = try Self.everything()
    let scene = try figure.chart.layout(.web, measurer: measurer)
    let facts = SceneFacts(scene)
    let tops = facts.tickLabels.filter { $0.axis == "axis-top" }
    let panels = figure.chart.panels.filter { $0.row == 0 }
    #expect(tops.count == panels.count && figure.chart.panels.count { $0.top != nil } == panels.count)
    let frames = facts.frames.prefix(panels.count)
    for ((panel, frame), top) in zip(zip(panels, frames), tops) {
      #expect(top.labels.count >= 2)
      let domain = try #require(panel.x.domain)
      let x = Scale(.log, domain: domain, from: frame.x, to: frame.maxX)
      let size = 1 / (try #require(panel.top?.factor))
      #expect(SyntheticRuns.sizes.contains { abs($0 / size - 1) < 1e-12 })
      for label in top.labels {
        let ratio = try #require(Double(label.text.replacing("k", with: "e3")))
        #expect(abs(x.position(ratio * size) - (label.box.x + label.box.maxX) / 2) < 0.6, "\(label.text)")
        #expect(label.box.maxY < frame.y)
      }
    }
    #expect(facts.labels.count { $0.text.hasPrefix("Tokens per parameter") } == 1)
  }

  @Test("series that lie on the baseline are named in a note, with how far they stay from it")
  func overlap() throws {
    let figure = try Self.everything()
    for panel in figure.chart.panels where panel.row == 0 {
      #expect(names(panel).contains("3 bits") && !names(panel).contains("6 bits"))
      #expect(!kinds.points(panel).contains { $0.series.name == "6 bits" })
    }
    let note = try #require(figure.chart.footnotes.first { $0.hasPrefix("Not drawn over 16 bits: ") })
    #expect(note.contains("6 bits stays within 0.0"))
    // What is left out above is in the second row and in the table.
    for panel in figure.chart.panels where panel.row == 1 { #expect(names(panel).contains("6 bits")) }
    #expect(figure.data.rows.count == 3 * 5 * 4)
    let alone = try kinds.tokens(more: [("overlap", "0.05")])
    #expect(alone.data.rows.count == 3 * 5 * 3)
    let nothing = try kinds.tokens(more: [("overlap", "1e-9")])
    #expect(!nothing.chart.footnotes.contains { $0.hasPrefix("Not drawn") })
    #expect(nothing.data.rows.count == 3 * 5 * 4)
  }

  @Test("the slope of the damage is the exponent of its law, as a triangle on its curve in one panel")
  func slope() throws {
    let figure = try Self.everything()
    let exponent = try #require(synthetic.get().fits["harm"]?.estimate("gamma_D"))
    #expect(
      figure.chart.footnotes.contains { $0.hasPrefix("Triangle: how the damage of 6 bits grows, with") })
    let notes = figure.chart.panels.flatMap(\.marks).compactMap { mark in
      if case .note(let note) = mark, note.text.contains("propto") { note.text } else { nil }
    }
    let note = try #require(notes.first)
    #expect(notes.count == 1 && figure.description.contains("The damage of 6 bits grows "))
    let match = try #require(note.firstMatch(of: /\^\{([0-9.]+)\}/))
    #expect(abs(try #require(Double(match.output.1)) - exponent) < 0.02)
    let triangles = figure.chart.panels.map { panel in
      kinds.lines(panel).filter { $0.points.count == 4 && $0.points.first == $0.points.last }
    }
    #expect(triangles.joined().count == 1)
    let corners = try #require(triangles.joined().first).points
    let run = log(corners[1].x / corners[0].x)
    #expect(corners[0].y == corners[1].y && corners[1].x == corners[2].x)
    #expect(abs(log(corners[2].y / corners[1].y) / run - exponent) < 1e-9)
  }

  @Test("bands are at most three a panel, and hold the curve where draws spread about it")
  func bands() throws {
    let figure = try Self.everything()
    for panel in figure.chart.panels {
      let bands = panel.marks.compactMap { if case .band(let band) = $0 { band } else { nil } }
      #expect(!bands.isEmpty && bands.count <= 3)
      for band in bands { #expect(zip(band.lower, band.upper).allSatisfy { $0 <= $1 }) }
    }
    #expect(figure.chart.footnotes.contains { $0.hasPrefix("Bands: 95 % of the bootstrap draws") })
    let rows = figure.curves.rows.filter { $0[6] != .empty }
    #expect(!rows.isEmpty && rows.allSatisfy { $0.count == figure.curves.columns.count })
    // One run a place has no spread of seeds.
    #expect(!figure.chart.footnotes.contains { $0.hasPrefix("Bars join runs") })
  }

  @Test("a share that is none, and a share without a baseline, are errors", arguments: ["0", "1.5", "0.01"])
  func wrongShare(share: String) {
    let error = #expect(throws: DiagnosticError.self) {
      if share == "0.01" {
        try kinds.make(
          "ptq-tokens",
          settings([
            "data": "grid", "x": "seen", "y": "score", "series": "width", "facet": "params", "overlap": share,
          ]))
      } else {
        try kinds.tokens(more: [("overlap", share)])
      }
    }
    #expect(error?.diagnostics.first?.code == (share == "0.01" ? "E0105" : "E0111"))
  }

  @Test("the shade says what it means where there is room, and the note says it always")
  func shade() throws {
    let figure = try kinds.tokens()
    #expect(figure.chart.footnotes.contains { $0.hasPrefix("Shade: past the turning point of 3 bits") })
    for (name, profile) in Profile.all {
      let facts = SceneFacts(try figure.chart.layout(profile, measurer: measurer))
      let words = facts.labels.filter { $0.kind == "zone" }
      #expect(words.allSatisfy { "moredatahurts".contains($0.text.filter { $0 != " " }) })
      #expect(name != "web" || !words.isEmpty)
      // Words for which there is no room are not repeated under the figure.
      #expect(!facts.labels.contains { $0.kind == "label" && $0.text == "more data hurts" })
    }
  }

  @Test("ten panels are a picture of moderate size")
  func bytes() throws {
    var chart = try Self.everything().chart
    for column in 3...4 {
      chart.panels += chart.panels.filter { $0.column == 2 }.map {
        var panel = $0
        panel.column = column
        return panel
      }
    }
    let fonts = try FontSet.load()
    for (profile, detail) in [(Profile.web, SVGBackend.Detail.full), (.narrow, .compact)] {
      let page = try SVGBackend.page(chart.layout(profile, measurer: measurer), fonts: fonts, detail: detail)
      #expect(page.utf8.count <= 40_000)
      #expect(detail == .compact || page.matches(of: /<use[^>]*><title>/).count >= 70)
    }
  }
}
