/// A picture as a display list: value types only, in CSS pixels with the origin at the top left.
///
/// Everything is laid out before a scene exists. Back ends play it and never measure. Nodes carry what they mean, so
/// that tests, tooltips and descriptions can be made from the scene.
public struct Scene: Sendable, Hashable {
  /// A file-safe identifier; prefixes every id in an SVG.
  public var id: String
  /// Width in CSS pixels (1/96 inch).
  public var width: Double
  /// Height in CSS pixels.
  public var height: Double
  /// A short title (at most 80 characters).
  public var title: String
  /// The long description.
  public var summary: String
  /// What is drawn, back to front.
  public var nodes: [Node]

  /// Makes a scene.
  public init(
    id: String, width: Double, height: Double, title: String = "", summary: String = "", nodes: [Node] = []
  ) {
    self.id = id
    self.width = width
    self.height = height
    self.title = title
    self.summary = summary
    self.nodes = nodes
  }

  /// One element of the list.
  public indirect enum Node: Sendable, Hashable {
    /// Children with a meaning, optionally clipped to a rectangle.
    case group(Role, clip: Rect?, [Node])
    /// A path that is filled, stroked, or both.
    case path(Path, fill: Paint?, stroke: Stroke?)
    /// One run of text in one face, already positioned.
    case text(TextRun)
    /// A marker centred on a point.
    case marker(Marker)
  }

  /// What a group is for.
  public struct Role: Sendable, Hashable {
    /// `frame`, `grid`, `axis-x`, `axis-y`, `axis-top`, `axis-right`, `band`, `line`, `points`, `contour`, `label`, `annotation`, `panel`, `zone`, `title`.
    public var kind: String
    /// The series, level or panel that it belongs to.
    public var series: String?
    /// The row of the figure's data table that it shows.
    public var datum: Int?

    /// Makes a role.
    public init(_ kind: String, series: String? = nil, datum: Int? = nil) {
      self.kind = kind
      self.series = series
      self.datum = datum
    }
  }
}

/// A point in CSS pixels.
public struct Point: Sendable, Hashable, Codable {
  /// From the left.
  public var x: Double
  /// From the top.
  public var y: Double

  /// Makes a point.
  public init(_ x: Double, _ y: Double) {
    self.x = x
    self.y = y
  }
}

/// A rectangle in CSS pixels; y grows downwards.
public struct Rect: Sendable, Hashable {
  /// The top left corner and the lengths of the sides.
  public var x, y, width, height: Double

  /// Makes a rectangle from its top left corner.
  public init(x: Double, y: Double, width: Double, height: Double) {
    (self.x, self.y, self.width, self.height) = (x, y, width, height)
  }

  /// The right edge.
  public var maxX: Double { x + width }
  /// The lower edge.
  public var maxY: Double { y + height }
  /// Whether two rectangles share more than an edge.
  public func intersects(_ other: Rect) -> Bool {
    x < other.maxX && other.x < maxX && y < other.maxY && other.y < maxY
  }
  /// The rectangle moved inwards by `d` on each side.
  public func inset(by d: Double) -> Rect {
    Rect(x: x + d, y: y + d, width: width - 2 * d, height: height - 2 * d)
  }
  /// Which part of the segment between two points lies inside (Liang and Barsky 1984): where it enters and where it
  /// leaves, as shares of the way from `a` to `b`; nil when all of it lies outside.
  public func part(from a: Point, to b: Point) -> (enter: Double, leave: Double)? {
    let (dx, dy) = (b.x - a.x, b.y - a.y)
    var (enter, leave) = (0.0, 1.0)
    for (p, q) in [(-dx, a.x - x), (dx, maxX - a.x), (-dy, a.y - y), (dy, maxY - a.y)] {
      if p == 0 {
        if q < 0 { return nil }
      } else if p < 0 {
        enter = max(enter, q / p)
      } else {
        leave = min(leave, q / p)
      }
    }
    return enter <= leave ? (enter, leave) : nil
  }
}

/// Straight and cubic pieces.
public struct Path: Sendable, Hashable {
  /// One step of the pen.
  public enum Element: Sendable, Hashable {
    /// Lifts the pen and sets it down at a point: a new piece begins.
    case move(Point)
    /// A straight line to a point.
    case line(Point)
    /// A cubic Bézier curve: two control points, then the end.
    case curve(Point, Point, Point)
    /// A straight line to where the piece began.
    case close
  }
  /// The steps.
  public var elements: [Element]

