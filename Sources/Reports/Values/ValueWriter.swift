import Diagnostics
import Expressions
import Fitting
import Typesetting

/// Makes the numbers of the text: from `expression | format` to what stands in the sentence and behind it.
struct ValueWriter {
  let data: ReportData
  /// Where each table was read from, for the words behind a value.
  let sources: [String: String]
  /// What was computed before for the same text; nil computes anew.
  var memo: ValueMemo?

  /// A value before anything is computed: the expression and the format, with their places.
  struct Parsed {
    var expression: Expression
    var format: ValueFormat
    var source: String
    /// Where the expression begins.
    var location: SourceLocation
  }

  /// Splits at the bar and parses both sides.
  static func parse(_ text: String, at location: SourceLocation) throws(DiagnosticError) -> Parsed {
    let (expression, format) = split(text)
    let leading = expression.prefix { $0 == " " }.count
    let body = expression.trimmingSpaces()
    guard !body.isEmpty else {
      throw DiagnosticError(
        "E0220", "nothing to compute here", at: location, help: ["write {val} main.alpha"])
    }
    let parsed = try ComparisonValues.parse(body, at: location.advanced(by: leading))
    var result = Parsed(
      expression: parsed, format: ValueFormat(), source: body, location: location.advanced(by: leading))
    if let format {
      result.format = try ValueFormat.parse(format, at: location.advanced(by: expression.count + 1))
    }
    return result
  }

  /// The last bar outside quotes divides.
  private static func split(_ text: String) -> (String, String?) {
    var quote: Character?
    var bar: String.Index?
    for index in text.indices {
      let character = text[index]
      if let open = quote {
        if character == open { quote = nil }
      } else if character == "'" || character == "\"" {
        quote = character
      } else if character == "|" {
        bar = index
      }
    }
    guard let bar else { return (text, nil) }
    return (String(text[..<bar]), String(text[text.index(after: bar)...]))
  }

  /// Checks names, and computes unless a fit is needed that is not done yet, or that failed: then the result only holds the
  /// place.
  func write(_ written: Parsed) throws(DiagnosticError) -> ExecutedValue {
    var parsed = written
    if case .name(let name) = parsed.expression.kind, let named = data.named.values[name] {
      if parsed.format.isStandard { parsed.format = named.format }
      parsed.source = "\(name) = \(named.expression.source)"
    }
    parsed.expression = data.named.resolved(parsed.expression)
    let check = NameCheck(data: data)
    try check.check(parsed.expression)
    if check.needsFit(parsed.expression) { return held(parsed) }
    var trail = Trail()
    let quantity = try ValueEvaluator(data: data).value(parsed.expression, &trail, memo)
    for doubt in quantity.doubts { trail.note(doubt.reason) }
    if case .number(let estimate) = quantity {
      for note in PrintedErrors.notes(estimate) { trail.note(note) }
    }
    let (text, full, interval) = try words(quantity, parsed)
    return ExecutedValue(
      text: text, math: ValueMath.node(text), full: full, interval: interval, expression: parsed.source,
      method: method(trail), target: target(trail), number: quantity.number, bounds: quantity.bounds,
      at: parsed.location)
  }

