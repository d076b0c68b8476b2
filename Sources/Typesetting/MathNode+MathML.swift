import Diagnostics

extension MathNode {
  /// MathML Core as text, escaped: needs no script, and renders alike in all present browsers.
  ///
  /// Spaces round operators are TeX's, written out wherever a browser's own dictionary would set others.
  public func mathML(display: Bool) -> String {
    var writer = MathMLWriter()
    writer.content(self, display ? .display : .text)
    return "<math\(display ? " display=\"block\"" : "")>\(writer.text)</math>"
  }
}

/// TeX's styles as far as they change spaces.
enum MathSetting {
  case display
  case text
  case script

  var inFraction: MathSetting { self == .display ? .text : .script }
}

/// Writes elements. Spaces between atoms are decided in `MathMLSpacing.swift`.
struct MathMLWriter {
  var text = ""

  /// What an operator must know of its neighbours.
  struct Gap: Equatable {
    var left: Double?
    var right: Double?
    var isPrefix = false
    /// Whether a function must be an operator element, to take limits.
    var isOperator = false
    static let none = Gap(left: 0, right: 0)
  }

  /// The content of an element that arranges its children itself (`math`, `mtd`, `msqrt`): no `mrow` round a row.
  mutating func content(
    _ node: MathNode, _ setting: MathSetting, continues: Bool = false, isFirst: Bool = true
  ) {
    let nodes = if case .row(let nodes) = node { nodes } else { [node] }
    pieces(nodes, setting, continues: continues, isFirst: isFirst)
  }

  /// Exactly one element.
  mutating func element(_ node: MathNode, _ setting: MathSetting, _ gap: Gap = .none) {
    switch node {
    case .row(let nodes): wrap("mrow") { $0.pieces(nodes, setting) }
    case .identifier(let name, let style): identifier(name, style)
    case .number(let digits): text += "<mn>\(XMLText.escaped(digits))</mn>"
    case .symbol(let symbol, let mathClass): self.symbol(symbol, mathClass, gap)
    case .text(let words): text += "<mtext>\(Self.words(words))</mtext>"
    case .fraction(let top, let bottom):
      wrap("mfrac") {
        $0.element(top, setting.inFraction)
        $0.element(bottom, setting.inFraction)
      }
    case .root(let radicand, nil): wrap("msqrt") { $0.content(radicand, setting) }
    case .root(let radicand, let index?):
      wrap("mroot") {
        $0.element(radicand, setting)
        $0.element(index, .script)
      }
    case .scripts(let base, let sub, let sup):
      attached(base, sub, sup, ["msub", "msup", "msubsup"], setting, gap)
    case .underOver(.symbol("⟶", .relation), let under, let over):
      labelledArrow("→", under, over)
    case .underOver(.symbol("⟵", .relation), let under, let over):
      labelledArrow("←", under, over)
    case .underOver(let base, let under, let over):
      attached(base, under, over, ["munder", "mover", "munderover"], setting, gap)
    case .fenced(let open, let content, let close, let stretchy):
      // What is no taller than a letter stretches nothing.
      let isFree = stretchy || content.isFlat
      wrap("mrow") {
        $0.fence(open, isOpening: true, stretchy, isFree: isFree)
        $0.content(content, setting, isFirst: false)
        $0.fence(close, isOpening: false, stretchy, isFree: isFree)
      }
    case .accent(let base, "‾"):
      // No font's line grows with its base, so a border is drawn; the mark is there for who reads the markup.
      wrap("mover", " accent=\"true\"") {
        $0.wrap("mrow", " style=\"border-top:.06em solid;padding-top:.1em\"") { $0.content(base, setting) }
        $0.text += "<mo stretchy=\"false\" style=\"color:transparent\">‾</mo>"
      }
    case .accent(let base, let mark):
      wrap("mover", " accent=\"true\"") {
        $0.element(base, setting)
        $0.text += Self.accent(mark)
      }
    case .space(let width): space(width)
    case .table(let rows, .binomial):
      wrap("mfrac", " linethickness=\"0\"") {
        for row in rows { $0.element(.row(row), setting.inFraction) }
      }
    case .table(let rows, let kind): table(rows, kind, setting)
    case .sized(let delimiter, _, let size): sized(delimiter, size, gap)
    case .wrapped(let inner, let wrapping): wrapped(inner, wrapping, setting)
    }
  }

  private mutating func wrapped(_ inner: MathNode, _ wrapping: MathWrapping, _ setting: MathSetting) {
    switch wrapping {
    case .boxed:
      wrap("mrow", " style=\"border:.06em solid;padding:.25em .3em\"") { $0.content(inner, setting) }
    case .underline:
      wrap("mrow", " style=\"border-bottom:.06em solid;padding-bottom:.1em\"") { $0.content(inner, setting) }
    case .phantom: wrap("mphantom") { $0.content(inner, setting) }
    case .hphantom:
      wrap("mpadded", " height=\"0\" depth=\"0\"") { $0.wrapped(inner, .phantom, setting) }
    case .vphantom: wrap("mpadded", " width=\"0\"") { $0.wrapped(inner, .phantom, setting) }
    // What the surroundings give already needs no element.
    case .display where setting == .display, .text where setting == .text: element(inner, setting)
    case .display:
      wrap("mrow", " displaystyle=\"true\" scriptlevel=\"0\"") { $0.content(inner, .display) }
    case .text: wrap("mrow", " displaystyle=\"false\" scriptlevel=\"0\"") { $0.content(inner, .text) }
    }
  }

