import Drawing
import FigureTestSupport
import Testing

@Suite("Rims of marks")
struct MarkRimTests {
  /// What a pen leaves: a stroke that is not quite opaque is drawn by one.
  private static let pen = 0.9999

  @Test("look as if a pen had drawn them", arguments: MarkerShape.allCases, [true, false])
  func asStroked(shape: MarkerShape, isHollow: Bool) throws {
    let fonts = try FontSet.load()
    func draw(_ opacity: Double) throws -> Raster {
      let marks = [(2.0, 0.8), (6.5, 0.8), (7, 1.3), (9.3, 3), (12, 40)].enumerated().map { index, look in
        Scene.Node.marker(
          Marker(
            shape, center: Point(14.37 + 30 * Double(index), 15.61), size: look.0,
            fill: isHollow ? nil : Paint(0xDD785C),
            stroke: Stroke(Paint(0x205080, opacity: opacity), width: look.1)))
      }
      let scene = Scene(id: "f", width: 160, height: 32, nodes: [.group(.init("points"), clip: nil, marks)])
      return try Raster(CairoBackend.png(scene, scale: 2, fonts: fonts))
    }
    let (area, line) = (try draw(1), try draw(Self.pen))
    var (most, inked) = (0, 0)
    for y in 0..<area.height {
      for x in 0..<area.width {
        let (a, b) = (area.pixel(x, y), line.pixel(x, y))
        if b != 0xFFFFFF { inked += 1 }
        for shift: UInt32 in [0, 8, 16] {
          most = max(most, abs(Int(a >> shift & 0xFF) - Int(b >> shift & 0xFF)))
        }
      }
    }
    #expect(inked > 500)
    #expect(most <= 16, "\(most) of 255")
  }
}
