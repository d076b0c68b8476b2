import Drawing
import Foundation

/// Finds places for labels along level lines, each in a gap of its own width.
///
/// Candidates lie every 2 px of arc length. A box that leaves the frame or meets other text is rejected; the others are
/// weighed by how straight the line is, the points and other lines under the box, its slope, and its distance from the
/// diagonal that runs across the levels, so that labels line up and are read in one sweep. Longest lines choose first,
/// then each chooses once more knowing the others.
struct ContourLabels {
  /// A level line on screen.
  struct Line {
    let level: Double
    let points: [Point]
    let wantsLabel: Bool
    /// The width of the label.
    let width: Double
  }

  /// Where a label stands on its line.
  struct Placement {
    /// The arc length at the label's middle.
    let middle: Double
    let box: TextBox
    let degrees: Double
    fileprivate let cost: Double
  }

  /// Pixels of other lines under a label, as a part of its width, beyond which it is left out.
  private static let crowded = 0.75

  let frame: Rect
  let height: Double
  /// Text that is already placed.
  let taken: [TextBox]
  /// Centres of markers and their radius.
  let markers: [(center: Point, radius: Double)]

  /// The placements by line; nil for a line without a label.
  func placements(_ lines: [Line]) -> [Placement?] {
    var occupancy = Occupancy(frame)
    for (i, line) in lines.enumerated() { occupancy.add(polyline: line.points, name: UInt16(i % 65_000) + 1) }
    let lengths = lines.map { Polyline.lengths($0.points) }
    let falls = diagonalFalls(lines)
    var result = [Placement?](repeating: nil, count: lines.count)
    let order = lines.indices.filter { lines[$0].wantsLabel }.sorted {
      let (a, b) = (lengths[$0].last ?? 0, lengths[$1].last ?? 0)
      return a == b ? $0 < $1 : a > b
    }
    for round in 0..<2 {
      for i in order {
        if round == 1, result[i] == nil { continue }
        result[i] = nil
        let used = lines.indices.compactMap { j in
          result[j].map { (placement: $0, isSameLevel: lines[j].level == lines[i].level) }
        }
        result[i] = best(
          lines[i], lengths[i], width: lines[i].width, name: UInt16(i % 65_000) + 1, used: used,
          occupancy, falls: falls)
      }
    }
    return result
  }

  private func best(
    _ line: Line, _ lengths: [Double], width: Double, name: UInt16,
    used: [(placement: Placement, isSameLevel: Bool)], _ occupancy: Occupancy, falls: Bool
  ) -> Placement? {
    let total = lengths.last ?? 0
    let reach = width / 2 + 6.5
    guard total >= 2 * reach + 8 else { return nil }
    let apart = 0.4 * (frame.width * frame.width + frame.height * frame.height).squareRoot()
    let inner = frame.inset(by: 2)
    let isNamed = used.contains(where: \.isSameLevel)
    var best: Placement?
    var samples = [Point](repeating: Point(0, 0), count: 9)
    // The vertices before the two ends of the label.
    var (before, after) = (0, 0)
    var middle = reach
    while middle <= total - reach {
      defer { middle += 2 }
      let a = Polyline.point(line.points, lengths, at: middle - width / 2, from: &before)
      let b = Polyline.point(line.points, lengths, at: middle + width / 2, from: &after)
      let (dx, dy) = (b.x - a.x, b.y - a.y)
      guard dx * dx + dy * dy > 0.64 * width * width else { continue }
      // The label's middle is less than its width from the chord's: a place that cannot be better is not weighed.
      let least = max(0, ladder(Point((a.x + b.x) / 2, (a.y + b.y) / 2), falls: falls) - 0.09 * width)
      if least >= (best?.cost ?? .infinity) { continue }
      var degrees = atan2(dy, dx) * 180 / .pi
      if degrees > 90 { degrees -= 180 }
      if degrees <= -90 { degrees += 180 }
      let slope = 0.8 * max(0, abs(degrees) - 50)
      if slope + least >= (best?.cost ?? .infinity) { continue }
      var (at, x, y) = (before, 0.0, 0.0)
      for k in samples.indices {
        samples[k] = Polyline.point(
          line.points, lengths, at: middle + width * (Double(k) / 8 - 0.5), from: &at)
        x += samples[k].x
        y += samples[k].y
      }
      let center = Point(x / 9, y / 9)
      let box = TextBox(center: center, width: width + 4, height: height, degrees: degrees)
      guard box.isInside(inner), !taken.contains(where: box.intersects),
        !used.contains(where: { box.intersects($0.placement.box) })
      else { continue }
      let isNearTwin = used.contains {
        $0.isSameLevel
          && hypot($0.placement.box.center.x - center.x, $0.placement.box.center.y - center.y) < apart
      }
      if isNearTwin { continue }
      let bend = samples.reduce(0) { max($0, Polyline.distance($1, toSegment: a, b)) }
      var cost: Double = 4 * bend + ladder(center, falls: falls) + slope
      if cost >= (best?.cost ?? .infinity) { continue }
      for marker in markers where box.contains(marker.center, margin: marker.radius) { cost += 60 }
      if cost >= (best?.cost ?? .infinity) { continue }
      let crossed = occupancy.count(box, except: name)
      // A level that is named elsewhere is named again only where its label is clear of other lines.
      if crossed > 0, isNamed { continue }
      // Where lines crowd, a label would be read as that of a neighbour.
      if Double(crossed) > Self.crowded * width { continue }
      cost += 1.5 * Double(crossed)
      if cost < (best?.cost ?? .infinity) {
        best = Placement(middle: middle, box: box, degrees: degrees, cost: cost)
      }
    }
    return best
  }

  /// The cost of a label's distance from the diagonal that labels line up on.
  private func ladder(_ center: Point, falls: Bool) -> Double {
    let u = (center.x - frame.x) / frame.width
    let v = (center.y - frame.y) / frame.height
    return 0.06 * (abs(falls ? u - v : u + v - 1) * min(frame.width, frame.height))
  }

  /// Whether labels line up on the falling diagonal: across lines that rise to the right.
  private func diagonalFalls(_ lines: [Line]) -> Bool {
    var sum = 0.0
    for line in lines {
      guard let a = line.points.first, let b = line.points.last else { continue }
      sum += (b.x - a.x) * (b.y - a.y)
    }
    // y grows downwards: lines that fall to the right have a positive sum and are crossed by the rising diagonal.
    return sum < 0
  }
}
