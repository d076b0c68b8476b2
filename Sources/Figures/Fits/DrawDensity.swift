import Charts
import Drawing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The density of draws of two parameters by a Gaussian kernel, and the regions that hold a share of them.
///
/// The kernel has the covariance of the draws' middle (Silverman's rule for two dimensions, h = n^(−1/6)), so that a
/// narrow ridge is not blurred across, nor by a few draws far away. The region of a share is bounded by the level that
/// this share of draws lies above.
struct DrawDensity {
  private let points: [(u: Double, v: Double)]
  private let scales: (ScaleKind, ScaleKind)
  private let mean: (Double, Double)
  /// The inverse of the covariance's Cholesky factor: rows (a, 0), (b, c).
  private let whitening: (a: Double, b: Double, c: Double)
  private let bandwidth: Double
  /// The densities at the draws.
  private let densities: [Double]
  /// Of the draws on the scales of the axes.
  let correlation: Double

  /// Nil when the draws do not spread in both directions.
  init?(_ draws: [Point], _ scales: (ScaleKind, ScaleKind)) {
    let n = Double(draws.count)
    guard n >= 20 else { return nil }
    let xs = draws.map { Scale.transform($0.x, scales.0) }
    let ys = draws.map { Scale.transform($0.y, scales.1) }
    let points = zip(xs, ys).map { Point($0, $1) }
    let all = Spread(points)
    guard all.xx > 0, all.yy > 0, all.xx.isFinite, all.yy.isFinite else { return nil }
    correlation = all.xy / (all.xx * all.yy).squareRoot()
    guard all.determinant > 1e-12 * all.xx * all.yy else { return nil }
    let spread = Spread.middle(of: points, within: all)
    let first = spread.xx.squareRoot()
    let cross = spread.xy / first
    let second = (spread.determinant / spread.xx).squareRoot()
    let (mx, my) = (spread.x, spread.y)
    let whitening = (a: 1 / first, b: -cross / (first * second), c: 1 / second)
    let white = points.map { point in
      (
        u: whitening.a * (point.x - mx),
        v: whitening.b * (point.x - mx) + whitening.c * (point.y - my)
      )
    }
    self.whitening = whitening
    self.points = white
    self.scales = scales
    mean = (mx, my)
    let bandwidth = pow(n, -1 / 6)
    self.bandwidth = bandwidth
    densities = white.map { Self.density($0.u, $0.v, white, bandwidth) }
  }

  private static func density(
    _ u: Double, _ v: Double, _ points: [(u: Double, v: Double)], _ bandwidth: Double
  ) -> Double {
    let scale = -0.5 / (bandwidth * bandwidth)
    return points.reduce(0) { sum, point in
      let (du, dv) = (u - point.u, v - point.v)
      let exponent = scale * (du * du + dv * dv)
      // Far draws add nothing that a picture shows.
      return exponent < -16 ? sum : sum + exp(exponent)
    }
  }

  /// The boundary of the densest region that holds a share of the draws.
  func lines(share: Double) -> [[Point]] {
    let rank = min(densities.count - 1, Int((1 - share) * Double(densities.count)))
    // A hair lower than at the draw that sets it, which is then inside, and has a ring of its own where it is alone.
    let level = 0.96 * densities.sorted()[rank]
    let inside = zip(points, densities).filter { $0.1 >= level }.map(\.0)
    // Draws whose kernels do not touch have a grid each, however far apart they are.
    let groups = apart(inside, \.u).flatMap { apart($0, \.v) }
    let traced = groups.flatMap { group in
      let (x, y) = (range(group.map(\.u)), range(group.map(\.v)))
      return Contours.trace(
        levels: [level], x: x, y: y, xScale: .linear, yScale: .linear, columns: cells(x), rows: cells(y)
      ) { Self.density($0, $1, points, bandwidth) }
    }
    return traced.map { line in
      line.points.map { point in
        // Back through the triangular factor.
        let dx = point.x / whitening.a
        let dy = (point.y - whitening.b * dx) / whitening.c
        return Point(Scale.inverse(mean.0 + dx, scales.0), Scale.inverse(mean.1 + dy, scales.1))
      }
    }
  }

  private static let reach = 4.0

  /// Parts of draws with a gap between them, along one direction, that two kernels do not bridge.
  private func apart(
    _ draws: [(u: Double, v: Double)], _ place: ((u: Double, v: Double)) -> Double
  ) -> [[(u: Double, v: Double)]] {
    var parts: [[(u: Double, v: Double)]] = []
    for draw in draws.sorted(by: { place($0) < place($1) }) {
      if let last = parts.last?.last, place(draw) - place(last) <= 2 * Self.reach * bandwidth {
        parts[parts.count - 1].append(draw)
      } else {
        parts.append([draw])
      }
    }
    return parts
  }

  private func range(_ places: [Double]) -> ClosedRange<Double> {
    let reach = Self.reach * bandwidth
    return (places.min() ?? 0) - reach...(places.max() ?? 0) + reach
  }

  /// Three cells to a kernel's width, as far as draws lie together.
  private func cells(_ range: ClosedRange<Double>) -> Int {
    Int(min(160, max(56, 3 * (range.upperBound - range.lowerBound) / bandwidth)))
  }
}
