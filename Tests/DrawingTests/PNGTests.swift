import Diagnostics
import Drawing
import FigureTestSupport
import Testing

@Suite("PNG")
struct PNGTests {
  let fonts: FontSet
  let measurer: TextMeasurer

  init() throws {
    fonts = try FontSet.load()
    measurer = try TextMeasurer(fonts: fonts)
  }

  @Test("carries its size, resolution, colour space, title and description", arguments: [1, 2, 3])
  func chunks(scale: Int) throws {
    let png = PNGFile(try CairoBackend.png(SampleScene.make(measurer: measurer), scale: scale, fonts: fonts))
    #expect(png.size == [300 * scale, 200 * scale])
    #expect(png.body("sRGB") == [0])
    let resolution = try #require(png.body("pHYs"))
    #expect(PNGFile.number(resolution[0..<4]) == Int((Double(scale) * 96 / 0.0254).rounded()))
    #expect(resolution.last == 1)
    let texts = png.chunks.filter { $0.type == "iTXt" }.map { String(decoding: $0.body, as: UTF8.self) }
    #expect(texts == ["Title\0\0\0\0\0Loss & bits", "Description\0\0\0\0\0Twelve marks and a wave."])
    #expect(png.chunks.map(\.type).last == "IEND")
    #expect(!png.chunks.contains { ["tIME", "bKGD"].contains($0.type) })
  }

  @Test(
    "an axis is exactly n pixels of full ink", arguments: [1, 2],
    [10.0, 10.3, 10.5, 10.77])
  func axis(scale: Int, y: Double) throws {
    let line = Path(polyline: [Point(5, y), Point(35, y)])
    let scene = Scene(
      id: "a", width: 40, height: 20,
      nodes: [.path(line, fill: nil, stroke: Stroke(Paint(0), width: 1, isChrome: true))])
    let picture = try Raster(CairoBackend.png(scene, scale: scale, fonts: fonts))
    let column = (0..<picture.height).map { picture.gray(20 * scale, $0) }
    #expect(column.filter { $0 == 0 }.count == scale)
    #expect(column.filter { $0 != 0 && $0 != 255 }.isEmpty)
    let row = try #require(column.firstIndex(of: 0))
    #expect((0..<picture.width).filter { picture.gray($0, row) == 0 }.count == 30 * scale)
  }

  @Test("points far away, infinite or not a number leave no trace outside the clip")
  func wildCoordinates() throws {
    let wild = [
      Point(-1e9, 10), Point(20, 10), Point(.nan, 3), Point(20, 1e12), Point(.infinity, 0), Point(1e7, 5),
    ]
    let clip = Rect(x: 0, y: 8, width: 40, height: 4)
    let paint = Paint(0)
    let scene = Scene(
      id: "a", width: 40, height: 20,
      nodes: [
        .group(
          .init("line"), clip: clip,
          [
            .path(Path(polyline: wild), fill: nil, stroke: Stroke(paint, width: 2)),
            .path(
              Path(polyline: wild + [Point(.nan, .nan)], closed: true), fill: Paint(0, opacity: 0.5),
              stroke: nil),
            .marker(Marker(.circle, center: Point(.nan, 3), size: 9, fill: paint)),
            .marker(Marker(.circle, center: Point(1e300, 3), size: 9, fill: paint)),
          ])
      ])
    let picture = try Raster(CairoBackend.png(scene, scale: 1, fonts: fonts))
    #expect(picture.gray(5, 10) == 0)
    #expect((0..<40).allSatisfy { picture.gray($0, 5) == 255 && picture.gray($0, 15) == 255 })
    #expect(!String(decoding: try CairoBackend.svg(scene, fonts: fonts), as: UTF8.self).contains("nan"))
  }

  @Test("marks of all shapes hold the same amount of ink", arguments: MarkerShape.allCases)
  func equalInk(shape: MarkerShape) throws {
    let scene = Scene(
      id: "a", width: 60, height: 60,
      nodes: [.marker(Marker(shape, center: Point(30, 30), size: 30, fill: Paint(0)))])
    let picture = try Raster(CairoBackend.png(scene, scale: 2, fonts: fonts))
    let ink = (0..<120).flatMap { y in (0..<120).map { 1 - Double(picture.gray($0, y)) / 255 } }.reduce(0, +)
    let expected = Double.pi / 4 * 60 * 60
    #expect(abs(ink / expected - 1) < 0.01)
  }

  @Test("a character without a glyph is an error that names it")
  func missingGlyph() throws {
    let scene = Scene(
      id: "a", width: 40, height: 20,
      nodes: [.text(TextRun("x 𒀀", face: .regular, size: 9, origin: Point(1, 10), width: 9, paint: Paint(0)))]
    )
    let error = #expect(throws: DiagnosticError.self) { try CairoBackend.png(scene, scale: 1, fonts: fonts) }
    #expect(error?.diagnostics.first?.message == "no font has the character \"𒀀\" (U+12000)")
  }

  @Test("sizes that no device holds are errors", arguments: [0.0, -3, .nan, .infinity, 20_000])
  func sizes(width: Double) {
    #expect(throws: DiagnosticError.self) {
      try CairoBackend.png(Scene(id: "a", width: width, height: 20), scale: 1, fonts: fonts)
    }
  }

  @Test("few colours become a palette of the fewest bits, many stay as they are, and no pixel changes")
  func palettes() throws {
    for (colours, bits, type) in [(2, 1, 3), (4, 2, 3), (16, 4, 3), (200, 8, 3), (700, 8, 2)] {
      let squares = (1..<colours).map { index -> Scene.Node in
        let (x, y) = (Double(index % 40) * 4, Double(index / 40) * 4)
        let corners = [Point(x, y), Point(x + 4, y), Point(x + 4, y + 4), Point(x, y + 4)]
        return .path(Path(polyline: corners, closed: true), fill: Paint(UInt32(index * 997)), stroke: nil)
      }
      let scene = Scene(id: "a", width: 163, height: 81, nodes: squares)
      let bytes = try CairoBackend.png(scene, scale: 1, fonts: fonts)
      let header = try #require(PNGFile(bytes).body("IHDR"))
      #expect(header[8] == bits && header[9] == type, "\(colours) colours")
      let picture = try Raster(bytes)
      for index in 1..<colours {
        #expect(picture.pixel(index % 40 * 4 + 2, index / 40 * 4 + 2) == UInt32(index * 997))
      }
      #expect(picture.pixel(162, 80) == 0xFFFFFF)
    }
  }
}
