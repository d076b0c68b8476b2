/// A piece of mathematics: what TeX math parses to, what laws and expressions are typeset as, and what MathML, TeX and
/// figure labels are written from.
public indirect enum MathNode: Hashable, Sendable {
  /// Pieces side by side.
  case row([MathNode])
  /// A letter or name of a variable; one letter is italic, more are upright unless `style` says otherwise.
  case identifier(String, style: MathStyle)
  /// A number, written as it is to be read (with U+2212 for minus inside `.operator`, not here).
  case number(String)
  /// An operator, relation, punctuation or single delimiter.
  case symbol(String, MathClass)
  /// Upright words.
  case text(String)
  /// A fraction.
  case fraction(MathNode, MathNode)
  /// A root; the index of a square root is nil.
  case root(MathNode, index: MathNode?)
  /// A base with a subscript, a superscript, or both.
  case scripts(MathNode, sub: MathNode?, sup: MathNode?)
  /// A big operator, limit or brace with what stands under and over it.
  case underOver(MathNode, under: MathNode?, over: MathNode?)
  /// Something between delimiters; `stretchy` as by `\left … \right`. An empty string is no delimiter.
  case fenced(open: String, MathNode, close: String, stretchy: Bool)
  /// An accent over a base: hat, bar, tilde, vec, dot.
  case accent(MathNode, String)
  /// Horizontal space in em; may be negative.
  case space(Double)
  /// Rows of cells: `aligned`, `cases`, `matrix` and kin.
  case table([[MathNode]], TableKind)
  /// A delimiter of a size of its own, as by `\big` and kin: it does not grow with what stands beside it.
  case sized(String, MathClass, DelimiterSize)
  /// A piece as a whole framed, underlined, left out of sight, or set in another style.
  case wrapped(MathNode, MathWrapping)
}

/// How an identifier is set.
public enum MathStyle: String, Hashable, Sendable {
  /// Italic for one letter, upright for several.
  case automatic
  /// `\mathrm`, `\operatorname`.
  case upright
  /// `\mathit`.
  case italic
  /// `\mathbf`.
  case bold
  /// `\boldsymbol`: letters bold and italic, capital Greek and digits bold and upright, as in TeX.
  case boldItalic
  /// `\mathcal`.
  case calligraphic
  /// `\mathbb`.
  case blackboard
  /// `\mathsf`.
  case sans
  /// `\mathtt`.
  case monospace
}

/// TeX's atom classes, which decide the space around a symbol.
public enum MathClass: String, Hashable, Sendable {
  /// No space: a letter-like symbol.
  case ordinary
  /// `+ − ×`: medium space on both sides; none when it stands in front (unary).
  case binary
  /// `= ≤ ∝ →`: thick space.
  case relation
  /// `∑ ∏ ∫`: large in display.
  case large
  /// `, ;`: space after.
  case punctuation
  /// An opening delimiter that does not stretch.
  case open
  /// A closing delimiter that does not stretch.
  case close
  /// `log`, `exp`, `min`: upright, thin space before an argument.
  case function
  /// `\middle|`: as tall as the delimiters round it, with a thin space on both sides.
  case middle
}

/// The sizes of delimiters.
public enum DelimiterSize: String, Hashable, Sendable, CaseIterable {
  /// `\big`
  case big
  /// `\Big`
  case bigger = "Big"
  /// `\bigg`
  case large = "bigg"
  /// `\Bigg`
  case larger = "Bigg"

  /// Height and depth together, in em, as TeX has them.
  var height: Double {
    switch self {
    case .big: 1.2
    case .bigger: 1.8
    case .large: 2.4
    case .larger: 3
    }
  }
}

/// What may be done to a piece as a whole. The raw value is the command.
public enum MathWrapping: String, Hashable, Sendable, CaseIterable {
  /// A frame round it.
  case boxed
  /// A line under it.
  case underline
  /// Its space, without its ink.
  case phantom
  /// Its width alone.
  case hphantom
  /// Its height alone.
  case vphantom
  /// Set as in a displayed formula, wherever it stands.
  case display = "displaystyle"
  /// Set as in a line of text, wherever it stands.
  case text = "textstyle"

  /// Whether nothing of it is to be seen.
  public var isPhantom: Bool { self == .phantom || self == .hphantom || self == .vphantom }
}

/// The kinds of `MathNode.table`.
public enum TableKind: Hashable, Sendable {
  /// `aligned`: columns right, left, right, left …
  case aligned
  /// `cases`: a left brace, columns left.
  case cases
  /// `matrix`, centred, without delimiters (wrap in `.fenced` for `pmatrix` and kin).
  case matrix
  /// `substack`: lines under or over a big operator.
  case substack
  /// Two rows like a fraction without its bar, inside the delimiters of `\binom`.
  case binomial
  /// `array`, with columns and lines of its author's choice.
  case array(ArrayColumns)
}

/// The columns of an `array`: how each is aligned, and where lines stand.
public struct ArrayColumns: Hashable, Sendable {
  /// How the cells of a column stand. The raw value is the letter.
  public enum Alignment: String, Hashable, Sendable {
    /// To the left.
    case left = "l"
    /// In the middle.
    case center = "c"
    /// To the right.
    case right = "r"
  }

  /// The columns.
  public var alignments: [Alignment]
  /// Columns with a line before them, from 0; their number for one behind the last.
  public var rules: Set<Int>
  /// Rows with a line above them, from 0; their number for one below the last.
  public var lines: Set<Int>

  /// Makes columns.
  public init(_ alignments: [Alignment], rules: Set<Int> = [], lines: Set<Int> = []) {
    (self.alignments, self.rules, self.lines) = (alignments, rules, lines)
  }

  /// As it is written behind `\begin{array}`: `l|cc`.
  var tex: String {
    var text = ""
    for (index, alignment) in alignments.enumerated() {
      if rules.contains(index) { text += "|" }
      text += alignment.rawValue
    }
    return text + (rules.contains(alignments.count) ? "|" : "")
  }
}