  /// A plain text with the values that it asks for in their place, `` `{val} …` `` as words and `\val{…}` as TeX: for
  /// alternative texts and titles of pictures.
  func filled(_ source: FrontMatter.Text) throws(DiagnosticError) -> String {
    let (text, location) = (source.text, source.location)
    var result = ""
    var rest = text[...]
    while let open = ["`{val}", #"\val{"#].compactMap({ rest.firstRange(of: $0) }).min(by: {
      $0.lowerBound < $1.lowerBound
    }) {
      let isMath = rest[open.lowerBound] == "\\"
      result += rest[..<open.lowerBound]
      rest = rest[open.lowerBound...]
      guard let close = rest[open.upperBound...].firstIndex(of: isMath ? "}" : "`") else { break }
      let offset = text.distance(from: text.startIndex, to: open.upperBound)
      let parsed = try Self.parse(String(rest[open.upperBound..<close]), at: location.advanced(by: offset))
      let value = try write(parsed)
      result += isMath ? value.math.tex : value.text
      rest = rest[rest.index(after: close)...]
    }
    return result + rest
  }

  private func held(_ parsed: Parsed) -> ExecutedValue {
    ExecutedValue(
      text: "", math: .row([]), full: "", interval: nil, expression: parsed.source, method: "", target: nil,
      at: parsed.location)
  }

  private func words(
    _ quantity: Quantity, _ parsed: Parsed
  ) throws(DiagnosticError) -> (text: String, full: String, interval: String?) {
    switch quantity {
    case .number(let estimate):
      guard !estimate.value.isNaN else {
        throw DiagnosticError(
          "E0224", "\"\(parsed.source)\" has no value", at: parsed.expression.location,
          notes: ["it is the logarithm or root of a negative number, 0/0, or a search that found nothing"])
      }
      let full = estimate.value.isInfinite ? "not bounded" : NumberText.machine(estimate.value)
      return (parsed.format.text(estimate), full, parsed.format.intervalSentence(estimate))
    case .text(let text): return (text, text, nil)
    case .truth(let truth):
      let word = truth.verdict.rawValue
      return (word, word, truth.evidence.joined(separator: "; "))
    case .interval(let interval, of: let estimate, let level):
      var format = parsed.format
      format.uncertainty = .range
      let percent = ValueFormat.plain((level * 1000).rounded() / 10)
      let text =
        level == 0.95 && !estimate.isExact
        ? format.text(estimate)
        : "\(ValueFormat.plain(interval.lowerBound)) to \(ValueFormat.plain(interval.upperBound))"
          + (estimate.doubt.map { " (\($0.rawValue))" } ?? "")
      return (text, NumberText.machine(estimate.value), "\(percent)\u{202F}% interval \(text)")
    case .range, .allocation:
      throw DiagnosticError(
        "E0204", "\(quantity.noun) is no value for a sentence", at: parsed.expression.location,
        help: ["name one of its numbers: ….N, ….loss"])
    }
  }

  private func method(_ trail: Trail) -> String {
    var parts: [String] = []
    for label in trail.fits {
      guard let fit = data.fits[label] else { continue }
      if fit.isConstant {
        let source = fit.origin == .publication ? "published constants" : "constants, without draws,"
        parts.append("\(source) of \(label)")
      } else if fit.draws.isEmpty {
        parts.append("estimate of fit \(label), without draws")
      } else {
        parts.append("over \(ValueFormat.grouped(fit.draws.count)) draws of fit \(label)")
      }
    }
    for label in trail.estimatesOnly where !trail.fits.contains(label) {
      parts.append("fit \(label) at its estimate")
    }
    for name in trail.comparisons {
      guard let comparison = data.comparisons[name] else { continue }
      parts.append(
        "comparison \(ComparisonValues.label(name)) on \(ValueFormat.grouped(comparison.rows)) rows, interval over resampled runs"
      )
    }
    for selection in trail.rows {
      let (label, count) = (selection.table, selection.count)
      guard let table = data.tables[label] else { continue }
      let whole = table.rowCount == count ? "" : "of \(ValueFormat.grouped(table.rowCount)) "
      parts.append("\(ValueFormat.grouped(count)) \(whole)rows of \(sources[label] ?? label)")
    }
    return (parts + trail.notes).joined(separator: "; ")
  }

  private func target(_ trail: Trail) -> String? {
    // A law cell has no card to point to.
    if let label = (trail.fits + trail.estimatesOnly).first(where: { data.laws[$0] == nil }) {
      return "fit-\(label)"
    }
    if let name = trail.comparisons.first { return ComparisonValues.label(name) }
    return trail.rows.first.map { "data-\($0.table)" }
  }
}

extension ValueFormat {
  /// A count for a sentence.
  static func grouped(_ count: Int) -> String { NumberText.decimal(Double(count), places: 0) }
}
