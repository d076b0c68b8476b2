import Fitting
import Foundation
import Laws
import Reports
import Typesetting

/// What a fit's card says, the same in HTML and Markdown.
public struct FitFacts {
  /// One row of the table of parameters; numbers are written for people.
  public struct Parameter {
    /// The name in the formula.
    public var name: String
    /// The symbol.
    public var symbol: MathNode
    /// A few words with the unit; may be empty.
    public var meaning: String
    /// `fixed`, `tied to alpha`, `at its bound`; empty for a free parameter inside its range.
    public var status: String
    /// Whether the fit pushed it to an end of its range.
    public var isAtBound: Bool
    /// The estimate.
    public var estimate: String
    /// The 95 % interval, or nil.
    public var interval: (low: String, high: String)?
    /// The printed value, or empty.
    public var published: String
  }

  let fit: ExecutedFit

  /// Says what there is to say about a fit.
  public init(_ fit: ExecutedFit) { self.fit = fit }

  private var result: FitResult { fit.result }

  /// The law in the symbols of the card.
  public var law: MathNode { result.law.notation.math(symbols: fit.symbols) }

  /// `204 rows, 11 parameters, RMSE 0.0062 nats per byte`.
  public var summary: String {
    if isGiven, result.rowsUsed == 0 { return GivenFitFacts(fit: fit).summary }
    if isGiven {
      return "\(GivenFitFacts(fit: fit).summary), \(error) over \(Counted.text(result.rowsUsed, "row"))"
    }
    let free = result.parameters.count { $0.status == .free || $0.status == .atBound }
    return "\(Counted.text(result.rowsUsed, "row")), \(Counted.text(free, "free parameter")), \(error)"
  }

  private var error: String { "RMSE \(NumberText.significant(result.rmse, digits: 2))\(unit)" }

  /// Whether the values were found elsewhere.
  private var isGiven: Bool { result.origin != .rows }

  private var unit: String { result.law.lossUnit.isEmpty ? "" : " \(result.law.lossUnit)" }

  /// In the order of the law.
  public var parameters: [Parameter] {
    result.parameters.map { estimate in
      let about = result.law.parameters.first { $0.name == estimate.name }
      let isPrinted = result.origin == .publication
      var text = Numbers.text(estimate.estimate, estimate.interval)
      // What was printed stands with all its digits.
      if isPrinted { text.estimate = Numbers.printed(estimate.estimate) }
      let meaning = about?.meaning ?? ""
      let unit = about?.unit ?? ""
      return Parameter(
        name: estimate.name, symbol: symbol(estimate.name),
        meaning: MeaningText.words(meaning, unit: unit),
        status: status(estimate.status),
        isAtBound: estimate.status == .atBound,
        estimate: text.estimate, interval: text.interval,
        published: isPrinted ? "" : about?.published.map(Numbers.exact) ?? "")
    }
  }

  private func symbol(_ name: String) -> MathNode { fit.symbols[name] ?? SymbolNames.node(for: name) }

  private func status(_ status: ParameterEstimate.Status) -> String {
    switch status {
    case .free, .given: ""
    case .fixed: "fixed"
    case .held(let fit): "from fit \(fit)"
    case .tied(let other): "tied to \(symbol(other).plainText)"
    case .atBound: "at its bound"
    }
  }

  /// How the fit was made and how far it can be trusted: name, value, detail.
  public var facts: [(name: String, value: String, detail: String)] {
    isGiven
      ? GivenFitFacts(fit: fit).facts + priors + (result.rowsUsed > 0 ? rows + [errors] : [])
      : rows + priors + search + profiles + [errors]
  }

  private typealias Fact = (name: String, value: String, detail: String)

  private var rows: [Fact] {
    let left = fit.excluded.reduce(0) { $0 + $1.count }
    let used = Counted.number(result.rowsUsed)
    return [
      (
        "Objective", Numbers.objective(result.objectiveKind, target: result.law.target),
        "at \(isGiven ? "these values" : "the optimum") \(NumberText.significant(result.objective, digits: 4))"
          + (result.priors == nil
            ? "" : ", and \(NumberText.significant(result.penalty, digits: 2)) from priors")
      ),
      (
        "Rows", left == 0 ? used : "\(used) of \(Counted.number(result.rowsUsed + left))",
        (result.resampled.map { "in \(Counted.text(result.clustersUsed, "group")) by \($0)" }
          ?? "from \(Counted.text(result.clustersUsed, "run"))")
          + (result.weighted.map { ", weighted by \($0)" } ?? "")
      ),
      ("Data", fit.data, fit.filter.map { "where \($0)" } ?? "every row"),
    ]
  }

