import Diagnostics
import Markup

/// Finds numbers that were typed into prose though the report can compute them: they go stale with the next run.
///
/// Text in code, citations, references and `[6]{.lit}` is left alone, as are years, numbers of sections and whatever is
/// no number by itself (`8-bit`).
struct LiteralLint {
  private let values: [ComputableValue]
  /// The lines of each source file, by the name that places use.
  private let lines: [String: [Substring]]
  private(set) var warnings: [Diagnostic] = []

  /// - Parameters:
  ///   - values: what the report can compute.
  ///   - sources: the texts of the report's files.
  init(_ values: ComputableValues, sources: [String: String]) {
    self.values = values.all
    lines = sources.mapValues { $0.split(omittingEmptySubsequences: false) { $0.isNewline } }
  }

  /// Looks at text; one that is embedded in YAML counts its places from `base`.
  mutating func look(at blocks: [Block], base: SourceLocation? = nil) {
    guard !values.isEmpty else { return }
    var found: [[Inline]] = []
    var math: [(String, SourceLocation)] = []
    DocumentWalk.visit(Self.withoutLiterals(blocks)) { block in
      if case .math(let tex, let location, _) = block.kind { math.append((tex, location)) }
    } line: {
      found.append($0)
    }
    for line in found { look(at: line, base, &math) }
    for (tex, location) in math { look(atMath: tex, location, base) }
  }

  private static func withoutLiterals(_ blocks: [Block]) -> [Block] {
    blocks.filter { block in
      if case .div(let attributes, _) = block.kind { return !attributes.classes.contains("lit") }
      return true
    }
  }

  // MARK: Lines

  /// A piece of a line: text with its place, or a character that stands for something else.
  private struct Piece {
    var text: String
    var location: SourceLocation?
    /// The numbers that the check of the claim round it compares with.
    var checked: [Double] = []
  }

  private mutating func look(
    at line: [Inline], _ base: SourceLocation?, _ math: inout [(String, SourceLocation)]
  ) {
    var pieces: [Piece] = []
    Self.flatten(line, checked: [], &pieces, &math)
    let text = pieces.map(\.text).joined()
    guard text.contains(where: \.isDigit) else { return }
    for number in ProseNumbers.find(in: text) {
      guard let match = LiteralMatch(number, among: values) else { continue }
      guard let (piece, location) = Self.place(of: number, in: pieces) else { continue }
      // A threshold that the claim itself checks cannot go stale unnoticed.
      let written = number.value * number.unit.factor
      if piece.checked.contains(where: { number.equals($0) || abs($0 - written) <= 1e-9 * abs(written) }) {
        continue
      }
      report(match, at: EmbeddedText.place(location, in: base), isMath: false, isEmbedded: base != nil)
    }
  }

  private static func flatten(
    _ line: [Inline], checked: [Double], _ pieces: inout [Piece], _ math: inout [(String, SourceLocation)]
  ) {
    for inline in line {
      switch inline.kind {
      case .text(let text): pieces.append(Piece(text: text, location: inline.location, checked: checked))
      case .softBreak, .hardBreak: pieces.append(Piece(text: " ", location: nil))
      case .emphasis(let inner), .strong(let inner), .link(let inner, _, _), .image(let inner, _, _):
        flatten(inner, checked: checked, &pieces, &math)
      case .span(let inner, let attributes):
        guard !attributes.classes.contains("lit") else {
          pieces.append(Piece(text: String(ProseNumbers.placeholder), location: nil))
          continue
        }
        flatten(inner, checked: checked + numbers(checkedBy: attributes), &pieces, &math)
      case .math(let tex, let location):
        math.append((tex, location))
        pieces.append(Piece(text: String(ProseNumbers.placeholder), location: nil))
      case .footnoteReference: break
      case .code, .value, .reference, .citation, .html:
        pieces.append(Piece(text: String(ProseNumbers.placeholder), location: nil))
      }
    }
  }

