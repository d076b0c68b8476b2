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

  func page(id: String = "fig-sample", detail: SVGBackend.Detail = .full) throws -> String {
    try SVGBackend.page(SampleScene.make(id: id, measurer: measurer), fonts: fonts, detail: detail)
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
        try Regex(
          "<text[^>]*font-weight=\"600\"[^>]* x=\"150\" y=\"180\" textLength=\"\(tenths)\">AVATAR</text>")))
    #expect(text.contains(/<text[^>]*font-style="italic"[^>]*>N<\/text>/))
    #expect(text.contains(/rotate\(-30 120 100\)[^>]*>1\.25 ∝ √2<\/text>/))
    // The page's style sheet paints rims behind letters.
    #expect(text.contains(/<(text|g)[^>]* stroke="[^"]+" stroke-width="4"/))
    // Where a browser sets letters one by one to reach the width, a rim would cover the letter before.
    #expect(text.contains(/lengthAdjust="spacingAndGlyphs">1\.25/))
    #expect(text.matches(of: /<text/).count == 4 && text.matches(of: /lengthAdjust/).count == 1)
  }

  @Test("runs that follow each other are one text, with variables and scripts inside")
  func lines() throws {
    func run(_ text: String, _ face: FontFace, _ x: Double, y: Double = 30, size: Double = 12) -> Scene.Node {
      .text(
        TextRun(
          text, face: face, size: size, origin: Point(x, y),
          width: measurer.width(text, face: face, size: size),
          paint: SampleScene.ink))
    }
    func end(_ text: String, _ face: FontFace, _ x: Double, size: Double = 12) -> Double {
      x + measurer.width(text, face: face, size: size)
    }
    let (second, third) = (end("Not in ", .regular, 5), end("N", .italic, end("Not in ", .regular, 5)))
    let fourth = end("eff", .regular, third, size: 8.4)
    let nodes = [
      run("Not in ", .regular, 5), run("N", .italic, second), run("eff", .regular, third, y: 32, size: 8.4),
      run(" < 3", .regular, fourth), run("far", .regular, 200),
    ]
    let text = try SVGBackend.page(Scene(id: "f", width: 300, height: 40, nodes: nodes), fonts: fonts)
    #expect(
      text.contains(
        "\">Not in <tspan font-style=\"italic\">N</tspan><tspan font-size=\"8.4\" dy=\"2\">eff</tspan>"
          + "<tspan dy=\"-2\"> &lt; 3</tspan></text>"), "\(text)")
    #expect(text.matches(of: /<text/).count == 2)
    let width = try #require(text.firstMatch(of: /textLength="([^"]+)">Not\sin/)?.output.1)
    #expect(abs((Double(width) ?? 0) - (end(" < 3", .regular, fourth) - 5)) <= 0.05001)
  }

  @Test("marks carry their words once, or none where nobody can point")
  func tooltips() throws {
    #expect(try page().contains("<title>a &lt; 3</title>"))
    let compact = try page(detail: .compact)
    #expect(compact.matches(of: /<title/).count == 1)
    #expect(!compact.contains("class=\"points\"") && !compact.contains("data-series"))
    let places = compact.replacing(/<defs>.*<\/defs>/.dotMatchesNewlines(), with: "")
    #expect(places.matches(of: /\s(?:d|x|y)="[^"]*[.]\d\d/).isEmpty)
  }

  @Test("a picture without a description of its own leads to another")
  func describedBy() throws {
    var scene = SampleScene.make(measurer: measurer)
    scene.summary = ""
    let text = try SVGBackend.page(scene, fonts: fonts, describedBy: "fig-a\"-desc")
    #expect(text.contains("aria-labelledby=\"fig-sample-title\" aria-describedby=\"fig-a&quot;-desc\""))
  }

  @Test("many marks without words are vertices of one path, in their order and at their places")
  func vertices() throws {
    let rim = Stroke(SampleScene.ink, width: 0.5)
    let centers = (0..<60).map { Point(4 + Double(($0 * 37) % 60) * 4.51, 9 + Double($0 % 7)) }
    let marks = centers.map {
      Scene.Node.marker(Marker(.diamond, center: $0, size: 5, fill: SampleScene.red, stroke: rim))
    }
    let text = try SVGBackend.page(Scene(id: "f", width: 300, height: 20, nodes: marks), fonts: fonts)
    #expect(!text.contains("<use") && text.matches(of: /<marker\s/).count == 1)
    let data = try #require(
      text.firstMatch(of: /<path marker-mid="url\(#f-k1\)"[^>]* d="([^"]+)"/)?.output.1)
    // The first and the last are there twice: a mark stands between others.
    let drawn = PathData(String(data)).vertices.dropFirst().dropLast()
    #expect(drawn.count == centers.count)
    for (place, center) in zip(drawn, centers) {
      #expect(abs(place.x - center.x) < 0.006 && abs(place.y - center.y) < 0.006)
    }
  }

  @Test("a smooth line is a few curves that pass through its vertices; a ragged one keeps its corners")
  func curves() throws {
    func data(_ points: [Point], _ detail: SVGBackend.Detail = .full) throws -> String {
      let stroke = Stroke(SampleScene.red, width: 1.5)
      let scene = Scene(
        id: "f", width: 300, height: 120, nodes: [.path(Path(polyline: points), fill: nil, stroke: stroke)])
      let text = try SVGBackend.page(scene, fonts: fonts, detail: detail)
      return String(try #require(text.firstMatch(of: /\sd="([^"]+)"/)?.output.1))
    }
    let smooth = (0...80).map { i -> Point in
      let t = Double(i) / 80
      return Point(10 + 280 * t, 20 + 90 * (1 - t) * (1 - t) * (1 - t) + 30 * t * t * t * t)
    }
    for (detail, near) in [(SVGBackend.Detail.full, 0.06), (.compact, 0.12)] {
      let text = try data(smooth, detail)
      #expect(text.utf8.count < 200, "\(text)")
      let drawn = PathData(text).flattened
      for point in smooth { #expect(PathData.distance(point, to: drawn) < near) }
      for point in drawn { #expect(PathData.distance(point, to: smooth) < 2 * near) }
    }
    let ragged = (0...80).map { Point(10 + Double($0) * 3.5, $0 % 2 == 0 ? 20 : 90) }
    let straight = (0...40).map { Point(10 + Double($0) * 3.5, 20 + Double($0)) }
    #expect(PathData(try data(straight)).vertices.count == 2)
    let text = try data(ragged)
    #expect(!text.contains("c"))
    #expect(PathData(text).vertices.count == ragged.count)
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

  private static func box(_ x: Double, _ paint: Paint) -> Scene.Node {
    let corners = [Point(x, 10), Point(x + 20, 10), Point(x + 20, 30), Point(x, 30)]
    return .path(Path(polyline: corners, closed: true), fill: paint, stroke: nil)
  }

  private func drawing(_ nodes: [Scene.Node]) throws -> String {
    let text = try SVGBackend.page(Scene(id: "f", width: 300, height: 120, nodes: nodes), fonts: fonts)
    return text.replacing(/.*<g fill="none" stroke-linejoin="round">/.dotMatchesNewlines(), with: "")
  }

  @Test("what is painted alike in several panels is one element")
  func alikeInPanels() throws {
    let wash = Paint(0x0072B2, opacity: 0.15, token: "part-w")
    let panels = (0..<4).map { column -> Scene.Node in
      let x = 70 * Double(column)
      let line = Path(polyline: [Point(x + 5, 5), Point(x + 50, 40)])
      return .group(
        .init("panel", series: "\(column)"), clip: nil,
        [
          .group(.init("band"), clip: nil, [Self.box(x + 10, wash)]),
          .group(
            .init("line", series: "a"), clip: nil,
            [.path(line, fill: nil, stroke: Stroke(SampleScene.red, width: 2))]),
          .group(.init("frame"), clip: nil, [.path(line, fill: nil, stroke: SampleScene.chrome(1))]),
        ])
    }
    let text = try drawing(panels)
    #expect(text.matches(of: /<path/).count == 3, "\(text)")
    let data = text.matches(of: /<path[^>]* d="([^"]+)"/).map { String($0.output.1) }
    #expect(data.allSatisfy { $0.matches(of: /[Mm]/).count == 4 })
    #expect(PathData(data[1]).vertices.map(\.x).max() == 260)
  }

  @Test("what lies over another stays over it, and areas that overlap stay apart")
  func order() throws {
    let (red, wash) = (SampleScene.red, Paint(0x0072B2, opacity: 0.5, token: "part-w"))
    // The last box could join the first, were it not for the one between them.
    let covered = try drawing([Self.box(10, red), Self.box(20, wash), Self.box(30, red), Self.box(100, red)])
    let fills = covered.matches(of: /fill="var\(--([a-z0-9-]+)/).map { String($0.output.1) }
    #expect(fills == ["bits-3", "part-w", "bits-3"], "\(covered)")
    let overlapping = try drawing([Self.box(10, wash), Self.box(20, wash), Self.box(60, wash)])
    #expect(overlapping.matches(of: /<path/).count == 2, "\(overlapping)")
    // More pieces than are ordered at once, none of which is lost.
    let many = try drawing((0..<1100).map { Self.box(Double($0 % 7) * 40, $0 % 2 == 0 ? red : wash) })
    #expect(many.matches(of: /[Mm]/).count == 1100, "\(many)")
  }

  @Test("a clip is stated where it cuts")
  func clips() throws {
    let line = Scene.Node.path(
      Path(polyline: [Point(5, 5), Point(50, 40)]), fill: nil, stroke: Stroke(SampleScene.red, width: 2))
    func text(_ clip: Rect) throws -> String {
      let scene = Scene(
        id: "f", width: 300, height: 120, nodes: [.group(.init("line"), clip: clip, [line])])
      return try SVGBackend.page(scene, fonts: fonts)
    }
    #expect(try !text(Rect(x: 0, y: 0, width: 60, height: 60)).contains("clip"))
    #expect(
      try text(Rect(x: 0, y: 0, width: 50, height: 60)).contains(
        "<path class=\"line\" stroke=\"var(--bits-3,#dd785c)\" stroke-width=\"2\" stroke-linecap=\"round\" clip-path=\"url(#f-c1)\""
      ))
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
