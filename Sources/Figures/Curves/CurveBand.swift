import Charts
import Drawing
import Fitting

/// The interval of a curve over the draws of its fits, place by place.
///
/// A draw may have no value at a place where others have one: its parameters end the law's domain earlier. Leaving it
/// out there would move the interval to those that go on, and ending the band there would hide them. So a draw counts,
/// beyond the end of its own domain, with the value at which it ended, and the band goes on until hardly a draw (one in
/// forty, the tail that a 95 % interval leaves out) has a value of its own.
struct CurveBand {
  /// The places, ascending.
  private(set) var x: [Double] = []
  /// The ends of the interval at each place.
  private(set) var lower: [Double] = []
  private(set) var upper: [Double] = []
  /// Whether draws count beyond their domain somewhere in the band.
  private(set) var isContinued = false

  private static let tail = 0.025

  /// No band.
  init() {}

  /// The band at places in ascending order of a function of place and draw.
  init(at places: [Double], draws: Int, _ value: (Double, Int?) -> Double) {
    let own = (0..<draws).map { draw in places.map { value($0, draw) } }
    let continued = zip(own, 0..<draws).map { values, draw in
      CurveEnds.continued(values, at: places) { value($0, draw) }
    }
    let alive = places.indices.map { place in own.count { !$0[place].isNaN } }
    let least = max(1, Int((Self.tail * Double(draws)).rounded(.up)))
    for place in places.indices {
      // One place more on either side: there the interval has closed.
      let neighbours = [place - 1, place, place + 1].filter(places.indices.contains)
      guard neighbours.contains(where: { alive[$0] >= least }),
        let interval = Interval.percentile(continued.map { $0[place] })
      else { continue }
      x.append(places[place])
      lower.append(interval.lowerBound)
      upper.append(interval.upperBound)
      if alive[place] < draws { isContinued = true }
    }
  }
}

/// Where a curve that has no value everywhere ends.
enum CurveEnds {
  /// The vertices with one more at each end of a stretch with values, where the curve runs out; no such vertex at a
  /// pole, where it has no end.
  static func closed(_ points: [Point], _ value: (Double) -> Double) -> [Point] {
    var result: [Point] = []
    for (index, point) in points.enumerated() {
      if index > 0, points[index - 1].y.isFinite != point.y.isFinite {
        let isEnd = points[index - 1].y.isFinite
        let (inside, outside) = isEnd ? (points[index - 1], point) : (point, points[index - 1])
        let end = self.end(from: inside.x, to: outside.x, value)
        let inner = isEnd ? index - 2 : index + 1
        let step = points.indices.contains(inner) ? abs(points[inner].y - inside.y) : 0
        // As far as the curve's last steps lead; a pole lies beyond all of them.
        if end.x != inside.x, abs(end.y - inside.y) <= 2 * step { result.append(end) }
      }
      result.append(point)
    }
    return result
  }

  /// The values at places in ascending order, and in place of each that is missing the value at the nearest end of the
  /// curve.
  static func continued(
    _ values: [Double], at places: [Double], _ value: (Double) -> Double
  ) -> [Double] {
    guard values.contains(where: \.isNaN), values.contains(where: { !$0.isNaN }) else { return values }
    var result = values
    var index = 0
    while index < values.count {
      guard values[index].isNaN else {
        index += 1
        continue
      }
      let first = index
      while index < values.count, values[index].isNaN { index += 1 }
      let left = first > 0 ? end(from: places[first - 1], to: places[first], value).y : nil
      let right = index < values.count ? end(from: places[index], to: places[index - 1], value).y : nil
      for gap in first..<index {
        let isLeft = right == nil || left != nil && gap - first < index - gap
        result[gap] = (isLeft ? left : right) ?? .nan
      }
    }
    return result
  }

  /// The last place with a value on the way from one that has one to one that has none, by halving.
  private static func end(from inside: Double, to outside: Double, _ value: (Double) -> Double) -> Point {
    var (near, far) = (inside, outside)
    var last = value(inside)
    for _ in 0..<40 {
      let middle = (near + far) / 2
      let found = value(middle)
      if found.isNaN {
        far = middle
      } else {
        (near, last) = (middle, found)
      }
    }
    return Point(near, last)
  }
}
