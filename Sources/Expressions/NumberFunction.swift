import Diagnostics

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Functions of numbers that every expression may call.
enum NumberFunction: String, CaseIterable, Sendable {
  case exp, log, log2, log10, sqrt, abs, round, floor, ceil, min, max

  var arity: ClosedRange<Int> { self == .min || self == .max ? 2...8 : 1...1 }

  func callAsFunction(_ x: Double) -> Double {
    switch self {
    case .exp: VectorFunctions.exp(x)
    case .log: VectorFunctions.log(x)
    case .log2: VectorFunctions.log2(x)
    case .log10: Glibc.log10(x)
    case .sqrt: x.squareRoot()
    case .abs: Swift.abs(x)
    case .round: x.rounded(.toNearestOrEven)
    case .floor: x.rounded(.down)
    case .ceil: x.rounded(.up)
    case .min, .max: x
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
