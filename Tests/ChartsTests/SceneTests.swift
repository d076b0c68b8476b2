import Charts
import Diagnostics
import Drawing
import FigureTestSupport
import Foundation
import Testing

@Suite struct SceneTests {
  static let measurer = Result { try TextMeasurer(fonts: FontSet.load()) }

  static let cases: [(chart: ChartSpec, profile: Profile)] = SampleCharts.all.flatMap { chart in
    Profile.all.map { (chart, $0.profile) }
  }

  private func facts(_ i: Int) throws -> (scene: Scene, facts: SceneFacts, name: String) {
    let (chart, profile) = SceneTests.cases[i]
    let scene = try chart.layout(profile, measurer: SceneTests.measurer.get())
    return (scene, SceneFacts(scene), "\(chart.id) at \(profile.width)")
  }

  @Test(arguments: cases.indices) func theRubricHolds(i: Int) throws {
    let (chart, profile) = SceneTests.cases[i]
    let (scene, _, name) = try facts(i)
    #expect(SceneRubric(scene, of: chart, in: profile).violations == [], "\(name)")
  }

  @Test func markersAreWholeAndEachPointIsDrawn() throws {
    let facts = try facts(0).facts
    let wanted = SampleCharts.quantisation.panels.flatMap(\.marks).reduce(0) { sum, mark in
      if case .points(let points) = mark { sum + points.points.count } else { sum }
    }
    let keys = 3
    #expect(facts.markers.count == wanted + keys)
    #expect(facts.markers.filter { $0.fill == nil }.count == 12)
    #expect(facts.markers.filter { $0.tooltip != nil }.count == wanted - 12)
  }

  @Test func seriesAreNamedOnceAtTheLastPanel() throws {
    let facts = try facts(0).facts
    for name in ["2 bits", "3 bits", "4 bits", "16 bits"] {
      let named = facts.labels.filter { $0.text == name }
      #expect(named.count == 1)
      #expect((named.first?.box.x ?? 0) > (facts.frames.map(\.maxX).max() ?? 0))
    }
    // The order of names is the order of line ends: fewer bits lose more.
    let order = facts.labels.filter { $0.text.hasSuffix("bits") }.sorted { $0.box.y < $1.box.y }.map(\.text)
    #expect(order == ["2 bits", "3 bits", "4 bits", "16 bits"])
  }

  @Test func sharedTitlesAreSetOnce() throws {
    let facts = try facts(0).facts
    #expect(facts.labels.filter { $0.text.hasPrefix("Loss after") }.count == 1)
    #expect(facts.labels.filter { $0.text.hasPrefix("Training tokens") }.count == 1)
    #expect(facts.tickLabels.filter { $0.axis == "axis-y" && !$0.labels.isEmpty }.count == 1)
    #expect(facts.labels.filter { $0.text.hasPrefix("b") && $0.runs[0].face == .bold }.count == 1)
  }

  @Test func manySeriesAreALegendAboveThePanel() throws {
    let index = SceneTests.cases.firstIndex { $0.chart.id == "fig-legend" } ?? 0
    let facts = try facts(index).facts
    let names = facts.labels.filter { $0.text.hasPrefix("Run ") }
    #expect(names.count == 9)
    #expect(names.allSatisfy { $0.box.maxY < facts.frames[0].y })
    #expect(names.first?.text == "Run 9")
  }

  @Test(arguments: cases.indices.filter { cases[$0].chart.id == "fig-isoloss" })
  func levelLabelsStandInGapsUpright(i: Int) throws {
    let (_, facts, name) = try facts(i)
    let labels = facts.labels.filter { $0.kind == "contour" }
    #expect(labels.count >= 3, "\(name)")
    for label in labels {
      #expect(abs(label.runs[0].rotation) <= 90)
      #expect(Double(label.text) != nil)
      for (role, path) in facts.paths where role.kind == "contour" && role.series == label.text {
        for p in SceneFacts.points(path) {
          // The line keeps clear of its own label by 2.5 px, less what a bend takes.
          let c = Point(label.corners.reduce(0) { $0 + $1.x } / 4, label.corners.reduce(0) { $0 + $1.y } / 4)
          #expect(hypot(p.x - c.x, p.y - c.y) > label.runs[0].width / 2 + 0.5, "\(name): \(label.text)")
        }
      }
    }
  }

  @Test func layoutIsAPureFunction() throws {
    #expect(try facts(0).scene == facts(0).scene)
  }
}

@Suite struct LayoutErrorTests {
  private func code(_ chart: ChartSpec) throws -> String? {
    let measurer = try SceneTests.measurer.get()
    do {
      _ = try chart.layout(.web, measurer: measurer)
      return nil
    } catch {
      return error.diagnostics.first?.code
    }
  }

  @Test func mistakesAreNamed() throws {
    let axis = AxisSpec(label: "x")
    let series = SeriesStyle(name: "a", paint: Palette.ink)
    let mark = Mark.points(PointsMark(series: series, points: [Point(1, 1)]))
    #expect(try code(ChartSpec(id: "f", panels: [])) == "E0703")
    #expect(try code(ChartSpec(id: "f", panels: [PanelSpec(x: axis, y: axis, marks: [])])) == "E0705")
    let log = AxisSpec(label: "x", scale: .log, domain: 0...1)
    #expect(try code(ChartSpec(id: "f", panels: [PanelSpec(x: log, y: axis, marks: [mark])])) == "E0702")
    let panel = PanelSpec(x: axis, y: axis, marks: [mark])
    #expect(try code(ChartSpec(id: "f", panels: [panel, panel])) == "E0704")
    #expect(try code(ChartSpec(id: "f", panels: [panel])) == nil)
    let bad = PanelSpec(x: AxisSpec(label: "$\\nosuchthing$"), y: axis, marks: [mark])
    #expect(try code(ChartSpec(id: "f", panels: [bad]))?.hasPrefix("E06") == true)
  }

  @Test func pointsOutsideTheAxesAreCounted() throws {
    let axis = AxisSpec(label: "x", domain: 0...1)
    let series = SeriesStyle(name: "a", paint: Palette.ink)
    let points = [Point(0.5, 0.5), Point(2, 0.5), Point(0.5, .nan)]
    let chart = ChartSpec(
      id: "f",
      panels: [PanelSpec(x: axis, y: axis, marks: [.points(PointsMark(series: series, points: points))])])
    let facts = SceneFacts(try chart.layout(.web, measurer: SceneTests.measurer.get()))
    #expect(facts.markers.count == 1)
    #expect(facts.labels.contains { $0.text == "Outside the axes: 2 points." })
  }
}
