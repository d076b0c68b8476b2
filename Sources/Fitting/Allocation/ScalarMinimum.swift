/// The minimum of a function of one variable over a range.
public enum ScalarMinimum {
  /// Finds the least value: a coarse grid finds the valley, Brent's method (parabolas guarded by golden sections) its
  /// floor.
  ///
  /// - Parameters:
  ///   - range: where to look; above 0 when `logarithmic`.
  ///   - logarithmic: whether the grid and the search run in log x.
  ///   - f: the function; a value that is not a number counts as +∞.
  /// - Returns: the place, the value there, and whether it lies inside the range rather than at one of its ends.
  public static func find(
    over range: ClosedRange<Double>, logarithmic: Bool, _ f: (Double) -> Double
  ) -> (x: Double, value: Double, isInterior: Bool) {
    let isLog = logarithmic && range.lowerBound > 0
    let low = isLog ? naturalLogarithm(range.lowerBound) : range.lowerBound
    let high = isLog ? naturalLogarithm(range.upperBound) : range.upperBound
    func place(_ t: Double) -> Double {
      if t <= low { return range.lowerBound }
      if t >= high { return range.upperBound }
      return isLog ? exponential(t) : t
    }
    func guarded(_ t: Double) -> Double {
      let value = f(place(t))
      return value.isNaN ? .infinity : value
    }
    let cells = 64
    let step = (high - low) / Double(cells)
    guard step > 0 else { return (range.lowerBound, guarded(low), false) }
    var best = 0
    var bestValue = Double.infinity
    for i in 0...cells {
      let value = guarded(low + Double(i) * step)
      if value < bestValue { (best, bestValue) = (i, value) }
    }
    let a = max(low, low + Double(best - 1) * step)
    let b = min(high, low + Double(best + 1) * step)
    let (t, value) = brent(from: a, to: b, guarded)
    // At an end of the range the search inside can only creep towards it.
    if (best == 0 || best == cells) && bestValue <= value {
      return (place(best == 0 ? low : high), bestValue, false)
    }
    return (place(t), value, true)
  }

  /// Brent's minimum of a function between two points.
  static func brent(from start: Double, to end: Double, _ f: (Double) -> Double) -> (x: Double, value: Double)
  {
    let golden = 0.381_966_011_250_105_1
    var (a, b) = (start, end)
    var x = a + golden * (b - a)
    var (w, v) = (x, x)
    var fx = f(x)
    var (fw, fv) = (fx, fx)
    var (step, before) = (0.0, 0.0)
    for _ in 0..<120 {
      let middle = 0.5 * (a + b)
      let tolerance = 1e-9 * abs(x) + 1e-11
      if abs(x - middle) <= 2 * tolerance - 0.5 * (b - a) { break }
      var useGolden = true
      if abs(before) > tolerance, fx.isFinite, fw.isFinite, fv.isFinite {
        let r: Double = (x - w) * (fx - fv)
        var q: Double = (x - v) * (fx - fw)
        var p: Double = (x - v) * q - (x - w) * r
        q = 2 * (q - r)
        if q > 0 { p = -p }
        q = abs(q)
        let limit = abs(0.5 * q * before)
        before = step
        if abs(p) < limit, p > q * (a - x), p < q * (b - x) {
          step = p / q
          let u = x + step
          if u - a < 2 * tolerance || b - u < 2 * tolerance { step = x < middle ? tolerance : -tolerance }
          useGolden = false
        }
      }
      if useGolden {
        before = x < middle ? b - x : a - x
        step = golden * before
      }
      let u = x + (abs(step) >= tolerance ? step : (step > 0 ? tolerance : -tolerance))
      let fu = f(u)
      if fu <= fx {
        if u < x { b = x } else { a = x }
        (v, w, x) = (w, x, u)
        (fv, fw, fx) = (fw, fx, fu)
      } else {
        if u < x { a = u } else { b = u }
        if fu <= fw || w == x {
          (v, w) = (w, u)
          (fv, fw) = (fw, fu)
        } else if fu <= fv || v == x || v == w {
          (v, fv) = (u, fu)
        }
      }
    }
    return (x, fx)
  }
}
