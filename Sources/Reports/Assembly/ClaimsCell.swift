import Diagnostics
import Markup

/// A `claims` cell: sentences with their checks, which stand in the text as a list of claims.
struct ClaimsCell {
  /// The list as it would stand in Markdown: a block of class `claim` for each sentence.
  var block: Block

  /// Decodes the cell; every mistake at once.
  init(_ attributes: Attributes?, _ node: ConfigNode, at location: SourceLocation) throws(DiagnosticError) {
    try Cell.refuse(attributes)
    try node.expectKeys(Self.keys, in: "a claims cell")
    guard let list = node["claims"] else {
      throw DiagnosticError(
        "E0105", "the claims cell has no claims", at: location,
        help: ["add `claims:` with a list of {id: clm-name, claim: 'words', check: …}"])
    }
    var problems = Problems()
    var items: [[Block]] = []
    for item in try list.list("claims") {
      if let claim = problems.attempt({ () throws(DiagnosticError) in try Self.claim(item) }) {
        items.append([claim])
      }
    }
    try problems.finish()
    guard !items.isEmpty else { throw list.mismatch("`claims` needs a claim or more") }
    block = Block(.list(start: nil, tight: false, items), at: location)
  }

  private static func claim(_ node: ConfigNode) throws(DiagnosticError) -> Block {
    try node.expectKeys(claimKeys, in: "a claim")
    guard let words = node["claim"] else {
      throw DiagnosticError(
        "E0105", "a claim has no words", at: node.location, help: ["add `claim:` with the sentence"])
    }
    var attributes = Attributes(classes: ["claim"], location: node.location)
    for entry in try node.entries("a claim") where entry.key != "claim" {
      let text = try entry.value.string(entry.key)
      if entry.key == "id" {
        attributes.id = text
      } else {
        attributes.pairs.append(
          Attributes.Pair(
            key: entry.key, value: text, keyLocation: entry.keyLocation, valueLocation: entry.value.location))
      }
    }
    let text = try EmbeddedText.line(
      FrontMatter.Text(text: try words.string("claim"), location: words.location), "a claim")
    var placing = TreeRewriter(Placeholders(), base: text.base, bodies: CellBodies())
    let inner = placing.blocks(text.blocks)
    return Block(.div(attributes, inner), at: node.location)
  }
}
