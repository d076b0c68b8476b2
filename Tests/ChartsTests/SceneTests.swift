import Charts
import Diagnostics
import Drawing
import Foundation
import Testing

/// What a scene says about itself: frames, text boxes, markers.
struct SceneFacts {
  struct Label {
    let kind: String
    let text: String
    let corners: [Point]
    let runs: [TextRun]
    var box: Rect {
      let (xs, ys) = (corners.map(\.x), corners.map(\.y))
      let (left, top) = (xs.min() ?? 0, ys.min() ?? 0)
      return Rect(x: left, y: top, width: (xs.max() ?? 0) - left, height: (ys.max() ?? 0) - top)
    }
  }

  var labels: [Label] = []
  var frames: [Rect] = []
  var markers: [Marker] = []
  var clips: [Rect] = []
  /// Stroked paths by the role of their group.
  var paths: [(role: Scene.Role, path: Path)] = []
  /// Tick labels by axis.
  var tickLabels: [(axis: String, labels: [Label])] = []

  init(_ scene: Scene) {
    for node in scene.nodes { visit(node, Scene.Role(""), axis: nil) }
  }

  private mutating func visit(_ node: Scene.Node, _ role: Scene.Role, axis: String?) {
    switch node {
    case .group(let inner, let clip, let children):
      if let clip { clips.append(clip) }
      if inner.kind.hasPrefix("axis-") { tickLabels.append((inner.kind, [])) }
      let runs = children.compactMap { if case .text(let run) = $0 { run } else { nil } }
      if !runs.isEmpty {
        let label = Label(
          kind: inner.kind, text: runs.map(\.text).joined(), corners: runs.flatMap(SceneFacts.corners),
          runs: runs)
        labels.append(label)
        if axis != nil { tickLabels[tickLabels.count - 1].labels.append(label) }
      }
      let next = inner.kind.hasPrefix("axis-") ? inner.kind : axis
      for child in children { visit(child, inner, axis: next) }
    case .path(let path, _, let stroke):
      if role.kind == "frame" {
        let points = SceneFacts.points(path)
        let (xs, ys) = (points.map(\.x), points.map(\.y))
        let (left, top) = (xs.min() ?? 0, ys.min() ?? 0)
        frames.append(Rect(x: left, y: top, width: (xs.max() ?? 0) - left, height: (ys.max() ?? 0) - top))
      } else if stroke != nil {
        paths.append((role, path))
      }
    case .text: break
    case .marker(let marker): markers.append(marker)
    }
  }

  static func points(_ path: Path) -> [Point] {
    path.elements.compactMap {
      switch $0 {
      case .move(let p), .line(let p): p
      default: nil
      }
    }
  }

  private static func corners(_ run: TextRun) -> [Point] {
    let (s, c) = (sin(run.rotation * .pi / 180), cos(run.rotation * .pi / 180))
    return [(0, -0.74), (run.width / run.size, -0.74), (run.width / run.size, 0.22), (0, 0.22)].map { u, v in
      Point(run.origin.x + run.size * (u * c - v * s), run.origin.y + run.size * (u * s + v * c))
    }
  }

  /// Whether two convex quadrilaterals of single-run labels overlap, else their boxes.
  static func overlap(_ a: Label, _ b: Label) -> Bool {
    guard a.box.inset(by: 0.3).intersects(b.box.inset(by: 0.3)) else { return false }
    guard a.corners.count == 4, b.corners.count == 4 else { return true }
    for shape in [a.corners, b.corners] {
      for i in 0..<4 {
        let (p, q) = (shape[i], shape[(i + 1) % 4])
        let (nx, ny) = (q.y - p.y, p.x - q.x)
        let mine = a.corners.map { $0.x * nx + $0.y * ny }
        let theirs = b.corners.map { $0.x * nx + $0.y * ny }
        if (mine.max() ?? 0) <= (theirs.min() ?? 0) || (theirs.max() ?? 0) <= (mine.min() ?? 0) {
          return false
        }
      }
    }
    return true
  }
}

@Suite struct SceneTests {
  static let measurer = Result { try TextMeasurer(fonts: FontSet.load()) }

  static let cases: [(chart: ChartSpec, profile: Profile)] = SampleCharts.all.flatMap { chart in
    [Profile.web, .narrow, Profile(width: 640, tickSize: 11.5, titleSize: 12.5, contourSize: 11)].map {
      (chart, $0)
    }
  }

  private func facts(_ i: Int) throws -> (scene: Scene, facts: SceneFacts, name: String) {
    let (chart, profile) = SceneTests.cases[i]
    let scene = try chart.layout(profile, measurer: SceneTests.measurer.get())
    return (scene, SceneFacts(scene), "\(chart.id) at \(profile.width)")
  }

