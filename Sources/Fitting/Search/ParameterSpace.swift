import Diagnostics
import Laws

/// The free parameters of a law and the coordinates in which the search for them runs.
///
/// A parameter whose range lies above 0 is searched in its logarithm: it stays positive, and a step means a factor,
/// whether the parameter is 0.3 or 10⁶. Others are searched as they are, and so is one that stands in the law as a term
/// of its own: the way to a floor of 0 has no end in the logarithm. The ends of the ranges are hard.
struct ParameterSpace: Sendable {
  /// Indices into the law's parameters of the free ones.
  let free: [Int]
  let names: [String]
  private(set) var isLog: [Bool]
  /// The ends of the ranges in the search's coordinates.
  private(set) var lower: [Double]
  private(set) var upper: [Double]
  /// For each parameter of the law the free parameter that it equals, or nil when it is fixed.
  let source: [Int?]
  private var constants: [Double]
  let ranges: [ClosedRange<Double>]

  init(_ law: Law) throws(DiagnosticError) {
    let parameters = law.parameters
    var indices: [String: Int] = [:]
    for (index, parameter) in parameters.enumerated() {
      guard indices.updateValue(index, forKey: parameter.name) == nil else {
        throw DiagnosticError(
          "E0513", "the law \"\(law.name)\" has two parameters named \"\(parameter.name)\"")
      }
    }
    if let parameter = parameters.first(where: { $0.by != nil }) {
      throw DiagnosticError(
        "E0515",
        "\"\(parameter.name)\" of \"\(law.name)\" has a value for each \"\(parameter.by ?? "")\", whose levels are not known",
        help: ["a fit to runs finds them in their column"])
    }
    var roots: [Int] = []
    for start in parameters.indices {
      var index = start
      var steps = 0
      while let tied = parameters[index].tiedTo {
        guard let next = indices[tied] else {
          throw DiagnosticError(
            "E0512",
            "\"\(parameters[index].name)\" is tied to \"\(tied)\", which is no parameter of \"\(law.name)\"",
            help: Spelling.didYouMean(tied, among: indices.keys))
        }
        steps += 1
        guard steps <= parameters.count else {
          throw DiagnosticError("E0512", "\"\(parameters[start].name)\" is tied to itself")
        }
        index = next
      }
      roots.append(index)
    }
    for parameter in parameters where parameter.fixed.map({ !$0.isFinite }) ?? false {
      throw DiagnosticError("E0501", "\"\(parameter.name)\" is fixed at a value that is not a finite number")
    }
    let free = parameters.indices.filter { roots[$0] == $0 && parameters[$0].fixed == nil }
    self.free = free
    names = free.map { parameters[$0].name }
    ranges = free.map { parameters[$0].range }
    isLog = ranges.map { $0.lowerBound > 0 }
    lower = ranges.map { $0.lowerBound > 0 ? naturalLogarithm($0.lowerBound) : $0.lowerBound }
    upper = ranges.map { $0.lowerBound > 0 ? naturalLogarithm($0.upperBound) : $0.upperBound }
    source = roots.map { root in free.firstIndex(of: root) }
    constants = roots.map { parameters[$0].fixed ?? 0 }
  }

  var count: Int { free.count }

  /// The same coordinates with the constants of a law that differs in nothing but fixed values.
  func holding(_ law: Law) throws(DiagnosticError) -> ParameterSpace {
    var copy = self
    copy.constants = try ParameterSpace(law).constants
    return copy
  }

  /// Takes some of the free parameters as they are instead of in their logarithms.
  mutating func searchPlainly(_ indices: [Int]) {
    for i in indices {
      isLog[i] = false
      lower[i] = ranges[i].lowerBound
      upper[i] = ranges[i].upperBound
    }
  }

  /// The free parameters' own values; a coordinate on its bound gives the end of the range to the last digit.
  func natural(_ x: [Double]) -> [Double] {
    var result = x
    natural(x, into: &result)
    return result
  }

  /// Writes the free parameters' own values into an array of as many numbers.
  func natural(_ x: [Double], into result: inout [Double]) {
    for i in x.indices {
      if x[i] <= lower[i] {
        result[i] = ranges[i].lowerBound
      } else if x[i] >= upper[i] {
        result[i] = ranges[i].upperBound
      } else {
        result[i] = isLog[i] ? exponential(x[i]) : x[i]
      }
    }
  }

  /// Coordinates of free parameters' values, moved into the ranges.
  func coordinates(_ natural: [Double]) -> [Double] {
    natural.indices.map { i in
      let inside = min(max(natural[i], ranges[i].lowerBound), ranges[i].upperBound)
      return isLog[i] ? naturalLogarithm(inside) : inside
    }
  }

  /// The coordinate of one free parameter's value; a value at or beyond an end of the range is on the bound.
  func coordinate(_ value: Double, of i: Int) -> Double {
    if value <= ranges[i].lowerBound { return lower[i] }
    if value >= ranges[i].upperBound { return upper[i] }
    return isLog[i] ? naturalLogarithm(value) : value
  }

  /// All parameters of the law, in its order.
  func all(_ x: [Double]) -> [Double] {
    let values = natural(x)
    return source.indices.map { index in source[index].map { values[$0] } ?? constants[index] }
  }

  /// A place in the ranges from numbers in 0..<1: even in the logarithm where a range spans more than a factor of ten.
  func place(_ unit: [Double]) -> [Double] {
    coordinates(
      unit.indices.map { i in
        let range = ranges[i]
        guard range.lowerBound > 0, range.upperBound > 10 * range.lowerBound else {
          return range.lowerBound + unit[i] * (range.upperBound - range.lowerBound)
        }
        let low = naturalLogarithm(range.lowerBound)
        return exponential(low + unit[i] * (naturalLogarithm(range.upperBound) - low))
      })
  }

  /// The index of the free parameter at an end of its range, with the end.
  func bounds(touchedBy x: [Double]) -> [(index: Int, end: Double)] {
    x.indices.compactMap { i in
      let slack = 1e-9 * max(1, upper[i] - lower[i])
      if x[i] <= lower[i] + slack { return (i, ranges[i].lowerBound) }
      if x[i] >= upper[i] - slack { return (i, ranges[i].upperBound) }
      return nil
    }
  }

  /// How far one step may go in a coordinate: a factor of e³, or a quarter of a plain range.
  var longestStep: [Double] {
    isLog.indices.map { isLog[$0] ? 3 : max(0.25 * (upper[$0] - lower[$0]), .leastNormalMagnitude) }
  }

  /// What counts as one unit of change in a coordinate: a factor of e, or for a plain one its own size (at least 1).
  func unit(_ i: Int, at x: [Double]) -> Double { isLog[i] ? 1 : max(1, abs(x[i])) }
}
