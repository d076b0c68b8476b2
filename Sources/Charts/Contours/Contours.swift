import Drawing

/// Level lines of a function of two variables.
///
/// The function is sampled on a grid that is even on the scales' screen, and each crossing of a grid edge is refined on
/// the function itself, so that a line's vertices lie on their level and not on an interpolation.
public enum Contours {
  /// A connected level line in data coordinates.
  public typealias Line = (level: Double, points: [Point], isClosed: Bool)

  /// Traces level lines by marching squares.
  ///
  /// Cells with a corner where the function is not a number are skipped. In a saddle the function's value at the
  /// cell's centre decides. Lines run with higher values on their left (with y upwards); a closed line ends with its
  /// first point again.
  ///
  /// - Parameters:
  ///   - levels: the values to trace.
  ///   - x: the horizontal range; above 0 on a log scale.
  ///   - y: the vertical range; above 0 on a log scale.
  ///   - xScale: the horizontal scale.
  ///   - yScale: the vertical scale.
  ///   - columns: cells across; a cell of about 4 px keeps straight pieces within 0.1 px of the level.
  ///   - rows: cells up.
  ///   - row: the function along a row of the grid, all x at one y, where that is faster than asking for each place.
  ///   - f: the function of x and y.
  /// - Returns: the lines by level in the given order, open ones first.
  public static func trace(
    levels: [Double], x: ClosedRange<Double>, y: ClosedRange<Double>, xScale: ScaleKind, yScale: ScaleKind,
    columns: Int = 160, rows: Int = 110, row: ((_ xs: [Double], _ y: Double) -> [Double])? = nil,
    _ f: (Double, Double) -> Double
  ) -> [Line] {
    surface(
      levels: levels, x: x, y: y, xScale: xScale, yScale: yScale, columns: columns, rows: rows, row: row, f
    ).flatMap(\.lines)
  }

  /// What a surface has at a level: its lines, and the rings round what is above it, to be filled by winding.
  public struct Level: Sendable {
    /// The value.
    public var level: Double
    /// The lines at it.
    public var lines: [Line]
    /// Where the function is above it.
    public var rings: [[Point]]
  }

  /// Traces level lines as `trace`, and the areas above each level.
  public static func surface(
    levels: [Double], x: ClosedRange<Double>, y: ClosedRange<Double>, xScale: ScaleKind, yScale: ScaleKind,
    columns: Int = 160, rows: Int = 110, row: ((_ xs: [Double], _ y: Double) -> [Double])? = nil,
    _ f: (Double, Double) -> Double
  ) -> [Level] {
    guard columns > 0, rows > 0 else { return [] }
    let unit = Unit(x, y, xScale, yScale, columns, rows)
    let (xs, ys) = (unit.xs, unit.ys)
    var values: [Double] = []
    values.reserveCapacity(xs.count * ys.count)
    for y in ys {
      if let row { values += row(xs, y) } else { for x in xs { values.append(f(x, y)) } }
    }
    return withoutActuallyEscaping(f) { f in
      unit.surface(
        ContourGrid(columns: columns, rows: rows, values: values) {
          f(unit.x.value(at: $0), unit.y.value(at: $1))
        }, levels)
    }
  }

  /// Level lines and areas of a surface that is known at the corners of a grid, and straight between two: a table of
  /// measurements, or values that were computed elsewhere.
  ///
  /// - Parameters:
  ///   - values: by row from the least y, by x within it, at places that are even on the scales.
  ///   - columns: cells across: one less than values in a row.
  public static func surface(
    levels: [Double], x: ClosedRange<Double>, y: ClosedRange<Double>, xScale: ScaleKind, yScale: ScaleKind,
    values: [Double], columns: Int
  ) -> [Level] {
    let rows = values.count / max(1, columns + 1) - 1
    guard columns > 0, rows > 0, values.count == (columns + 1) * (rows + 1) else { return [] }
    return Unit(x, y, xScale, yScale, columns, rows).surface(
      ContourGrid(columns: columns, rows: rows, values: values, nil), levels)
  }

  /// The scales of a surface, in cells of its grid.
  private struct Unit {
    let x, y: Scale
    private let columns, rows: Int

    init(
      _ x: ClosedRange<Double>, _ y: ClosedRange<Double>, _ xScale: ScaleKind, _ yScale: ScaleKind,
      _ columns: Int,
      _ rows: Int
    ) {
      self.x = Scale(xScale, domain: x, from: 0, to: Double(columns))
      self.y = Scale(yScale, domain: y, from: 0, to: Double(rows))
      (self.columns, self.rows) = (columns, rows)
    }

    /// The places of the corners.
    var xs: [Double] { (0...columns).map { x.value(at: Double($0)) } }
    var ys: [Double] { (0...rows).map { y.value(at: Double($0)) } }

    func surface(_ grid: ContourGrid, _ levels: [Double]) -> [Level] {
      func inData(_ points: [Point]) -> [Point] {
        points.map { Point(x.value(at: $0.x), y.value(at: $0.y)) }
      }
      let finite = levels.filter(\.isFinite)
      let span = (finite.max() ?? 0) - (finite.min() ?? 0)
      let lines = grid.lines(at: finite) { 1e-11 * (span > 0 ? span : max(abs($0), 1e-12)) }
      return zip(finite, lines).map { level, lines in
        Level(
          level: level, lines: lines.map { (level, inData($0.points), $0.isClosed) },
          rings: grid.rings(above: level, lines).map(inData))
      }
    }
  }

  /// Round levels between two values, and which of them are labelled.
  ///
  /// - Parameters:
  ///   - min: the least value of the surface.
  ///   - max: the greatest.
  ///   - count: the wished number of levels; at most 14 are given.
  /// - Returns: the levels, the labelled ones (multiples of two steps; all of them when there are fewer than five), and
  ///   the decimals that write the labelled ones.
  public static func niceLevels(
    min: Double, max: Double, count: Int
  ) -> (levels: [Double], majors: [Double], decimals: Int) {
    guard min.isFinite, max.isFinite, max > min else { return ([], [], 0) }
    let wanted = Double(Swift.max(2, Swift.min(14, count)))
    let top = RoundStep.decade(of: max - min)
    var best: (miss: Double, step: RoundStep, levels: [Double])?
    for decade in [top, top - 1, top - 2] {
      for digits in [50, 25, 20, 10] {
        let step = RoundStep(digits: digits, exponent: decade - 1)
        let levels = step.multiples(in: min...max)
        guard !levels.isEmpty, levels.count <= 14 else { continue }
        let ratio = Double(levels.count) / wanted
        let miss = Swift.max(ratio, 1 / ratio) + (digits == 25 ? 0.15 : 0)
        if best.map({ miss < $0.miss }) ?? true { best = (miss, step, levels) }
      }
    }
    guard let best else { return ([], [], 0) }
    let coarse = RoundStep(digits: best.step.digits * 2, exponent: best.step.exponent)
    let even = coarse.multiples(in: min...max)
    let majors = best.levels.count < 5 || even.count < 2 ? best.levels : even.filter(best.levels.contains)
    return (best.levels, majors, TickLabels.decimals(majors))
  }
}