  /// What was known of each parameter, in the order of the law, and how far from it the estimate came to lie.
  private var priors: [Fact] {
    (result.priors?.names(in: result.law) ?? []).compactMap { name in
      guard let prior = result.priors?.values[name], let estimate = result.estimate(name) else { return nil }
      let centre = NumberText.significant(prior.centre, digits: 3)
      let width = NumberText.significant(prior.isLog ? prior.factor : prior.spread, digits: 2)
      let away = abs(prior.deviation(of: estimate))
      return (
        "Prior of \(symbol(name).plainText)", "\(centre) \(prior.isLog ? "×/÷" : "±") \(width)",
        "counts as one measurement; the estimate is \(NumberText.decimal(away, places: 2)) of its widths away"
      )
    }
  }

  private var drawn: String { result.resampled.map { "of groups by \($0)" } ?? "of runs" }

  private var corrected: String {
    result.jackknife.isEmpty ? "" : "; intervals corrected for bias and skewness"
  }

  private var search: [Fact] {
    [
      (
        "Starts", Counted.number(result.starts),
        "\(Counted.number(result.startsAtOptimum)) ended at the optimum"
      ),
      (
        "Distinct minima", Counted.number(result.minima.count),
        (result.gapToSecondMinimum.map {
          "the second \(NumberText.significant(100 * $0, digits: 2)) % higher, "
        } ?? "")
          + "gradient \(NumberText.significant(result.gradientNorm, digits: 2)) at the best"
      ),
      (
        "Condition",
        result.conditionNumber.isFinite ? NumberText.significant(result.conditionNumber, digits: 2) : "–",
        result.conditionNumber.isFinite
          ? "times less is known of the vaguest combination of parameters than of the clearest"
          : "a combination of parameters is not determined"
      ),
      (
        "Bootstrap", result.draws.isEmpty ? "none" : Counted.text(result.draws.count, "draw"),
        result.draws.isEmpty
          ? "no intervals"
          : result.failedDraws == 0
            ? "\(drawn), every refit converged\(corrected)"
            : "\(drawn); \(Counted.number(result.failedDraws)) drawn again\(corrected)"
      ),
    ]
  }

  /// Profile intervals, in the order of the law.
  private var profiles: [Fact] {
    result.parameters.compactMap { parameter in
      guard let profile = result.profiles[parameter.name] else { return nil }
      let (low, high) = (profile.interval.lowerBound, profile.interval.upperBound)
      let isOpen = !low.isFinite || !high.isFinite
      func end(_ value: Double) -> String {
        value.isFinite ? NumberText.significant(value, digits: 3) : "not bounded"
      }
      return (
        "Profile of \(symbol(parameter.name).plainText)", "\(end(low)) to \(end(high))",
        isOpen ? "not identified: the data do not bound it" : "the other parameters refitted"
      )
    }
  }

  private var errors: Fact {
    (
      "Error", "RMSE \(NumberText.significant(result.rmse, digits: 3))",
      "R² \(NumberText.decimal(result.rSquared, places: 4))\(result.objectiveKind.isLog ? " on the log" : "")"
    )
  }

  /// The values of each variable that the fit has seen: beyond them the law is an extrapolation.
  public var ranges: [(symbol: MathNode, value: String, detail: String)] {
    result.law.variables.compactMap { variable in
      guard variable.level == nil, let range = result.ranges[variable.name] else { return nil }
      return (
        symbol(variable.name),
        "\(NumberText.si(range.lowerBound, digits: 3)) to \(NumberText.si(range.upperBound, digits: 3))",
        MeaningText.words(variable.meaning, unit: variable.unit)
      )
    }
  }

  /// The parameters whose values tell the minima apart.
  public var minimumSymbols: [MathNode] { freeIndices.map { symbol(result.parameters[$0].name) } }

  /// The best minima: objective, starts, values of the free parameters.
  public var minima: [(objective: String, count: String, values: [String])] {
    guard result.minima.count > 1 else { return [] }
    return result.minima.prefix(8).map { minimum in
      (
        NumberText.significant(minimum.objective, digits: 5), Counted.number(minimum.count),
        freeIndices.map { index in
          index < minimum.parameters.count
            ? NumberText.significant(minimum.parameters[index], digits: 3) : "–"
        }
      )
    }
  }

  private var freeIndices: [Int] {
    result.parameters.indices.filter {
      result.parameters[$0].status == .free || result.parameters[$0].status == .atBound
    }
  }
}

extension [FitFacts.Parameter] {
  /// Whether the table of the parameters has a column of intervals.
  var haveIntervals: Bool { contains { $0.interval != nil } }

  /// Whether it has a column of what was printed elsewhere.
  var havePublished: Bool { contains { !$0.published.isEmpty } }
}
