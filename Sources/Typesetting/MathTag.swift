/// Words that name a formula at the margin: what `\tag{A1}` makes.
extension MathNode {
  /// The words of a tag, two quads behind what stands before them.
  static func tag(_ words: String) -> MathNode { .row([.space(2), .text(words)]) }

  /// What a reference calls a formula by: `A1` of a source that ends in `\tag{A1}`, nil without a tag.
  public static func tag(endOf tex: String) -> String? {
    tex.firstMatch(of: /\\tag\*?\s*\{(?<words>[^{}\\]+)\}\s*$/).map { String($0.output.words) }
  }

  /// A displayed formula without the tag at its end, and the tag's words, for who sets these at the margin.
  public var splitTag: (formula: MathNode, tag: String?) {
    guard case .row(var nodes) = self, case .row(let end)? = nodes.last, end.count == 2, end[0] == .space(2),
      case .text(let words) = end[1]
    else { return (self, nil) }
    nodes.removeLast()
    return (nodes.count == 1 ? nodes[0] : .row(nodes), words)
  }
}
