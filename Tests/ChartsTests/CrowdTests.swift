import Charts
import Drawing
import FigureTestSupport
import Testing

@Suite("Crowds of points")
struct CrowdTests {
  /// Points of one series in a cloud that is dense in the middle.
  static func chart(_ count: Int) -> ChartSpec {
    var state: UInt64 = 7
    func next() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) / Double(1 << 53)
    }
    let points = (0..<count).map { _ in
      Point(next() + next() + next() + next(), next() + next() + next() + next())
    }
    return ChartSpec(
      id: "crowd", title: "A crowd", summary: "Many points.",
      panels: [
        PanelSpec(
          x: AxisSpec(label: "$x$"), y: AxisSpec(label: "$y$"),
          marks: [.points(PointsMark(series: Palette.category(0, name: "all"), points: points, size: 6))])
      ])
  }

  static func scene(_ count: Int) throws -> Scene {
    try chart(count).layout(.web, measurer: SceneTests.measurer.get())
  }

  @Test("up to the limit every point is drawn, and no note says otherwise")
  func few() throws {
    let facts = try SceneFacts(Self.scene(PointsMark.crowd))
    #expect(facts.markers.count == PointsMark.crowd)
    #expect(!facts.labels.contains { $0.text.contains("told apart") })
  }

  @Test("of a crowd those are drawn that can be told apart, and a note counts them")
  func many() throws {
    let facts = try SceneFacts(Self.scene(60_000))
    #expect((1000...20_000).contains(facts.markers.count))
    let words = facts.labels.map(\.text).joined(separator: " ")
    #expect(words.contains("\(facts.markers.count) of 60000 points"), "\(words)")
  }

  @Test("what is left out lies under what is drawn")
  func covered() throws {
    let all = try SceneFacts(Self.scene(PointsMark.crowd)).markers.map(\.center)
    // The same points again and again: copies add nothing.
    var chart = Self.chart(PointsMark.crowd)
    guard case .points(var mark)? = chart.panels[0].marks.first else { return }
    mark.points += mark.points
    chart.panels[0].marks = [.points(mark)]
    let drawn = try SceneFacts(chart.layout(.web, measurer: SceneTests.measurer.get())).markers.map(\.center)
    #expect(drawn.count <= all.count && Set(drawn).isSubset(of: Set(all)))
    for center in all {
      let nearest = drawn.map { max(abs($0.x - center.x), abs($0.y - center.y)) }.min() ?? .infinity
      #expect(nearest < 4, "a mark at \(center) is nowhere near one that is drawn")
    }
  }

  @Test("a picture of a million points is as small as one of some thousands, in every format")
  func sizes() throws {
    let scene = try Self.scene(1_000_000)
    let fonts = try FontSet.load()
    let bytes = [
      try SVGBackend.page(scene, fonts: fonts).utf8.count,
      try SVGBackend.page(scene, fonts: fonts, detail: .compact).utf8.count,
      try CairoBackend.svg(scene, fonts: fonts).count,
      try CairoBackend.png(scene, scale: 2, fonts: fonts).count,
    ]
    #expect(bytes[0] <= 40_000 && bytes[1] <= 40_000 && bytes[2] <= 65_536 && bytes[3] <= 262_144, "\(bytes)")
  }

  @Test("what the page draws for a crowd is what the PNG has", .enabled(if: Rasteriser.isInstalled))
  func bars() throws {
    let scene = try Self.scene(60_000)
    let fonts = try FontSet.load()
    let picture = try Raster(CairoBackend.png(scene, scale: 2, fonts: fonts))
    let page = try SVGBackend.page(scene, fonts: fonts).replacing(/var\(--[a-z0-9-]+,(#[0-9a-f]{3,6})\)/) {
      $0.output.1
    }
    let other = try Raster(Rasteriser.png(page, scale: 2))
    let frame = try #require(SceneFacts(scene).frames.first)
    var (dark, different) = (0, 0)
    for y in Int(2 * frame.y) + 4..<Int(2 * frame.maxY) - 4 {
      for x in Int(2 * frame.x) + 4..<Int(2 * frame.maxX) - 4 {
        if picture.gray(x, y) < 200 { dark += 1 }
        if abs(picture.gray(x, y) - other.gray(x, y)) > 64 { different += 1 }
      }
    }
    #expect(dark > 100_000 && different * 100 < dark, "\(different) of \(dark) pixels")
  }
}