  private mutating func sized(_ delimiter: String, _ size: DelimiterSize, _ gap: Gap) {
    let height = Self.em(size.height)
    text +=
      "<mo form=\"infix\" stretchy=\"true\" symmetric=\"true\" minsize=\"\(height)\" maxsize=\"\(height)\" "
      + "lspace=\"\(Self.em(gap.left ?? 0))\" rspace=\"\(Self.em(gap.right ?? 0))\">\(XMLText.escaped(delimiter))</mo>"
  }

  mutating func wrap(_ name: String, _ attributes: String = "", _ inner: (inout MathMLWriter) -> Void) {
    text += "<\(name)\(attributes)>"
    inner(&self)
    text += "</\(name)>"
  }

  // MARK: Leaves

  private mutating func identifier(_ name: String, _ style: MathStyle) {
    let isUpright = style == .upright && name.count == 1
    let styled = String(
      name.map { MathAlphabets.character($0, name.count == 1 && style == .italic ? .automatic : style) })
    text += "<mi\(isUpright ? " mathvariant=\"normal\"" : "")>\(XMLText.escaped(styled))</mi>"
  }

  private mutating func symbol(_ symbol: String, _ mathClass: MathClass, _ gap: Gap) {
    let symbol = symbol == "-" ? "\u{2212}" : symbol
    if mathClass == .ordinary, Self.isLetterLike(symbol) {
      let isUpright = symbol == "∇"
      text += "<mi\(isUpright ? " mathvariant=\"normal\"" : "")>\(XMLText.escaped(symbol))</mi>"
      return
    }
    if mathClass == .function, !gap.isOperator {
      text += "<mi>\(XMLText.escaped(symbol))</mi>"
      return
    }
    if mathClass == .middle {
      let thin = Self.em(1.0 / 6)
      text +=
        "<mo stretchy=\"true\" symmetric=\"true\" lspace=\"\(thin)\" rspace=\"\(thin)\">\(XMLText.escaped(symbol))</mo>"
      return
    }
    var attributes = ""
    if gap.isPrefix {
      attributes += " form=\"prefix\""
    } else {
      if let left = gap.left { attributes += " lspace=\"\(Self.em(left))\"" }
      if let right = gap.right { attributes += " rspace=\"\(Self.em(right))\"" }
    }
    if Self.growing.contains(symbol) { attributes += " stretchy=\"false\"" }
    if mathClass == .function { attributes += " movablelimits=\"true\"" }
    text += "<mo\(attributes)>\(XMLText.escaped(symbol))</mo>"
  }

  private mutating func fence(_ delimiter: String, isOpening: Bool, _ stretchy: Bool, isFree: Bool) {
    guard !delimiter.isEmpty else { return }
    var attributes = isFree ? "" : " stretchy=\"false\""
    // The dictionary takes these for relations that stay small.
    if !["(", ")", "[", "]", "{", "}", "⟨", "⟩", "⌊", "⌋", "⌈", "⌉"].contains(delimiter) {
      attributes =
        " form=\"\(isOpening ? "prefix" : "postfix")\" lspace=\"0\" rspace=\"0\" stretchy=\"\(stretchy)\" symmetric=\"true\""
    }
    text += "<mo\(attributes)>\(XMLText.escaped(delimiter))</mo>"
  }

  private mutating func space(_ width: Double) {
    if width < 0 {
      // A negative width is not valid on mspace, a negative margin is.
      text += "<mspace style=\"margin-left:\(Self.em(width))\"/>"
    } else {
      text += "<mspace width=\"\(Self.em(width))\"/>"
    }
  }

  private static func accent(_ mark: String) -> String {
    let isWide = ["ˆ", "˜"].contains(mark)
    // Fonts have wide forms of the combining circumflex, not of the plain one; as itself it would join the tag before it.
    let shown = mark == "˜" ? "~" : mark == "ˆ" ? "&#x302;" : XMLText.escaped(mark)
    return "<mo stretchy=\"\(isWide)\">\(shown)</mo>"
  }

  // MARK: Structures

  private mutating func attached(
    _ base: MathNode, _ low: MathNode?, _ high: MathNode?, _ names: [String], _ setting: MathSetting,
    _ gap: Gap
  ) {
    let name = low == nil ? names[1] : high == nil ? names[0] : names[2]
    wrap(name) {
      $0.element(base, setting, gap)
      if let low { $0.attachment(low) }
      if let high { $0.attachment(high) }
    }
  }

  /// An arrow as long as its label: fonts have the parts of the short one.
  private mutating func labelledArrow(_ arrow: String, _ under: MathNode?, _ over: MathNode?) {
    let thick = Self.em(5.0 / 18)
    func padded(_ label: MathNode) -> MathNode { .row([.space(0.4), label, .space(0.4)]) }
    wrap(over == nil ? "munder" : under == nil ? "mover" : "munderover") {
      $0.text += "<mo stretchy=\"true\" lspace=\"\(thick)\" rspace=\"\(thick)\">\(arrow)</mo>"
      for label in [under, over].compactMap({ $0 }) { $0.element(padded(label), .script) }
    }
  }

  private mutating func attachment(_ node: MathNode) {
    if node == .symbol("⏟", .ordinary) || node == .symbol("⏞", .ordinary), case .symbol(let brace, _) = node {
      text += "<mo stretchy=\"true\">\(brace)</mo>"
    } else {
      element(node, .script)
    }
  }

  private mutating func table(_ rows: [[MathNode]], _ kind: TableKind, _ setting: MathSetting) {
    let isAligned = kind == .aligned
    let columns = rows.map(\.count).max() ?? 0
    if kind == .cases {
      text += "<mrow><mo form=\"prefix\" stretchy=\"true\">{</mo>"
    }
    wrap("mtable", Self.alignment(kind, columns)) { writer in
      for (number, row) in rows.enumerated() {
        writer.wrap("mtr") { writer in
          for (column, cell) in row.enumerated() {
            let isLast = number + 1 == rows.count
            writer.wrap("mtd", Self.cellAttributes(kind, column, of: columns, row: number, isLast: isLast)) {
              $0.content(
                cell, isAligned ? .display : setting.inTable, continues: isAligned && column % 2 == 1)
            }
          }
        }
      }
    }
    if kind == .cases { text += "</mrow>" }
  }

  /// Alignment by attribute, for readers that know only that, and the class that the style sheet aligns by.
  private static func alignment(_ kind: TableKind, _ columns: Int) -> String {
    switch kind {
    case .matrix, .binomial, .substack, .array: return ""
    case .cases: return " class=\"cases\" columnalign=\"left\""
    case .aligned:
      let sides = (0..<columns).map { $0 % 2 == 0 ? "right" : "left" }
      return " class=\"aligned\" displaystyle=\"true\" columnalign=\"\(sides.joined(separator: " "))\""
    }
  }

  /// The alignment of cells that is not their table's, as MathML Core has it.
  private static func cellAttributes(
    _ kind: TableKind, _ column: Int, of columns: Int, row: Int, isLast: Bool
  ) -> String {
    switch kind {
    case .matrix, .binomial, .cases, .aligned: return ""
    case .array(let array):
      let side = (array.alignments.indices.contains(column) ? array.alignments[column] : .center).side
      var borders: [String] = []
      if array.rules.contains(column) { borders.append("left") }
      if column + 1 == columns, array.rules.contains(columns) { borders.append("right") }
      if array.lines.contains(row) { borders.append("top") }
      if isLast, array.lines.contains(row + 1) { borders.append("bottom") }
      let lines = borders.map { ";border-\($0):.06em solid" }.joined()
      return " columnalign=\"\(side)\" style=\"text-align:\(side);text-align:-webkit-\(side)\(lines)\""
    case .substack: return " style=\"padding:0\""
    }
  }

  // MARK: Text

  /// Symbols that are letters in their look and in how they are spoken.
  private static func isLetterLike(_ symbol: String) -> Bool {
    [
      "∞", "∂", "∇", "∅", "ℏ", "ℜ", "ℑ", "ℵ", "…", "⋯", "⋮", "⋱", "⊤", "⊥", "△", "□", "°", "%", "#", "$", "§",
      "✓",
    ]
    .contains(symbol)
  }

  /// Characters that a browser would make as tall as the row.
  private static let growing: Set<String> = [
    "(", ")", "[", "]", "{", "}", "|", "‖", "⟨", "⟩", "⌊", "⌋", "⌈", "⌉", "↑", "↓", "↕",
  ]

  static func em(_ width: Double) -> String {
    guard width != 0 else { return "0" }
    let number = NumberText.machine((width * 1000).rounded() / 1000)
    let digits = number.drop { $0 == "-" }
    return (width < 0 ? "-" : "") + digits.drop { $0 == "0" && digits.contains(".") } + "em"
  }

  /// Spaces at the ends would collapse.
  private static func words(_ words: String) -> String {
    let front = words.prefix { $0 == " " }.count
    guard front < words.count else { return String(repeating: "\u{A0}", count: front) }
    let back = words.reversed().prefix { $0 == " " }.count
    let middle = words.dropFirst(front).dropLast(back)
    return String(repeating: "\u{A0}", count: front) + XMLText.escaped(middle)
      + String(repeating: "\u{A0}", count: back)
  }
}

extension ArrayColumns.Alignment {
  fileprivate var side: String {
    switch self {
    case .left: "left"
    case .center: "center"
    case .right: "right"
    }
  }
}

extension MathSetting {
  /// Cells of `cases` and `matrix` are set in text style.
  var inTable: MathSetting { self == .script ? .script : .text }
}
