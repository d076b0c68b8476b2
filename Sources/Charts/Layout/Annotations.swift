import Drawing

/// Places words inside a panel: zone labels, rule labels, notes.
///
/// Each tries its positions in a fixed order and takes the one that covers least of what is drawn and no other text.
/// Words for which there is no room go under the figure instead.
struct Annotations {
  let frame: Rect
  let size: Double
  let measurer: TextMeasurer
  var occupancy: Occupancy
  /// Markers alone: words cover a line sooner than a point.
  var markers: Occupancy
  /// Text that is already placed.
  var taken: [TextBox] = []
  var nodes: [Scene.Node] = []
  /// What found no place.
  var homeless: [String] = []

  /// A place for a block: its top left corner and what the place costs by itself.
  private typealias Candidate = (x: Double, y: Double, cost: Double)

  private mutating func place(
    _ options: [(block: TextBlock, candidates: [Candidate])], paint: Paint, most: Double = .infinity
  ) -> (rect: Rect, nodes: [Scene.Node])? {
    let inner = frame.inset(by: 1.5)
    var best: (cost: Double, rect: Rect, block: TextBlock)?
    for (block, candidates) in options {
      for candidate in candidates {
        let rect = Rect(x: candidate.x, y: candidate.y, width: block.width, height: block.height)
        let box = TextBox(rect.inset(by: -2))
        guard rect.x >= inner.x, rect.y >= inner.y, rect.maxX <= inner.maxX, rect.maxY <= inner.maxY,
          !taken.contains(where: box.intersects)
        else { continue }
        // Nothing that it covers makes a place better.
        if candidate.cost >= (best?.cost ?? .infinity) { continue }
        let covered = occupancy.count(in: rect.inset(by: -1))
        let cost = candidate.cost + Double(covered) + 4 * Double(markers.count(in: rect.inset(by: -1)))
        if cost < (best?.cost ?? .infinity) { best = (cost, rect, block) }
      }
    }
    guard let best, best.cost <= most else { return nil }
    taken.append(TextBox(best.rect))
    let isOverLine = occupancy.count(in: best.rect.inset(by: -1), except: Occupancy.edge) > 0
    let halo = isOverLine ? Ink.halo : 0
    return (best.rect, best.block.nodes(x: best.rect.x, y: best.rect.y, paint: paint, halo: halo))
  }

  /// Small words in a corner of a zone, the upper ones first.
  mutating func zone(_ text: RichText, in zone: Rect, isOptional: Bool) {
    let block = TextBlock(text, wrappedTo: max(20, zone.width - 10), size: size, measurer: measurer)
    let (left, right) = (zone.x + 5, zone.maxX - block.width - 5)
    let (top, bottom) = (zone.y + 4, zone.maxY - block.height - 4)
    let candidates: [Candidate] = [
      (left, top, 0), (right, top, 2), (left, bottom, 4), (right, bottom, 6),
      (zone.x + (zone.width - block.width) / 2, top, 8),
    ]
    let fitting = candidates.filter { block.width <= zone.width - 4 || $0.cost == 0 && !isOptional }
    // Optional words may cross a line, and no more.
    let most = isOptional ? 30 : Double.infinity
    if let placed = place([(block, fitting)], paint: Palette.muted, most: most) {
      nodes.append(.group(Scene.Role("zone"), clip: nil, placed.nodes))
    } else if !isOptional {
      homeless.append(text.plainText)
    }
  }

  /// Words along a rule: over or under a horizontal one, beside a vertical one.
  mutating func rule(_ text: RichText, _ direction: RuleMark.Direction, at position: Double) {
    let block = TextBlock(text, wrappedTo: frame.width * 0.7, size: size, measurer: measurer)
    var candidates: [Candidate] = []
    // From the end inwards: the last place that is clear reads best.
    let isHorizontal = direction == .horizontal
    let free = isHorizontal ? frame.width - block.width - 11 : frame.height - block.height - 9
    for step in 0...16 {
      let along = free * Double(step) / 16
      let extra = 0.9 * Double(min(step, 17 - step))
      if isHorizontal {
        let x = frame.maxX - block.width - 5 - along
        candidates += [(x, position - block.height - 3, extra), (x, position + 4, extra + 3)]
      } else {
        let y = frame.y + 4 + along
        candidates += [(position + 5, y, extra), (position - block.width - 5, y, extra + 2)]
      }
    }
    if let placed = place([(block, candidates)], paint: Palette.ink) {
      nodes.append(.group(Scene.Role("annotation"), clip: nil, placed.nodes))
    } else {
      homeless.append(text.plainText)
    }
  }

  /// Words near a point at one of eight positions and three distances; from the second on with a leader.
  mutating func note(
    _ text: RichText, at point: Point, marker: Scene.Node?, isOptional: Bool = false
  ) {
    // A long note may stand on one line or be broken; the flatter form has a small advantage.
    var options: [(block: TextBlock, candidates: [Candidate])] = []
    for (limit, broken) in [(min(230, frame.width * 0.6), 0.0), (min(130, frame.width * 0.36), 5)] {
      let block = TextBlock(text, wrappedTo: max(50, limit), size: size, measurer: measurer)
      var candidates: [Candidate] = []
      let (w, h) = (block.width, block.height)
      for (distance, far) in [(7.0, broken), (16, broken + 14), (30, broken + 30), (48, broken + 48)] {
        let d = distance * 0.75
        candidates += [
          (point.x + d, point.y - d - h, far), (point.x + distance, point.y - h / 2, far + 1),
          (point.x + d, point.y + d, far + 2), (point.x - d - w, point.y - d - h, far + 1),
          (point.x - distance - w, point.y - h / 2, far + 3), (point.x - d - w, point.y + d, far + 3),
          (point.x - w / 2, point.y - distance - h, far + 2), (point.x - w / 2, point.y + distance, far + 3),
        ]
      }
      options.append((block, candidates))
    }
    // Optional words may cross a line, and no more.
    guard let placed = place(options, paint: Palette.ink, most: isOptional ? 40 : .infinity) else {
      if let marker { nodes.append(.group(Scene.Role("annotation"), clip: nil, [marker])) }
      if !isOptional { homeless.append(text.plainText) }
      return
    }
    var group: [Scene.Node] = []
    let nearest = Point(
      min(max(point.x, placed.rect.x), placed.rect.maxX), min(max(point.y, placed.rect.y), placed.rect.maxY))
    let (dx, dy) = (nearest.x - point.x, nearest.y - point.y)
    let distance = (dx * dx + dy * dy).squareRoot()
    if distance > 11 {
      let (from, to) = (5 / distance, (distance - 2) / distance)
      let points = [from, to].map { Point(point.x + dx * $0, point.y + dy * $0) }
      group.append(.path(Path(polyline: points), fill: nil, stroke: Stroke(Palette.muted, width: 0.7)))
    }
    if let marker { group.append(marker) }
    nodes.append(.group(Scene.Role("annotation"), clip: nil, group + placed.nodes))
  }
}
