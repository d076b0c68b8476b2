import Diagnostics
import Expressions
import Laws
import Work

/// Laws compared on the same rows.
///
/// Information criteria take the residuals as normal on the scale that all the fits share: the logarithm where every
/// objective is on it, the loss itself otherwise. Their likelihood is that of the optimum of the objective, which is the
/// likelihood's own only for a squared loss. The number of parameters counts the variance of the residuals, and not what a
/// fit holds at the values of another. Weights say how much a row counts and not how likely its errors are, so
/// that information criteria refuse weighed rows; errors of prediction are weighed like the rows of the fits. Intervals are percentiles over resamples of the clusters (Vuong's comparison of
/// likelihoods row by row, without his normal approximation).
public struct LawComparison: Sendable, Codable {
  /// One law with what it was fitted to.
  public struct Entrant: Sendable {
    /// The label of the fit.
    public var label: String
    /// The law, with what was fixed, tied or held.
    public var law: Law
    /// The rows.
    public var data: FitData
    /// How it was fitted; `starts` and `bootstrap` are not used.
    public var options: FitOptions
    /// The fit.
    public var fit: FitResult

    /// Makes an entrant.
    public init(label: String, law: Law, data: FitData, options: FitOptions, fit: FitResult) {
      (self.label, self.law, self.data, self.options, self.fit) = (label, law, data, options, fit)
    }
  }

  /// The labels of the fits, in the order given.
  public var labels: [String]
  /// Free parameters of each.
  public var freeParameters: [Int]
  /// The rows that all of them use.
  public var rows: Int
  /// The clusters that the rows belong to.
  public var clusters: Int
  /// Whether residuals are differences of logarithms.
  public var isLog: Bool
  /// One for each criterion, in the order given.
  public var results: [ComparisonScores]

  /// Low-discrepancy starts of a refit that searches anew.
  private static let startsFromScratch = 12
  /// Resamples behind the intervals.
  private static let resamples = 2000

  /// The error of an information criterion, by its title, of fits of weighed rows.
  public static func refusal(of title: String) -> DiagnosticError {
    DiagnosticError(
      "E0547", "\(title) needs a likelihood, which rows that are weighed do not have",
      help: ["compare errors of prediction: loo, kfold(5), heldout largest N"])
  }

  /// The error of an information criterion, by its title, of fits with priors.
  public static func refusalOfPriors(_ title: String) -> DiagnosticError {
    DiagnosticError(
      "E0542", "\(title) counts free parameters, and one with a prior is neither free nor fixed",
      help: ["compare errors of prediction: loo, kfold(5), heldout largest N"])
  }

  /// Compares fits.
  ///
  /// - Parameters:
  ///   - entrants: two or more fits of the same rows.
  ///   - criteria: what to compare them by.
  ///   - seed: the seed of the resamples.
  ///   - progress: told the finished share, 0 to 1.
  /// - Throws: E0540 when the rows or their weights differ, with which and how many; E0541 for an information criterion
  ///   of weighed rows, E0542 for one of fits with priors.
  public static func run(
    _ entrants: [Entrant], by criteria: [ComparisonCriterion], seed: UInt64,
    progress: (@Sendable (Double) -> Void)? = nil
  ) throws(DiagnosticError) -> LawComparison {
    var refits: [Refits] = []
    for entrant in entrants {
      refits.append(try Refits(entrant.law, entrant.data, entrant.options, optimum: entrant.fit))
    }
    try RowAgreement.check(
      zip(entrants, refits).map { entrant, refit in
        RowAgreement.Side(entrant.label, entrant.data, rows: refit.rows)
      })
    guard let first = entrants.first, let rows = refits.first?.rows else {
      throw DiagnosticError("E0543", "there are no fits to compare")
    }
    let lines = rows.map { first.data.lines[$0] }
    let clusters = rows.map { first.data.clusters[$0] }
    let isLog = entrants.allSatisfy { $0.options.objective.isLog }
    let scorer = ComparisonScorer(
      entrants: entrants, refits: refits, lines: lines, clusters: clusters,
      weights: first.data.weights.map { all in rows.map { all[$0] } }, isLog: isLog, seed: seed,
      resamples: resamples, starts: startsFromScratch)
    var results: [ComparisonScores] = []
    for (index, criterion) in criteria.enumerated() {
      let done = Double(index) / Double(criteria.count)
      let share = 1 / Double(criteria.count)
      results.append(try scorer.scores(criterion) { progress?(done + share * $0) })
      // Refits that were left out are no refits that failed.
      guard !WorkPool.isCancelled else { throw .abandoned }
    }
    return LawComparison(
      labels: entrants.map(\.label), freeParameters: refits.map(\.freeCount), rows: rows.count,
      clusters: Set(clusters).count, isLog: isLog, results: results)
  }
}
