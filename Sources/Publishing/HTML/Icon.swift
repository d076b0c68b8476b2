import Reports

/// Small marks from the page's sprite, and the words of verdicts.
enum Icon {
  /// A mark that a screen reader skips; a word stands beside it.
  static func html(_ name: String) -> String {
    "<svg class=\"icon\" aria-hidden=\"true\"><use href=\"#i-\(name)\"/></svg>"
  }
}

extension ExecutedClaim {
  /// The verdict in words; what was expected instead is said with it.
  var verdictWords: String {
    guard let expected, expected != .holds else { return verdict.rawValue }
    return verdict == expected
      ? "\(verdict.rawValue), as expected" : "\(verdict.rawValue), expected: \(expected.rawValue)"
  }

  /// The id of the entry in the list of claims.
  var listID: String { "list-\(id.hasPrefix("clm-") ? String(id.dropFirst(4)) : id)" }
}

/// Counts with their nouns.
enum Counted {
  /// `1 row`, `240 rows`, `1,024 starts`.
  static func text(_ count: Int, _ noun: String, plural: String? = nil) -> String {
    "\(number(count)) \(count == 1 ? noun : plural ?? noun + "s")"
  }

  /// A count with commas between thousands.
  static func number(_ count: Int) -> String {
    let digits = Array(String(count))
    var result = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0, digits[index - 1].isNumber { result.append(",") }
      result.append(digit)
    }
    return result
  }
}
