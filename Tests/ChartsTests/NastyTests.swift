import Charts
import Diagnostics
import Drawing
import FigureTestSupport
import Testing

@Suite struct NastyTests {
  static let cases: [(chart: ChartSpec, name: String, profile: Profile)] = NastyCharts.all.flatMap { chart in
    Profile.all.map { (chart, $0.name, $0.profile) }
  }

  @Test(arguments: cases.indices) func theRubricHolds(i: Int) throws {
    let (chart, name, profile) = Self.cases[i]
    let scene = try chart.layout(profile, measurer: SceneTests.measurer.get())
    #expect(SceneRubric(scene, of: chart, in: profile).violations == [], "\(chart.id) in \(name)")
  }

  @Test func aLongLineIsAsManyVerticesAsPixelsNeed() throws {
    let scene = try NastyCharts.longLine.layout(.web, measurer: SceneTests.measurer.get())
    let page = try SVGBackend.page(scene, fonts: FontSet.load())
    #expect(page.utf8.count < 40_000, "\(page.utf8.count) bytes")
  }

  @Test func letterWithoutAGlyphIsNamed() throws {
    let chart = NastyCharts.chart("chinese", points: [Point(1, 1), Point(2, 2)], label: "损失")
    let fonts = try FontSet.load()
    let error = #expect(throws: DiagnosticError.self) {
      try SVGBackend.page(chart.layout(.web, measurer: TextMeasurer(fonts: fonts)), fonts: fonts)
    }
    #expect(error?.diagnostics.first?.message.contains("损") == true)
  }
}
