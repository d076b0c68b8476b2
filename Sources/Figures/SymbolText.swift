import Typesetting

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Words about values in figures: labels, tooltips, descriptions.
enum SymbolText {
  /// TeX of a column's or variable's symbol.
  static func tex(_ name: String) -> String { SymbolNames.node(for: name).tex }

  /// The symbol in plain text.
  static func plain(_ name: String) -> String { SymbolNames.node(for: name).plainText }

  /// A count as people say it: `14k`, `4M`; small numbers as they are.
  static func count(_ value: Double) -> String {
    value.magnitude >= 1000 ? NumberText.si(value, digits: 3) : number(value)
  }

  /// A number without needless digits.
  static func number(_ value: Double) -> String {
    value == value.rounded() && value.magnitude < 1e6
      ? NumberText.decimal(value, places: 0) : NumberText.significant(value, digits: 4)
  }

  /// Fills `{}` of a pattern; without a pattern the value alone.
  static func fill(_ pattern: String?, _ value: String) -> String {
    pattern.map { $0.replacing("{}", with: value) } ?? value
  }

  /// `2.4M to 4.0M`, or nil.
  static func interval(_ range: ClosedRange<Double>?) -> String? {
    range.map { "\(count($0.lowerBound)) to \(count($0.upperBound))" }
  }


  /// A power, from one place so that files need no system module for it.
  static func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }
}
