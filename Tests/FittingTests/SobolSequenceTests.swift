import Fitting
import Testing

/// Sobol's sequence against printed points, the net property of its first dimensions and the structure of the others.
@Suite("Sobol's sequence")
struct SobolSequenceTests {
  @Test("begins with the points that Joe and Kuo print")
  func first() {
    let sequence = SobolSequence(dimensions: 3, seed: nil)
    let printed: [[Double]] = [
      [0, 0, 0], [0.5, 0.5, 0.5], [0.75, 0.25, 0.25], [0.25, 0.75, 0.75], [0.375, 0.375, 0.625],
      [0.875, 0.875, 0.125], [0.625, 0.125, 0.875], [0.125, 0.625, 0.375], [0.1875, 0.3125, 0.9375],
      [0.6875, 0.8125, 0.4375],
    ]
    for (index, point) in printed.enumerated() {
      for (a, b) in zip(sequence.point(index), point) { #expect(abs(a - b) < 1e-9, "\(index)") }
    }
  }

  /// How many of 2ᵐ points from `start` lie in each box of 2^−k_j a side; nil where the counts differ.
  private func count(_ points: [[Double]], _ halvings: [Int]) -> Set<Int> {
    var boxes: [Int: Int] = [:]
    for point in points {
      var box = 0
      for (x, k) in zip(point, halvings) { box = box << k | Int(x * Double(1 << k)) }
      boxes[box, default: 0] += 1
    }
    let all = 1 << halvings.reduce(0, +)
    return boxes.count == all ? Set(boxes.values) : Set(boxes.values).union([0])
  }

  /// All ways to halve `dimensions` sides `total` times.
  private func halvings(_ dimensions: Int, _ total: Int) -> [[Int]] {
    guard dimensions > 1 else { return [[total]] }
    return (0...total).flatMap { first in halvings(dimensions - 1, total - first).map { [first] + $0 } }
  }

  // The sum of the degrees of the polynomials, less one each, bounds what is lost (Sobol 1967).
  @Test(
    "is a net: every box holds the same number of points, for every seed and every block",
    arguments: [(2, 0), (3, 1), (4, 3), (5, 5)], [nil, 0, 7] as [UInt64?])
  func net(_ size: (dimensions: Int, lost: Int), _ seed: UInt64?) {
    let m = 9
    let sequence = SobolSequence(dimensions: size.dimensions, seed: seed)
    for block in [0, 3] {
      let points = ((block << m)..<((block + 1) << m)).map(sequence.point)
      for split in halvings(size.dimensions, m - size.lost) {
        #expect(count(points, split) == [1 << size.lost], "\(split)")
      }
    }
  }

  @Test("fills each of its 64 sides and every pair of them evenly, and is random beyond")
  func sides() {
    let sequence = SobolSequence(dimensions: 66, seed: 3)
    let points = (0..<4096).map(sequence.point)
    for side in 0..<64 { #expect(count(points.map { [$0[side]] }, [12]) == [1], "\(side)") }
    for left in 0..<64 {
      for right in 0..<left {
        #expect(count(points.map { [$0[left], $0[right]] }, [2, 2]) == [256], "\(left) \(right)")
      }
    }
    for side in 64..<66 {
      #expect(points.allSatisfy { (0..<1).contains($0[side]) })
      #expect(abs(points.reduce(0) { $0 + $1[side] } / 4096 - 0.5) < 0.02)
    }
    #expect(points[5][64] != points[6][64] && points[5][64] != points[5][65])
  }

  @Test("is another one for another seed, and the same for the same")
  func seeds() {
    let points = [1, 1, 2].map { SobolSequence(dimensions: 70, seed: $0).point(12) }
    #expect(points[0] == points[1])
    #expect(zip(points[0], points[2]).allSatisfy { $0 != $1 })
  }
}
