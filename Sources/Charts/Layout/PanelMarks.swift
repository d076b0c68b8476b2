import Drawing

/// The marks of a panel as paths and markers.
extension PanelDrawing {
  /// What lines are cut to: the frame and a little more, so that the clip hides their round ends.
  private var lineFrame: Rect { frame.inset(by: -4) }

  func line(_ line: LineMark, _ occupancy: inout Occupancy) -> [Scene.Node] {
    let parts = Polyline.clip(line.points.map(place), to: lineFrame).map(Polyline.columns)
    guard !parts.isEmpty else { return [] }
    for part in parts { occupancy.add(polyline: part) }
    let paint = line.isExtrapolated ? Ink.lighter(line.series.paint) : line.series.paint
    let dash = line.isExtrapolated ? [3.5, 3] : line.series.dash
    let stroke = Stroke(paint, width: (line.width ?? Ink.line) * profile.weight, dash: dash)
    let elements = parts.flatMap { Path(polyline: Polyline.simplify($0)).elements }
    return [
      .group(
        Scene.Role("line", series: line.series.name), clip: nil,
        [.path(Path(elements), fill: nil, stroke: stroke)])
    ]
  }

  /// The points of a mark as they are drawn.
  struct DrawnPoints {
    var nodes: [Scene.Node] = []
    /// The centres of those that are drawn.
    var centers: [Point] = []
    /// Points inside the axes, drawn or under those that are.
    var visible = 0
  }

  func points(_ mark: PointsMark) -> DrawnPoints {
    var drawn = DrawnPoints()
    let size = mark.size * profile.weight
    // Values colour each mark on its own.
    let isCrowd = mark.points.count > PointsMark.crowd && mark.values.isEmpty
    var cover = isCrowd ? MarkCover(frame, diameter: size) : nil
    for (i, point) in mark.points.enumerated() {
      let center = place(point)
      guard isVisible(center) else { continue }
      drawn.visible += 1
      if cover?.takes(center) == false { continue }
      drawn.centers.append(center)
      let value = i < mark.values.count ? mark.colors?.paint(mark.values[i]) : nil
      let paint = value ?? mark.series.paint
      let fill = mark.isHollow ? nil : paint
      // A pale colour of a map needs a rim to be seen; marks that one sees through darken where they meet.
      let stroke =
        mark.isHollow
        ? Stroke(paint, width: 1.3 * profile.weight)
        : isCrowd || paint.opacity < 1
          ? nil : Stroke(value == nil ? Palette.paper : Palette.muted, width: Ink.markerEdge)
      let marker = Marker(
        mark.series.shape, center: center, size: size, fill: fill, stroke: stroke,
        tooltip: !isCrowd && i < mark.tooltips.count ? mark.tooltips[i] : nil)
      let datum = i < mark.data.count ? mark.data[i] : nil
      drawn.nodes.append(
        .group(Scene.Role("points", series: mark.series.name, datum: datum), clip: nil, [.marker(marker)]))
    }
    return drawn
  }

  /// A band is split where a value is missing.
  func band(_ band: BandMark, _ occupancy: inout Occupancy) -> [Scene.Node] {
    var pieces: [[Int]] = [[]]
    for i in 0..<min(band.x.count, band.lower.count, band.upper.count) {
      let ends = [band.lower[i], band.upper[i]].map { y.position(bounded($0)) }
      if x.position(band.x[i]).isFinite, ends.allSatisfy(\.isFinite) {
        pieces[pieces.count - 1].append(i)
      } else if !(pieces.last ?? []).isEmpty {
        pieces.append([])
      }
    }
    var elements: [Path.Element] = []
    for piece in pieces where piece.count > 1 {
      let upper = piece.map { Point(x.position(band.x[$0]), y.position(bounded(band.upper[$0]))) }
      let lower = piece.map { Point(x.position(band.x[$0]), y.position(bounded(band.lower[$0]))) }
      occupancy.add(polyline: upper, name: Occupancy.edge)
      occupancy.add(polyline: lower, name: Occupancy.edge)
      // The edge of a pale area: a quarter of a pixel is not seen.
      let outline =
        Polyline.simplify(upper, tolerance: 0.2) + Polyline.simplify(lower, tolerance: 0.2).reversed()
      let visible = Polyline.clip(polygon: outline, to: lineFrame)
      if visible.count > 2 { elements += Path(polyline: visible, closed: true).elements }
    }
    guard !elements.isEmpty else { return [] }
    return [
      .group(
        Scene.Role("band", series: band.series.name), clip: nil,
        [.path(Path(elements), fill: Ink.band(band.series.paint), stroke: nil)])
    ]
  }

  /// An end of a band on the scale: below a log axis' zero, and at infinity, it is just outside the frame.
  private func bounded(_ value: Double) -> Double {
    guard !value.isNaN else { return value }
    let (low, high) = (y.value(at: frame.maxY + 8), y.value(at: frame.y - 8))
    return min(max(value, low), high)
  }

