import CKernels
import Diagnostics

/// Functions of numbers that every expression may call.
enum NumberFunction: String, CaseIterable, Sendable {
  case exp, log, log2, log10, sqrt, abs, round, floor, ceil, min, max

  var arity: ClosedRange<Int> { self == .min || self == .max ? 2...8 : 1...1 }

  func callAsFunction(_ x: Double) -> Double {
    switch self {
    case .exp: isoloss_exp(x)
    case .log: isoloss_log(x)
    case .log2: isoloss_log2(x)
    case .log10: isoloss_log10(x)
    case .sqrt: x.squareRoot()
    case .abs: Swift.abs(x)
    case .round: x.rounded(.toNearestOrEven)
    case .floor: x.rounded(.down)
    case .ceil: x.rounded(.up)
    case .min, .max: x
    }
  }

  /// The same over rows; of functions of several arguments, which are made of pairs, that of one.
  var operation: RowOperation {
    switch self {
    case .exp: .exp
    case .log: .log
    case .log2: .log2
    case .log10: .log10
    case .sqrt: .sqrt
    case .abs: .abs
    case .round: .round
    case .floor: .floor
    case .ceil: .ceil
    case .min, .max: .fill
    }
  }

  /// Finds a function by name. Throws `E0320` with a suggestion.
  static func named(
    _ name: String, arguments: Int, at location: SourceLocation, also: [String] = []
  ) throws(DiagnosticError) -> NumberFunction {
    guard let function = NumberFunction(rawValue: name) else {
      throw DiagnosticError(
        "E0320", "no function \"\(name)\"", at: location,
        help: Spelling.didYouMean(name, among: allCases.map(\.rawValue) + also))
    }
    guard function.arity.contains(arguments) else {
      let wanted = function.arity.upperBound == 1 ? "one argument" : "two or more arguments"
      throw DiagnosticError("E0321", "\(name) takes \(wanted), found \(arguments)", at: location)
    }
    return function
  }
}
