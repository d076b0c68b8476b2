extension MathNode {
  /// What a page's style sheet must hold for `mathML`: the alignment of systems of equations and of cases.
  ///
  /// MathML Core aligns by style sheets alone. Chromium lays cells out as blocks, which only its own keyword moves.
  public static let mathMLStyle = """
    mtable:is(.aligned,.cases)>mtr>mtd{padding-left:0;text-align:left;text-align:-webkit-left}
    mtable.aligned>mtr>mtd{padding-right:0}
    mtable.aligned>mtr>mtd:nth-child(2n+1){text-align:right;text-align:-webkit-right}
    mtable.aligned>mtr>mtd:nth-child(2n+3){padding-left:2em}
    mtable.cases>mtr>mtd:not(:last-child){padding-right:1em}
    """

  /// Whether it is a line of letters, digits and signs, none above or below another.
  var isFlat: Bool {
    switch self {
    case .row(let nodes): nodes.allSatisfy(\.isFlat)
    case .identifier, .number, .space: true
    case .symbol(let symbol, let mathClass):
      [.binary, .relation, .punctuation, .function].contains(mathClass) && symbol != "/" || symbol == "∞"
    default: false
    }
  }
}
