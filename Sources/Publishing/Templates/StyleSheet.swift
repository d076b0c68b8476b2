/// A style sheet as its rules, so that a page can carry those that it uses and no other.
///
/// What cannot be taken apart with certainty (nested rules, unbalanced brackets) is kept as it is written.
struct StyleSheet: Sendable, Hashable {
  /// A piece of a sheet.
  indirect enum Item: Sendable, Hashable {
    /// A rule: its selectors and its declarations.
    case rule([String], [String])
    /// Rules under a condition: `@media …`, `@supports …`, `@layer …`.
    case group(String, [Item])
    /// Anything else, as text without needless spaces.
    case other(String)
  }

  var items: [Item]

  /// Reads a sheet.
  init(_ text: String) {
    var reader = StyleSheetReader(text)
    items = reader.items() ?? [.other(text)]
  }

  init(items: [Item]) { self.items = items }

  static func + (one: StyleSheet, two: StyleSheet) -> StyleSheet { StyleSheet(items: one.items + two.items) }

  /// The sheet without comments and needless spaces.
  var text: String { items.map(Self.text).joined(separator: "\n") }

  /// The variables that it defines, under whatever condition.
  var variables: Set<String> { Set(items.flatMap(Self.variables)) }

  private static func variables(_ item: Item) -> [String] {
    switch item {
    case .rule(_, let declarations):
      declarations.filter { $0.hasPrefix("--") }.map { String($0.prefix { $0 != ":" }) }
    case .group(_, let items): items.flatMap(variables)
    case .other: []
    }
  }

  private static func text(_ item: Item) -> String {
    switch item {
    case .rule(let selectors, let declarations):
      "\(selectors.joined(separator: ",")){\(declarations.joined(separator: ";"))}"
    case .group(let condition, let items): "\(condition){\(items.map(text).joined())}"
    case .other(let text): text
    }
  }

  /// The sheet without the rules that select nothing in a page and without variables that nothing asks for.
  ///
  /// A selector goes only when a class or an element that it names outside of brackets is nowhere in the page.
  func pruned(for page: MarkupNames) -> StyleSheet {
    var result = StyleSheet(items: items.compactMap { Self.pruned($0, page) })
    // A variable may be asked for by another one that goes first.
    while true {
      let used = page.variables.union(MarkupNames(result.text).variables)
      let kept = result.items.compactMap { Self.withoutVariables($0, but: used) }
      if kept == result.items { return result }
      result.items = kept
    }
  }

  private static func pruned(_ item: Item, _ page: MarkupNames) -> Item? {
    switch item {
    case .rule(let selectors, let declarations):
      let kept = selectors.filter { page.mayHold($0) }
      return kept.isEmpty ? nil : .rule(kept, declarations)
    case .group(let condition, let items):
      let kept = items.compactMap { pruned($0, page) }
      return kept.isEmpty ? nil : .group(condition, kept)
    case .other: return item
    }
  }

  private static func withoutVariables(_ item: Item, but used: Set<String>) -> Item? {
    switch item {
    case .rule(let selectors, let declarations):
      let kept = declarations.filter { declaration in
        !declaration.hasPrefix("--") || used.contains(String(declaration.prefix { $0 != ":" }))
      }
      return kept.isEmpty && !declarations.isEmpty ? nil : .rule(selectors, kept)
    case .group(let condition, let items):
      let kept = items.compactMap { withoutVariables($0, but: used) }
      return kept.isEmpty ? nil : .group(condition, kept)
    case .other: return item
    }
  }
}

/// Takes a style sheet apart. Every method gives nil where the text is not what it looked like.
private struct StyleSheetReader {
  private let scalars: [Unicode.Scalar]
  private var index = 0

  init(_ text: String) { scalars = Array(text.unicodeScalars) }

  /// The items up to the end of the sheet, or up to the bracket that closes a group.
  mutating func items(inGroup: Bool = false) -> [StyleSheet.Item]? {
    var items: [StyleSheet.Item] = []
    while true {
      guard let (head, end) = piece(until: ["{", "}", ";"]) else {
        guard !inGroup else { return nil }
        return rest.isEmpty ? items : nil
      }
      switch end {
      case ";": items.append(.other(head + ";"))
      case "}": return inGroup && head.isEmpty ? items : nil
      default:
        guard let item = block(head) else { return nil }
        items.append(item)
      }
    }
  }

  private static let groups = ["@media", "@supports", "@layer", "@container"]

