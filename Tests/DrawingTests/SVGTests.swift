import Diagnostics
import Drawing
import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite("SVG")
struct SVGTests {
  let fonts: FontSet
  let measurer: TextMeasurer

  init() throws {
    fonts = try FontSet.load()
    measurer = try TextMeasurer(fonts: fonts)
  }

  func svg(id: String = "fig-sample") throws -> String {
    String(
      decoding: try CairoBackend.svg(SampleScene.make(id: id, measurer: measurer), fonts: fonts),
      as: UTF8.self)
  }

  @Test("is well-formed XML with a role, a title and a description")
  func wellFormed() throws {
    let text = try svg()
    let parser = XMLParser(data: Data(text.utf8))
    #expect(parser.parse(), "\(String(describing: parser.parserError))")
    #expect(
      text.hasPrefix(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-labelledby=\"fig-sample-title fig-sample-desc\""
      ))
    #expect(text.contains("width=\"300\" height=\"200\" viewBox=\"0 0 300 200\""))
    #expect(text.contains("<title id=\"fig-sample-title\">Loss &amp; bits</title>"))
    #expect(text.contains("<desc id=\"fig-sample-desc\">Twelve marks and a wave.</desc>"))
  }

  @Test("ids are unique, begin with the figure's and are all that is referred to")
  func ids() throws {
    let text = try svg(id: "fig-a") + svg(id: "fig-b")
    let ids = text.matches(of: /\sid="([^"]+)"/).map { String($0.output.1) }
    #expect(Set(ids).count == ids.count)
    #expect(ids.allSatisfy { $0.hasPrefix("fig-a-") || $0.hasPrefix("fig-b-") })
    let references = text.matches(of: /(?:href="#|url\(#)([^")]+)/).map { String($0.output.1) }
    #expect(Set(references).isSubset(of: ids))
    #expect(!references.isEmpty)
    #expect(!text.contains("surface"))
  }

  @Test("holds no bitmap and no resource from elsewhere")
  func noBitmap() throws {
    let text = try svg()
    #expect(!text.contains("<image"))
    #expect(!text.contains("xlink"))
    #expect(text.matches(of: /https?:/).count == 1)
  }

  @Test("numbers have at most two decimals, scales of text five")
  func decimals() throws {
    let text = try svg().replacing(/scale\([^)]*\)/, with: "")
    #expect(text.matches(of: /\.\d{3,}/).isEmpty)
    #expect(text.matches(of: /\de[+-]?\d/).isEmpty)
  }

  @Test("colours with a role are variables that a page may set; others are plain")
  func themes() throws {
    let text = try svg()
    #expect(text.contains("fill=\"#dd785c\""))
    #expect(text.contains("fill:var(--bits-3,#dd785c)"))
    #expect(text.contains("stroke:var(--ink,#1a1c1f)"))
    #expect(text.contains("fill=\"#0072b2\" style=\"fill:var(--part-w,#0072b2)\" fill-opacity=\".15\""))
  }

  @Test("groups keep their meaning, empty ones go, marks have one tooltip each")
  func groups() throws {
    let text = try svg()
    #expect(text.contains("<g class=\"points\" data-series=\"3 bits\">"))
    #expect(!text.contains("class=\"empty\""))
    for index in 0..<8 {
      #expect(text.matches(of: try Regex("<title>a &lt; \(index)</title>")).count == 1)
    }
  }

  @Test("equal marks are stated once")
  func sharedShapes() throws {
    let marks = (0..<200).map { index in
      Scene.Node.marker(
        Marker(.circle, center: Point(3 + Double(index) * 1.4371, 20), size: 7, fill: SampleScene.red))
    }
    let scene = Scene(id: "f", width: 300, height: 40, nodes: [.group(.init("points"), clip: nil, marks)])
    let text = String(decoding: try CairoBackend.svg(scene, fonts: fonts), as: UTF8.self)
    #expect(text.matches(of: /<path/).count == 1)
    #expect(text.matches(of: /<use/).count == 200)
    #expect(text.utf8.count < 9000)
  }

  @Test("a letter is one outline at all sizes and rotations")
  func sharedLetters() throws {
    let runs = [8.0, 11.5, 12.5].flatMap { size in
      [0.0, -30, 90].map { rotation in
        Scene.Node.text(
          TextRun(
            "eee", face: .regular, size: size, origin: Point(50, 50), rotation: rotation,
            width: measurer.width("eee", face: .regular, size: size), paint: SampleScene.ink))
      }
    }
    let scene = Scene(id: "f", width: 100, height: 100, nodes: runs)
    let text = String(decoding: try CairoBackend.svg(scene, fonts: fonts), as: UTF8.self)
    #expect(text.matches(of: /<path/).count == 1)
    #expect(text.matches(of: /<use/).count == 27)
  }
}
