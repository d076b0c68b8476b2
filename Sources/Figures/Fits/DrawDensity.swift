import Charts
import Drawing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The density of draws of two parameters by a Gaussian kernel, and the regions that hold a share of them.
///
/// The kernel has the draws' own covariance (Silverman's rule for two dimensions, h = n^(−1/6)), so that a narrow
/// ridge is not blurred across. The region of a share is bounded by the level that this share of draws lies above.
struct DrawDensity {
  private let points: [(u: Double, v: Double)]
  private let scales: (ScaleKind, ScaleKind)
  private let mean: (Double, Double)
  /// The inverse of the covariance's Cholesky factor: rows (a, 0), (b, c).
  private let whitening: (a: Double, b: Double, c: Double)
  private let bandwidth: Double
  /// The densities at the draws, ascending.
  private let levels: [Double]
  /// Of the draws on the scales of the axes.
  let correlation: Double

  /// Nil when the draws do not spread in both directions.
  init?(_ draws: [Point], _ scales: (ScaleKind, ScaleKind)) {
    let n = Double(draws.count)
    guard n >= 20 else { return nil }
    let xs = draws.map { Scale.transform($0.x, scales.0) }
    let ys = draws.map { Scale.transform($0.y, scales.1) }
    let (mx, my) = (xs.reduce(0, +) / n, ys.reduce(0, +) / n)
    var (xx, xy, yy) = (0.0, 0.0, 0.0)
    for (x, y) in zip(xs, ys) {
      xx += (x - mx) * (x - mx) / (n - 1)
      xy += (x - mx) * (y - my) / (n - 1)
      yy += (y - my) * (y - my) / (n - 1)
    }
    guard xx > 0, yy > 0, xx.isFinite, yy.isFinite else { return nil }
    correlation = xy / (xx * yy).squareRoot()
    let first = xx.squareRoot()
    let cross = xy / first
    let rest = yy - cross * cross
    guard rest > 1e-12 * yy else { return nil }
    let second = rest.squareRoot()
    let whitening = (a: 1 / first, b: -cross / (first * second), c: 1 / second)
    let points = zip(xs, ys).map { x, y in
      (u: whitening.a * (x - mx), v: whitening.b * (x - mx) + whitening.c * (y - my))
    }
    self.whitening = whitening
    self.points = points
    self.scales = scales
    mean = (mx, my)
    let bandwidth = pow(n, -1 / 6)
    self.bandwidth = bandwidth
    levels = points.map { Self.density($0.u, $0.v, points, bandwidth) }.sorted()
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
    let level = levels[min(levels.count - 1, Int((1 - share) * Double(levels.count)))]
    let reach = 3 * bandwidth
    let (us, vs) = (points.map(\.u), points.map(\.v))
    let x = (us.min() ?? -3) - reach...(us.max() ?? 3) + reach
    let y = (vs.min() ?? -3) - reach...(vs.max() ?? 3) + reach
    let traced = Contours.trace(
      levels: [level], x: x, y: y, xScale: .linear, yScale: .linear, columns: 56, rows: 56
    ) { Self.density($0, $1, points, bandwidth) }
    return traced.map { line in
      line.points.map { point in
        // Back through the triangular factor.
        let dx = point.x / whitening.a
        let dy = (point.y - whitening.b * dx) / whitening.c
        return Point(Scale.inverse(mean.0 + dx, scales.0), Scale.inverse(mean.1 + dy, scales.1))
      }
    }
  }
}
