import Charts
import Diagnostics
import Drawing
import FigureTestSupport
import Figures
import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// The points of the rubric that hold for every kind of figure in every medium; `Tests/RUBRIC.md` lists them.
@Suite("Every kind of figure holds to the rubric")
struct RubricTests {
  let fonts: FontSet
  let measurer: TextMeasurer

  init() throws {
    fonts = try FontSet.load()
    measurer = try TextMeasurer(fonts: fonts)
  }

  private func scene(_ figure: Figure, _ profile: Profile = .web) throws -> Scene {
    try figure.chart.layout(profile, measurer: measurer)
  }

  @Test("the list has every kind")
  func complete() throws {
    #expect(try EveryFigure.figures.get().count == EveryFigure.indices.count)
    #expect(Set(try EveryFigure.figures.get().map(\.kind)) == Set(FigureKinds.names))
  }

  @Test("points 10 to 21, on the scene in every medium", arguments: EveryFigure.indices)
  func scenes(index: Int) throws {
    let figure = try EveryFigure.figure(index)
    for medium in Profile.all { try expectPresentable(figure, in: medium, fonts, measurer) }
  }

  @Test("a chart of any kind is data, and comes back from JSON as it was", arguments: EveryFigure.indices)
  func coded(index: Int) throws {
    let chart = try EveryFigure.figure(index).chart
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    let text = try encoder.encode(chart)
    let copy = try decoder.decode(ChartSpec.self, from: text)
    // Values that are no numbers are not equal to themselves: the texts are compared, and what is drawn.
    #expect(try encoder.encode(copy) == text)
    #expect(try copy.layout(.web, measurer: measurer) == chart.layout(.web, measurer: measurer))
  }

