import Diagnostics
import Markup

/// One mention of something numbered: `@fig-x`.
struct ReferenceItem {
  var key: String
  var isCapital = false
  var suppressesWord = false
  /// In the text that holds it.
  var location: SourceLocation
}

/// References to things of one kind with nothing but semicolons between: `@fig-a; @fig-b; @fig-c`.
struct ReferenceSeries {
  private(set) var items: [ReferenceItem] = []
  /// The index after the last.
  private(set) var end: Int

  /// Reads two or more references that begin at `start`.
  init?(_ inlines: [Inline], from start: Int) {
    end = start
    var index = start
    while index < inlines.endIndex,
      case .reference(let key, let isCapital, let suppressesWord) = inlines[index].kind,
      let kind = ReferenceIndex.Kind.of(key),
      items.first.map({ ReferenceIndex.Kind.of($0.key) == kind }) ?? true
    {
      items.append(
        ReferenceItem(
          key: key, isCapital: isCapital, suppressesWord: suppressesWord, location: inlines[index].location))
      end = index + 1
      guard let next = Self.afterSemicolon(inlines, end) else { break }
      index = next
    }
    if items.count < 2 { return nil }
  }

  private static func afterSemicolon(_ inlines: [Inline], _ start: Int) -> Int? {
    guard start < inlines.endIndex, case .text(let text) = inlines[start].kind,
      text.hasPrefix(";"), text.dropFirst().allSatisfy({ $0 == " " })
    else { return nil }
    if start + 1 < inlines.endIndex, case .softBreak = inlines[start + 1].kind { return start + 2 }
    return start + 1
  }
}

/// References to what the report numbers.
extension TextExecutor {
  /// `Figure 2`, or a citation where the key names no numbered kind.
  mutating func reference(
    _ key: String, _ capital: Bool, _ suppressWord: Bool, at location: SourceLocation
  ) -> [Run] {
    guard ReferenceIndex.Kind.of(key) != nil else {
      return suppressWord
        ? citation([Inline.CitationItem(key: key, suppressAuthor: true, location: location)])
        : narrativeCitation(key, at: place(location))
    }
    let item = ReferenceItem(key: key, isCapital: capital, suppressesWord: suppressWord, location: location)
    return references([item], separator: "; ")
  }

  /// `Figures 1–3 and 5`: several things of one kind under one word. `separator` stands between what has no number.
  mutating func references(_ items: [ReferenceItem], separator: String) -> [Run] {
    let index = context.index
    var found: [(key: String, target: ReferenceIndex.Target)] = []
    for item in items {
      let location = place(item.location)
      let target = problems.attempt { () throws(DiagnosticError) in
        try index.resolve(item.key, at: location)
      }
      guard let target else { continue }
      referenced.insert(item.key)
      if !found.contains(where: { $0.key == item.key }) { found.append((item.key, target)) }
    }
    guard let first = items.first, let kind = ReferenceIndex.Kind.of(first.key), !found.isEmpty else {
      return []
    }
    guard found.allSatisfy({ !$0.target.number.isEmpty }) else {
      let names = found.map { entry -> Run in
        let number = entry.target.number
        return .crossReference(
          text: number.isEmpty ? entry.target.title : "\(Self.word(kind, first, count: 1))\u{A0}\(number)",
          target: entry.key)
      }
      return Array(names.map { [$0] }.joined(separator: [.text(separator)]))
    }
    let pieces = NumberSeries.pieces(found.map(\.target.number))
    return pieces.enumerated().flatMap { position, piece -> [Run] in
      let entry = found[piece.index]
      var text = entry.target.number
      // The number stays on the word's line.
      if position == 0, !first.suppressesWord {
        text = "\(Self.word(kind, first, count: found.count))\u{A0}\(text)"
      }
      let link = Run.crossReference(text: text, target: entry.key)
      return piece.separator.isEmpty ? [link] : [.text(piece.separator), link]
    }
  }

  private static func word(_ kind: ReferenceIndex.Kind, _ item: ReferenceItem, count: Int) -> String {
    let word = count == 1 ? kind.word : kind.word + "s"
    return item.isCapital || kind.isCapital ? word.prefix(1).uppercased() + word.dropFirst() : word
  }
}

/// Numbers in a sentence: `1–3 and 5`.
enum NumberSeries {
  /// One number that is printed, and what stands before it.
  struct Piece: Equatable {
    /// Into the list given.
    var index: Int
    var separator: String
  }

  /// What is printed of a list: three or more whole numbers in a row as a range, in ascending order; others as they are.
  /// `last` stands before the last of several.
  static func pieces(_ numbers: [String], last: String = " and ") -> [Piece] {
    let values = numbers.map { Int($0) }
    var order = Array(numbers.indices)
    if values.allSatisfy({ $0 != nil }) { order.sort { (values[$0] ?? 0, $0) < (values[$1] ?? 0, $1) } }
    var groups: [[Int]] = []
    for index in order {
      if let before = groups.last?.last, let a = values[before], let b = values[index], b == a + 1 {
        groups[groups.count - 1].append(index)
      } else {
        groups.append([index])
      }
    }
    // Two in a row are no range.
    groups = groups.flatMap { $0.count == 2 ? $0.map { [$0] } : [$0] }
    var pieces: [Piece] = []
    for (position, group) in groups.enumerated() {
      guard let first = group.first, let end = group.last else { continue }
      let separator = position == 0 ? "" : position == groups.count - 1 ? last : ", "
      pieces.append(Piece(index: first, separator: separator))
      if group.count > 1 { pieces.append(Piece(index: end, separator: "–")) }
    }
    return pieces
  }
}