  func rule(_ rule: RuleMark, _ occupancy: inout Occupancy) -> [Scene.Node] {
    let points: [Point]
    switch rule.direction {
    case .horizontal:
      let at = y.position(rule.value)
      guard at >= frame.y, at <= frame.maxY else { return [] }
      points = [Point(frame.x, at), Point(frame.maxX, at)]
    case .vertical:
      let at = x.position(rule.value)
      guard at >= frame.x, at <= frame.maxX else { return [] }
      points = [Point(at, frame.y), Point(at, frame.maxY)]
    }
    occupancy.add(polyline: points)
    let stroke = Stroke(rule.paint, width: 1.1 * profile.weight, dash: rule.dash)
    return [
      .group(Scene.Role("annotation"), clip: nil, [.path(Path(polyline: points), fill: nil, stroke: stroke)])
    ]
  }

  func interval(_ mark: IntervalMark, _ occupancy: inout Occupancy) -> [Scene.Node] {
    var elements: [Path.Element] = []
    for (at, ends) in zip(mark.at, zip(mark.lower, mark.upper)) {
      func point(_ along: Double, _ offset: Double) -> Point {
        let p = place(mark.isHorizontal ? Point(along, at) : Point(at, along))
        return mark.isHorizontal ? Point(p.x, p.y + offset) : Point(p.x + offset, p.y)
      }
      var strokes = [[point(ends.0, 0), point(ends.1, 0)]]
      if mark.hasCaps {
        strokes += [[point(ends.0, -3), point(ends.0, 3)], [point(ends.1, -3), point(ends.1, 3)]]
      }
      for stroke in strokes {
        for part in Polyline.clip(stroke, to: lineFrame) {
          occupancy.add(polyline: part)
          elements += Path(polyline: part).elements
        }
      }
    }
    guard !elements.isEmpty else { return [] }
    let stroke = Stroke(mark.series.paint, width: 1.2 * profile.weight)
    return [
      .group(
        Scene.Role("line", series: mark.series.name), clip: nil,
        [.path(Path(elements), fill: nil, stroke: stroke)])
    ]
  }

  /// A level line as it lies on screen, with what it takes to draw it.
  struct ScreenLine {
    let points: [Point]
    let line: ContourMark.Line
    let paint: Paint
    let text: RichText
    /// Ink, or what reads on the colour that the line lies on.
    let textPaint: Paint
  }

  func screenLines() -> [ScreenLine] {
    cell.spec.marks.flatMap { mark -> [ScreenLine] in
      guard case .contours(let contours) = mark else { return [] }
      return contours.lines.flatMap { line in
        Polyline.clip(line.points.map(place), to: frame.inset(by: -1)).map {
          ScreenLine(
            points: $0, line: line, paint: contours.paint,
            text: TickLabels.level(line.level, decimals: contours.decimals),
            textPaint: contours.fill?.colors.textPaint(on: line.level) ?? Palette.ink)
        }
      }
    }
  }

  /// Level lines, their labels in gaps, and the levels that carry none.
  func contours(
    _ lines: [ScreenLine], taken: [TextBox], markers: [(center: Point, radius: Double)]
  ) -> (nodes: [Scene.Node], labels: [Scene.Node], unlabelled: [String]) {
    guard !lines.isEmpty else { return ([], [], []) }
    let size = profile.contourSize
    let placer = ContourLabels(frame: frame, height: size, taken: taken, markers: markers)
    let widths = lines.map { $0.text.width(size: size, measurer: measurer) }
    let placements = placer.placements(
      zip(lines, widths).map {
        ContourLabels.Line(level: $0.line.level, points: $0.points, wantsLabel: $0.line.isMajor, width: $1)
      })
    var nodes: [Scene.Node] = []
    var labels: [Scene.Node] = []
    for (i, screen) in lines.enumerated() {
      let role = Scene.Role("contour", series: screen.text.plainText)
      let lengths = Polyline.lengths(screen.points)
      let total = lengths.last ?? 0
      var parts = [screen.points]
      if let placement = placements[i] {
        let half = widths[i] / 2 + 2.5
        parts = [
          Polyline.part(screen.points, lengths, from: 0, to: placement.middle - half),
          Polyline.part(screen.points, lengths, from: placement.middle + half, to: total),
        ]
        let box = placement.box
        let (u, v) = (-widths[i] / 2, 0.357 * size)
        let origin = Point(
          box.center.x + u * box.cosine - v * box.sine, box.center.y + u * box.sine + v * box.cosine)
        let runs = screen.text.runs(
          at: origin, size: size, paint: screen.textPaint, rotation: placement.degrees, measurer: measurer)
        labels.append(.group(role, clip: nil, runs.map { .text($0) }))
      }
      let isMajor = screen.line.isMajor
      let stroke = Stroke(
        screen.line.isExtrapolated ? Ink.lighter(screen.paint) : screen.paint,
        width: (isMajor ? Ink.contour.major : Ink.contour.minor) * profile.weight,
        dash: screen.line.isExtrapolated ? [3.5, 3] : [])
      let elements = parts.filter { $0.count > 1 }.flatMap { Path(polyline: Polyline.simplify($0)).elements }
      if !elements.isEmpty {
        nodes.append(.group(role, clip: nil, [.path(Path(elements), fill: nil, stroke: stroke)]))
      }
    }
    var unlabelled: [String] = []
    for (i, screen) in lines.enumerated() where screen.line.isMajor {
      let isNamed = lines.indices.contains {
        lines[$0].line.level == screen.line.level && placements[$0] != nil
      }
      let text = lines[i].text.plainText
      if !isNamed, !unlabelled.contains(text) { unlabelled.append(text) }
    }
    return (nodes, labels, unlabelled)
  }
}
