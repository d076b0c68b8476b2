import Charts
import Drawing
import FigureTestSupport
import Figures
import Foundation
import Testing

/// The heat map, over the same runs as the figures about fits.
extension FitFigureTests {
  @Test("a heat map has a cell a pair, the mean of its rows, and says what is blank")
  func cells() throws {
    let figure = try heatMap()
    #expect(figure.data.rows.count == 12)
    let trained = try runs.table.filtered(
      where: SyntheticRuns.expression("kind == \"trained\" and params == 60e6 and width == 8"))
    let scores = try #require(trained.numbers("score"))
    #expect(
      figure.data.rows.contains { row in
        guard row[0] == .text("60M"), row[1] == .text("8"), case .number(let mean) = row[2] else {
          return false
        }
        return abs(mean - scores.reduce(0, +) / 5) < 1e-12 && row[3] == .number(5)
      })
    let blank = try make("heat-map", where: "kind == \"trained\" and (params < 50e6 or width > 5)")
    #expect(blank.chart.footnotes.contains { $0.hasPrefix("Blank: not measured (2 of 12") })
  }

  func zeros() throws -> Figure {
    try draw(
      "heat-map",
      settings(
        [
          "data": "grid", "where": "kind == \"trained\"", "x": "params", "y": "width", "value": "score",
          "scale": "log", "margins": "true",
        ], maps: ["zero": settings(["where": "width > 7 and params > 5e7", "label": "nothing"])]))
  }

  @Test("cells that are zero by definition are shaded and named, and lines beside the map have the means")
  func zeroAndMargins() throws {
    let figure = try zeros()
    #expect(figure.chart.panels.map { [$0.row, $0.column] } == [[0, 0], [1, 0], [1, 1]])
    #expect(figure.chart.panels[0].x == figure.chart.panels[1].x)
    #expect(figure.chart.panels[2].y == figure.chart.panels[1].y)
    let map = figure.chart.panels[1]
    let zones = map.marks.compactMap { if case .zone(let zone) = $0 { zone } else { nil } }
    #expect(zones.map(\.label) == ["nothing"])
    #expect(zones[0].x == 0.5...2.5 && zones[0].y == 1.5...3.5)
    let cells = figure.data.rows.filter { !$0.contains(.text("mean")) }
    #expect(cells.count == 8)
    #expect(figure.chart.footnotes.contains { $0.hasPrefix("Shaded: nothing (4 pairs)") })
    // The step runs along two sides of the corner.
    let steps = map.marks.compactMap { if case .line(let line) = $0 { line.points } else { nil } }.joined()
    #expect(steps.filter(\.x.isFinite).allSatisfy { $0.x == 0.5 || $0.y == 1.5 })
    // Effects of columns and rows, by least squares: residuals of each column and row add up to nothing.
    func numbers(_ rows: [[FigureTable.Cell]]) -> [Double] {
      rows.compactMap { if case .number(let value) = $0[2] { log(value) } else { nil } }
    }
    let columns = figure.data.rows.filter { $0[1] == .text("mean") }
    let means = figure.data.rows.filter { $0[0] == .text("mean") }
    #expect(columns.count == 3 && means.count == 4)
    let grand = zip(numbers(columns), columns).map { $0.0 }.reduce(0, +) / 3
    for column in columns {
      let own = cells.filter { $0[0] == column[0] }
      let sum = own.reduce(0.0) { sum, cell in
        let row = means.filter { $0[1] == cell[1] }
        return sum + numbers([cell])[0] - numbers([column])[0] - numbers(row)[0] + grand
      }
      #expect(abs(sum) < 1e-9)
    }
    let fonts = try FontSet.load()
    let measurer = try TextMeasurer(fonts: fonts)
    for medium in Profile.all { try expectPresentable(figure, in: medium, fonts, measurer) }
  }
}
