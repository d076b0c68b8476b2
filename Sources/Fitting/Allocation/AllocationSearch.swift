import Expressions

/// The search for the best way to spend one budget: the places of a grid that meet it, then a descent from the best of them.
struct AllocationSearch: Sendable {
  let grid: AllocationGrid
  let budget: Double
  /// The places of the grid that meet the budget.
  private let kept: [Int]
  /// All free variables at those places, a column each.
  private let columns: [[Double]]

  /// Nil without a grid: where no variable is left that the cost could determine.
  init?(_ grid: AllocationGrid?, budget: Double) {
    guard let grid else { return nil }
    (self.grid, self.budget) = (grid, budget)
    let index = grid.eliminatedIndex
    let solved = grid.problem.cost.solve(
      for: index, columns: grid.columns, rows: grid.places.count, budget: budget, in: grid.ranges[index])
    let kept = solved.indices.filter { !solved[$0].isNaN }
    self.kept = kept
    let isWhole = kept.count == solved.count
    columns = grid.columns.indices.map { variable in
      let column = variable == index ? solved : grid.columns[variable]
      return isWhole ? column : kept.map { column[$0] }
    }
  }

  /// Whether the ends of the eliminated variable's range may hold a better point.
  func needsEnds(_ point: [Double]?) -> Bool {
    guard let point else { return true }
    let range = grid.ranges[grid.eliminatedIndex]
    let value = point[grid.eliminatedIndex]
    return value < range.lowerBound * 1.05 || value > range.upperBound * 0.95
  }

  /// The best point, all free variables in order, and the target there; nil when the budget cannot be met.
  func solve(
    _ parameters: [Double], _ workspace: inout RowWorkspace
  ) -> (point: [Double], loss: Double)? {
    var objective = ReducedObjective(search: self, parameters: parameters)
    var gradient = grid.searched.map { _ in 0.0 }
    guard let best = gridMinimum(parameters, &workspace) else { return nil }
    if grid.searched.isEmpty { return complete([]).map { ($0, objective.evaluate([], gradient: &gradient)) } }
    guard let end = bracketed(best, &objective) ?? descended(best, &objective), let point = complete(end.x)
    else { return nil }
    return (point, end.value)
  }

  /// The least value by descent, from a place of the grid.
  private func descended(_ best: Int, _ objective: inout ReducedObjective) -> (x: [Double], value: Double)? {
    var minimiser = Minimiser(
      lower: grid.lower, upper: grid.upper, longestStep: grid.searched.map { _ in 1 })
    minimiser.tolerance = 1e-17
    return minimiser.descend(&objective, from: grid.places[kept[best]]).map { ($0.x, $0.value) }
  }

  /// The least value over the one variable that is searched: where the slope changes its sign between the best place of
  /// the grid and a neighbour, in half as many evaluations as a descent takes. Nil where it does not, or where more
  /// variables are searched.
  private func bracketed(_ best: Int, _ objective: inout ReducedObjective) -> (x: [Double], value: Double)? {
    guard grid.searched.count == 1 else { return nil }
    var (x, gradient, value) = (grid.places[kept[best]], [0.0], 0.0)
    func slope(_ t: Double) -> Double {
      x[0] = t
      value = objective.evaluate(x, gradient: &gradient)
      return value.isFinite ? gradient[0] : .nan
    }
    let here = x[0]
    let atHere = slope(here)
    guard atHere != 0 else { return (x, value) }
    // At an end of the range, with the slope pointing out of it, that end is the least.
    if kept[best] == (atHere > 0 ? 0 : grid.places.count - 1) { return (x, value) }
    let next = atHere > 0 ? best - 1 : best + 1
    guard kept.indices.contains(next), abs(kept[next] - kept[best]) == 1 else { return nil }
    let there = grid.places[kept[next]][0]
    let atThere = slope(there)
    guard atThere.isFinite, (atThere > 0) != (atHere > 0) else { return nil }
    let root = ScalarRoot.find(
      from: (here, atHere), to: (there, atThere), tolerance: 1e-11, slope)
    _ = slope(root)
    return value.isFinite ? (x, value) : nil
  }

  /// All free variables from the logarithms of the searched ones; nil outside the eliminated one's range.
  private func complete(_ x: [Double]) -> [Double]? {
    var point = grid.pins
    return complete(x, into: &point) ? point : nil
  }

  /// As `complete`, into a point that has the pinned variables in their places; false outside the range.
  private func complete(_ x: [Double], into point: inout [Double]) -> Bool {
    for (k, index) in grid.searched.enumerated() {
      let range = grid.ranges[index]
      point[index] = min(max(exponential(x[k]), range.lowerBound), range.upperBound)
    }
    let index = grid.eliminatedIndex
    guard
      let value = grid.problem.cost.solve(for: index, point: point, budget: budget, in: grid.ranges[index])
    else { return false }
    point[index] = value
    return true
  }

  /// The best of the kept places.
  private func gridMinimum(_ parameters: [Double], _ workspace: inout RowWorkspace) -> Int? {
    guard !kept.isEmpty else { return nil }
    if grid.searched.isEmpty { return 0 }
    var best: (place: Int, value: Double)?
    for (place, value) in grid.problem.values(
      at: columns, parameters: parameters, &workspace
    ).enumerated()
    where value.isFinite && value < best?.value ?? .infinity { best = (place, value) }
    return best?.place
  }

  /// The target as a function of the searched variables' logarithms.
  struct ReducedObjective: SmoothObjective {
    let search: AllocationSearch
    private let parameters: [Double]
    // A descent asks a dozen times, and a figure descends thousands of times: nothing is allocated anew.
    private var point: [Double]
    private var slopes: [Double]
    private var costs: [Double]

    init(search: AllocationSearch, parameters: [Double]) {
      self.search = search
      self.parameters = parameters
      point = search.grid.pins
      slopes = search.grid.pins
      costs = search.grid.pins
    }

    mutating func evaluate(_ x: [Double], gradient: inout [Double]) -> Double {
      let grid = search.grid
      guard search.complete(x, into: &point) else { return .infinity }
      let value = grid.problem.target.value(parameters: point, variables: parameters, slopes: &slopes)
      guard value.isFinite else { return .infinity }
      grid.problem.cost.gradient(point, into: &costs)
      let e = grid.eliminatedIndex
      // Along cost = budget the eliminated variable moves by −(∂c/∂ln x)/(∂c/∂ln e).
      let exchange = slopes[e] / costs[e]
      for (k, i) in grid.searched.enumerated() {
        gradient[k] = (slopes[i] - exchange * costs[i]) * point[i]
        if !gradient[k].isFinite { return .infinity }
      }
      return value
    }
  }
}
