import Charts
import Drawing
import Foundation
import Testing

@Suite struct LabelSpreadTests {
  @Test func poolsAdjacentViolators() {
    #expect(LabelSpread.positions([10, 11, 12, 40, 41], gap: 9) == [2, 11, 20, 36, 45])
  }

  @Test func leavesClearLabelsAlone() {
    #expect(LabelSpread.positions([0, 20, 50], gap: 9) == [0, 20, 50])
    #expect(LabelSpread.positions([], gap: 9).isEmpty)
  }

  @Test func staysInBounds() {
    #expect(LabelSpread.positions([10, 11, 12, 40, 41], gap: 9, within: 5...50) == [5, 14, 23, 36, 45])
    for i in 0..<200 {
      let targets = (0..<6).map { 50 + 50 * sin(Double(i * 6 + $0) * 2.3) }.sorted()
      let places = LabelSpread.positions(targets, gap: 12, within: 0...100)
      #expect(zip(places, places.dropFirst()).allSatisfy { $1 - $0 >= 12 - 1e-9 })
      #expect((places.first ?? 0) >= -1e-9 && (places.last ?? 0) <= 100 + 1e-9)
    }
  }
}

@Suite struct PolylineTests {
  private let frame = Rect(x: 0, y: 0, width: 10, height: 10)

  @Test func clipsToTheFrame() {
    let parts = Polyline.clip(
      [Point(-5, 5), Point(15, 5), Point(15, -5), Point(5, -5), Point(5, 5)], to: frame)
    #expect(parts == [[Point(0, 5), Point(10, 5)], [Point(5, 0), Point(5, 5)]])
  }

  @Test func splitsAtMissingValues() {
    let points = [Point(1, 1), Point(2, 2), Point(.nan, 3), Point(4, 4), Point(5, 5), Point(6, .infinity)]
    #expect(Polyline.clip(points, to: frame) == [[Point(1, 1), Point(2, 2)], [Point(4, 4), Point(5, 5)]])
  }

  @Test func clipsPolygons() {
    let big = [Point(-5, -5), Point(15, -5), Point(15, 15), Point(-5, 15)]
    let clipped = Polyline.clip(polygon: big, to: frame)
    #expect(Set(clipped) == [Point(0, 0), Point(10, 0), Point(10, 10), Point(0, 10)])
    #expect(Polyline.clip(polygon: [Point(20, 20), Point(30, 20), Point(30, 30)], to: frame).isEmpty)
  }

  @Test func simplifiesWithinTolerance() {
    let points = (0...2000).map { Point(Double($0) / 4, 80 * sin(Double($0) / 150)) }
    let simple = Polyline.simplify(points, tolerance: 0.05)
    #expect(simple.count < 200)
    #expect(simple.first == points.first && simple.last == points.last)
    for point in points {
      let distance =
        zip(simple, simple.dropFirst()).map { Polyline.distance(point, toSegment: $0, $1) }.min() ?? 1
      #expect(distance <= 0.05 + 1e-9)
    }
  }
}

@Suite struct ScaleTests {
  @Test(arguments: [ScaleKind.linear, .log]) func positionsInvert(kind: ScaleKind) {
    let scale = Scale(kind, domain: 2...5000, from: 300, to: 10)
    for value in [2.0, 3.3, 170, 5000] {
      #expect(abs(scale.value(at: scale.position(value)) / value - 1) < 1e-12)
    }
    #expect(scale.position(2) == 300 && abs(scale.position(5000) - 10) < 1e-9)
  }

  @Test func logScalesShowNothingAtZero() {
    #expect(Scale(.log, domain: 1...10, from: 0, to: 1).position(0).isNaN)
  }

  @Test func columnsKeepFirstLastLowestAndHighest() {
    let points = (0..<50_000).map { Point(Double($0) / 500, sin(Double($0) * 0.37) * 40) }
    let kept = Polyline.columns(points)
    #expect(kept.count <= 4 * 100 && kept.first == points.first && kept.last == points.last)
    for column in 0..<100 {
      let all = points.filter { Int($0.x) == column }.map(\.y)
      let some = kept.filter { Int($0.x) == column }.map(\.y)
      #expect(all.min() == some.min() && all.max() == some.max())
    }
    let loop = (0..<5000).map { Point(cos(Double($0) / 100), sin(Double($0) / 100)) }
    #expect(Polyline.columns(loop) == loop)
  }
}
