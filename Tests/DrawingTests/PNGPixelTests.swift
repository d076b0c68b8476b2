import Drawing
import FigureTestSupport
import Testing

@Suite("Pixels of a PNG")
struct PNGPixelTests {
  /// A picture of squares of one pixel each.
  struct Picture: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var width: Int
    var height: Int
    var color: @Sendable (_ x: Int, _ y: Int) -> UInt32
  }

  static let pictures = [
    // Nothing repeats: literals only, over several blocks.
    Picture(testDescription: "noise", width: 230, height: 230) { mixed($0, $1) & 0xFFFFFF },
    // Rows are longer than the window of a match.
    Picture(testDescription: "long rows", width: 10_000, height: 3) { x, _ in mixed(x / 7, 0) & 0xFFFFFF },
    Picture(testDescription: "one column", width: 1, height: 3000) { _, y in mixed(0, y / 3) & 0xFFFFFF },
    Picture(testDescription: "one pixel", width: 1, height: 1) { _, _ in 0x123456 },
    Picture(testDescription: "one colour", width: 2000, height: 40) { _, _ in 0x123456 },
    // Repeats of one pixel, of pairs, of the row above and of its neighbours.
    Picture(testDescription: "stripes", width: 300, height: 90) { x, y in mixed((x + y) % 17, 0) & 0xFFFFFF },
    // Differences to the row above are small, those to the left are not.
    Picture(testDescription: "slopes", width: 300, height: 300) { x, y in
      mixed((x * 3 + y / 40) % 500, 1) & 0xFFFFFF
    },
    Picture(testDescription: "two colours", width: 77, height: 50) { x, y in
      mixed(x, y) & 1 == 0 ? 0 : 0xFF8040
    },
    Picture(testDescription: "200 colours", width: 77, height: 50) { x, y in mixed(x, y) % 200 },
  ]

  @Test("every pixel comes back as it was drawn", arguments: pictures)
  func lossless(_ picture: Picture) throws {
    var squares: [Scene.Node] = []
    for y in 0..<picture.height {
      var x = 0
      while x < picture.width {
        let color = picture.color(x, y)
        var end = x + 1
        while end < picture.width, picture.color(end, y) == color { end += 1 }
        let (left, right, top) = (Double(x), Double(end), Double(y))
        let corners = [
          Point(left, top), Point(right, top), Point(right, top + 1), Point(left, top + 1),
        ]
        squares.append(.path(Path(polyline: corners, closed: true), fill: Paint(color), stroke: nil))
        x = end
      }
    }
    let scene = Scene(
      id: "a", width: Double(picture.width), height: Double(picture.height), nodes: squares)
    let raster = try Raster(CairoBackend.png(scene, scale: 1, fonts: FontSet.load()))
    #expect(raster.width == picture.width && raster.height == picture.height)
    var wrong = 0
    for y in 0..<picture.height {
      for x in 0..<picture.width where raster.pixel(x, y) != picture.color(x, y) { wrong += 1 }
    }
    #expect(wrong == 0)
  }

  /// A number that two others decide and that looks like chance.
  private static func mixed(_ x: Int, _ y: Int) -> UInt32 {
    var state = UInt64(x) &* 0x9E37_79B9_7F4A_7C15 ^ UInt64(y) &* 0xD1B5_4A32_D192_ED03
    state ^= state >> 29
    state = state &* 0xBF58_476D_1CE4_E5B9
    return UInt32(truncatingIfNeeded: state >> 32)
  }
}
