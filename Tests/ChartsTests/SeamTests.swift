import Charts
import Drawing
import FigureTestSupport
import Foundation
import Testing

@Suite struct SeamTests {
  @Test("point 33: cells of one value are one colour, without a seam", arguments: [1, 2])
  func constantField(scale: Int) throws {
    var cells: [CellsMark.Cell] = []
    for column in 0..<7 {
      for row in 0..<5 {
        let (x, y) = (Double(column) / 7, Double(row) / 5)
        cells.append(CellsMark.Cell(x: x...x + 1.0 / 7, y: y...y + 0.2, value: 0.4))
      }
    }
    let colors = ColorScale(.sequential, over: [0, 1], label: "Value")
    let axis = AxisSpec(label: "x", domain: 0...1)
    let chart = ChartSpec(
      id: "fig-seam",
      panels: [PanelSpec(x: axis, y: axis, marks: [.cells(CellsMark(colors: colors, cells: cells))])])
    let fonts = try FontSet.load()
    let scene = try chart.layout(.web, measurer: SceneTests.measurer.get())
    let frame = try #require(SceneFacts(scene).frames.first)
    let picture = try Raster(CairoBackend.png(scene, scale: scale, fonts: fonts))
    var colours: Set<UInt32> = []
    for y in Int(frame.y + 3) * scale..<Int(frame.maxY - 3) * scale {
      for x in Int(frame.x + 3) * scale..<Int(frame.maxX - 3) * scale { colours.insert(picture.pixel(x, y)) }
    }
    #expect(colours.count == 1)
  }

  @Test("point 33: between the colours of a surface there is no paper, at its lines or at the frame")
  func surface() throws {
    let levels = Contours.surface(
      levels: [0.5, 1, 1.5], x: 0...2, y: 0...1, xScale: .linear, yScale: .linear, { $0 * (0.4 + $1) })
    let frame = [Point(0, 0), Point(2, 0), Point(2, 1), Point(0, 1)]
    let areas =
      [ContourMark.Fill.Area(value: 0.25, rings: [frame])]
      + levels.map { ContourMark.Fill.Area(value: $0.level + 0.25, rings: $0.rings) }
    // All areas have one colour: any other is a seam.
    var colors = ColorScale(.sequential, over: [10, 20], label: "Value")
    colors.domain = 10...20
    let mark = ContourMark(
      paint: Palette.ink, lines: [], decimals: 1, fill: ContourMark.Fill(colors: colors, areas: areas))
    let chart = ChartSpec(
      id: "fig-surface",
      panels: [
        PanelSpec(
          x: AxisSpec(label: "x", domain: 0...2), y: AxisSpec(label: "y", domain: 0...1),
          marks: [.contours(mark)])
      ])
    let scene = try chart.layout(.web, measurer: SceneTests.measurer.get())
    let place = try #require(SceneFacts(scene).frames.first)
    let picture = try Raster(CairoBackend.png(scene, scale: 2, fonts: FontSet.load()))
    var colours: Set<UInt32> = []
    for y in Int(place.y * 2) + 4..<Int(place.maxY * 2) - 4 {
      for x in Int(place.x * 2) + 4..<Int(place.maxX * 2) - 4 { colours.insert(picture.pixel(x, y)) }
    }
    #expect(colours.count == 1)
  }

  @Test("point 33: nested areas that meet leave no line between them")
  func bands() throws {
    let style = SeriesStyle(name: "", paint: Palette.category(0, name: "").paint)
    let x = (0...40).map(Double.init)
    let band = BandMark(series: style, x: x, lower: x.map { _ in 0 }, upper: x.map { _ in 1 })
    let axis = AxisSpec(label: "x", domain: 0...40)
    let chart = ChartSpec(
      id: "fig-band",
      panels: [PanelSpec(x: axis, y: AxisSpec(label: "y", domain: 0.2...0.8), marks: [.band(band)])])
    let scene = try chart.layout(.web, measurer: SceneTests.measurer.get())
    let frame = try #require(SceneFacts(scene).frames.first)
    let picture = try Raster(CairoBackend.png(scene, scale: 2, fonts: FontSet.load()))
    // Between two grid lines there is the band's colour and nothing else.
    let row = Int(frame.y * 2) + 9
    let colours = Set((Int(frame.x * 2) + 8..<Int(frame.maxX * 2) - 8).map { picture.pixel($0, row) })
    #expect(colours.count == 1)
  }
}

@Suite struct DomainTests {
  @Test(
    "point 14: data fill three quarters of an axis at least, and keep off its ends",
    arguments: [
      (2.87, 3.94, ScaleKind.linear), (-40, 7, .linear), (1e6, 3.2e7, .log), (0.3, 9, .linear),
      (1e-9, 1e3, .log),
    ])
  func extents(low: Double, high: Double, scale: ScaleKind) throws {
    let points = (0...20).map { step -> Point in
      let t = Double(step) / 20
      return Point(scale == .log ? low * pow(high / low, t) : low + (high - low) * t, sin(Double(step)))
    }
    let chart = NastyCharts.chart("extent", points: points, x: scale)
    for (name, profile) in Profile.all {
      let facts = SceneFacts(try chart.layout(profile, measurer: SceneTests.measurer.get()))
      let frame = try #require(facts.frames.first)
      let places = facts.markers.filter { $0.tooltip != nil }.map(\.center)
      #expect(places.count == points.count)
      for (extent, room) in [(places.map(\.x), frame.width), (places.map(\.y), frame.height)] {
        #expect((0.75...0.96).contains(((extent.max() ?? 0) - (extent.min() ?? 0)) / room), "\(name)")
      }
      #expect(
        places.allSatisfy { $0.x > frame.x && $0.x < frame.maxX && $0.y > frame.y && $0.y < frame.maxY })
    }
  }
}
