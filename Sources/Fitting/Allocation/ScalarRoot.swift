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
}
