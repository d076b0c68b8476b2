import Diagnostics

/// A scene flattened to what a back end does: one shape in one paint at a time, checked, snapped and clipped.
///
/// Back ends differ in how they put ink on paper, never in what they draw.
struct DrawingList {
  /// In order, back to front.
  let items: [Item]

  enum Item {
    case begin(Scene.Role)
    case end
    case draw(Operation)
    case marks(Marks)
  }

  struct Operation {
    var shape: Shape
    var ink: Ink
    /// The rectangle outside which nothing shows, or nil.
    var clip: Rect?
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

    /// Whether it is the stroke of an axis, a tick, a grid line or a frame.
    var isChrome: Bool { if case .stroke(_, _, _, isChrome: true) = self { true } else { false } }

    /// Nil for a stroke that leaves nothing.
    init?(_ stroke: Stroke?) {
      guard let stroke, stroke.width > 0, stroke.paint.opacity > 0 else { return nil }
      self = .stroke(
        stroke.paint, width: stroke.width, dash: stroke.dash.filter { $0.isFinite && $0 >= 0 },
        isChrome: stroke.isChrome)
    }
  }

  /// Marks of data points that look the same: each filled, then stroked, before the next. No clip cuts them:
  /// a mark whose centre shows is drawn whole.
  struct Marks {
    /// About the origin.
    var outline: Path
    /// On a grid of 1/100 pixel, so that equal marks have equal outlines.
    var centers: [Point]
    /// One a centre, or none.
    var tooltips: [String?]
    var fill: Paint?
    var stroke: Stroke?

    /// The diameter of marks that are circles.
    var circle: Double?
    /// The diameter of circles without a rim: the same dots as a pen leaves that is set down and lifted.
    var dotDiameter: Double? { strokeInk == nil ? circle : nil }
    /// The rim of opaque marks as an area, for pixels.
    var rim: MarkRim?

    var fillInk: Ink? { fill.flatMap { $0.opacity > 0 ? .fill($0) : nil } }
    var strokeInk: Ink? { Ink(stroke) }

    /// Whether marks may stand in one list, but for their centres.
    func looks(like other: Marks) -> Bool {
      fill == other.fill && stroke == other.stroke && outline == other.outline
    }
  }

  /// Flattens a scene for a device of `scale` pixels to a CSS pixel; nil for one without pixels.
  init(_ scene: Scene, scale: Double?, measurer: TextMeasurer) throws(DiagnosticError) {
    let page = Rect(x: 0, y: 0, width: scene.width, height: scene.height)
    var builder = DrawingListBuilder(
      measurer: measurer, snapping: scale.map(PixelSnapping.init(scale:)), page: page)
    for node in scene.nodes { builder.add(node, clip: nil) }
    guard builder.problems.isEmpty else { throw DiagnosticError(builder.problems) }
    items = builder.items
  }

  /// The glyphs of its texts, each once, in order of appearance.
  var letters: [ShapedText.Glyph] {
    var known: Set<SVGBuilder.Letter> = []
    var letters: [ShapedText.Glyph] = []
    for case .draw(let operation) in items {
      guard case .glyphs(let shaped, _) = operation.shape else { continue }
      for glyph in shaped.glyphs where known.insert(.init(glyph)).inserted { letters.append(glyph) }
    }
    return letters
  }
}
