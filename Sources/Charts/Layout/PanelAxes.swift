import Drawing

/// The chrome of a panel: grid, axis lines, ticks and their labels.
extension PanelDrawing {
  /// Pale horizontals at the labelled values.
  func grid() -> Scene.Node {
    let lines: [Scene.Node] = guides.y.ticks.major.compactMap { value in
      if guides.y.headings.contains(value) { return nil }
      let at = y.position(value)
      // The axis line is there already.
      guard at < frame.maxY - 1 else { return nil }
      return stroke([Point(frame.x, at), Point(frame.maxX, at)], Palette.hair)
    }
    return .group(Scene.Role("grid"), clip: nil, lines)
  }

  /// Axis lines, or the whole frame around a map, with ticks outside and their labels.
  func axes() -> [Scene.Node] {
    let bottomLeft = Point(frame.x, frame.maxY)
    let (topLeft, bottomRight) = (Point(frame.x, frame.y), Point(frame.maxX, frame.maxY))
    let outline: Scene.Node =
      cell.isMap
      ? .path(Path(frame), fill: nil, stroke: Stroke(Palette.edge, width: Ink.chrome, isChrome: true))
      : stroke([topLeft, bottomLeft, bottomRight], Palette.edge)
    return [
      .group(Scene.Role("frame"), clip: nil, [outline]),
      .group(Scene.Role("axis-x"), clip: nil, horizontalTicks()),
      .group(Scene.Role("axis-y"), clip: nil, verticalTicks()),
    ]
  }

  private func horizontalTicks() -> [Scene.Node] {
    var nodes = ticks(guides.x.ticks) { value, length in
      let at = x.position(value)
      return [Point(at, frame.maxY), Point(at, frame.maxY + length)]
    }
    guard showsXLabels else { return nodes }
    for (i, value) in guides.x.ticks.major.enumerated() {
      let top = frame.maxY + PanelAxes.labelOffset(profile.tickSize)
      let block = TextBlock([guides.x.labels[i]], size: profile.tickSize, measurer: measurer)
      // One baseline for all labels, raised scripts or not.
      let lift = (guides.x.labels[i].ascent - RichText(plain: "0").ascent) * profile.tickSize
      nodes.append(
        .group(
          Scene.Role("label"), clip: nil,
          block.nodes(x: x.position(value), y: top - lift, .center, paint: Palette.muted)))
    }
    return nodes
  }

  private func verticalTicks() -> [Scene.Node] {
    var marked = guides.y.ticks
    marked.major.removeAll(where: guides.y.headings.contains)
    var nodes = ticks(marked) { value, length in
      let at = y.position(value)
      return [Point(frame.x, at), Point(frame.x - length, at)]
    }
    guard showsYLabels else { return nodes }
    for (i, value) in guides.y.ticks.major.enumerated() {
      let size = profile.tickSize
      let baseline = y.position(value) + 0.357 * size
      let origin = Point(frame.x - Ink.tick.major - PanelAxes.labelGap - guides.y.widths[i], baseline)
      let paint = guides.y.headings.contains(value) ? Palette.ink : Palette.muted
      let runs = guides.y.labels[i].runs(at: origin, size: size, paint: paint, measurer: measurer)
      nodes.append(.group(Scene.Role("label"), clip: nil, runs.map { .text($0) }))
    }
    return nodes
  }

  func ticks(_ ticks: Ticks, _ points: (Double, Double) -> [Point]) -> [Scene.Node] {
    ticks.minor.map { stroke(points($0, Ink.tick.minor), Palette.edge) }
      + ticks.major.map { stroke(points($0, Ink.tick.major), Palette.edge) }
  }

  func stroke(_ points: [Point], _ paint: Paint) -> Scene.Node {
    .path(Path(polyline: points), fill: nil, stroke: Stroke(paint, width: Ink.chrome, isChrome: true))
  }
}

/// Distances between axes and their labels, in CSS pixels.
enum PanelAxes {
  /// Between a tick and its label.
  static let labelGap = 3.0
  /// From the frame to the ascenders of horizontal labels: clear of the lowest label of the other axis, half of which
  /// hangs under the frame.
  static func labelOffset(_ size: Double) -> Double { 0.6 * size }

  /// Room under a frame for labels of this size.
  static func labelRoom(_ size: Double) -> Double { labelOffset(size) + 1.0 * size }
}
