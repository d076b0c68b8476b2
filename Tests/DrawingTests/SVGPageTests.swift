import Diagnostics
import Drawing
import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite("The picture inside a page")
struct SVGPageTests {
  let fonts: FontSet
  let measurer: TextMeasurer

  init() throws {
    fonts = try FontSet.load()
    measurer = try TextMeasurer(fonts: fonts)
  }

  func page(id: String = "fig-sample", tooltips: Bool = true) throws -> String {
    try SVGBackend.page(SampleScene.make(id: id, measurer: measurer), fonts: fonts, tooltips: tooltips)
  }

  @Test("is well-formed, named and described, with ids of its own")
  func wellFormed() throws {
    let text = try page()
    let parser = XMLParser(data: Data(text.utf8))
    #expect(parser.parse(), "\(String(describing: parser.parserError))")
    #expect(text.contains("role=\"img\" aria-labelledby=\"fig-sample-title fig-sample-desc\""))
    let ids = text.matches(of: /\sid="([^"]+)"/).map { String($0.output.1) }
    #expect(Set(ids).count == ids.count)
    #expect(ids.allSatisfy { $0.hasPrefix("fig-sample-") })
    let references = text.matches(of: /(?:href="#|url\(#)([^")]+)/).map { String($0.output.1) }
    #expect(!references.isEmpty && Set(references).isSubset(of: ids))
    #expect(!text.contains(" style="))
  }

  @Test("every text of the scene is live, at its place, as wide as measured")
  func liveText() throws {
    let text = try page()
    let width = measurer.width("AVATAR", face: .bold, size: 12)
    let tenths = (width * 10).rounded() / 10
    #expect(
      text.contains(
        "<text x=\"150\" y=\"180\" textLength=\"\(tenths)\" lengthAdjust=\"spacingAndGlyphs\">AVATAR</text>")
        || text.contains(/<text[^>]*font-weight="600"[^>]* x="150" y="180"[^>]*>AVATAR<\/text>/))
    #expect(text.contains(/<text[^>]*font-style="italic"[^>]*>N<\/text>/))
    #expect(text.contains(/rotate\(-30 120 100\)[^>]*>1\.25 ∝ √2<\/text>/))
    // The page's style sheet paints rims behind letters.
    #expect(text.contains(/<(text|g)[^>]* stroke="[^"]+" stroke-width="4"/))
    #expect(text.matches(of: /<text/).count == 4)
  }

  @Test("marks carry their words once, or none where nobody can point")
  func tooltips() throws {
    #expect(try page().contains("<title>a &lt; 3</title>"))
    #expect(try page(tooltips: false).matches(of: /<title/).count == 1)
  }

  @Test("marks of one ink share it")
  func sharedInk() throws {
    let rim = Stroke(SampleScene.ink, width: 0.5)
    let marks = (0..<50).map { index in
      Scene.Node.marker(
        Marker(
          .circle, center: Point(4 + Double(index) * 5, 9), size: 5, fill: SampleScene.red, stroke: rim,
          tooltip: "\(index)"))
    }
    let text = try SVGBackend.page(Scene(id: "f", width: 300, height: 20, nodes: marks), fonts: fonts)
    #expect(text.matches(of: /<use/).count == 50)
    #expect(text.matches(of: /stroke-width="\.5"/).count == 1)
  }

  @Test("colours are variables with the light colour behind them")
  func themes() throws {
    let text = try page()
    #expect(text.contains("stroke=\"var(--ink,#1a1c1f)\""))
    #expect(text.contains("fill=\"var(--part-w,#0072b2)\" fill-opacity=\".15\""))
  }

  @Test("hostile words stay words")
  func hostile() throws {
    let words = "</text><script>alert(1)</script>"
    let scene = Scene(
      id: "f\"><script>", width: 100, height: 40, title: words, summary: words,
      nodes: [
        .group(
          .init("points", series: "\"><script>"), clip: nil,
          [
            .marker(
              Marker(.circle, center: Point(9, 9), size: 5, fill: Paint(0), tooltip: words)),
            .text(TextRun(words, face: .regular, size: 9, origin: Point(1, 20), width: 90, paint: Paint(0))),
          ])
      ])
    let text = try SVGBackend.page(scene, fonts: fonts)
    #expect(!text.contains("<script"))
    #expect(text.matches(of: /alert\(1\)/).count == 4)
  }
}
