import Expressions
import Foundation
import Laws
import Testing

/// The law of the catalogue with a name.
func entry(_ name: String) throws -> Law { try #require(LawCatalogue.law(named: name)) }

/// The published values of a law by parameter; NaN where there is none.
func published(_ law: Law) -> [String: Double] {
  Dictionary(uniqueKeysWithValues: law.parameters.map { ($0.name, $0.published ?? .nan) })
}

/// A law at a set of published constants as a function of its variables.
func function(_ constants: String, of definition: String? = nil) throws -> ([String: Double]) -> Double {
  let law = try LawCatalogue.published(constants)
  let formula = try CompiledFormula(law.formula, target: definition, parameters: law.parameters.map(\.name))
  let parameters = law.parameters.map { parameter in
    parameter.fixed ?? parameter.published ?? law.parameters.first { $0.name == parameter.tiedTo }?.published
      ?? .nan
  }
  return { values in
    formula.value(parameters: parameters, variables: formula.variables.map { values[$0] ?? .nan })
  }
}

/// Golden-section search for the only minimum in a range.
func minimum(over range: ClosedRange<Double>, _ f: (Double) -> Double) -> Double {
  let ratio = (5.0.squareRoot() - 1) / 2
  var (low, high) = (range.lowerBound, range.upperBound)
  while high - low > 1e-7 {
    let (left, right) = (high - ratio * (high - low), low + ratio * (high - low))
    if f(left) < f(right) { high = right } else { low = left }
  }
  return (low + high) / 2
}

extension Double {
  /// Whether the number, rounded to the digits of a printed one, is that.
  func rounds(to printed: String) -> Bool {
    guard let value = Double(printed) else { return false }
    let parts = printed.split(separator: "e")
    let places =
      parts[0].split(separator: ".", omittingEmptySubsequences: false).dropFirst().first?.count ?? 0
    var unit = 1.0
    for _ in 0..<places { unit /= 10 }
    for _ in 0..<(parts.count > 1 ? Int(parts[1]) ?? 0 : 0) { unit *= 10 }
    return abs(self - value) <= 0.5001 * unit
  }
}