  private mutating func block(_ head: String) -> StyleSheet.Item? {
    if Self.groups.contains(where: head.hasPrefix) {
      return items(inGroup: true).map { .group(head, $0) }
    }
    let start = index
    if !head.hasPrefix("@"), let declarations = declarations() {
      return .rule(Self.parts(head, at: ","), declarations)
    }
    index = start
    return raw().map { .other("\(head){\($0)}") }
  }

  /// The declarations of a rule that holds no other rule.
  private mutating func declarations() -> [String]? {
    var declarations: [String] = []
    while let (text, end) = piece(until: [";", "}", "{"]) {
      if end == "{" { return nil }
      if !text.isEmpty { declarations.append(Self.declaration(text)) }
      if end == "}" { return declarations }
    }
    return nil
  }

  private static func declaration(_ text: String) -> String {
    guard let colon = text.firstIndex(of: ":") else { return text }
    let value = text[text.index(after: colon)...].drop { $0 == " " }
    let name = String(text[..<colon]).trimmingSpaces()
    return "\(name):\(value.isEmpty ? " " : String(value))"
  }

  /// Everything up to the bracket that closes what is open.
  private mutating func raw() -> String? {
    var text = ""
    while let (part, end) = piece(until: ["{", "}", ";"]) {
      text += part
      if end == "}" { return text }
      guard end == "{" else {
        text += ";"
        continue
      }
      guard let inner = raw() else { return nil }
      text += "{\(inner)}"
    }
    return nil
  }

  /// The text at the end of the sheet that no bracket or semicolon ends.
  private var rest: String {
    var copy = self
    return copy.piece(until: [])?.text ?? ""
  }

  /// Text up to one of the marks, outside of strings, brackets and comments; runs of spaces are one, and none stand at the
  /// ends or behind commas. Without marks up to the end of the sheet.
  private mutating func piece(until marks: [Unicode.Scalar]) -> (text: String, end: Unicode.Scalar)? {
    var text = String.UnicodeScalarView()
    var depth = 0
    var hasSpace = false
    func add(_ scalar: Unicode.Scalar) {
      if hasSpace, let last = text.last, last != ",", last != "(", scalar != ",", scalar != ")" {
        text.append(" ")
      }
      hasSpace = false
      text.append(scalar)
    }
    while index < scalars.count {
      let scalar = scalars[index]
      if scalar == "/", index + 1 < scalars.count, scalars[index + 1] == "*" {
        guard skipComment() else { return nil }
        hasSpace = true
        continue
      }
      index += 1
      switch scalar {
      case _ where depth == 0 && marks.contains(scalar): return (String(text), scalar)
      case " ", "\n", "\t", "\r", "\u{C}": hasSpace = true
      case "\"", "'":
        add(scalar)
        guard let string = string(until: scalar) else { return nil }
        text.append(contentsOf: string)
      case "\\":
        add(scalar)
        if index < scalars.count { text.append(scalars[index]) }
        index += 1
      default:
        if scalar == "(" || scalar == "[" { depth += 1 }
        if scalar == ")" || scalar == "]" { depth -= 1 }
        if depth < 0 { return nil }
        add(scalar)
      }
    }
    return marks.isEmpty ? (String(text), " ") : nil
  }

  private mutating func skipComment() -> Bool {
    index += 2
    while index + 1 < scalars.count {
      if scalars[index] == "*", scalars[index + 1] == "/" {
        index += 2
        return true
      }
      index += 1
    }
    return false
  }

  /// What follows a quote, up to and with the quote that ends it.
  private mutating func string(until quote: Unicode.Scalar) -> [Unicode.Scalar]? {
    var result: [Unicode.Scalar] = []
    while index < scalars.count {
      let scalar = scalars[index]
      index += 1
      result.append(scalar)
      if scalar == "\\", index < scalars.count {
        result.append(scalars[index])
        index += 1
      } else if scalar == quote {
        return result
      }
    }
    return nil
  }

  /// The parts between marks that stand outside of brackets and strings.
  static func parts(_ text: String, at mark: Character) -> [String] {
    var parts = [""]
    var depth = 0
    var quote: Character?
    for character in text {
      if let open = quote {
        if character == open { quote = nil }
      } else if character == "\"" || character == "'" {
        quote = character
      } else if character == "(" || character == "[" {
        depth += 1
      } else if character == ")" || character == "]" {
        depth -= 1
      } else if character == mark, depth == 0 {
        parts.append("")
        continue
      }
      parts[parts.count - 1].append(character)
    }
    return parts.map { $0.trimmingSpaces() }
  }
}