  /// Makes a path.
  public init(_ elements: [Element] = []) { self.elements = elements }

  /// A polyline through points.
  public init(polyline points: [Point], closed: Bool = false) {
    elements = points.enumerated().map { $0.offset == 0 ? .move($0.element) : .line($0.element) }
    if closed, !points.isEmpty { elements.append(.close) }
  }

  /// Every point that the path names, control points included.
  var points: [Point] {
    elements.flatMap { element -> [Point] in
      switch element {
      case .move(let p), .line(let p): [p]
      case .curve(let a, let b, let p): [a, b, p]
      case .close: []
      }
    }
  }
}

/// A colour with a role name, so that a page can swap it for its dark counterpart.
public struct Paint: Sendable, Hashable, Codable {
  /// 0xRRGGBB on light paper.
  public var rgb: UInt32
  /// Opacity from 0 to 1.
  public var opacity: Double
  /// A CSS variable without its dashes (`bits-3`, `ink`, `muted`, `hair`, `edge`, `paper`, `zone`), or nil.
  public var token: String?

  /// Makes a colour.
  public init(_ rgb: UInt32, opacity: Double = 1, token: String? = nil) {
    self.rgb = rgb
    self.opacity = opacity
    self.token = token
  }
}

/// How a path is stroked; caps and joins are round for data, square for chrome.
public struct Stroke: Sendable, Hashable {
  /// The colour.
  public var paint: Paint
  /// Width in CSS pixels.
  public var width: Double
  /// On–off lengths; empty is solid.
  public var dash: [Double]
  /// Axes, ticks, grid and frames: snapped to device pixels by raster back ends, butt caps.
  public var isChrome: Bool

  /// Makes a stroke.
  public init(_ paint: Paint, width: Double, dash: [Double] = [], isChrome: Bool = false) {
    self.paint = paint
    self.width = width
    self.dash = dash
    self.isChrome = isChrome
  }
}

/// Text in one face and size, with its origin on the baseline at the left end.
public struct TextRun: Sendable, Hashable {
  /// The characters, all of which the face has.
  public var text: String
  /// The face.
  public var face: FontFace
  /// Size in CSS pixels.
  public var size: Double
  /// The left end of the baseline, before rotation.
  public var origin: Point
  /// Rotation about `origin` in degrees, clockwise.
  public var rotation: Double
  /// The width as measured; back ends do not measure again.
  public var width: Double
  /// The colour.
  public var paint: Paint
  /// The width of a halo in the paper's colour behind the glyphs; 0 is none.
  public var halo: Double

  /// Makes a run.
  public init(
    _ text: String, face: FontFace, size: Double, origin: Point, rotation: Double = 0, width: Double,
    paint: Paint, halo: Double = 0
  ) {
    self.text = text
    self.face = face
    self.size = size
    self.origin = origin
    self.rotation = rotation
    self.width = width
    self.paint = paint
    self.halo = halo
  }
}

/// The faces of the figures' one family.
public enum FontFace: String, Sendable, Hashable, CaseIterable {
  /// Upright: words and numbers.
  case regular
  /// Italic: variables.
  case italic
  /// Bold: headings of panels.
  case bold
}

/// A data point's mark.
public struct Marker: Sendable, Hashable {
  /// The shape.
  public var shape: MarkerShape
  /// The centre.
  public var center: Point
  /// The diameter of the circle of equal area, in CSS pixels.
  public var size: Double
  /// Fill; nil for a hollow mark.
  public var fill: Paint?
  /// Outline.
  public var stroke: Stroke?
  /// Words for hovering: `14k parameters, 4M tokens, 3 bits: 1.81`.
  public var tooltip: String?

  /// Makes a marker.
  public init(
    _ shape: MarkerShape, center: Point, size: Double, fill: Paint?, stroke: Stroke? = nil,
    tooltip: String? = nil
  ) {
    self.shape = shape
    self.center = center
    self.size = size
    self.fill = fill
    self.stroke = stroke
    self.tooltip = tooltip
  }
}

/// Shapes that stay apart in grey.
public enum MarkerShape: String, Sendable, Hashable, Codable, CaseIterable {
  /// ●
  case circle
  /// ■
  case square
  /// ▲
  case triangleUp
  /// ◆
  case diamond
  /// ▼
  case triangleDown
  /// ＋, filled.
  case plus
  /// ✕, filled.
  case cross
  /// ★
  case star
}
