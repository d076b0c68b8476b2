import Fitting

/// Why a number, though it was computed, is not what the data determine.
struct Doubt: Hashable, Codable {
  /// The kinds of doubt, as prose says them.
  enum Kind: String, Hashable, Codable {
    /// The number or its interval leaves what was measured.
    case notIdentified = "not identified"
    /// The optimum lies at an end of the range that was asked for.
    case atEdge = "at the edge of its range"
    /// No range was given, and the optimum runs away.
    case notBounded = "not bounded"
  }

  var kind: Kind
  /// The whole sentence, for notes and evidence.
  var reason: String
}

extension Estimate {
  /// The same number, in doubt when its 95 % interval (or, without draws, the number itself) leaves the measured range
  /// of the quantity that it is a value of.
  func within(measured: ClosedRange<Double>?, of name: String) -> Estimate {
    guard let measured, value.isFinite else { return self }
    let slack = 1e-9
    let low = measured.lowerBound - slack * abs(measured.lowerBound)
    let high = measured.upperBound + slack * abs(measured.upperBound)
    let interval = isExact ? value...value : self.interval()
    let range = "\(ValueFormat.plain(measured.lowerBound)) to \(ValueFormat.plain(measured.upperBound))"
    var result = self
    guard let interval else {
      result.doubts.append(
        Doubt(kind: .notIdentified, reason: "\(name) is not identified: too few draws have a value of it"))
      return result
    }
    guard interval.lowerBound < low || interval.upperBound > high else { return self }
    let what = isExact ? "it lies outside" : "its 95\u{202F}% interval leaves"
    result.doubts.append(
      Doubt(kind: .notIdentified, reason: "\(name) is not identified: \(what) the measured \(range)"))
    return result
  }

  /// The word for the number's doubts, gravest first; nil when there are none.
  var doubt: Doubt.Kind? {
    for kind in [Doubt.Kind.notBounded, .atEdge, .notIdentified]
    where doubts.contains(where: { $0.kind == kind }) { return kind }
    return nil
  }

  /// Doubts of several numbers, each once.
  static func doubts(of parts: [Estimate]) -> [Doubt] {
    var result: [Doubt] = []
    for doubt in parts.flatMap(\.doubts) where !result.contains(doubt) { result.append(doubt) }
    return result
  }
}

extension ValueEvaluator {
  /// What was measured of a variable by the fits that an expression uses: from the least to the greatest value.
  func measured(_ variable: String, by labels: [String]) -> ClosedRange<Double>? {
    let ranges = labels.compactMap { data.fits[$0]?.ranges[variable] }
    guard let low = ranges.map(\.lowerBound).min(), let high = ranges.map(\.upperBound).max() else {
      return nil
    }
    return low...high
  }
}
