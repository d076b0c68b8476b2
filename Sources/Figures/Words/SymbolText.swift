import Charts
import Expressions
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

  /// A label without its math marks: `Parameters $N$` is `Parameters N`.
  static func plain(markup: String) -> String {
    (try? RichText(markup: markup))?.plainText ?? markup.replacing("$", with: "")
  }

  /// A count as people say it: `14k` for 13 944, `4M`, `195k`; small numbers as they are.
  static func count(_ value: Double) -> String {
    guard value.magnitude >= 1000 else { return number(value) }
    for digits in 1...3 {
      let unit = power(10, (log10(value.magnitude)).rounded(.down) - Double(digits - 1))
      if abs((value / unit).rounded() * unit - value) <= 0.0067 * value.magnitude {
        return NumberText.si((value / unit).rounded() * unit, digits: digits)
      }
    }
    return NumberText.si(value, digits: 3)
  }

  /// A number without needless digits.
  static func number(_ value: Double) -> String {
    value == value.rounded() && value.magnitude < 1e6
      ? NumberText.decimal(value, places: 0) : NumberText.significant(value, digits: 4)
  }

  /// A number with at most four digits, none of them a zero at the end: `0.5`.
  static func trimmed(_ value: Double) -> String {
    guard value != value.rounded() else { return number(value) }
    let digits = (1...3).first { digits in
      let unit = power(10, log10(value.magnitude).rounded(.down) - Double(digits - 1))
      return abs((value / unit).rounded() * unit - value) < 1e-9 * value.magnitude
    }
    return NumberText.significant(value, digits: digits ?? 4)
  }

  /// Fills `{}` of a pattern; without a pattern the value alone.
  static func fill(_ pattern: String?, _ value: String) -> String {
    pattern.map { $0.replacing("{}", with: value) } ?? value
  }

  /// A text of a table as markup that shows just that text.
  static func literal(_ text: String) -> String { text.replacing("$", with: "\\$") }

  /// An expression as markup: typeset, or as its author wrote it where a label has no room for that.
  static func markup(_ expression: Expression) -> String {
    let typeset = "$\(expression.math().tex)$"
    return (try? RichText(markup: typeset)) == nil ? literal(expression.source) : typeset
  }

  /// `2.4M to 4.0M`, or nil.
  static func interval(_ range: ClosedRange<Double>?) -> String? {
    range.map { "\(count($0.lowerBound)) to \(count($0.upperBound))" }
  }

  /// A power, from one place so that files need no system module for it.
  static func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }
}
