import Charts
import Drawing
import Foundation

/// What every picture has to keep, whatever it shows: the points of a reviewer's list that a scene can answer.
public struct SceneRubric: Sendable {
  private let scene: Scene
  private let chart: ChartSpec
  private let profile: Profile
  private let facts: SceneFacts

  /// Takes a scene, the chart that it was laid out from, and the medium.
  public init(_ scene: Scene, of chart: ChartSpec, in profile: Profile) {
    (self.scene, self.chart, self.profile) = (scene, chart, profile)
    facts = SceneFacts(scene)
  }

  /// What is wrong, in words; empty where all points hold.
  public var violations: [String] {
    axesAreNamed + ticks + panels + textsHaveRoom + textsOverData + sizes + coordinates + marks + series
  }

  /// Each axis has a label; every label of the chart is set once at least.
  private var axesAreNamed: [String] {
    chart.panels.flatMap { panel in
      [panel.x.label, panel.y.label].filter { $0.isEmpty }.map { _ in "an axis has no label" }
    }
  }

  /// Three to nine labels (two at least on a short axis), alike, clear of each other, with a real minus and no `e`.
  private var ticks: [String] {
    let policies = chart.panels.flatMap { panel -> [(String, TickPolicy?)] in
      [
        ("axis-x", panel.x.ticks), ("axis-y", panel.y.ticks), ("axis-top", panel.top?.ticks),
        ("axis-right", panel.right?.ticks),
      ]
    }
    let namedAxes = Set(policies.filter { if case .named? = $0.1 { true } else { false } }.map(\.0))
    return facts.tickLabels.filter { !$0.labels.isEmpty }.flatMap { axis, labels -> [String] in
      var wrong: [String] = []
      let named = namedAxes.contains(axis)
      let isHorizontal = axis == "axis-x" || axis == "axis-top"
      let texts = labels.map(\.text)
      // A short axis, or one of long labels, may do with two.
      let extent = labels.map { isHorizontal ? $0.box.width : $0.box.height }.max() ?? 0
      let room = facts.frames.map { isHorizontal ? $0.width : $0.height }.min() ?? 0
      let least = room < 90 || room < 5 * extent ? 2 : 3
      if !named, !(least...9).contains(labels.count) {
        wrong.append("\(axis) has \(labels.count) labels: \(texts)")
      }
      if Set(texts).count < texts.count { wrong.append("\(axis) repeats a label: \(texts)") }
      if !named, texts.contains(where: { $0.contains("-") || $0.contains("e") }) {
        wrong.append("\(axis) has a label for machines: \(texts)")
      }
      let boxes = labels.map(\.box).sorted { isHorizontal ? $0.x < $1.x : $0.y < $1.y }
      for (a, b) in zip(boxes, boxes.dropFirst()) where !named {
        let gap = isHorizontal ? b.x - a.maxX : b.y - a.maxY
        if gap < 0.3 * profile.tickSize { wrong.append("labels of \(axis) stand \(gap) px apart: \(texts)") }
      }
      return wrong
    }
  }

  /// As many frames as panels, of one size but for rows of their own height and columns of their own width, each with one clip at most.
  private var panels: [String] {
    var wrong: [String] = []
    if facts.frames.count != chart.panels.count { wrong.append("\(facts.frames.count) frames") }
    if facts.clips.count > chart.panels.count { wrong.append("\(facts.clips.count) clips") }
    guard let first = facts.frames.first else { return wrong + ["no frame"] }
    let ordered = chart.panels.sorted { ($0.row, $0.column) < ($1.row, $1.column) }
    let isStack = facts.frames.allSatisfy { abs($0.x - first.x) < 0.5 }
    for (place, (frame, panel)) in zip(facts.frames, ordered).enumerated() {
      let row = panel.row < chart.rowShares.count ? chart.rowShares[panel.row] : 1
      let share = isStack && place < chart.stackShares.count ? chart.stackShares[place] : row
      let part = !isStack && panel.column < chart.columnShares.count ? chart.columnShares[panel.column] : 1
      if abs(frame.width - part * first.width) > 1.5 { wrong.append("panels differ in width") }
      let one = chart.rowShares.first.map { first.height / $0 } ?? first.height
      if abs(frame.height - max(24, share * one)) > 2 {
        wrong.append("panels differ in height")
      }
    }
    return wrong
  }

