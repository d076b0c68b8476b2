import Foundation

/// The functions of one number, by the names that expressions use.
enum Elementary {
  static let functions: [String: @Sendable (Double) -> Double] = [
    "exp": { Foundation.exp($0) }, "log": { Foundation.log($0) }, "log2": { Foundation.log2($0) },
    "log10": { Foundation.log10($0) }, "sqrt": { $0.squareRoot() }, "abs": { Swift.abs($0) },
    "round": { $0.rounded() }, "floor": { $0.rounded(.down) }, "ceil": { $0.rounded(.up) },
  ]

  /// x to the power y.
  static func power(_ x: Double, _ y: Double) -> Double { pow(x, y) }
}