  @Test("a cell without its keys is told all that it needs", arguments: FigureKinds.names)
  func missingKeys(kind: String) throws {
    let error = #expect(throws: DiagnosticError.self) {
      try FigureKinds.make(
        kind: kind, at: SyntheticRuns.here,
        inputs: FigureInputs(id: "fig-x", settings: settings([:]), tables: [:], fits: [:]))
    }
    let first = try #require(error?.diagnostics.first)
    #expect(first.code == "E0105")
    #expect(
      kind == "marks" || first.notes.contains { $0.hasPrefix("it needs: ") }, "\(kind): \(first.message)")
  }

  // MARK: Data

  @Test(
    "point 1: every marker stands where its row of the table says, in every medium",
    arguments: EveryFigure.indices)
  func positionsInvert(index: Int) throws {
    let figure = try EveryFigure.figure(index)
    for (name, profile) in Profile.all {
      let facts = SceneFacts(try scene(figure, profile))
      let panels = figure.chart.panels.sorted { ($0.row, $0.column) < ($1.row, $1.column) }
      for (panel, frame) in zip(panels, facts.frames) {
        var expected: [String: Point] = [:]
        for case .points(let mark) in panel.marks {
          for (point, row) in zip(mark.points, mark.data) {
            expected["\(mark.series.name) \(row)"] = point
            expectInTable(point, figure.data.rows[row], figure.kind)
          }
        }
        let drawn = facts.data.filter { item in
          frame.inset(by: -1).intersects(
            Rect(x: item.marker.center.x, y: item.marker.center.y, width: 0.01, height: 0.01))
        }
        let pairs = drawn.compactMap { item -> (data: Point, place: Point)? in
          guard let datum = item.role.datum else { return nil }
          return expected["\(item.role.series ?? "") \(datum)"].map { ($0, item.marker.center) }
        }
        expectAffine(pairs.map { (scaled($0.data.x, panel.x), $0.place.x) }, "\(figure.kind) in \(name), x")
        expectAffine(pairs.map { (scaled($0.data.y, panel.y), $0.place.y) }, "\(figure.kind) in \(name), y")
      }
    }
  }

  private func scaled(_ value: Double, _ axis: AxisSpec) -> Double { axis.scale == .log ? log(value) : value }

  /// The coordinates of a point are numbers of its row; rows of a forest and counts of parameters are spread on purpose.
  private func expectInTable(_ point: Point, _ row: [FigureTable.Cell], _ kind: String) {
    let numbers = row.compactMap { if case .number(let value) = $0 { value } else { nil } }
    func has(_ value: Double) -> Bool {
      numbers.contains { abs($0 - value) <= 1e-9 * max(1e-9, abs(value)) }
    }
    let isSpread = ["forest", "forms", "heat-map"].contains(kind)
    #expect(
      isSpread ? has(point.x) || has(point.y) : has(point.x) && has(point.y),
      "\(kind): \(point) in \(numbers)")
  }

  /// One straight line takes all values to their places, within 0.01 px.
  private func expectAffine(_ pairs: [(Double, Double)], _ what: String) {
    guard let low = pairs.min(by: { $0.0 < $1.0 }), let high = pairs.max(by: { $0.0 < $1.0 }), low.0 < high.0
    else { return }
    let slope = (high.1 - low.1) / (high.0 - low.0)
    for (value, place) in pairs {
      #expect(abs(low.1 + slope * (value - low.0) - place) < 0.01, "\(what): \(value)")
    }
  }

  @Test(
    "points 2 and 36: estimates lie in their intervals, and no tooltip is without a row",
    arguments: EveryFigure.indices)
  func tables(index: Int) throws {
    let figure = try EveryFigure.figure(index)
    for case .points(let mark) in figure.chart.panels.flatMap(\.marks) where !mark.tooltips.isEmpty {
      #expect(mark.tooltips.count == mark.points.count)
      if mark.data.count == mark.points.count {
        #expect(mark.data.allSatisfy(figure.data.rows.indices.contains))
        continue
      }
      // What is computed and not measured is no row: the long description, which stands with the table, has it.
      #expect(mark.data.isEmpty)
      for number in mark.tooltips.joined(separator: " ").matches(of: /\d[\d.]*/) {
        #expect(figure.description.contains(number.output), "\(figure.kind): \(mark.tooltips)")
      }
    }
    for table in [figure.data, figure.curves] {
      let named = ["lower", "upper"].map { table.columns.firstIndex(of: $0) }
      guard let low = named[0], let high = named[1] else { continue }
      for row in table.rows {
        guard case .number(let lower) = row[low], case .number(let upper) = row[high] else { continue }
        #expect(lower <= upper)
      }
    }
  }

  // MARK: Files

  @Test(
    "points 22, 28, 29, 30: the page's picture is small, well-formed, named, of known colours",
    arguments: EveryFigure.indices)
  func page(index: Int) throws {
    let figure = try EveryFigure.figure(index)
    for (name, profile) in Profile.all where name != "slide" {
      var scene = try scene(figure, profile)
      (scene.id, scene.title, scene.summary) = ("fig-\(index)", figure.chart.title, figure.description)
      let text = try SVGBackend.page(scene, fonts: fonts)
      #expect(text.utf8.count <= 40_000, "\(figure.kind) in \(name): \(text.utf8.count) bytes")
      let parser = XMLParser(data: Data(text.utf8))
      #expect(parser.parse(), "\(String(describing: parser.parserError))")
      #expect(text.contains("role=\"img\"") && !text.contains("<title id=\"fig-\(index)-title\"></title>"))
      #expect(!text.contains("<desc id=\"fig-\(index)-desc\"></desc>"))
      let ids = text.matches(of: /\sid="([^"]+)"/).map { String($0.output.1) }
      #expect(Set(ids).count == ids.count && ids.allSatisfy { $0.hasPrefix("fig-\(index)-") })
      #expect(text.matches(of: /<clipPath/).count <= figure.chart.panels.count)
      #expect(!text.contains("<image"))
      let attributes = text.replacing(/>[^<]+</, with: "><").replacing(/data-series="[^"]*"/, with: "")
      #expect(attributes.matches(of: /-?\d*\.\d{3,}/).isEmpty, "\(figure.kind) in \(name)")
      // A colour that the dark page cannot swap is one that stands for a number, or lies between two steps.
      let plain = Set(text.matches(of: /(?:fill|stroke)="(#[0-9a-f]{3,6})"/).map { String($0.output.1) })
      #expect(plain.isEmpty || figure.kind == "heat-map", "\(figure.kind): \(plain.sorted())")
    }
  }

  @Test("point 30: the pages' pictures have 25 kB on average")
  func averageBytes() throws {
    let sizes = try EveryFigure.indices.map { index in
      try SVGBackend.page(scene(EveryFigure.figure(index)), fonts: fonts).utf8.count
    }
    #expect(sizes.reduce(0, +) <= 25_000 * sizes.count, "\(sizes)")
  }

  @Test("point 27: two renders are the same bytes", arguments: EveryFigure.indices)
  func deterministic(index: Int) throws {
    let figure = try EveryFigure.figure(index)
    let (one, two) = (try scene(figure), try scene(figure))
    #expect(one == two)
    #expect(
      try CairoBackend.png(one, scale: 1, fonts: fonts) == CairoBackend.png(two, scale: 1, fonts: fonts))
    #expect(try CairoBackend.svg(one, fonts: fonts) == CairoBackend.svg(two, fonts: fonts))
    #expect(try CairoBackend.pdf(one, fonts: fonts) == CairoBackend.pdf(two, fonts: fonts))
  }

  // MARK: Pixels

  @Test(
    "point 31: the SVG file, drawn by librsvg, is the PNG",
    .enabled(if: Rasteriser.isInstalled, "rsvg-convert is not installed"), arguments: EveryFigure.indices)
  func parity(index: Int) throws {
    let figure = try EveryFigure.figure(index)
    let scene = try scene(figure)
    // At the file's own size: at twice that the PNG's chrome is sharp to half a pixel, the enlarged file's to one.
    let png = try Raster(CairoBackend.png(scene, scale: 1, fonts: fonts))
    let svg = String(decoding: try CairoBackend.svg(scene, fonts: fonts), as: UTF8.self)
    let other = try Raster(Rasteriser.png(svg, scale: 1))
    #expect(other.width == png.width && other.height == png.height)
    var total = 0
    var worst = (mean: 0.0, x: 0, y: 0)
    for top in stride(from: 0, to: png.height, by: 8) {
      for left in stride(from: 0, to: png.width, by: 8) {
        var block = 0
        var count = 0
        for y in top..<min(top + 8, png.height) {
          for x in left..<min(left + 8, png.width) {
            block += abs(png.gray(x, y) - other.gray(x, y))
            count += 1
          }
        }
        total += block
        let mean = Double(block) / Double(count)
        if mean > worst.mean { worst = (mean, left, top) }
      }
    }
    let mean = Double(total) / Double(png.width * png.height)
    #expect(mean < 1.5, "\(figure.kind): mean difference \(mean)")
    #expect(worst.mean <= 40, "\(figure.kind): a block at \(worst.x), \(worst.y) differs by \(worst.mean)")
  }

  @Test("point 32: axis lines are whole pixels of their colour", arguments: EveryFigure.indices)
  func axisPixels(index: Int) throws {
    let scene = try scene(try EveryFigure.figure(index))
    let frames = SceneFacts(scene).frames
    for scale in [1, 2] {
      let picture = try Raster(CairoBackend.png(scene, scale: scale, fonts: fonts))
      for frame in frames {
        let line = Int(frame.x * Double(scale))
        let rows = Int(frame.y * Double(scale)) + 4..<Int(frame.maxY * Double(scale)) - 4
        // Ticks join the line from the left; everywhere else there are so many pixels of ink and none of half ink.
        let clean = rows.filter { row in
          let around = (line - 4...line).map { picture.pixel($0, row) }
          return around.count { $0 == Palette.edge.rgb } == scale
            && around.allSatisfy { $0 == Palette.edge.rgb || $0 == Palette.paper.rgb }
        }
        #expect(
          Double(clean.count) > 0.6 * Double(rows.count), "\(clean.count) of \(rows.count) rows at \(scale)x")
      }
    }
  }
}
