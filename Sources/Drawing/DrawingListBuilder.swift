import Diagnostics

/// Collects the items of a drawing list from the nodes of a scene.
struct DrawingListBuilder {
  let measurer: TextMeasurer
  let snapping: PixelSnapping?
  let page: Rect
  private(set) var items: [DrawingList.Item] = []
  private(set) var problems: [Diagnostic] = []
  /// The group that ended last, while nothing came after it.
  private var ended: Scene.Role?

  init(measurer: TextMeasurer, snapping: PixelSnapping?, page: Rect) {
    (self.measurer, self.snapping, self.page) = (measurer, snapping, page)
  }

  mutating func add(_ node: Scene.Node, clip: Rect?) {
    switch node {
    case .group(let role, let rectangle, let children):
      let inner = rectangle.map { r in clip.map { $0.intersection(r) } ?? r } ?? clip
      begin(role)
      for child in children { add(child, clip: inner) }
      ended = role
      items.append(.end)
    case .path(let path, let fill, let stroke): add(path, fill, stroke, clip)
    case .marker(let marker): add(marker, clip)
    case .text(let run): add(run)
    }
  }

  /// Neighbouring groups that differ in their datum alone are one: back ends do not write it.
  private mutating func begin(_ role: Scene.Role) {
    if let ended, ended.kind == role.kind, ended.series == role.series {
      items.removeLast()
    } else {
      items.append(.begin(role))
    }
    ended = nil
  }

  private mutating func append(_ item: DrawingList.Item) {
    ended = nil
    items.append(item)
  }

  private mutating func add(_ marker: Marker, _ clip: Rect?) {
    guard marker.center.isFinite else { return }
    let center = Point((marker.center.x * 100).rounded() / 100, (marker.center.y * 100).rounded() / 100)
    // A mark on the frame is drawn whole; one whose centre is outside is not drawn.
    guard (clip?.outset(by: 0.5) ?? page.outset(by: 64)).contains(center) else { return }
    var marks = DrawingList.Marks(
      outline: marker.shape.outline(size: marker.size), centers: [center], tooltips: [marker.tooltip],
      fill: marker.fill, stroke: marker.stroke)
    if marker.shape == .circle { marks.circle = marker.size }
    guard marks.fillInk != nil || marks.strokeInk != nil else { return }
    if case .marks(var last)? = items.last, last.looks(like: marks) {
      items.removeLast()
      last.centers.append(center)
      last.tooltips.append(marker.tooltip)
      marks = last
    } else if snapping != nil, let stroke = marker.stroke, marks.strokeInk != nil, stroke.paint.opacity == 1,
      marks.fill == nil || marks.fill?.opacity == 1, !stroke.dash.contains(where: { $0 > 0 })
    {
      marks.rim = MarkRim(marker.shape, size: marker.size, width: stroke.width)
    }
    append(.marks(marks))
  }

  private mutating func add(_ path: Path, _ fill: Paint?, _ stroke: Stroke?, _ clip: Rect?) {
    // Nothing to see, and Cairo would leave it out of an SVG.
    if let clip, clip.width <= 0 || clip.height <= 0 { return }
    let bounds = (clip ?? page).outset(by: 2 * (stroke?.width ?? 0) + (clip == nil ? 64 : 4))
    if let fill, fill.opacity > 0 {
      append(PathClipping.fill(path, within: bounds), .fill(fill), clip)
    }
    guard let ink = DrawingList.Ink(stroke) else { return }
    let shape = PathClipping.stroke(path, within: bounds)
    if case .stroke(let paint, let width, let dash, isChrome: true) = ink, let snapping {
      append(
        snapping.snapped(shape, width: width),
        .stroke(paint, width: snapping.width(width), dash: dash, isChrome: true), clip)
    } else {
      append(shape, ink, clip)
    }
  }

  private mutating func append(_ path: Path, _ ink: DrawingList.Ink, _ clip: Rect?) {
    guard path.elements.count > 1 else { return }
    append(.draw(.init(shape: .path(path), ink: ink, clip: clip)))
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
      append(.draw(.init(shape: .glyphs(shaped, run), ink: .halo(width: 2 * run.halo), clip: nil)))
    }
    append(.draw(.init(shape: .glyphs(shaped, run), ink: .fill(run.paint), clip: nil)))
  }

  private func hexadecimal(_ value: UInt32) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}

extension Rect {
  /// Whether a point is inside or on the edge.
  public func contains(_ point: Point) -> Bool {
    point.x >= x && point.x <= maxX && point.y >= y && point.y <= maxY
  }
}