  @Test(arguments: cases.indices) func textStaysOnTheCanvas(i: Int) throws {
    let (scene, facts, name) = try facts(i)
    for label in facts.labels {
      let box = label.box
      #expect(
        box.x >= -0.5 && box.y >= -0.5 && box.maxX <= scene.width + 0.5 && box.maxY <= scene.height + 0.5,
        "\(name): \(label.text) \(box)")
    }
  }

  @Test(arguments: cases.indices) func textBoxesDoNotOverlap(i: Int) throws {
    let (_, facts, name) = try facts(i)
    for (k, a) in facts.labels.enumerated() {
      for b in facts.labels[(k + 1)...] {
        #expect(!SceneFacts.overlap(a, b), "\(name): \(a.text) over \(b.text)")
      }
    }
  }

  @Test(arguments: cases.indices) func textDoesNotCrossFrames(i: Int) throws {
    let (_, facts, name) = try facts(i)
    for label in facts.labels {
      for frame in facts.frames {
        let box = label.box.inset(by: 0.5)
        let isInside =
          box.x >= frame.x && box.y >= frame.y && box.maxX <= frame.maxX && box.maxY <= frame.maxY
        #expect(isInside || !box.intersects(frame), "\(name): \(label.text)")
      }
    }
  }

  @Test(arguments: cases.indices) func axesHaveThreeToNineClearLabels(i: Int) throws {
    let (_, facts, name) = try facts(i)
    for (axis, labels) in facts.tickLabels where !labels.isEmpty {
      #expect((3...9).contains(labels.count), "\(name) \(axis): \(labels.map(\.text))")
      #expect(Set(labels.map(\.text)).count == labels.count)
      for label in labels {
        #expect(!label.text.contains("-") && !label.text.contains("e"))
      }
      let boxes = labels.map(\.box).sorted { axis == "axis-x" ? $0.x < $1.x : $0.y < $1.y }
      for (a, b) in zip(boxes, boxes.dropFirst()) {
        let gap = axis == "axis-x" ? b.x - a.maxX : b.y - a.maxY
        #expect(gap >= 0.3 * 11.5, "\(name) \(axis)")
      }
    }
  }

  @Test(arguments: cases.indices) func panelsHaveOneSizeAndOneClip(i: Int) throws {
    let (_, facts, _) = try facts(i)
    let chart = SceneTests.cases[i].chart
    #expect(facts.frames.count == chart.panels.count)
    #expect(facts.clips.count <= chart.panels.count)
    for (frame, panel) in zip(facts.frames, chart.panels) {
      let share = panel.row < chart.rowShares.count ? chart.rowShares[panel.row] : 1
      #expect(
        abs(frame.width - facts.frames[0].width) < 0.5
          && abs(frame.height - (share * facts.frames[0].height).rounded()) < 0.5)
    }
  }

  @Test(arguments: cases.indices) func coordinatesAreFiniteAndNearTheCanvas(i: Int) throws {
    let (scene, facts, _) = try facts(i)
    for (_, path) in facts.paths {
      for p in SceneFacts.points(path) {
        #expect(p.x > -10 && p.x < scene.width + 10 && p.y > -10 && p.y < scene.height + 10)
      }
    }
  }

  @Test(arguments: cases.indices) func sizesAndFacesAreFew(i: Int) throws {
    let (_, facts, _) = try facts(i)
    let runs = facts.labels.flatMap(\.runs)
    // Scripts are seven tenths of the line that they belong to.
    let sizes = Set(runs.map(\.size)).filter { $0 >= 11 }
    #expect(sizes.count <= 3)
    #expect(runs.allSatisfy { $0.size >= 11 * 0.7 })
  }

  @Test func markersAreWholeAndEachPointIsDrawn() throws {
    let facts = try facts(0).facts
    let wanted = SampleCharts.quantisation.panels.flatMap(\.marks).reduce(0) { sum, mark in
      if case .points(let points) = mark { sum + points.points.count } else { sum }
    }
    let keys = 3
    #expect(facts.markers.count == wanted + keys)
    #expect(facts.markers.filter { $0.fill == nil }.count == 12)
    #expect(facts.markers.filter { $0.tooltip != nil }.count == wanted - 12)
  }

  @Test func seriesAreNamedOnceAtTheLastPanel() throws {
    let facts = try facts(0).facts
    for name in ["2 bits", "3 bits", "4 bits", "16 bits"] {
      let named = facts.labels.filter { $0.text == name }
      #expect(named.count == 1)
      #expect((named.first?.box.x ?? 0) > (facts.frames.map(\.maxX).max() ?? 0))
    }
    // The order of names is the order of line ends: fewer bits lose more.
    let order = facts.labels.filter { $0.text.hasSuffix("bits") }.sorted { $0.box.y < $1.box.y }.map(\.text)
    #expect(order == ["2 bits", "3 bits", "4 bits", "16 bits"])
  }

  @Test func sharedTitlesAreSetOnce() throws {
    let facts = try facts(0).facts
    #expect(facts.labels.filter { $0.text.hasPrefix("Loss after") }.count == 1)
    #expect(facts.labels.filter { $0.text.hasPrefix("Training tokens") }.count == 1)
    #expect(facts.tickLabels.filter { $0.axis == "axis-y" && !$0.labels.isEmpty }.count == 1)
    #expect(facts.labels.filter { $0.text.hasPrefix("b") && $0.runs[0].face == .bold }.count == 1)
  }

  @Test func manySeriesAreALegendAboveThePanel() throws {
    let index = SceneTests.cases.firstIndex { $0.chart.id == "fig-legend" } ?? 0
    let facts = try facts(index).facts
    let names = facts.labels.filter { $0.text.hasPrefix("Run ") }
    #expect(names.count == 9)
    #expect(names.allSatisfy { $0.box.maxY < facts.frames[0].y })
    #expect(names.first?.text == "Run 9")
  }

  @Test(arguments: cases.indices.filter { cases[$0].chart.id == "fig-isoloss" })
  func levelLabelsStandInGapsUpright(i: Int) throws {
    let (_, facts, name) = try facts(i)
    let labels = facts.labels.filter { $0.kind == "contour" }
    #expect(labels.count >= 3, "\(name)")
    for label in labels {
      #expect(abs(label.runs[0].rotation) <= 90)
      #expect(Double(label.text) != nil)
      for (role, path) in facts.paths where role.kind == "contour" && role.series == label.text {
        for p in SceneFacts.points(path) {
          // The line keeps clear of its own label by 2.5 px, less what a bend takes.
          let c = Point(label.corners.reduce(0) { $0 + $1.x } / 4, label.corners.reduce(0) { $0 + $1.y } / 4)
          #expect(hypot(p.x - c.x, p.y - c.y) > label.runs[0].width / 2 + 0.5, "\(name): \(label.text)")
        }
      }
    }
  }

  @Test func layoutIsAPureFunction() throws {
    #expect(try facts(0).scene == facts(0).scene)
  }
}

