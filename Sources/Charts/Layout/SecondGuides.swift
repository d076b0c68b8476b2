import Drawing

/// The guides of a panel's four sides.
struct PanelGuides {
  var x, y: AxisGuide
  /// Over the panel and right of it, where the panel has such.
  var top, right: AxisGuide?

  init(x: AxisGuide, y: AxisGuide) { (self.x, self.y) = (x, y) }

  /// Adds the guides of the other two sides.
  mutating func add(
    _ cell: PanelCell, width: Double, height: Double, size: Double, measurer: TextMeasurer
  ) {
    func guide(_ second: SecondAxis?, _ axis: AxisSpec, _ domain: ClosedRange<Double>, _ isHorizontal: Bool)
      -> AxisGuide?
    {
      guard let second, second.factor > 0 else { return nil }
      return AxisGuide(
        AxisSpec(label: second.label, scale: axis.scale, ticks: second.ticks, format: second.format),
        domain: domain.lowerBound * second.factor...domain.upperBound * second.factor,
        length: isHorizontal ? width : height, isHorizontal: isHorizontal, size: size, measurer: measurer,
        unit: second.unit)
    }
    top = guide(cell.spec.top, cell.spec.x, cell.xDomain, true)
    right = guide(cell.spec.right, cell.spec.y, cell.yDomain, false)
  }

  /// The room that the right guide needs.
  var rightRoom: Double {
    right.map { Ink.tick.major + PanelAxes.labelGap + $0.widest.rounded(.up) + 1 } ?? 0
  }
}

extension PanelDrawing {
  /// Axis lines, ticks and labels over the panel and right of it.
  func secondAxes() -> [Scene.Node] { top() + right() }

  private func top() -> [Scene.Node] {
    guard let guide = guides.top, let factor = cell.spec.top?.factor else { return [] }
    var nodes = line(Point(frame.x, frame.y), Point(frame.maxX, frame.y))
    nodes += ticks(guide.ticks) { value, length in
      let at = x.position(value / factor)
      return [Point(at, frame.y), Point(at, frame.y - length)]
    }
    for (value, label) in zip(guide.ticks.major, guide.labels) {
      let block = TextBlock([label], size: profile.tickSize, measurer: measurer)
      let y = frame.y - PanelAxes.labelOffset(profile.tickSize) - block.height + 0.2 * profile.tickSize
      nodes.append(
        .group(
          Scene.Role("label"), clip: nil,
          block.nodes(x: x.position(value / factor), y: y, .center, paint: Palette.muted)))
    }
    return [.group(Scene.Role("axis-top"), clip: nil, nodes)]
  }

  private func right() -> [Scene.Node] {
    guard let guide = guides.right, let factor = cell.spec.right?.factor else { return [] }
    var nodes = line(Point(frame.maxX, frame.y), Point(frame.maxX, frame.maxY))
    nodes += ticks(guide.ticks) { value, length in
      let at = y.position(value / factor)
      return [Point(frame.maxX, at), Point(frame.maxX + length, at)]
    }
    for (value, label) in zip(guide.ticks.major, guide.labels) {
      let size = profile.tickSize
      let origin = Point(
        frame.maxX + Ink.tick.major + PanelAxes.labelGap, y.position(value / factor) + 0.357 * size)
      let runs = label.runs(at: origin, size: size, paint: Palette.muted, measurer: measurer)
      nodes.append(.group(Scene.Role("label"), clip: nil, runs.map { .text($0) }))
    }
    return [.group(Scene.Role("axis-right"), clip: nil, nodes)]
  }

  /// Maps have a closed frame already.
  private func line(_ from: Point, _ to: Point) -> [Scene.Node] {
    cell.isMap ? [] : [stroke([from, to], Palette.edge)]
  }
}
