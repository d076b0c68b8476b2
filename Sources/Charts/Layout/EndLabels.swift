import Drawing

/// Names of series at the ends of their lines, right of a panel.
struct EndLabels {
  /// One name with where it wants to stand.
  struct Entry {
    let traits: SeriesTraits
    let text: RichText
    /// The last visible point of the series' lines.
    let end: Point
    /// The baseline's middle, spread so that names stand clear.
    var y: Double
  }

  var entries: [Entry]
  let frame: Rect
  let size: Double
  let measurer: TextMeasurer

  /// Key, gaps and the room that leaders take.
  static let keyWidth = 13.0
  static let leader = 9.0
  static let gap = 4.0
  /// Lines of names, in parts of the text size.
  static let pitch = 1.32
  /// More names than this are a legend.
  static let most = 7

  /// The room right of the frame for names of these widths.
  static func room(_ widths: [Double]) -> Double {
    widths.isEmpty ? 0 : gap + leader + keyWidth + gap + (widths.max() ?? 0) + 1
  }

  /// Names of a panel's labelled lines, spread; nil when they do not fit or stand too far from their lines.
  init?(
    _ cell: PanelCell, frame: Rect, names: [String], traits: [SeriesTraits], size: Double,
    measurer: TextMeasurer
  ) {
    self.frame = frame
    self.size = size
    self.measurer = measurer
    let x = Scale(cell.spec.x.scale, domain: cell.xDomain, from: frame.x, to: frame.maxX)
    let y = Scale(cell.spec.y.scale, domain: cell.yDomain, from: frame.maxY, to: frame.y)
    entries = []
    for name in names {
      var end: Point?
      for case .line(let line) in cell.spec.marks where line.series.name == name {
        for point in line.points {
          let p = Point(x.position(point.x), y.position(point.y))
          guard p.x.isFinite, p.y.isFinite, p.x <= frame.maxX + 0.5, p.x >= frame.x - 0.5,
            p.y >= frame.y - 0.5, p.y <= frame.maxY + 0.5, p.x > (end?.x ?? -.infinity)
          else { continue }
          end = p
        }
      }
      guard let end, let trait = traits.first(where: { $0.style.name == name }) else { continue }
      entries.append(
        Entry(traits: trait, text: trait.label, end: end, y: end.y))
    }
    guard entries.count <= EndLabels.most else { return nil }
    entries.sort { ($0.end.y, $0.text.plainText) < ($1.end.y, $1.text.plainText) }
    let pitch = EndLabels.pitch * size
    guard Double(entries.count) * pitch <= frame.height + pitch else { return nil }
    let places = LabelSpread.positions(
      entries.map(\.end.y), gap: pitch, within: frame.y...max(frame.y, frame.maxY))
    for i in entries.indices { entries[i].y = places[i] }
    guard entries.allSatisfy({ abs($0.y - $0.end.y) <= 2.6 * pitch }) else { return nil }
  }

  /// Leaders, keys and names.
  func nodes() -> [Scene.Node] {
    entries.map { entry in
      var nodes: [Scene.Node] = []
      let keyStart = frame.maxX + EndLabels.gap + EndLabels.leader
      let isMoved =
        abs(entry.y - entry.end.y) > 0.4 * EndLabels.pitch * size
        || entry.end.x < frame.maxX - max(16, 0.1 * frame.width)
      if isMoved {
        let bend = frame.maxX + EndLabels.gap - 1
        var points = [
          Point(entry.end.x + 2, entry.end.y), Point(bend, entry.end.y), Point(keyStart - 1, entry.y),
        ]
        if points[0].x >= bend { points.removeFirst() }
        nodes.append(
          .path(
            Path(polyline: points), fill: nil,
            stroke: Stroke(Paint(Palette.ink.rgb, opacity: 0.45, token: Palette.ink.token), width: 0.6)))
      }
      nodes += entry.traits.key(from: keyStart, width: EndLabels.keyWidth, y: entry.y)
      nodes += entry.text.runs(
        at: Point(keyStart + EndLabels.keyWidth + EndLabels.gap, entry.y + 0.35 * size), size: size,
        paint: Palette.ink, measurer: measurer
      ).map { .text($0) }
      return .group(Scene.Role("label", series: entry.traits.style.name), clip: nil, nodes)
    }
  }
}

/// Names of series above the panels, in rows.
struct Legend {
  let entries: [SeriesTraits]
  let width: Double
  let size: Double
  let measurer: TextMeasurer

  private static let keyWidth = 20.0
  private static let gap = 5.0
  private static let pitch = 1.6

  /// Places by entry: the left end and the row.
  private var places: [(x: Double, row: Int)] {
    var result: [(Double, Int)] = []
    var (x, row) = (0.0, 0)
    for entry in entries {
      let length = Legend.keyWidth + Legend.gap + entry.label.width(size: size, measurer: measurer)
      if x > 0, x + length > width { (x, row) = (0, row + 1) }
      result.append((x, row))
      x += length + 16
    }
    return result
  }

  /// The height of all rows.
  var height: Double { entries.isEmpty ? 0 : Double((places.last?.row ?? 0) + 1) * Legend.pitch * size }

  /// Keys and names with the first row's top at `origin`.
  func nodes(at origin: Point) -> [Scene.Node] {
    zip(entries, places).map { entry, place in
      let x = origin.x + place.x
      let y = origin.y + (Double(place.row) + 0.5) * Legend.pitch * size
      let text = entry.label.runs(
        at: Point(x + Legend.keyWidth + Legend.gap, y + 0.35 * size), size: size, paint: Palette.ink,
        measurer: measurer)
      return .group(
        Scene.Role("label", series: entry.style.name), clip: nil,
        entry.key(from: x, width: Legend.keyWidth, y: y) + text.map { .text($0) })
    }
  }
}
