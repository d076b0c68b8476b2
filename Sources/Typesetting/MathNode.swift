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

/// The kinds of `MathNode.table`.
public enum TableKind: String, Hashable, Sendable {
  /// `aligned`: columns right, left, right, left …
  case aligned
  /// `cases`: a left brace, columns left.
  case cases
  /// `matrix`, centred, without delimiters (wrap in `.fenced` for `pmatrix` and kin).
  case matrix
  /// `substack`: lines under or over a big operator.
  case substack
}
