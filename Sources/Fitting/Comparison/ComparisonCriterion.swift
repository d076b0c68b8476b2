/// How laws are compared.
public struct ComparisonCriterion: Sendable, Hashable, Codable {
  /// What is computed.
  public enum Rule: Sendable, Hashable, Codable {
    /// Akaike's criterion with its correction for few rows (Hurvich and Tsai 1989).
    case aicc
    /// Schwarz's criterion.
    case bic
    /// The error of prediction where the law has not seen the rows: each group of rows is left out in turn, the law
    /// refitted, and its predictions compared. Rows are named by their lines; `fromScratch` searches anew each time.
    case heldOut(groups: [[Int]], fromScratch: Bool)
  }

  /// The name in values: `aicc`, `kfold_N`, `largest_D`.
  public var name: String
  /// The name for a reader: `Leave one run out`.
  public var title: String
  /// What is computed.
  public var rule: Rule

  /// Makes a criterion.
  public init(name: String, title: String, rule: Rule) {
    (self.name, self.title, self.rule) = (name, title, rule)
  }
}

/// What one criterion says of every law.
public struct ComparisonScores: Sendable {
  /// What was computed.
  public var criterion: ComparisonCriterion
  /// One score a fit; smaller is better. An information criterion has no unit, an error that of the loss. Infinite where
  /// a refit gave no number for a row.
  public var scores: [Double]
  /// The scores over resamples of the clusters, fit by draw. The draws of all fits are of the same resamples, so that
  /// differences are paired. Empty when the rows belong to a single cluster.
  public var draws: [[Double]]
  /// How many rows were scored.
  public var rows: Int
  /// Groups for which no refit converged, fit by fit.
  public var failures: [Int]

  /// The fit with the smallest score; nil when none has one.
  public var best: Int? {
    scores.indices.filter { scores[$0].isFinite }.min { (scores[$0], $0) < (scores[$1], $1) }
  }

  /// How much a fit's score is above the best, with the 95 % interval of the paired difference; nil for the best.
  public func difference(of fit: Int) -> (value: Double, interval: ClosedRange<Double>?)? {
    guard let best, fit != best else { return nil }
    let value = scores[fit] - scores[best]
    guard !draws.isEmpty else { return (value, nil) }
    return (value, Interval.percentile(zip(draws[fit], draws[best]).map { $0 - $1 }))
  }
}
