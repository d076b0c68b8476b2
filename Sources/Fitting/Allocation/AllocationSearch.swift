/// One search of an allocation problem: a set of pinned variables, one eliminated, the rest searched. Its grid serves all
/// sets of parameters.
struct AllocationSearch: Sendable {
  let problem: AllocationProblem
  let budget: Double
  let pinned: [String: Double]
  /// The variable that the cost determines.
  let eliminated: String
  private let eliminatedIndex: Int
  /// Indices of the variables that are searched.
  private let searched: [Int]
  private let ranges: [ClosedRange<Double>]
  /// A point with the pinned variables in their places.
  private let pins: [Double]
  /// The places of a grid in the logarithms of the searched variables that meet the budget.
  private var places: [[Double]] = []
  /// All free variables at those places, a column each.
  private var columns: [[Double]] = []

  /// Nil when no variable is left that the cost could determine.
  init?(problem: AllocationProblem, budget: Double, pinned: [String: Double]) {
    self.problem = problem
    self.budget = budget
    self.pinned = pinned
    let ranges = problem.free.map { problem.ranges[$0] ?? AllocationProblem.openRange }
    self.ranges = ranges
    func width(_ i: Int) -> Double { ranges[i].upperBound / ranges[i].lowerBound }
    let middle = problem.free.indices.map { i in
      pinned[problem.free[i]] ?? (ranges[i].lowerBound.squareRoot() * ranges[i].upperBound.squareRoot())
    }
    let candidates = problem.free.indices.filter {
      pinned[problem.free[$0]] == nil && problem.cost.depends(on: $0, at: middle)
    }
    // The widest range has the most room to absorb what the others choose; later variables win ties.
    guard let chosen = candidates.max(by: { (width($0), $0) < (width($1), $1) }) else { return nil }
    eliminatedIndex = chosen
    eliminated = problem.free[chosen]
    searched = problem.free.indices.filter { $0 != chosen && pinned[problem.free[$0]] == nil }
    pins = problem.free.map { pinned[$0] ?? 1 }
    layGrid()
  }

  /// Whether the ends of the eliminated variable's range may hold a better point.
  func needsEnds(_ point: [Double]?) -> Bool {
    guard let point else { return true }
    let range = ranges[eliminatedIndex]
    let value = point[eliminatedIndex]
    return value < range.lowerBound * 1.05 || value > range.upperBound * 0.95
  }

  /// The best point, all free variables in order, and the target there; nil when the budget cannot be met.
  func solve(_ parameters: [Double]) -> (point: [Double], loss: Double)? {
    var objective = ReducedObjective(search: self, parameters: parameters)
    var gradient = Array(repeating: 0.0, count: searched.count)
    guard let start = gridMinimum(parameters) else { return nil }
    if searched.isEmpty { return complete([]).map { ($0, objective.evaluate([], gradient: &gradient)) } }
    let lower = searched.map { naturalLogarithm(ranges[$0].lowerBound) }
    let upper = searched.map { naturalLogarithm(ranges[$0].upperBound) }
    var minimiser = Minimiser(lower: lower, upper: upper, longestStep: searched.map { _ in 1 })
    minimiser.tolerance = 1e-17
    guard let end = minimiser.descend(&objective, from: start), let point = complete(end.x) else {
      return nil
    }
    return (point, end.value)
  }

  /// All free variables from the logarithms of the searched ones; nil outside the eliminated one's range.
  func complete(_ x: [Double]) -> [Double]? {
    var point = pins
    return complete(x, into: &point) ? point : nil
  }

  /// As `complete`, into a point that has the pinned variables in their places; false outside the range.
  private func complete(_ x: [Double], into point: inout [Double]) -> Bool {
    for (k, index) in searched.enumerated() {
      point[index] = min(max(exponential(x[k]), ranges[index].lowerBound), ranges[index].upperBound)
    }
    guard
      let value = problem.cost.solve(
        for: eliminatedIndex, point: point, budget: budget, in: ranges[eliminatedIndex])
    else { return false }
    point[eliminatedIndex] = value
    return true
  }

  private mutating func layGrid() {
    columns = problem.free.map { _ in [] }
    let cells = searched.count == 1 ? 96 : (searched.count == 2 ? 32 : 10)
    let lower = searched.map { naturalLogarithm(ranges[$0].lowerBound) }
    let upper = searched.map { naturalLogarithm(ranges[$0].upperBound) }
    var index = Array(repeating: 0, count: searched.count)
    while true {
      let x = index.indices.map { lower[$0] + (upper[$0] - lower[$0]) * Double(index[$0]) / Double(cells) }
      if let point = complete(x) {
        places.append(x)
        for (variable, value) in point.enumerated() { columns[variable].append(value) }
      }
      var k = 0
      while k < index.count {
        index[k] += 1
        if index[k] <= cells { break }
        index[k] = 0
        k += 1
      }
      if k == index.count { break }
    }
  }

  /// The best place of the grid.
  private func gridMinimum(_ parameters: [Double]) -> [Double]? {
    guard !places.isEmpty else { return nil }
    if searched.isEmpty { return [] }
    var best: (place: Int, value: Double)?
    for (place, value) in problem.values(at: columns, parameters: parameters).enumerated()
    where value.isFinite && value < best?.value ?? .infinity { best = (place, value) }
    return best.map { places[$0.place] }
  }

  /// The target as a function of the searched variables' logarithms.
  struct ReducedObjective: SmoothObjective {
    let search: AllocationSearch
    private let columns: [[Double]]
    // A descent asks a dozen times, and a figure descends thousands of times: nothing is allocated anew.
    private var point: [Double]
    private var values = [0.0]
    private var slopes: [Double]
    private var costs: [Double]

    init(search: AllocationSearch, parameters: [Double]) {
      self.search = search
      columns = parameters.map { [$0] }
      point = search.pins
      slopes = search.pins
      costs = search.pins
    }

    mutating func evaluate(_ x: [Double], gradient: inout [Double]) -> Double {
      guard search.complete(x, into: &point) else { return .infinity }
      search.problem.target.valuesAndGradients(
        parameters: point, columns: columns, into: &values, gradients: &slopes)
      guard values[0].isFinite else { return .infinity }
      search.problem.cost.gradient(point, into: &costs)
      let e = search.eliminatedIndex
      // Along cost = budget the eliminated variable moves by −(∂c/∂ln x)/(∂c/∂ln e).
      let exchange = slopes[e] / costs[e]
      for (k, i) in search.searched.enumerated() {
        gradient[k] = (slopes[i] - exchange * costs[i]) * point[i]
        if !gradient[k].isFinite { return .infinity }
      }
      return values[0]
    }
  }
}
