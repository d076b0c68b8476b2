import Drawing

/// Bars and heat maps of a panel.
extension PanelDrawing {
  /// Bars, cut to the frame. Their sides lie on whole pixels, so that touching bars leave no seam; their ends do not
  /// move.
  func bars(_ mark: BarsMark, _ occupancy: inout Occupancy) -> [Scene.Node] {
    let (along, across) = mark.isHorizontal ? (y, x) : (x, y)
    let rects = mark.bars.compactMap { bar -> (Rect, String?)? in
      let sides = [along.position(bar.sides.lowerBound), along.position(bar.sides.upperBound)]
        .map { $0.rounded() }.sorted()
      // A log scale has no 0: its bars begin at the frame.
      let base = across.kind == .log ? across.domain.lowerBound : 0
      let ends = [across.position(base), across.position(bar.value)].sorted()
      guard sides.allSatisfy(\.isFinite), ends.allSatisfy(\.isFinite) else { return nil }
      let rect =
        mark.isHorizontal
        ? Rect(x: ends[0], y: sides[0], width: ends[1] - ends[0], height: sides[1] - sides[0])
        : Rect(x: sides[0], y: ends[0], width: sides[1] - sides[0], height: ends[1] - ends[0])
      let visible = rect.intersection(frame)
      guard visible.width > 0, visible.height > 0 else { return nil }
      return (visible, bar.tooltip)
    }
    guard !rects.isEmpty else { return [] }
    for (rect, _) in rects { occupancy.add(rect) }
    let rim = Stroke(Palette.paper, width: 1, isChrome: true)
    return [
      .group(
        Scene.Role("bars", series: mark.series.name), clip: nil,
        rects.map { .path(Path($0.0), fill: mark.series.paint, stroke: rim) })
    ]
  }

  /// The areas between level lines, each over those below it.
  func areas(_ fill: ContourMark.Fill) -> [Scene.Node] {
    let nodes = fill.areas.compactMap { area -> Scene.Node? in
      guard let paint = fill.colors.paint(area.value) else { return nil }
      let elements = area.rings.flatMap { ring -> [Path.Element] in
        let visible = Polyline.clip(polygon: Polyline.simplify(ring.map(place)), to: frame)
        return visible.count < 3 ? [] : Path(polyline: visible, closed: true).elements
      }
      return elements.isEmpty ? nil : .path(Path(elements), fill: paint, stroke: nil)
    }
    return nodes.isEmpty ? [] : [.group(Scene.Role("cells"), clip: nil, nodes)]
  }

  /// Cells on whole pixels, with their numbers where there is room.
  func cells(_ mark: CellsMark) -> (nodes: [Scene.Node], labels: [Scene.Node]) {
    var nodes: [Scene.Node] = []
    var labels: [Scene.Node] = []
    for cell in mark.cells {
      guard let paint = mark.colors.paint(cell.value) else { continue }
      let xs = [x.position(cell.x.lowerBound), x.position(cell.x.upperBound)].map { $0.rounded() }.sorted()
      let ys = [y.position(cell.y.lowerBound), y.position(cell.y.upperBound)].map { $0.rounded() }.sorted()
      guard xs.allSatisfy(\.isFinite), ys.allSatisfy(\.isFinite) else { continue }
      let rect = Rect(x: xs[0], y: ys[0], width: xs[1] - xs[0], height: ys[1] - ys[0]).intersection(frame)
      guard rect.width > 0, rect.height > 0 else { continue }
      nodes.append(.path(Path(rect), fill: paint, stroke: nil))
      guard let words = cell.text else { continue }
      let size = profile.contourSize
      let text = TextBlock([RichText(plain: words)], size: size, measurer: measurer)
      guard text.width <= rect.width - 4, text.height <= rect.height - 2 else { continue }
      labels.append(
        .group(
          Scene.Role("label"), clip: nil,
          text.nodes(
            x: rect.x + rect.width / 2, y: rect.y + (rect.height - text.height) / 2, .center,
            paint: mark.colors.textPaint(on: cell.value))))
    }
    guard !nodes.isEmpty else { return ([], []) }
    return ([.group(Scene.Role("cells"), clip: nil, nodes)], labels)
  }
}
