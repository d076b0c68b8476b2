/// A number as decimal digits: what the formatter rounds.
///
/// Rounding works on the digits of the shortest decimal text that reads back as the same `Double`, because that is the
/// number an author wrote or a table shows: 2.675 is a tie here, although its binary neighbour lies below it.
struct DecimalDigits {
  var isNegative: Bool
  /// Digits from the first non-zero one; empty for zero.
  var digits: [UInt8]
  /// The value is 0.d₁d₂d₃… × 10^point.
  var point: Int

  /// The digits of a finite number.
  init(_ value: Double) {
    isNegative = value < 0
    digits = []
    point = 0
    var exponent = 0
    var seenPoint = false
    let text = value.magnitude.description
    let parts = text.split(separator: "e", maxSplits: 1)
    if parts.count == 2 { exponent = Int(parts[1]) ?? 0 }
    for byte in parts.first?.utf8 ?? text[...].utf8 {
      if byte == UInt8(ascii: ".") {
        seenPoint = true
        continue
      }
      let digit = byte - UInt8(ascii: "0")
      if digits.isEmpty, digit == 0 {
        if seenPoint { point -= 1 }
        continue
      }
      digits.append(digit)
      if !seenPoint { point += 1 }
    }
    point += exponent
    trim()
  }

  var isZero: Bool { digits.isEmpty }

  /// The power of ten of the first digit; 0 for zero.
  var magnitude: Int { isZero ? 0 : point - 1 }

  /// Rounds to `places` digits behind the point (in front of it when negative); a tie goes to the even digit.
  mutating func round(places: Int) {
    let kept = point + places
    guard kept < digits.count else { return }
    guard kept >= 0 else {
      self.digits = []
      self.point = 0
      self.isNegative = false
      return
    }
    let rest = digits[kept...]
    digits = Array(digits[..<kept])
    let last = digits.last ?? 0
    let first = rest.first ?? 0
    let isTie = first == 5 && rest.count == 1
    if first > 5 || (first == 5 && !isTie) || (isTie && last % 2 == 1) { increment() }
    trim()
  }

  /// Rounds to so many significant digits.
  mutating func round(significant count: Int) {
    round(places: max(count, 1) - point)
  }

  /// Digits of the integer part, at least one.
  var integerDigits: [UInt8] {
    guard point > 0 else { return [0] }
    return Array(digits.prefix(point)) + Array(repeating: 0, count: max(0, point - digits.count))
  }

  /// So many digits behind the point.
  func fractionDigits(_ places: Int) -> [UInt8] {
    guard places > 0 else { return [] }
    var result = Array(repeating: UInt8(0), count: min(places, max(0, -point)))
    result += digits.dropFirst(max(0, point)).prefix(places - result.count)
    result += Array(repeating: 0, count: places - result.count)
    return result
  }

  private mutating func increment() {
    var index = digits.count - 1
    while index >= 0 {
      if digits[index] < 9 {
        digits[index] += 1
        return
      }
      digits[index] = 0
      index -= 1
    }
    digits.insert(1, at: 0)
    point += 1
  }

  private mutating func trim() {
    while digits.last == 0 { digits.removeLast() }
    if digits.isEmpty {
      point = 0
      isNegative = false
    }
  }
}
