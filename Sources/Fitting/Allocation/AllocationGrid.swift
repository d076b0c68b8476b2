/// What a search of an allocation problem is the same in for all budgets and all sets of parameters: which variables are
/// pinned, which one the cost determines, and a grid over the logarithms of the others. Searches share it.
final class AllocationGrid: Sendable {
  let problem: AllocationProblem
  /// The index of the variable that the cost determines.
  let eliminatedIndex: Int
  /// The indices of the variables that are searched.
  let searched: [Int]
  let ranges: [ClosedRange<Double>]
  /// A point with the pinned variables in their places.
  let pins: [Double]
  /// The ends of the searched variables, in logarithms.
  let lower, upper: [Double]
  /// The places, in the logarithms of the searched variables; even in each, the first one running fastest.
  let places: [[Double]]
  /// All free variables at those places, a column each; of the eliminated one, which a budget determines, nothing.
  let columns: [[Double]]

  /// The name of the variable that the cost determines.
  var eliminated: String { problem.free[eliminatedIndex] }

  /// Nil when no variable is left that the cost could determine.
  init?(_ problem: AllocationProblem, pinned: [String: Double] = [:]) {
    let ranges = problem.free.map { problem.ranges[$0] ?? AllocationProblem.openRange }
    func width(_ i: Int) -> Double { ranges[i].upperBound / ranges[i].lowerBound }
    let middle = problem.free.indices.map { i in
      pinned[problem.free[i]] ?? (ranges[i].lowerBound.squareRoot() * ranges[i].upperBound.squareRoot())
    }
    let candidates = problem.free.indices.filter {
      pinned[problem.free[$0]] == nil && problem.cost.depends(on: $0, at: middle)
    }
    // The widest range has the most room to absorb what the others choose; later variables win ties.
    guard let chosen = candidates.max(by: { (width($0), $0) < (width($1), $1) }) else { return nil }
    let searched = problem.free.indices.filter { $0 != chosen && pinned[problem.free[$0]] == nil }
    let lower = searched.map { naturalLogarithm(ranges[$0].lowerBound) }
    let upper = searched.map { naturalLogarithm(ranges[$0].upperBound) }
    let pins = problem.free.map { pinned[$0] ?? 1 }
    let places = Self.places(lower, upper)
    var columns = pins.map { Array(repeating: $0, count: places.count) }
    for (k, index) in searched.enumerated() {
      let range = ranges[index]
      columns[index] = places.map { min(max(exponential($0[k]), range.lowerBound), range.upperBound) }
    }
    columns[chosen] = []
    (self.problem, self.ranges, self.pins, eliminatedIndex) = (problem, ranges, pins, chosen)
    (self.searched, self.lower, self.upper, self.places, self.columns) = (
      searched, lower, upper, places, columns
    )
  }

  private static func places(_ lower: [Double], _ upper: [Double]) -> [[Double]] {
    let cells = lower.count == 1 ? 96 : (lower.count == 2 ? 32 : 10)
    var places: [[Double]] = []
    var index = Array(repeating: 0, count: lower.count)
    while true {
      places.append(
        index.indices.map { lower[$0] + (upper[$0] - lower[$0]) * Double(index[$0]) / Double(cells) })
      var k = 0
      while k < index.count {
        index[k] += 1
        if index[k] <= cells { break }
        index[k] = 0
        k += 1
      }
      if k == index.count { return places }
    }
  }
}
