import Charts
import Drawing
import Foundation
import Testing

/// Surfaces with what is hard: saddles, closed loops, poles, logarithmic axes.
struct Surface: Sendable, CustomTestStringConvertible {
  let name: String
  let x, y: ClosedRange<Double>
  let xScale, yScale: ScaleKind
  let levels: [Double]
  let f: @Sendable (Double, Double) -> Double
  var testDescription: String { name }

  static let all: [Surface] = [
    Surface(name: "plane", x: 0...1, y: 0...1, xScale: .linear, yScale: .linear, levels: [0.3, 0.9, 1.4]) {
      $0 + $1
    },
    Surface(name: "circles", x: -2...2, y: -1.5...1.5, xScale: .linear, yScale: .linear, levels: [0.5, 1, 2])
    {
      $0 * $0 + $1 * $1
    },
    Surface(
      name: "saddle", x: -1...1, y: -1...1, xScale: .linear, yScale: .linear, levels: [-0.2, 0, 0.013, 0.2]
    ) {
      $0 * $1
    },
    Surface(name: "waves", x: 0...6, y: 0...6, xScale: .linear, yScale: .linear, levels: [-0.5, 0.1, 0.7]) {
      sin($0) * cos($1) + 0.1 * $0
    },
    Surface(
      name: "loss", x: 1e4...1e6, y: 1.5...16, xScale: .log, yScale: .linear, levels: [1.4, 1.5, 1.6, 1.8]
    ) {
      1.15 + 13 * pow($0 * pow(1 - exp(0.3 - $1 / 1.6), 3), -0.31)
    },
    Surface(name: "power", x: 1...1e6, y: 1e-3...10, xScale: .log, yScale: .log, levels: [1, 10, 100]) {
      pow($0, 0.5) * pow($1, 1.5)
    },
  ]
}

@Suite struct ContourTests {
  private func trace(_ s: Surface) -> [Contours.Line] {
    Contours.trace(levels: s.levels, x: s.x, y: s.y, xScale: s.xScale, yScale: s.yScale, s.f)
  }

  @Test(arguments: Surface.all) func verticesLieOnTheirLevel(surface: Surface) {
    let lines = trace(surface)
    #expect(Set(lines.map(\.level)) == Set(surface.levels))
    let span = (surface.levels.max() ?? 0) - (surface.levels.min() ?? 0)
    for line in lines {
      for point in line.points {
        #expect(abs(surface.f(point.x, point.y) - line.level) <= 1e-9 * span, "\(line.level) at \(point)")
      }
    }
  }

  /// Of places on a coarse grid, those inside the rings of a level by winding are those above it.
  @Test(arguments: Surface.all) func ringsHoldWhatIsAbove(surface: Surface) {
    let levels = Contours.surface(
      levels: surface.levels, x: surface.x, y: surface.y, xScale: surface.xScale, yScale: surface.yScale,
      surface.f)
    #expect(levels.map(\.level) == surface.levels)
    let (x, y) = (
      Scale(surface.xScale, domain: surface.x, from: 0, to: 23),
      Scale(surface.yScale, domain: surface.y, from: 0, to: 19)
    )
    for level in levels {
      let rings = level.rings.map { $0.map { Point(x.position($0.x), y.position($0.y)) } }
      for i in 0..<23 {
        for j in 0..<19 {
          let place = Point(Double(i) + 0.37, Double(j) + 0.41)
          let value = surface.f(x.value(at: place.x), y.value(at: place.y))
          // A place beside the line may fall on either side of its straight pieces.
          let near = [(-0.02, 0), (0.02, 0), (0, -0.02), (0, 0.02)].contains { dx, dy in
            (surface.f(x.value(at: place.x + dx), y.value(at: place.y + dy)) > level.level)
              != (value > level.level)
          }
          guard !near else { continue }
          #expect((winding(rings, place) != 0) == (value > level.level), "\(level.level) at \(place)")
        }
      }
    }
  }