@Suite struct LayoutErrorTests {
  private func code(_ chart: ChartSpec) throws -> String? {
    let measurer = try SceneTests.measurer.get()
    do {
      _ = try chart.layout(.web, measurer: measurer)
      return nil
    } catch {
      return error.diagnostics.first?.code
    }
  }

  @Test func mistakesAreNamed() throws {
    let axis = AxisSpec(label: "x")
    let series = SeriesStyle(name: "a", paint: Palette.ink)
    let mark = Mark.points(PointsMark(series: series, points: [Point(1, 1)]))
    #expect(try code(ChartSpec(id: "f", panels: [])) == "E0703")
    #expect(try code(ChartSpec(id: "f", panels: [PanelSpec(x: axis, y: axis, marks: [])])) == "E0701")
    let log = AxisSpec(label: "x", scale: .log, domain: 0...1)
    #expect(try code(ChartSpec(id: "f", panels: [PanelSpec(x: log, y: axis, marks: [mark])])) == "E0702")
    let panel = PanelSpec(x: axis, y: axis, marks: [mark])
    #expect(try code(ChartSpec(id: "f", panels: [panel, panel])) == "E0704")
    #expect(try code(ChartSpec(id: "f", panels: [panel])) == nil)
    let bad = PanelSpec(x: AxisSpec(label: "$\\nosuchthing$"), y: axis, marks: [mark])
    #expect(try code(ChartSpec(id: "f", panels: [bad]))?.hasPrefix("E06") == true)
  }

  @Test func pointsOutsideTheAxesAreCounted() throws {
    let axis = AxisSpec(label: "x", domain: 0...1)
    let series = SeriesStyle(name: "a", paint: Palette.ink)
    let points = [Point(0.5, 0.5), Point(2, 0.5), Point(0.5, .nan)]
    let chart = ChartSpec(
      id: "f",
      panels: [PanelSpec(x: axis, y: axis, marks: [.points(PointsMark(series: series, points: points))])])
    let facts = SceneFacts(try chart.layout(.web, measurer: SceneTests.measurer.get()))
    #expect(facts.markers.count == 1)
    #expect(facts.labels.contains { $0.text == "Outside the axes: 2 points." })
  }
}
