import Diagnostics

/// A scene flattened to what a back end does: one shape in one paint at a time, checked, snapped and clipped.
///
/// Back ends differ in how they put ink on paper, never in what they draw.
struct DrawingList {
  /// In order, back to front.
  var items: [Item] = []

  enum Item {
    case begin(Scene.Role)
    case end
    case draw(Operation)
  }

  struct Operation {
    var shape: Shape
    var ink: Ink
    /// The rectangle outside which nothing shows, or nil.
    var clip: Rect?
    /// Set for the pieces of a data point's mark.
    var marker: MarkerPart?
  }

  enum Shape {
    case path(Path)
    case glyphs(ShapedText, TextRun)
  }

  enum Ink {
    case fill(Paint)
    case stroke(Paint, width: Double, dash: [Double], isChrome: Bool)
    /// A rim behind glyphs.
    case halo(width: Double)

    var paint: Paint {
      switch self {
      case .fill(let paint), .stroke(let paint, _, _, _): paint
      case .halo: Paint(0xFFFFFF, token: "paper")
      }
    }
  }

  struct MarkerPart {
    var center: Point
    var tooltip: String?
  }

  /// Flattens a scene for a device of `scale` pixels to a CSS pixel; nil for one without pixels.
  init(_ scene: Scene, scale: Double?, measurer: TextMeasurer) throws(DiagnosticError) {
    let page = Rect(x: 0, y: 0, width: scene.width, height: scene.height)
    var builder = Builder(measurer: measurer, snapping: scale.map(PixelSnapping.init(scale:)), page: page)
    for node in scene.nodes { builder.add(node, clip: nil) }
    if let problem = builder.problems.first {
      throw DiagnosticError(builder.problems.count == 1 ? [problem] : builder.problems)
    }
    items = builder.items
  }
}

private struct Builder {
  let measurer: TextMeasurer
  let snapping: PixelSnapping?
  let page: Rect
  var items: [DrawingList.Item] = []
  var problems: [Diagnostic] = []

  mutating func add(_ node: Scene.Node, clip: Rect?) {
    switch node {
    case .group(let role, let rectangle, let children):
      let inner = rectangle.map { r in clip.map { $0.intersection(r) } ?? r } ?? clip
      items.append(.begin(role))
      for child in children { add(child, clip: inner) }
      items.append(.end)
    case .path(let path, let fill, let stroke): add(path, fill, stroke, clip, marker: nil)
    case .marker(let marker): add(marker, clip)
    case .text(let run): add(run)
    }
  }

  private mutating func add(_ marker: Marker, _ clip: Rect?) {
    guard marker.center.isFinite else { return }
    // On a grid of 1/100 pixel equal marks have equal outlines, which a vector file states once.
    let center = Point((marker.center.x * 100).rounded() / 100, (marker.center.y * 100).rounded() / 100)
    let outline = Path(
      marker.shape.outline(size: marker.size).elements.map {
        $0.map { Point($0.x + center.x, $0.y + center.y) }
      })
    // A mark on the frame is drawn whole; one whose centre is outside is not drawn.
    if let clip, !clip.outset(by: 0.5).contains(center) { return }
    add(
      outline, marker.fill, marker.stroke, clip?.outset(by: marker.size),
      marker: .init(center: center, tooltip: marker.tooltip))
  }

  private mutating func add(
    _ path: Path, _ fill: Paint?, _ stroke: Stroke?, _ clip: Rect?, marker: DrawingList.MarkerPart?
  ) {
    let bounds = (clip ?? page).outset(by: 2 * (stroke?.width ?? 0) + (clip == nil ? 64 : 4))
    if let fill {
      let shape = PathClipping.fill(path, within: bounds)
      append(.init(shape: .path(shape), ink: .fill(fill), clip: clip, marker: marker), shape)
    }
    if let stroke, stroke.width > 0 {
      var (shape, width) = (PathClipping.stroke(path, within: bounds), stroke.width)
      if stroke.isChrome, let snapping {
        shape = snapping.snapped(shape, width: width)
        width = snapping.width(width)
      }
      let ink = DrawingList.Ink.stroke(
        stroke.paint, width: width, dash: stroke.dash.filter { $0.isFinite && $0 >= 0 },
        isChrome: stroke.isChrome)
      append(.init(shape: .path(shape), ink: ink, clip: clip, marker: marker), shape)
    }
  }

  private mutating func append(_ operation: DrawingList.Operation, _ path: Path) {
    guard path.elements.count > 1, operation.ink.paint.opacity > 0 else { return }
    // Nothing to see, and Cairo would leave it out of an SVG.
    if let clip = operation.clip {
      guard clip.width > 0, clip.height > 0 else { return }
    }
    items.append(.draw(operation))
  }

  private mutating func add(_ run: TextRun) {
    let shaped = measurer.shape(run.text, face: run.face)
    if let missing = shaped.missing {
      let codes = missing.unicodeScalars.map { "U+" + hexadecimal($0.value) }.joined(separator: " ")
      problems.append(
        Diagnostic(
          .error, "E0906", "no font has the character \"\(missing)\" (\(codes))",
          notes: ["in the figure's text \"\(run.text)\""]))
      return
    }
    guard run.origin.isFinite, run.size > 0, !shaped.glyphs.isEmpty,
      page.outset(by: 2000).contains(run.origin)
    else { return }
    if run.halo > 0 {
      items.append(.draw(.init(shape: .glyphs(shaped, run), ink: .halo(width: 2 * run.halo), clip: nil)))
    }
    items.append(.draw(.init(shape: .glyphs(shaped, run), ink: .fill(run.paint), clip: nil)))
  }

  private func hexadecimal(_ value: UInt32) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}

extension Rect {
  /// Whether a point is inside or on the edge.
  func contains(_ point: Point) -> Bool { point.x >= x && point.x <= maxX && point.y >= y && point.y <= maxY }
}
