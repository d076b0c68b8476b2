/// Collects the pieces of a row: puts scripts on the piece before them and matching delimiters round what is between.
struct RowBuilder {
  private var items: [MathNode] = []
  /// Whether scripts of the last piece go under and over it.
  private var takesLimits = false
  /// Which scripts the last piece has already, or nil when it has none from this row.
  private var scripts: (sub: Bool, sup: Bool)?
  /// Opening delimiters that wait for their partner.
  private(set) var openings: [(index: Int, text: String)] = []

  mutating func append(_ node: MathNode, takesLimits: Bool) {
    self.takesLimits = takesLimits && (node.isBrace || node.isFunction) || Self.takesLimits(node)
    scripts = nil
    switch node {
    case .symbol(let text, .open):
      openings.append((items.count, text))
      items.append(node)
    case .symbol(let text, .close):
      guard let opening = openings.popLast() else {
        items.append(node)
        return
      }
      let content = Array(items[(opening.index + 1)...])
      items.removeSubrange(opening.index...)
      items.append(
        .fenced(
          open: opening.text, content.count == 1 ? content[0] : .row(content), close: text,
          stretchy: false))
    default:
      items.append(node)
    }
  }

  /// Puts a script on the last piece; false when it has one there already.
  mutating func attach(_ script: MathNode, isSub: Bool) -> Bool {
    var has = scripts ?? (false, false)
    guard !(isSub ? has.sub : has.sup) else { return false }
    let isFirst = scripts == nil
    let base = items.popLast() ?? .row([])
    // A bracket with a script of its own no longer pairs.
    if let opening = openings.last, opening.index == items.count { openings.removeLast() }
    switch (base, isFirst) {
    case (.scripts(let inner, let sub, let sup), false):
      items.append(.scripts(inner, sub: isSub ? script : sub, sup: isSub ? sup : script))
    case (.underOver(let inner, let under, let over), false):
      items.append(.underOver(inner, under: isSub ? script : under, over: isSub ? over : script))
    default:
      let (sub, sup): (MathNode?, MathNode?) = isSub ? (script, nil) : (nil, script)
      items.append(
        takesLimits ? .underOver(base, under: sub, over: sup) : .scripts(base, sub: sub, sup: sup))
    }
    if isSub { has.sub = true } else { has.sup = true }
    scripts = has
    return true
  }

  /// `\limits` or `\nolimits` behind the last piece; false when that is no operator or has its scripts.
  mutating func setLimits(_ value: Bool) -> Bool {
    guard scripts == nil, case .symbol(_, let mathClass)? = items.last,
      mathClass == .large || mathClass == .function
    else { return false }
    takesLimits = value
    return true
  }

  func finished() -> [MathNode] { items }

  /// Whether scripts go under and over a node unless something says otherwise.
  static func takesLimits(_ node: MathNode) -> Bool {
    switch node {
    case .symbol(let text, .large): !["∫", "∬", "∮"].contains(text)
    case .symbol(let text, .function): SymbolTable.shared.functions[text] ?? false
    default: false
    }
  }
}

extension MathNode {
  /// Whether this is something with a brace under or over it, which takes its label as a script.
  var isBrace: Bool {
    switch self {
    case .underOver(_, .symbol("⏟", .ordinary)?, nil), .underOver(_, nil, .symbol("⏞", .ordinary)?): true
    default: false
    }
  }

  var isFunction: Bool { if case .symbol(_, .function) = self { true } else { false } }
}
