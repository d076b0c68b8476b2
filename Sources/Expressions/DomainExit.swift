import Typesetting

/// Where a formula leaves its domain: the first part that has no number although what it is made of has.
public struct DomainExit: Sendable, Hashable {
  /// The part: `log(N - N_0)`.
  public var part: Expression
  /// What it gave: missing, or infinite.
  public var value: Double
  /// The operands that gave it, as they were written, with their values.
  public var operands: [Operand]

  /// A part of the part.
  public struct Operand: Sendable, Hashable {
    /// As it was written.
    public var text: String
    /// Its value.
    public var value: Double
  }
}

extension DomainExit {
  /// `log(N - N_0) has no value where N - N_0 is -3`.
  public var sentence: String {
    let what = value.isNaN ? "has no value" : "is infinite"
    let places = operands.map { "\($0.text) is \(NumberText.machine($0.value))" }.joined(separator: " and ")
    return "\(part.source) \(what)" + (places.isEmpty ? "" : " where \(places)")
  }
}

extension CompiledFormula {
  /// Where the formula leaves its domain at one row; nil where its value is a finite number.
  public func domainExit(parameters: [Double], variables: [Double]) -> DomainExit? {
    withSteps(parameters, variables) { values in
      guard !values[result].isFinite else { return nil }
      for index in ownSteps where !values[index].isFinite {
        let operands = written(tape.steps[index]).filter { tape.constant($0) == nil }
        guard operands.allSatisfy({ values[$0].isFinite }), let part = sources[index] else { continue }
        return DomainExit(
          part: part, value: values[index],
          operands: operands.compactMap { operand in
            sources[operand].map { DomainExit.Operand(text: $0.source, value: values[operand]) }
          })
      }
      return nil
    }
  }

  /// The operands that stand in the formula's text; the logarithm of a power's base does not.
  private func written(_ step: Step) -> [Int] {
    if case .powerFromLog(let base, let exponent, _) = step { return [base, exponent] }
    return step.operands
  }
}
