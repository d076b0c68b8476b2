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
    let scene = try NastyCharts.longLine(1_000_000).layout(.web, measurer: SceneTests.measurer.get())
    let fonts = try FontSet.load()
    let bytes = [
      try SVGBackend.page(scene, fonts: fonts).utf8.count, try CairoBackend.svg(scene, fonts: fonts).count,
      try CairoBackend.png(scene, scale: 2, fonts: fonts).count,
    ]
    #expect(bytes[0] < 40_000 && bytes[1] < 48_000 && bytes[2] < 500_000, "\(bytes)")
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
