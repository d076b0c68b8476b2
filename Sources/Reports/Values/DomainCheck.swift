import Diagnostics
import Expressions
import Fitting
import Laws
import Typesetting

/// Whether a fit is evaluated where its law holds, and, at printed constants, near the runs behind them.
struct DomainCheck {
  let fit: FitResult

  /// A condition that does not hold, and in how many rows.
  struct Departure {
    /// The condition as a reader sees it: `P_w ≥ P_post`.
    var condition: String
    var reason: String
    var rows: Int
  }

  /// The conditions that do not hold at one place; those about variables that are not given are not judged.
  func departures(at place: [String: Double]) -> [Departure] {
    departures(rows: 1, columns: place.filter(\.value.isFinite).mapValues { [$0] })
  }

  /// The conditions that do not hold in some rows, whose columns have equal lengths.
  func departures(rows: Int, columns: [String: [Double]]) -> [Departure] {
    let symbols = (try? fit.law.symbols()) ?? [:]
    return conditions.compactMap { condition in
      var values: [String: ExpressionColumn] = [:]
      for name in condition.expression.names {
        if let column = columns[name] {
          values[name] = .numbers(column)
        } else if let estimate = fit.estimate(name) {
          values[name] = .numbers(Array(repeating: estimate, count: rows))
        } else {
          return nil
        }
      }
      guard case .booleans(let holds)? = try? condition.expression.evaluate(rows: rows, columns: values)
      else {
        return nil
      }
      let count = holds.count { !$0 }
      guard count > 0 else { return nil }
      return Departure(
        condition: condition.expression.math(symbols: symbols).plainText, reason: condition.reason,
        rows: count)
    }
  }

  /// What the card of a fit says about rows outside.
  func warnings(_ data: FitData) -> [String] {
    let total = data.observed.count
    return departures(rows: total, columns: data.variables).map { departure in
      "\(departure.condition) does not hold in \(departure.rows) of \(total) rows: \(departure.reason)"
    }
  }

  private var conditions: [LawCondition] {
    // The runs behind printed values are those of the set that was taken.
    let runs = fit.origin == .publication ? fit.law.constants.first?.domain ?? [] : []
    return fit.law.domain + runs
  }
}

extension Trail {
  /// Notes for the reader, and warns the author, that a fit is evaluated outside its domain.
  mutating func check(
    _ fit: FitResult, _ label: String, at place: [String: Double], _ location: SourceLocation
  ) {
    for departure in DomainCheck(fit: fit).departures(at: place) {
      note("\(departure.condition) does not hold for \(label): \(departure.reason)")
      warn(
        Diagnostic(
          .warning, "W0502", "\"\(label)\" is evaluated where \(departure.condition) does not hold",
          at: location, notes: [departure.reason]))
    }
  }
}
