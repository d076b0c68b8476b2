import Drawing

/// The keys of the colours that stand for numbers: a strip with ticks for each scale, in rows over the panels.
struct ColorKey {
  let scales: [ColorScale]
  /// The scales' titles.
  let labels: [RichText]
  /// By scale the values that have its colours.
  let values: [[Double]]
  let width: Double
  let size: Double
  let measurer: TextMeasurer

  private static let width = (strip: 168.0, step: 4.0)
  private static let gap = 8.0

  /// The height of one key: the strip, its ticks, their labels.
  private var pitch: Double {
    stripHeight + 2 * Ink.tick.minor + 2 + 1.5 * size + (isStacked ? 1.5 * size : 0)
  }
  /// As high as the words beside it.
  private var stripHeight: Double { (0.8 * size).rounded() }
  /// The titles' widest, to which the strips are aligned.
  private var indent: Double { labels.map { $0.width(size: size, measurer: measurer) }.max() ?? 0 }
  /// Whether a title stands over its strip: beside it there is no room.
  private var isStacked: Bool { indent + 2 * Self.gap + Self.width.strip + 2 * size > width }
  /// The height of all keys.
  var height: Double { Double(scales.count) * pitch }

  /// Every scale of some panels, once.
  static func scales(of panels: [PanelSpec]) -> [ColorScale] {
    var result: [ColorScale] = []
    for mark in panels.flatMap(\.marks) {
      let scale: ColorScale?
      switch mark {
      case .cells(let cells): scale = cells.colors
      case .contours(let contours): scale = contours.fill?.colors
      case .points(let points): scale = points.values.isEmpty ? nil : points.colors
      default: scale = nil
      }
      if let scale, !result.contains(scale) { result.append(scale) }
    }
    return result
  }

  /// The values of some panels' marks on a scale.
  static func values(of panels: [PanelSpec], on scale: ColorScale) -> [Double] {
    panels.flatMap(\.marks).flatMap { mark -> [Double] in
      switch mark {
      case .cells(let cells) where cells.colors == scale: cells.cells.map(\.value)
      case .points(let points) where points.colors == scale: points.values
      default: []
      }
    }
  }

  /// Titles, strips and ticks with the first key's top at `top`.
  func nodes(top: Double) -> [Scene.Node] {
    scales.indices.flatMap { index -> [Scene.Node] in
      let scale = scales[index]
      let first = (top + Double(index) * pitch + 4).rounded()
      let left = isStacked ? size.rounded() : (indent + 2 * Self.gap).rounded()
      let y = isStacked ? (first + 1.5 * size).rounded() : first
      let baseline = isStacked ? first + 0.8 * size : y + stripHeight / 2 + 0.36 * size
      let text = labels[index].runs(
        at: Point(0, baseline), size: size, paint: Palette.ink, measurer: measurer)
      return [
        .group(Scene.Role("label"), clip: nil, text.map { .text($0) }),
        .group(Scene.Role("key"), clip: nil, strip(scale, x: left, y: y) + data(index, x: left, y: y)),
      ] + ticks(scale, x: left, y: y + stripHeight)
    }
  }

  private func strip(_ scale: ColorScale, x: Double, y: Double) -> [Scene.Node] {
    let count = Int(Self.width.strip / Self.width.step)
    var nodes: [Scene.Node] = (0..<count).map { index in
      let paint = scale.map.paint(at: (Double(index) + 0.5) / Double(count))
      let rect = Rect(
        x: x + Double(index) * Self.width.step, y: y, width: Self.width.step, height: stripHeight)
      return .path(Path(rect), fill: paint, stroke: nil)
    }
    let frame = Rect(x: x, y: y, width: Self.width.strip, height: stripHeight)
    nodes.append(
      .path(Path(frame), fill: nil, stroke: Stroke(Palette.edge, width: Ink.chrome, isChrome: true)))
    return nodes
  }

  /// A short tick over the strip at each value, so that the key shows which of its colours occur.
  private func data(_ index: Int, x: Double, y: Double) -> [Scene.Node] {
    let scale = scales[index]
    let places = Set(values[index].compactMap { scale.place($0) }.map { ($0 * Self.width.strip).rounded() })
    guard !places.isEmpty, places.count <= 60 else { return [] }
    let elements = places.sorted().flatMap { place in
      Path(polyline: [Point(x + place, y - 1), Point(x + place, y - 1 - Ink.tick.minor)]).elements
    }
    return [
      .path(Path(elements), fill: nil, stroke: Stroke(Palette.muted, width: Ink.chrome, isChrome: true))
    ]
  }

  private func ticks(_ scale: ColorScale, x: Double, y: Double) -> [Scene.Node] {
    let axis = AxisSpec(label: scale.label, scale: scale.scale)
    let guide = AxisGuide(
      axis, domain: scale.domain, length: Self.width.strip, isHorizontal: true, size: size, measurer: measurer
    )
    let places = Scale(scale.scale, domain: scale.domain, from: x, to: x + Self.width.strip)
    return guide.ticks.major.enumerated().flatMap { index, value -> [Scene.Node] in
      let at = places.position(value)
      let block = TextBlock([guide.labels[index]], size: size, measurer: measurer)
      let mark = Path(polyline: [Point(at, y), Point(at, y + Ink.tick.minor)])
      return [
        .path(mark, fill: nil, stroke: Stroke(Palette.edge, width: Ink.chrome, isChrome: true)),
        .group(
          Scene.Role("label"), clip: nil,
          block.nodes(x: at, y: y + Ink.tick.minor + 2, .center, paint: Palette.muted)),
      ]
    }
  }
}

extension Path {
  /// The outline of a rectangle.
  init(_ r: Rect) {
    self.init(
      polyline: [Point(r.x, r.y), Point(r.maxX, r.y), Point(r.maxX, r.maxY), Point(r.x, r.maxY)], closed: true
    )
  }
}
