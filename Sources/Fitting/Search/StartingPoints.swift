import Diagnostics

/// Where descents start, in the search's coordinates: low-discrepancy points, or a grid that the author gives.
enum StartingPoints {
  /// No two points are equal; those of a grid may lie outside the law's domain, and a descent from there has no end.
  ///
  /// - Throws: E0507 for a grid that names what is not searched for, or holds no number.
  static func make(_ problem: FitProblem, _ options: FitOptions) throws(DiagnosticError) -> [[Double]] {
    guard problem.space.count > 0 else { return [[]] }
    return options.grid.isEmpty ? spread(problem, options) : try grid(problem, options.grid)
  }

  /// Low-discrepancy points, after the published values when there are any.
  private static func spread(_ problem: FitProblem, _ options: FitOptions) -> [[Double]] {
    let space = problem.space
    var points: [[Double]] = []
    let published = space.free.map { problem.law.parameters[$0].published }
    if !published.contains(nil) {
      let x = space.coordinates(published.compactMap { $0 })
      points.append(x)
    }
    var objective = problem.objective
    func isInDomain(_ x: [Double]) -> Bool { objective.value(x).isFinite }
    points = points.filter(isInDomain)
    let sequence = SobolSequence(dimensions: space.count, seed: options.seed)
    let wanted = max(1, options.starts)
    var index = 0
    while points.count < wanted, index < 64 * wanted + 512 {
      let x = space.place(sequence.point(index))
      if isInDomain(x) { points.append(x) }
      index += 1
    }
    return Array(points.prefix(wanted))
  }

  /// Every combination of the given values, the last free parameter varying fastest.
  private static func grid(
    _ problem: FitProblem, _ values: [String: [Double]]
  ) throws(DiagnosticError) -> [[Double]] {
    let space = problem.space
    for name in values.keys.sorted() {
      guard space.names.contains(name) else {
        throw DiagnosticError(
          "E0507", "the grid of starts has values of \"\(name)\", which the fit does not search for",
          notes: ["it searches for \(space.names.joined(separator: ", "))"],
          help: Spelling.didYouMean(name, among: space.names))
      }
      guard let given = values[name], !given.isEmpty, given.allSatisfy(\.isFinite) else {
        throw DiagnosticError("E0507", "the grid of starts needs finite numbers for \"\(name)\"")
      }
    }
    let middle = space.natural(space.place(Array(repeating: 0.5, count: space.count)))
    var points: [[Double]] = [[]]
    for (index, name) in space.names.enumerated() {
      let here = values[name] ?? [problem.law.parameters[space.free[index]].published ?? middle[index]]
      points = points.flatMap { point in here.map { point + [$0] } }
    }
    var seen: Set<[Double]> = []
    return points.map { space.coordinates($0) }.filter { seen.insert($0).inserted }
  }
}