  /// Texts stay on the canvas, off each other and off the frames.
  private var textsHaveRoom: [String] {
    var wrong: [String] = []
    for (index, label) in facts.labels.enumerated() {
      let box = label.box
      if box.x < -0.5 || box.y < -0.5 || box.maxX > scene.width + 0.5 || box.maxY > scene.height + 0.5 {
        wrong.append("\"\(label.text)\" leaves the canvas")
      }
      for other in facts.labels[(index + 1)...] where SceneFacts.overlap(label, other) {
        wrong.append("\"\(label.text)\" over \"\(other.text)\"")
      }
      let inner = box.inset(by: 0.5)
      for frame in facts.frames {
        let isInside =
          inner.x >= frame.x && inner.y >= frame.y && inner.maxX <= frame.maxX && inner.maxY <= frame.maxY
        if !isInside, inner.intersects(frame) { wrong.append("\"\(label.text)\" crosses a frame") }
      }
    }
    return wrong
  }

  /// Text stands over a point only with paper around its letters.
  private var textsOverData: [String] {
    facts.labels.filter { $0.runs.allSatisfy { $0.halo == 0 } }.compactMap { label in
      let isCovered = facts.markers.contains { marker in
        marker.tooltip != nil && label.box.inset(by: -0.3 * marker.size).holds(marker.center)
      }
      return isCovered ? "\"\(label.text)\" stands on a point without a halo" : nil
    }
  }

  /// At most three sizes (scripts aside) and two weights, none too small to read.
  private var sizes: [String] {
    let runs = facts.labels.flatMap(\.runs)
    let least = min(profile.tickSize, profile.titleSize, profile.contourSize)
    let sizes = Set(runs.map(\.size)).filter { $0 >= least }
    var wrong: [String] = []
    if sizes.count > 3 { wrong.append("texts of \(sizes.count) sizes") }
    if runs.contains(where: { $0.size < least * 0.69 }) { wrong.append("a text is too small") }
    return wrong
  }

  /// Everything is finite and near the canvas.
  private var coordinates: [String] {
    let near = Rect(x: 0, y: 0, width: scene.width, height: scene.height).inset(by: -10)
    for (_, path) in facts.paths {
      for p in SceneFacts.points(path) where !near.holds(p) { return ["a vertex at \(p.x), \(p.y)"] }
    }
    return []
  }

  /// No marker's centre leaves its frame.
  private var marks: [String] {
    let drawn = facts.markers.filter { $0.tooltip != nil }
    let outside = drawn.filter { marker in
      !facts.frames.contains { $0.inset(by: -0.6).holds(marker.center) }
    }
    return outside.prefix(1).map { "a point at \($0.center.x), \($0.center.y) lies outside the panels" }
  }

  /// A series that has a name is named somewhere, and once in a row of panels.
  private var series: [String] {
    var names: Set<String> = []
    for mark in chart.panels.flatMap(\.marks) {
      switch mark {
      case .line(let line) where line.isLabelled: names.insert(line.series.name)
      default: break
      }
    }
    names.remove("")
    let texts = facts.labels.map(\.text)
    return names.sorted().compactMap { name in
      let plain = (try? RichText(markup: name))?.plainText.filter { !"_^".contains($0) } ?? name
      return texts.contains { $0.filter { !"_^".contains($0) } == plain }
        ? nil : "series \"\(name)\" has no name"
    }
  }
}

extension Rect {
  fileprivate func holds(_ p: Point) -> Bool { p.x >= x && p.x <= maxX && p.y >= y && p.y <= maxY }
}
