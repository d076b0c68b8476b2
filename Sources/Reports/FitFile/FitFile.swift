import Diagnostics
import Fitting
import Laws

/// A fit that was made elsewhere, as a JSON file tells it: `from: fit.json` in a fit cell.
///
/// `FitFileReader` reads it, `FitFileWriter` writes the same form of a fit that was made here; its schema is
/// `schemas/fit.schema.json`.
struct FitFile {
  /// The file, as the author named it.
  var name: String
  var law: Law
  /// By parameter.
  var values: [String: PrintedNumber] = [:]
  /// 95 % intervals that the file gives, by parameter.
  var intervals: [String: ClosedRange<Double>] = [:]
  var uncertainty = Uncertainty.none
  /// The sum over the rows of its maker.
  var objective: PrintedNumber?
  /// What was summed; nil when the file does not say.
  var loss: Objective?
  /// What its maker weighed the rows by; nil for once each.
  var weights: String?
  /// The priors of its maker, and what they weighed; nil for none.
  var priors: FitPriors?
  /// How many rows its maker used.
  var rows: Int?
  /// The values of each variable that its maker used.
  var ranges: [String: ClosedRange<Double>] = [:]

  /// What the file knows of the errors of its values.
  enum Uncertainty {
    case none
    case draws(ParameterDraws)
    case covariance(ParameterCovariance)
  }

  /// How many draws are made from a covariance.
  static let drawsFromCovariance = 1000

  /// A number as written, with half a unit of its last digit.
  struct PrintedNumber: Hashable {
    var value: Double
    var halfUnit: Double

    /// Nil when the text is no finite number.
    init?(_ text: String) {
      guard let value = Double(text), value.isFinite else { return nil }
      self.value = value
      let parts = text.lowercased().split(separator: "e", maxSplits: 1)
      let decimals = parts[0].split(separator: ".", omittingEmptySubsequences: false).dropFirst().first?.count
      let exponent = (parts.count > 1 ? Int(parts[1]) ?? 0 : 0) - (decimals ?? 0)
      halfUnit = 0.5 * Elementary.power(10, Double(exponent))
    }
  }

  /// The fit; draws from a covariance follow from the report's seed and the fit's label.
  func result(seed: UInt64, label: String) throws(DiagnosticError) -> FitResult {
    let estimates = values.mapValues(\.value)
    let draws: ParameterDraws?
    switch uncertainty {
    case .none: draws = nil
    case .draws(let given): draws = given
    case .covariance(let covariance):
      // FNV-1a: the same on every machine, unlike Swift's own hashes.
      let stream = label.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
      draws = try covariance.draws(Self.drawsFromCovariance, around: estimates, seed: seed, stream: stream)
    }
    var result = try FitResult.given(
      law, values: estimates, intervals: intervals, draws: draws, origin: .file(name))
    result.ranges = ranges
    result.priors = priors
    return result
  }

  /// Compares the file's objective with that of its values on rows here; nil when the file gives none.
  func reproduction(
    of result: FitResult, on data: FitData, objective used: Objective
  ) throws(DiagnosticError) -> FitReproduction? {
    guard let objective else { return nil }
    guard used == loss ?? Objective(), result.weighted == weights else {
      return FitReproduction(given: objective.value, here: nil, tolerance: 0, givenRows: rows)
    }
    let slack = try result.objectiveSlack(on: data, objective: used, halfUnits: values.mapValues(\.halfUnit))
    // A sum over many rows ends in digits that depend on its order.
    let rounding = 1e-8 * abs(objective.value)
    return FitReproduction(
      given: objective.value, here: result.objective, tolerance: objective.halfUnit + slack + rounding,
      givenRows: rows)
  }
}