  /// Without the function, level lines of its values on a fine grid lie within a twentieth of a cell of the true ones.
  @Test(arguments: Surface.all) func valuesOnAGridGiveTheSameLines(surface: Surface) {
    let (columns, rows) = (160, 110)
    let (x, y) = (
      Scale(surface.xScale, domain: surface.x, from: 0, to: Double(columns)),
      Scale(surface.yScale, domain: surface.y, from: 0, to: Double(rows))
    )
    let values = (0...rows).flatMap { j in
      (0...columns).map { i in surface.f(x.value(at: Double(i)), y.value(at: Double(j))) }
    }
    let onGrid = Contours.surface(
      levels: surface.levels, x: surface.x, y: surface.y, xScale: surface.xScale, yScale: surface.yScale,
      values: values, columns: columns)
    let exact = trace(surface)
    #expect(onGrid.flatMap(\.lines).map(\.isClosed) == exact.map(\.isClosed))
    for (level, line) in zip(onGrid, surface.levels).flatMap({ level, value in level.lines.map { (value, $0) }
    }) {
      let exactLines = exact.filter { $0.level == level }.map {
        $0.points.map { Point(x.position($0.x), y.position($0.y)) }
      }
      for point in line.points {
        let place = Point(x.position(point.x), y.position(point.y))
        let nearest =
          exactLines.flatMap { zip($0, $0.dropFirst()) }
          .map { Polyline.distance(place, toSegment: $0, $1) }.min() ?? .infinity
        #expect(nearest < 0.05, "\(level) at \(point)")
      }
    }
  }

  private func winding(_ rings: [[Point]], _ p: Point) -> Int {
    rings.reduce(0) { sum, ring in
      sum
        + ring.indices.reduce(0) { count, i in
          let (a, b) = (ring[i], ring[(i + 1) % ring.count])
          guard (a.y > p.y) != (b.y > p.y), a.x + (b.x - a.x) * (p.y - a.y) / (b.y - a.y) > p.x else {
            return count
          }
          return count + (b.y > a.y ? 1 : -1)
        }
    }
  }

  /// On a panel with cells of 4 px, halfway between vertices the true line is within 0.1 px.
  @Test(arguments: Surface.all) func straightPiecesStayOnTheLevel(surface: Surface) {
    let x = Scale(surface.xScale, domain: surface.x, from: 0, to: 640)
    let y = Scale(surface.yScale, domain: surface.y, from: 440, to: 0)
    func value(_ px: Double, _ py: Double) -> Double { surface.f(x.value(at: px), y.value(at: py)) }
    for line in trace(surface) {
      for (a, b) in zip(line.points, line.points.dropFirst()) {
        let px = (x.position(a.x) + x.position(b.x)) / 2
        let py = (y.position(a.y) + y.position(b.y)) / 2
        guard px > 1, py > 1, px < 639, py < 439 else { continue }
        let h = 1e-3
        let gradient = hypot(
          (value(px + h, py) - value(px - h, py)) / (2 * h), (value(px, py + h) - value(px, py - h)) / (2 * h)
        )
        // Where the surface is flat, at the middle of a saddle, distance has no meaning.
        guard gradient > 1e-5 else { continue }
        let miss = abs(value(px, py) - line.level) / gradient
        // At the crossing of a saddle the level line is not smooth.
        if surface.name == "saddle", hypot(px - 320, py - 220) < 40 { continue }
        #expect(miss <= 0.1, "\(line.level) at \(px), \(py)")
      }
    }
  }

  @Test func loopsClose() {
    let lines = Contours.trace(
      levels: [1], x: -2...2, y: -2...2, xScale: .linear, yScale: .linear, columns: 40, rows: 40
    ) { $0 * $0 + $1 * $1 }
    #expect(lines.count == 1)
    #expect(lines[0].isClosed)
    #expect(lines[0].points.first == lines[0].points.last)
  }

