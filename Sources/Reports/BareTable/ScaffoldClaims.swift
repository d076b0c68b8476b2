import Fitting
import Typesetting

/// Two claims that a fit supports, each with a limit that it keeps with room to spare.
struct ScaffoldClaims {
  private let fit: FitResult
  init(_ fit: ExecutedFit) { self.fit = fit.result }

  /// Limits, the strictest first.
  private static let shares = [0.99, 0.98, 0.95, 0.9, 0.8, 0.5, 0.2]
  private static let factors = [1.02, 1.05, 1.1, 1.2, 1.5, 2, 3, 5, 10, 30, 100, 1000]

  /// Sentences with checks; `symbol` typesets a parameter.
  func sentences(_ symbol: (String) -> String) -> [String] { [variance, precision(symbol) ?? rows] }

  private var variance: String {
    let least = Self.shares.first { fit.rSquared > $0 + 0.1 * (1 - $0) } ?? 0
    guard fit.rSquared > 0 else {
      return claim("The law describes the runs no better than their mean", "clm-variance", "main.r2 <= 0")
    }
    return least == 0
      ? claim("The law describes the runs better than their mean", "clm-variance", "main.r2 > 0")
      : claim(
        "The law explains more than \(NumberText.machine((least * 100).rounded())) % of the variance",
        "clm-variance", "main.r2 > \(NumberText.machine(least))")
  }

  /// About the free parameter that is known best, by the ratio of its interval's ends.
  private func precision(_ symbol: (String) -> String) -> String? {
    let known = fit.parameters.compactMap { parameter -> (name: String, ratio: Double)? in
      guard parameter.status == .free, let interval = parameter.interval, interval.lowerBound > 0,
        interval.lowerBound < interval.upperBound
      else { return nil }
      return (parameter.name, interval.upperBound / interval.lowerBound)
    }
    guard let best = known.min(by: { ($0.ratio, $0.name) < ($1.ratio, $1.name) }),
      let factor = Self.factors.first(where: { best.ratio < 1 + 0.9 * ($0 - 1) })
    else { return nil }
    let text = NumberText.machine(factor)
    return claim(
      "The ends of the interval of \(symbol(best.name)) are less than a factor of \(text) apart",
      "clm-interval",
      "upper(main.\(best.name)) < \(text)*lower(main.\(best.name))")
  }

  private var rows: String {
    claim("There are more runs than parameters", "clm-rows", "main.runs > \(fit.parameters.count)")
  }

  private func claim(_ words: String, _ id: String, _ check: String) -> String {
    "[\(words)]{.claim #\(id) check=\"\(check)\"}."
  }
}
