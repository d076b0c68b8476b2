import Drawing

/// The guides of a panel's four sides.
struct PanelGuides {
  var x, y: AxisGuide
  /// Over the panel and right of it, where the panel has such.
  var top, right: AxisGuide?
  /// Names in a column right of the right guide, and whether it has room of its own.
  var column: AxisGuide?
  private(set) var hasColumn = false
  /// The room that the column's title needs.
  private var columnTitle = 0.0

  init(x: AxisGuide, y: AxisGuide) { (self.x, self.y) = (x, y) }

  /// Adds the guides of the other two sides.
  mutating func add(
    _ cell: PanelCell, width: Double, height: Double, hasColumn: Bool, size: Double, titleSize: Double,
    measurer: TextMeasurer
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
    guard let names = cell.spec.right?.column else { return }
    self.hasColumn = hasColumn
    column = guide(SecondAxis(ticks: .named(names.names)), cell.spec.y, cell.yDomain, false)
    // Markup is checked where the chart is arranged.
    let title = (try? RichText(markup: names.label)) ?? RichText(plain: names.label)
    columnTitle = title.width(size: titleSize, measurer: measurer)
  }

  /// Between the labels of the right guide and the column.
  private static let columnGap = 20.0

  /// The room that the right guide needs, its column not counted.
  var labelRoom: Double {
    guard let right else { return 0 }
    let widest = max(right.widest, hasColumn ? 0 : column?.widest ?? 0)
    return Ink.tick.major + PanelAxes.labelGap + widest.rounded(.up) + 1
  }

  /// The room right of the frame.
  var rightRoom: Double {
    guard hasColumn, let column else { return labelRoom }
    return labelRoom + Self.columnGap + max(column.widest, columnTitle).rounded(.up)
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
    return [.group(Scene.Role("axis-right"), clip: nil, nodes + column(factor))]
  }

  /// Names in the column, flush right under its title; where it has no room, under the labels.
  private func column(_ factor: Double) -> [Scene.Node] {
    guard let names = guides.column else { return [] }
    let size = profile.tickSize
    return zip(zip(names.ticks.major, names.widths), names.labels).map { place, label in
      let x =
        guides.hasColumn
        ? frame.maxX + guides.rightRoom - place.1 : frame.maxX + Ink.tick.major + PanelAxes.labelGap
      let origin = Point(x, y.position(place.0 / factor) + 0.357 * size)
      let runs = label.runs(at: origin, size: size, paint: Palette.muted, measurer: measurer)
      return .group(Scene.Role("label"), clip: nil, runs.map { .text($0) })
    }
  }

  /// Maps have a closed frame already.
  private func line(_ from: Point, _ to: Point) -> [Scene.Node] {
    cell.isMap ? [] : [stroke([from, to], Palette.edge)]
  }
}
