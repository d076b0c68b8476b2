/// A page in fewer bytes, with the same elements and attributes.
///
/// HTML asks for less than XML: no namespace and no quotes round plain words. Inside of the report's own pictures there are no
/// line ends, no values in place of variables that the style sheet has, and what is painted alike is stated once.
struct CompactPage {
  private let pieces: [MarkupReader.Piece]
  private let variables: Set<String>
  private let inks: InkClasses

  /// - Parameter variables: what the page's style sheet defines.
  init(_ page: String, variables: Set<String>) {
    pieces = MarkupReader.pieces(of: page)
    self.variables = variables
    // The classes stand in the page's style sheet: without one there are none.
    let hasStyle = pieces.contains { if case .start(let tag) = $0 { tag.name == "style" } else { false } }
    var tags: [MarkupReader.Tag] = []
    var picture = PictureDepth()
    for piece in pieces where hasStyle {
      picture.pass(piece)
      if case .start(let tag) = piece, picture.isInside { tags.append(Self.plain(tag, variables)) }
    }
    inks = InkClasses(tags)
  }

  /// The page.
  var text: String {
    var result: [UInt8] = []
    var picture = PictureDepth()
    var hasRules = false
    for piece in pieces {
      picture.pass(piece)
      switch piece {
      case .text(let bytes):
        let isLayout = bytes.allSatisfy { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: " ") }
        if !picture.isBetweenElements || !isLayout { result += bytes }
      case .end(let name):
        if name == "style", !hasRules {
          result += inks.rules.utf8
          hasRules = true
        }
        result += "</\(name)>".utf8
      case .start(let tag):
        write(picture.isInside ? inks.applied(to: Self.plain(tag, variables)) : tag, to: &result)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  private func write(_ tag: MarkupReader.Tag, to result: inout [UInt8]) {
    result += "<\(tag.name)".utf8
    var isBare = false
    for (name, value) in tag.attributes {
      result += " \(name)".utf8
      isBare = false
      guard let value else { continue }
      isBare = !value.isEmpty && value.utf8.allSatisfy(Self.isPlain)
      result += (isBare ? "=\(value)" : "=\"\(value)\"").utf8
    }
    // A slash behind a bare value would be a part of it.
    if tag.isSelfClosed { result += (isBare ? " />" : "/>").utf8 } else { result.append(UInt8(ascii: ">")) }
  }

  /// Letters, digits and signs that stand in a value without quotes for sure.
  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
      UInt8(ascii: "#"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: ","), UInt8(ascii: ":"):
      true
    default: false
    }
  }

  /// A picture's tag without the namespace and without what its variables do not need.
  private static func plain(_ tag: MarkupReader.Tag, _ variables: Set<String>) -> MarkupReader.Tag {
    var tag = tag
    tag.attributes = tag.attributes.filter { $0.name != "xmlns" }.map { name, value in
      (name, value.map { withoutFallback($0, variables) })
    }
    return tag
  }

  /// `var(--ink,#1a1c1f)` as `var(--ink)` where the page has that variable.
  private static func withoutFallback(_ value: String, _ variables: Set<String>) -> String {
    guard value.hasPrefix("var(--"), value.hasSuffix(")") else { return value }
    let name = value.dropFirst(4).prefix { $0 != "," && $0 != ")" }
    return variables.contains(String(name)) ? "var(\(name))" : value
  }
}

/// Where in a page the report's own pictures are.
private struct PictureDepth {
  private var depth = 0
  private var words = 0

  var isInside: Bool { depth > 0 }
  /// Inside of a picture, where spaces are no words.
  var isBetweenElements: Bool { depth > 0 && words == 0 }

  /// Goes past a piece; a picture's own tag is inside.
  mutating func pass(_ piece: MarkupReader.Piece) {
    switch piece {
    case .start(let tag):
      if tag.name == "svg", depth > 0 || tag["class"] == "figure", !tag.isSelfClosed { depth += 1 }
      if depth > 0, Self.hasWords(tag.name), !tag.isSelfClosed { words += 1 }
    case .end(let name):
      if name == "svg", depth > 0 { depth -= 1 }
      if depth > 0, Self.hasWords(name) { words -= 1 }
    case .text: break
    }
  }

  private static func hasWords(_ name: String) -> Bool { ["text", "title", "desc"].contains(name) }
}
