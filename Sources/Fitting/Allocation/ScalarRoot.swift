/// The root of a function of one variable over a range.
public enum ScalarRoot {
  /// Finds the first place at which a function changes its sign: a grid finds the step, halving the place, to the last
  /// bit of the grid's scale.
  ///
  /// - Parameters:
  ///   - range: where to look; above 0 when `logarithmic`.
  ///   - logarithmic: whether the grid runs in log x.
  ///   - f: the function; steps with an end that is not finite are passed over.
  /// - Returns: the place, or nil when no step of the grid has ends of different sign.
  public static func find(
    over range: ClosedRange<Double>, logarithmic: Bool, _ f: (Double) -> Double
  ) -> Double? {
    let isLog = logarithmic && range.lowerBound > 0
    let low = isLog ? naturalLogarithm(range.lowerBound) : range.lowerBound
    let high = isLog ? naturalLogarithm(range.upperBound) : range.upperBound
    func place(_ t: Double) -> Double {
      t <= low ? range.lowerBound : t >= high ? range.upperBound : isLog ? exponential(t) : t
    }
    let cells = 256
    var before = (t: low, value: f(place(low)))
    if before.value == 0 { return range.lowerBound }
    for cell in 1...cells {
      let t = low + (high - low) * Double(cell) / Double(cells)
      let value = f(place(t))
      if value == 0 { return place(t) }
      if before.value.isFinite, value.isFinite, (before.value < 0) != (value < 0) {
        var (a, b) = (before.t, t)
        for _ in 0..<80 {
          let middle = (a + b) / 2
          if (f(place(middle)) < 0) == (before.value < 0) { a = middle } else { b = middle }
        }
        return place((a + b) / 2)
      }
      before = (t, value)
    }
    return nil
  }

  /// Finds where a function changes its sign between two places where its values are known: regula falsi with the Illinois
  /// rule (Dowell and Jarratt 1971), and halving wherever that is slow.
  ///
  /// - Parameters:
  ///   - start: a place and the value there.
  ///   - end: another place and the value there, of the other sign.
  ///   - tolerance: how near to the root is near enough.
  ///   - f: the function.
  public static func find(
    from start: (t: Double, value: Double), to end: (t: Double, value: Double), tolerance: Double,
    _ f: (Double) -> Double
  ) -> Double {
    var (a, b) = (start, end)
    for step in 0..<100 where abs(b.t - a.t) > tolerance {
      var t = (a.t * b.value - b.t * a.value) / (b.value - a.value)
      let isInside = t > min(a.t, b.t) && t < max(a.t, b.t)
      if !isInside || step % 8 == 7 { t = a.t + (b.t - a.t) / 2 }
      let value = f(t)
      if value == 0 || value.isNaN { return t }
      let moved = abs(t - b.t)
      // `b` is the newest place; `a` keeps the other sign, and counts half each time that it stays.
      if (value > 0) == (b.value > 0) { a.value /= 2 } else { a = b }
      b = (t, value)
      if moved <= tolerance { return t }
    }
    return b.t
  }
}
