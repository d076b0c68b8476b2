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

  @Test("a picture of a crowd stays small in every format")
  func sizes() throws {
    let scene = try Self.scene(60_000)
    let fonts = try FontSet.load()
    #expect(try SVGBackend.page(scene, fonts: fonts).utf8.count < 180_000)
    #expect(try CairoBackend.svg(scene, fonts: fonts).count < 200_000)
  }
}
