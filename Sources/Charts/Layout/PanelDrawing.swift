import Diagnostics
import Drawing

/// Draws one panel: zones, grid, marks and axes in the order in which they lie over each other.
struct PanelDrawing {
  let cell: PanelCell
  let frame: Rect
  let guides: PanelGuides
  let showsXLabels, showsYLabels: Bool
  let profile: Profile
  let measurer: TextMeasurer
  /// What mistakes in labels are reported against.
  let source: String
  let x, y: Scale

  /// What a panel leaves for the lines under the figure.
  struct Result {
    var nodes: [Scene.Node] = []
    /// Points that lie outside the axes.
    var hiddenPoints = 0
    /// Points of crowds: those that are drawn, and all inside the axes.
    var crowd = (drawn: 0, all: 0)
    /// Words that found no place.
    var homeless: [String] = []
    /// Levels of major lines that carry no label.
    var unlabelled: [String] = []
  }

  init(
    _ cell: PanelCell, frame: Rect, guides: PanelGuides, shows: (x: Bool, y: Bool),
    profile: Profile, measurer: TextMeasurer, source: String
  ) {
    self.cell = cell
    self.frame = frame
    self.guides = guides
    (showsXLabels, showsYLabels) = shows
    self.profile = profile
    self.measurer = measurer
    self.source = source
    x = Scale(cell.spec.x.scale, domain: cell.xDomain, from: frame.x, to: frame.maxX)
    y = Scale(cell.spec.y.scale, domain: cell.yDomain, from: frame.maxY, to: frame.y)
  }

  /// The position of a point of data.
  func place(_ p: Point) -> Point { Point(x.position(p.x), y.position(p.y)) }

  /// Whether a marker's centre may be drawn: inside the frame, with a little for rounding.
  func isVisible(_ p: Point) -> Bool {
    p.x >= frame.x - 0.5 && p.x <= frame.maxX + 0.5 && p.y >= frame.y - 0.5 && p.y <= frame.maxY + 0.5
  }

  /// The panel's nodes, back to front.
  func draw() throws(DiagnosticError) -> Result {
    var result = Result()
    var annotations = Annotations(
      frame: frame, size: profile.contourSize, measurer: measurer,
      occupancy: Occupancy(frame, isAsked: hasWords), markers: Occupancy(frame, isAsked: hasWords))
    var zones: [Scene.Node] = []
    var cellLabels: [Scene.Node] = []
    var clipped: [Scene.Node] = []
    var points: [Scene.Node] = []
    var markers: [(center: Point, radius: Double)] = []

    for mark in cell.spec.marks {
      switch mark {
      case .zone(let zone):
        let rect = zoneRect(zone)
        guard rect.width > 0, rect.height > 0 else { continue }
        zones.append(.path(Path(rect), fill: zone.paint, stroke: nil))
      case .band(let band):
        clipped += self.band(band, &annotations.occupancy)
      case .points(let mark):
        let drawn = self.points(mark)
        points.append(contentsOf: drawn.nodes)
        markers += drawn.centers.map { ($0, mark.size * profile.weight / 2) }
        result.hiddenPoints += mark.points.count - drawn.visible
        if drawn.visible > drawn.centers.count {
          result.crowd.drawn += drawn.centers.count
          result.crowd.all += drawn.visible
        }
      case .bars(let mark): clipped += bars(mark, &annotations.occupancy)
      case .cells(let mark):
        let drawn = cells(mark)
        clipped += drawn.nodes
        cellLabels += drawn.labels
      case .contours(let mark): if let fill = mark.fill { clipped += areas(fill) }
      default: break
      }
    }
    for mark in cell.spec.marks {
      if case .rule(let rule) = mark { clipped += self.rule(rule, &annotations.occupancy) }
    }
    for mark in cell.spec.marks {
      if case .line(let line) = mark { clipped += self.line(line, &annotations.occupancy) }
      if case .interval(let interval) = mark { clipped += self.interval(interval, &annotations.occupancy) }
    }
    for marker in markers {
      let r = marker.radius
      let rect = Rect(x: marker.center.x - r, y: marker.center.y - r, width: 2 * r, height: 2 * r)
      annotations.occupancy.add(rect)
      annotations.markers.add(rect)
    }
    let levels = screenLines()
    for line in levels { annotations.occupancy.add(polyline: line.points) }
    try annotate(&annotations)
    let contours = self.contours(levels, taken: annotations.taken, markers: markers + intervalPlaces)
    clipped += contours.nodes

    if !zones.isEmpty { result.nodes.append(.group(Scene.Role("zone"), clip: nil, zones)) }
    if !cell.isMap { result.nodes.append(grid()) }
    if !clipped.isEmpty { result.nodes.append(.group(Scene.Role("panel"), clip: frame, clipped)) }
    result.nodes += axes() + secondAxes()
    result.nodes += cellLabels
    result.nodes += points
    result.nodes += contours.labels
    result.nodes += annotations.nodes
    result.homeless = annotations.homeless
    result.unlabelled = contours.unlabelled
    return result
  }

