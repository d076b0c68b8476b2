import Diagnostics
import Expressions

/// Scores of fits by one criterion after another.
struct ComparisonScorer: Sendable {
  let entrants: [LawComparison.Entrant]
  let refits: [Refits]
  /// For each common row its line in the file, which names it for every fit.
  let lines: [Int]
  /// For each common row its cluster.
  let clusters: [Int]
  /// For each common row its weight, the same in every fit; nil where each counts once.
  let weights: [Double]?
  let isLog: Bool
  let seed: UInt64
  let resamples: Int
  let starts: Int

  func scores(
    _ criterion: ComparisonCriterion, progress: @escaping @Sendable (Double) -> Void
  ) throws(DiagnosticError) -> ComparisonScores {
    switch criterion.rule {
    case .aicc, .bic:
      guard weights == nil else { throw LawComparison.refusal(of: criterion.title) }
      guard entrants.allSatisfy({ $0.fit.priors == nil }) else {
        throw LawComparison.refusalOfPriors(criterion.title)
      }
      return try information(criterion)
    case .heldOut(let groups, let fromScratch):
      return try heldOut(criterion, groups, fromScratch ? starts : 0, progress)
    }
  }

  // MARK: Information criteria

  private func information(_ criterion: ComparisonCriterion) throws(DiagnosticError) -> ComparisonScores {
    let n = Double(lines.count)
    var result = ComparisonScores(
      criterion: criterion, scores: [], draws: [], rows: lines.count, failures: entrants.map { _ in 0 })
    var deviances: [[Double]] = []
    var penalties: [Double] = []
    for (index, entrant) in entrants.enumerated() {
      let residuals = try residuals(index, entrant.fit.parameters.map(\.estimate), Array(lines.indices))
      let variance = residuals.reduce(0) { $0 + $1 * $1 } / n
      // −2 ln of the normal density of each row at the variance that makes them likeliest.
      let constant = naturalLogarithm(2 * .pi * variance)
      deviances.append(residuals.map { constant + $0 * $0 / variance })
      let k = Double(refits[index].freeCount + 1)
      let aicc = n - k - 1 > 0 ? 2 * k + 2 * k * (k + 1) / (n - k - 1) : .infinity
      penalties.append(criterion.rule == .aicc ? aicc : k * naturalLogarithm(n))
    }
    result.scores = zip(deviances, penalties).map { $0.reduce(0, +) + $1 }
    result.draws = resampled(Array(lines.indices), deviances) { fit, mean in n * mean + penalties[fit] }
    return result
  }

  // MARK: Held-out rows

  private func heldOut(
    _ criterion: ComparisonCriterion, _ groups: [[Int]], _ starts: Int,
    _ progress: @escaping @Sendable (Double) -> Void
  ) throws(DiagnosticError) -> ComparisonScores {
    let places = Dictionary(lines.enumerated().map { ($1, $0) }) { first, _ in first }
    let groups = groups.map { $0.compactMap { places[$0] } }.filter { !$0.isEmpty }
    let scored = groups.flatMap { $0 }
    var squares: [[Double]] = []
    var failures: [Int] = []
    for index in entrants.indices {
      let done = Double(index) / Double(entrants.count)
      let share = 1 / Double(entrants.count)
      let refitted = refits[index].leavingOut(own(groups, of: index), starts: starts) {
        progress(done + share * $0)
      }
      var errors: [Double] = []
      for (group, parameters) in zip(groups, refitted) {
        guard let parameters else {
          errors += group.map { _ in .infinity }
          continue
        }
        errors += zip(try residuals(index, parameters, group, isLog: false), group).map {
          (weights?[$1] ?? 1) * $0 * $0
        }
      }
      squares.append(errors.map { $0.isNaN ? .infinity : $0 })
      failures.append(refitted.count { $0 == nil })
    }
    let total = scored.reduce(0) { $0 + (weights?[$1] ?? 1) }
    let scores = squares.map { (total > 0 ? $0.reduce(0, +) / total : 0).squareRoot() }
    let draws = resampled(scored, squares) { _, mean in mean.squareRoot() }
    return ComparisonScores(
      criterion: criterion, scores: scores, draws: draws, rows: scored.count, failures: failures)
  }

  /// Groups of common rows as a fit numbers its own rows.
  private func own(_ groups: [[Int]], of index: Int) -> [[Int]] {
    let (data, rows) = (entrants[index].data, refits[index].rows)
    var places: [Int: Int] = [:]
    for (place, row) in rows.enumerated() { places[data.lines[row]] = place }
    return groups.map { $0.compactMap { places[lines[$0]] } }
  }

  // MARK: What both share

  /// Predicted − observed of common rows, or of their logarithms.
  private func residuals(
    _ index: Int, _ parameters: [Double], _ rows: [Int], isLog: Bool? = nil
  ) throws(DiagnosticError) -> [Double] {
    let entrant = entrants[index]
    var places: [Int: Int] = [:]
    for (row, line) in entrant.data.lines.enumerated() { places[line] = row }
    let own = rows.compactMap { places[lines[$0]] }
    let compiled = try CompiledFormula(
      entrant.fit.law.formula, parameters: entrant.fit.law.parameters.map(\.name))
    let values = Dictionary(zip(entrant.fit.law.parameters.map(\.name), parameters)) { first, _ in first }
    let predicted = compiled.values(
      parameters: compiled.parameters.map { values[$0] ?? .nan },
      columns: compiled.variables.map { name in
        let column = entrant.data.variables[name] ?? []
        return own.map { column[$0] }
      })
    return zip(predicted, own).map { predicted, row in
      let observed = entrant.data.observed[row]
      return isLog ?? self.isLog
        ? naturalLogarithm(predicted) - naturalLogarithm(observed) : predicted - observed
    }
  }

  /// A function of the mean over rows as they are weighed, at every resample of the clusters of these rows; the same resamples for all fits.
  private func resampled(
    _ rows: [Int], _ contributions: [[Double]], _ score: (Int, Double) -> Double
  ) -> [[Double]] {
    var members: [Int: [Int]] = [:]
    for (place, row) in rows.enumerated() { members[clusters[row], default: []].append(place) }
    let groups = members.sorted { $0.key < $1.key }.map(\.value)
    guard groups.count > 1 else { return [] }
    let counts = groups.map { $0.reduce(0) { $0 + (weights?[rows[$1]] ?? 1) } }
    let sums = contributions.map { values in groups.map { $0.reduce(0) { $0 + values[$1] } } }
    var result = contributions.map { _ in [Double]() }
    for draw in 0..<resamples {
      var random = RandomStream(seed: seed, stream: 0x434F_4D50_0000_0000 &+ UInt64(draw))
      let chosen = groups.map { _ in random.index(below: groups.count) }
      let count = chosen.reduce(0) { $0 + counts[$1] }
      for fit in contributions.indices {
        result[fit].append(score(fit, chosen.reduce(0) { $0 + sums[fit][$1] } / count))
      }
    }
    return result
  }
}
