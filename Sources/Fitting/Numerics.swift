import Expressions
import Foundation

// One door to functions of numbers, so that the other files need no Foundation. Exponential and logarithm are those of
// formulas, the same on every processor.

@inline(__always) func naturalLogarithm(_ x: Double) -> Double { x.naturalLogarithm }

@inline(__always) func exponential(_ x: Double) -> Double { x.naturalExponential }

/// A number for a sentence: three significant digits, plain or with a power of ten.
func shortNumber(_ value: Double) -> String {
  guard value.isFinite, value != 0 else { return value == 0 ? "0" : "\(value)" }
  var exponent = Int(Foundation.floor(Foundation.log10(abs(value))))
  var digits = Int((abs(value) * Foundation.pow(10, Double(2 - exponent))).rounded())
  if digits >= 1000 { (digits, exponent) = (digits / 10, exponent + 1) }
  let sign = value < 0 ? "-" : ""
  var text = String(digits)
  if exponent >= 6 || exponent < -3 {
    text.insert(".", at: text.index(text.startIndex, offsetBy: 1))
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return "\(sign)\(text)e\(exponent)"
  }
  if exponent >= 2 { return sign + text + String(repeating: "0", count: exponent - 2) }
  if exponent < 0 {
    text = "0." + String(repeating: "0", count: -exponent - 1) + text
  } else {
    text.insert(".", at: text.index(text.startIndex, offsetBy: exponent + 1))
  }
  while text.hasSuffix("0") { text.removeLast() }
  if text.hasSuffix(".") { text.removeLast() }
  return sign + text
}

@inline(__always) func complementaryError(_ x: Double) -> Double { Foundation.erfc(x) }

@inline(__always) func power(_ x: Double, _ y: Double) -> Double { Foundation.pow(x, y) }
