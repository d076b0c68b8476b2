import Diagnostics
import Laws

/// What is known of a parameter before the rows are looked at: a normal distribution of its value or of its logarithm.
public struct ParameterPrior: Sendable, Hashable, Codable {
  /// The mean of a normal prior; the median of a log-normal one.
  public var centre: Double
  /// The standard deviation of the value, or of its natural logarithm where the prior is log-normal.
  public var spread: Double
  /// Whether the logarithm is normal: then the parameter is above 0.
  public var isLog: Bool

  /// Makes a prior.
  public init(centre: Double, spread: Double, isLog: Bool = false) {
    (self.centre, self.spread, self.isLog) = (centre, spread, isLog)
  }

  /// A log-normal prior: its median and the factor that one standard deviation is, above 1.
  public init(median: Double, factor: Double) {
    self.init(centre: median, spread: factor > 1 ? naturalLogarithm(factor) : .nan, isLog: true)
  }

  /// The factor of one standard deviation of a log-normal prior.
  public var factor: Double { exponential(spread) }

  /// Standard deviations from the centre; infinite where a log-normal prior has no density.
  public func deviation(of value: Double) -> Double {
    guard isLog else { return (value - centre) / spread }
    return value > 0 ? naturalLogarithm(value / centre) / spread : -.infinity
  }

  /// The least value that the search looks at: a log-normal prior has nothing at 0, and nothing worth a look 30 standard
  /// deviations below its median.
  var lowest: Double { isLog ? centre * exponential(-30 * spread) : -.infinity }

  /// Refuses a prior that a parameter of a law cannot have.
  ///
  /// - Throws: E0570 the law has no such parameter, E0571 the spread is not above 0 or something is no number, E0572 the
  ///   fit does not choose the parameter, E0573 the parameter's range has no room for the centre.
  public func check(_ name: String, in law: Law) throws(DiagnosticError) {
    guard let parameter = law.parameters.first(where: { $0.name == name }) else {
      let known = law.parameters.map(\.name)
      throw DiagnosticError(
        "E0570", "a prior on \"\(name)\", which is no parameter of \"\(law.name)\"",
        notes: ["parameters: \(known.joined(separator: ", "))"], help: Spelling.didYouMean(name, among: known)
      )
    }
    guard centre.isFinite, spread.isFinite, spread > 0, !isLog || centre > 0 else {
      throw DiagnosticError(
        "E0571",
        "the prior on \"\(name)\" needs \(isLog ? "a median above 0 and a factor above 1" : "a mean and a standard deviation above 0")"
      )
    }
    if let other = parameter.tiedTo {
      throw DiagnosticError(
        "E0572", "\"\(name)\" is tied to \"\(other)\", so that a prior on it has no effect",
        help: ["put the prior on \"\(other)\""])
    }
    guard parameter.fixed == nil else {
      throw DiagnosticError(
        "E0572", "\"\(name)\" has a fixed value, so that a prior on it has no effect",
        help: ["take out the prior, or let the fit choose \"\(name)\""])
    }
    guard parameter.range.contains(centre) else {
      let (low, high) = (parameter.range.lowerBound, parameter.range.upperBound)
      throw DiagnosticError(
        "E0573",
        "the centre of the prior on \"\(name)\", \(shortNumber(centre)), lies outside its range, \(shortNumber(low)) to \(shortNumber(high))",
        help: ["widen the range"])
    }
  }
}
