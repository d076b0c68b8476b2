import Drawing
import FigureTestSupport
import Foundation
import Testing

/// Whether the three pictures of one scene show the same; librsvg (`rsvg-convert`) draws the two SVGs.
@Suite("PNG and both SVGs agree", .enabled(if: Rasteriser.isInstalled, "rsvg-convert is not installed"))
struct ParityTests {
  enum Writer: CaseIterable {
    case file, page
  }

  @Test("pixel by pixel, within the softness of edges", arguments: Writer.allCases)
  func parity(writer: Writer) throws {
    let fonts = try FontSet.load()
    let scene = SampleScene.make(measurer: try TextMeasurer(fonts: fonts))
    let png = try Raster(CairoBackend.png(scene, scale: 2, fonts: fonts))
    let svg =
      switch writer {
      case .file: String(decoding: try CairoBackend.svg(scene, fonts: fonts), as: UTF8.self)
      // librsvg knows neither variables in attributes nor the page's style sheet.
      case .page:
        try SVGBackend.page(scene, fonts: fonts)
          .replacing(/var\(--[a-z0-9-]+,(#[0-9a-f]{3,6})\)/) { $0.output.1 }
          .replacing("class=\"figure\"", with: "class=\"figure\" font-family=\"Open Sans\"")
          .replacing("<text", with: "<text paint-order=\"stroke\"")
      }
    let other = try Raster(Rasteriser.png(svg, scale: 2))
    #expect(other.width == png.width && other.height == png.height)
    var (different, dark) = (0, 0)
    for y in 0..<png.height {
      for x in 0..<png.width {
        if png.gray(x, y) < 200 { dark += 1 }
        // The nearest of nine: outlines may lie half a pixel apart.
        let nearest =
          (-1...1).flatMap { dy in (-1...1).map { dx in other.gray(x + dx, y + dy) } }
          .map { abs($0 - png.gray(x, y)) }.min() ?? 255
        if nearest > 96 { different += 1 }
      }
    }
    #expect(dark > 1000)
    #expect(different * 200 < dark, "\(different) of \(dark) dark pixels have no counterpart")
  }
}