  /// The numbers written in the check of a claim.
  private static func numbers(checkedBy attributes: Attributes) -> [Double] {
    guard let check = attributes.pairs.first(where: { $0.key == "check" }),
      let expression = try? ComparisonValues.parse(check.value, at: check.valueLocation)
    else { return [] }
    return expression.numbers
  }

  private static func place(
    of number: ProseNumber, in pieces: [Piece]
  ) -> (piece: Piece, location: SourceLocation)? {
    var before = 0
    for piece in pieces {
      let count = piece.text.count
      if number.offset < before + count {
        return piece.location.map { (piece, $0.advanced(by: number.offset - before)) }
      }
      before += count
    }
    return nil
  }

  // MARK: Math

  private mutating func look(atMath tex: String, _ location: SourceLocation, _ base: SourceLocation?) {
    for number in MathNumbers.find(in: tex) {
      guard let match = LiteralMatch(number, among: values) else { continue }
      let before = tex.prefix(number.offset)
      let newlines = before.count { $0.isNewline }
      // Later lines of math have their own columns.
      let inLine = before.reversed().prefix { !$0.isNewline }.count
      var place = location.advanced(by: inLine)
      if newlines > 0 {
        place = SourceLocation(file: location.file, line: location.line + newlines, column: inLine + 1)
      }
      report(match, at: EmbeddedText.place(place, in: base), isMath: true, isEmbedded: base != nil)
    }
  }

  // MARK: Findings

  private mutating func report(
    _ match: LiteralMatch, at location: SourceLocation, isMath: Bool, isEmbedded: Bool
  ) {
    func words(_ value: ComputableValue) -> String { isMath ? match.math(value) : match.inline(value) }
    let text = match.number.text
    let found = standing(text, at: location)
    var replacement: Replacement?
    if let found, match.values.count == 1 {
      let new = words(match.values[0])
      // A quote would end the YAML text that the number stands in.
      let breaksQuotes = isEmbedded && (new.contains("\"") || new.contains("'"))
      if !breaksQuotes { replacement = Replacement(at: found, old: text, new: new) }
    }
    let first = match.values[0]
    var help = ["write \(words(first))"]
    help += match.values.dropFirst().prefix(2).map { "or \(words($0))" }
    help.append("where it is meant to stay as it is: [\(text)]{.lit}")
    if isMath { help.removeLast() }
    warnings.append(
      Diagnostic(
        .warning, "W0230", "\"\(text)\" is typed, but \(first.expression) computes it", at: found ?? location,
        notes: ["a typed number stays as it is when the runs change"], help: help, replacement: replacement))
  }

  /// Where the number stands in the source: at the place, or the only time that it stands on the lines below it (a
  /// folded text of YAML has lost its lines). Nil when neither.
  private func standing(_ text: String, at location: SourceLocation) -> SourceLocation? {
    guard let lines = lines[location.file], lines.indices.contains(location.line - 1) else { return nil }
    let line = lines[location.line - 1]
    if let start = line.index(line.startIndex, offsetBy: location.column - 1, limitedBy: line.endIndex),
      line[start...].hasPrefix(text)
    {
      return location
    }
    var found: [SourceLocation] = []
    for (number, line) in lines.enumerated().dropFirst(location.line - 1).prefix(12) {
      for range in line.ranges(of: text) {
        let before = range.lowerBound == line.startIndex ? nil : line[line.index(before: range.lowerBound)]
        let after = range.upperBound == line.endIndex ? nil : line[range.upperBound]
        guard !Self.continues(before), !Self.continues(after) else { continue }
        found.append(
          SourceLocation(
            file: location.file, line: number + 1,
            column: line.distance(from: line.startIndex, to: range.lowerBound) + 1))
      }
    }
    return found.count == 1 ? found[0] : nil
  }

  private static func continues(_ character: Character?) -> Bool {
    character.map { $0.isLetter || $0.isNumber || $0 == "." || $0 == "_" || $0 == "-" } ?? false
  }
}