  /// Whether there are words to place among the marks.
  private var hasWords: Bool {
    cell.spec.marks.contains { mark in
      switch mark {
      case .zone(let zone): zone.label != nil
      case .rule(let rule): rule.label != nil
      case .note: true
      default: false
      }
    }
  }

  /// Ends and middles of intervals, which the labels of level lines avoid as they do markers.
  private var intervalPlaces: [(center: Point, radius: Double)] {
    cell.spec.marks.flatMap { mark -> [(center: Point, radius: Double)] in
      guard case .interval(let bars) = mark else { return [] }
      return zip(bars.at, zip(bars.lower, bars.upper)).flatMap { at, ends in
        [ends.0, (ends.0 + ends.1) / 2, ends.1].map { along in
          (place(bars.isHorizontal ? Point(along, at) : Point(at, along)), 4)
        }.filter { $0.0.x.isFinite && $0.0.y.isFinite }
      }
    }
  }

  private func annotate(_ annotations: inout Annotations) throws(DiagnosticError) {
    for mark in cell.spec.marks {
      if case .zone(let zone) = mark, let label = zone.label {
        let rect = zoneRect(zone)
        if rect.width > 0, rect.height > 0 {
          annotations.zone(
            try RichText(markup: label, source: source), in: rect, isOptional: zone.isLabelOptional)
        }
      }
    }
    for mark in cell.spec.marks {
      guard case .rule(let rule) = mark, let label = rule.label else { continue }
      let position = rule.direction == .vertical ? x.position(rule.value) : y.position(rule.value)
      let text = try RichText(markup: label, source: source)
      let range = rule.direction == .vertical ? frame.x...frame.maxX : frame.y...frame.maxY
      if position.isFinite, range.contains(position) {
        annotations.rule(text, rule.direction, at: position)
      } else {
        annotations.homeless.append(text.plainText)
      }
    }
    for mark in cell.spec.marks {
      guard case .note(let note) = mark else { continue }
      let text = try RichText(markup: note.text, source: source)
      let point = place(note.at)
      guard isVisible(point) else {
        if !note.isOptional { annotations.homeless.append(text.plainText) }
        continue
      }
      let marker = note.marker.map { shape in
        Scene.Node.marker(
          Marker(
            shape, center: point, size: 8, fill: note.paint,
            stroke: Stroke(Palette.paper, width: Ink.markerEdge)))
      }
      if marker != nil {
        annotations.occupancy.add(Rect(x: point.x - 4, y: point.y - 4, width: 8, height: 8))
      }
      annotations.note(text, at: point, marker: marker, isOptional: note.isOptional)
    }
  }

  /// The visible part of a zone.
  private func zoneRect(_ zone: ZoneMark) -> Rect {
    func end(_ value: Double, _ scale: Scale) -> Double {
      let domain = scale.domain
      return scale.position(min(max(value, domain.lowerBound), domain.upperBound))
    }
    let (left, right) = (end(zone.x.lowerBound, x), end(zone.x.upperBound, x))
    let (bottom, top) = (end(zone.y.lowerBound, y), end(zone.y.upperBound, y))
    return Rect(x: left, y: top, width: right - left, height: bottom - top)
  }
}