  @Test func theCentreDecidesASaddle() {
    // One cell with high corners at lower left and upper right; the function is high or low between them.
    func f(_ lift: Double) -> (Double, Double) -> Double {
      { x, y in (x - 0.5) * (y - 0.5) + lift * (1 - abs(2 * x - 1)) * (1 - abs(2 * y - 1)) }
    }
    for (lift, joined) in [(0.1, true), (-0.1, false)] {
      let lines = Contours.trace(
        levels: [0.001], x: 0...1, y: 0...1, xScale: .linear, yScale: .linear, columns: 1, rows: 1, f(lift))
      #expect(lines.count == 2)
      for line in lines {
        let low = line.points.first { $0.y == 0 }
        let side = line.points.first { $0.x == (joined ? 1 : 0) }
        if low != nil { #expect(side != nil) }
      }
    }
  }

  @Test func higherValuesLieOnTheLeft() {
    for line in Contours.trace(
      levels: [0.5], x: 0...1, y: 0...1, xScale: .linear, yScale: .linear, { x, _ in x })
    {
      // High on the right side of the panel: the line runs downwards.
      #expect((line.points.first?.y ?? 0) > (line.points.last?.y ?? 0))
    }
  }

  @Test func missingValuesOpenAGap() {
    let lines = Contours.trace(levels: [0.5], x: 0...1, y: 0...1, xScale: .linear, yScale: .linear) { x, y in
      abs(y - 0.5) < 0.1 ? .nan : x
    }
    #expect(lines.count == 2)
    #expect(lines.allSatisfy { $0.points.allSatisfy { $0.x.isFinite && abs($0.y - 0.5) >= 0.09 } })
  }

  /// On a rough surface with holes each edge of the grid that a level crosses, beside a whole cell, has one vertex of its
  /// lines, and no other place has one.
  @Test(arguments: [(1, 1), (5, 3), (17, 40), (64, 9)]) func everyCrossedEdgeHasOneVertex(
    columns: Int, rows: Int
  ) {
    var state: UInt64 = 11
    func random() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) / Double(1 << 53)
    }
    let values = (0..<(columns + 1) * (rows + 1)).map { _ in random() < 0.06 ? Double.nan : random() }
    let levels = [0.7, 0.15, 0.4, 0.99, 1.5, -0.2]
    let (width, height) = (Double(columns), Double(rows))
    let surface = Contours.surface(
      levels: levels, x: 0...width, y: 0...height, xScale: .linear, yScale: .linear, values: values,
      columns: columns)
    #expect(surface.map(\.level) == levels)
    func value(_ i: Int, _ j: Int) -> Double { values[j * (columns + 1) + i] }
    func isWhole(_ i: Int, _ j: Int) -> Bool {
      (0..<columns).contains(i) && (0..<rows).contains(j)
        && [value(i, j), value(i + 1, j), value(i, j + 1), value(i + 1, j + 1)].allSatisfy(\.isFinite)
    }
    for level in surface {
      var expected: Set<Point> = []
      func cross(_ a: (i: Int, j: Int), _ b: (i: Int, j: Int), _ cells: [(Int, Int)]) {
        let (from, to) = (value(a.i, a.j) - level.level, value(b.i, b.j) - level.level)
        guard cells.contains(where: isWhole), (from > 0) != (to > 0) else { return }
        let t = from / (from - to)
        expected.insert(
          rounded(Point(Double(a.i) + t * Double(b.i - a.i), Double(a.j) + t * Double(b.j - a.j))))
      }
      for j in 0...rows {
        for i in 0...columns {
          if i < columns { cross((i, j), (i + 1, j), [(i, j - 1), (i, j)]) }
          if j < rows { cross((i, j), (i, j + 1), [(i - 1, j), (i, j)]) }
        }
      }
      let vertices = level.lines.flatMap { line in
        (line.isClosed ? Array(line.points.dropLast()) : line.points).map(rounded)
      }
      #expect(Set(vertices) == expected, "level \(level.level)")
      #expect(vertices.count == expected.count, "level \(level.level)")
    }
  }

  private func rounded(_ p: Point) -> Point { Point((p.x * 1e6).rounded(), (p.y * 1e6).rounded()) }

  @Test(arguments: [(1.3, 2.1, 12), (0, 1, 8), (2.87, 2.91, 5), (-3, 40, 14), (0.02, 0.9, 1)])
  func niceLevels(min: Double, max: Double, count: Int) {
    let nice = Contours.niceLevels(min: min, max: max, count: count)
    #expect((1...14).contains(nice.levels.count))
    #expect(nice.levels.allSatisfy { $0 >= min && $0 <= max })
    #expect(nice.majors.allSatisfy(nice.levels.contains))
    #expect(nice.levels.count < 5 || nice.majors.count <= nice.levels.count / 2 + 1)
    let power = pow(10, Double(nice.decimals))
    #expect(nice.majors.allSatisfy { abs(($0 * power).rounded() / power - $0) < 1e-9 })
  }

  @Test func noLevelsInAnEmptyRange() {
    #expect(Contours.niceLevels(min: 1, max: 1, count: 5).levels.isEmpty)
    #expect(Contours.niceLevels(min: .nan, max: 1, count: 5).levels.isEmpty)
  }
}
