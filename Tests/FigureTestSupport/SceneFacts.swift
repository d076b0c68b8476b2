import Drawing
import Foundation

/// What a scene says about itself: frames, text boxes, markers.
public struct SceneFacts: Sendable {
  /// One text, which may be of several runs.
  public struct Label: Sendable {
    /// The role of its group.
    public let kind: String
    /// The characters.
    public let text: String
    /// Corners of its runs.
    public let corners: [Point]
    /// The runs.
    public let runs: [TextRun]
    /// The upright rectangle around it.
    public var box: Rect {
      let (xs, ys) = (corners.map(\.x), corners.map(\.y))
      let (left, top) = (xs.min() ?? 0, ys.min() ?? 0)
      return Rect(x: left, y: top, width: (xs.max() ?? 0) - left, height: (ys.max() ?? 0) - top)
    }
  }

  /// Every text.
  public var labels: [Label] = []
  /// The panels' frames.
  public var frames: [Rect] = []
  /// Every marker.
  public var markers: [Marker] = []
  /// Markers that stand for rows of the data table, with the role that says which.
  public var data: [(role: Scene.Role, marker: Marker)] = []
  /// Rectangles that groups are cut to.
  public var clips: [Rect] = []
  /// Stroked paths by the role of their group.
  public var paths: [(role: Scene.Role, path: Path)] = []
  /// Tick labels by axis.
  public var tickLabels: [(axis: String, labels: [Label])] = []

  /// Reads a scene.
  public init(_ scene: Scene) {
    for node in scene.nodes { visit(node, Scene.Role(""), axis: nil) }
  }

  private mutating func visit(_ node: Scene.Node, _ role: Scene.Role, axis: String?) {
    switch node {
    case .group(let inner, let clip, let children):
      if let clip { clips.append(clip) }
      if inner.kind.hasPrefix("axis-") { tickLabels.append((inner.kind, [])) }
      let runs = children.compactMap { if case .text(let run) = $0 { run } else { nil } }
      if !runs.isEmpty {
        let label = Label(
          kind: inner.kind, text: runs.map(\.text).joined(), corners: runs.flatMap(SceneFacts.corners),
          runs: runs)
        labels.append(label)
        if axis != nil { tickLabels[tickLabels.count - 1].labels.append(label) }
      }
      let next = inner.kind.hasPrefix("axis-") ? inner.kind : axis
      for child in children { visit(child, inner, axis: next) }
    case .path(let path, _, let stroke):
      if role.kind == "frame" {
        let points = SceneFacts.points(path)
        let (xs, ys) = (points.map(\.x), points.map(\.y))
        let (left, top) = (xs.min() ?? 0, ys.min() ?? 0)
        frames.append(Rect(x: left, y: top, width: (xs.max() ?? 0) - left, height: (ys.max() ?? 0) - top))
      } else if stroke != nil {
        paths.append((role, path))
      }
    case .text: break
    case .marker(let marker):
      markers.append(marker)
      if role.datum != nil { data.append((role, marker)) }
    }
  }

  /// The vertices of a path.
  public static func points(_ path: Path) -> [Point] {
    path.elements.compactMap {
      switch $0 {
      case .move(let p), .line(let p): p
      default: nil
      }
    }
  }

  private static func corners(_ run: TextRun) -> [Point] {
    let (s, c) = (sin(run.rotation * .pi / 180), cos(run.rotation * .pi / 180))
    return [(0, -0.74), (run.width / run.size, -0.74), (run.width / run.size, 0.22), (0, 0.22)].map { u, v in
      Point(run.origin.x + run.size * (u * c - v * s), run.origin.y + run.size * (u * s + v * c))
    }
  }

  /// Whether two convex quadrilaterals of single-run labels overlap, else their boxes.
  public static func overlap(_ a: Label, _ b: Label) -> Bool {
    guard a.box.inset(by: 0.3).intersects(b.box.inset(by: 0.3)) else { return false }
    guard a.corners.count == 4, b.corners.count == 4 else { return true }
    for shape in [a.corners, b.corners] {
      for i in 0..<4 {
        let (p, q) = (shape[i], shape[(i + 1) % 4])
        let (nx, ny) = (q.y - p.y, p.x - q.x)
        let mine = a.corners.map { $0.x * nx + $0.y * ny }
        let theirs = b.corners.map { $0.x * nx + $0.y * ny }
        if (mine.max() ?? 0) <= (theirs.min() ?? 0) || (theirs.max() ?? 0) <= (mine.min() ?? 0) {
          return false
        }
      }
    }
    return true
  }
}
