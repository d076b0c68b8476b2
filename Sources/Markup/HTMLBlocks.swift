/// The seven ways a block of raw HTML begins and ends.
enum HTMLBlockKind {
  /// `<script`, `<pre`, `<style`, `<textarea` up to the closing tag of any of them.
  case verbatim
  case comment
  case processingInstruction
  case declaration
  case cdata
  /// A tag of a block element, up to a blank line.
  case element
  /// Any other complete tag alone on its line, up to a blank line; not inside a paragraph.
  case tag

  var endsAtBlankLine: Bool { self == .element || self == .tag }

  /// What the rest of a line that begins with `<` opens.
  init?(opening line: ArraySlice<UInt8>, canInterrupt: Bool) {
    let start = line.startIndex
    if line.has("<!--", at: start) {
      self = .comment
    } else if line.has("<?", at: start) {
      self = .processingInstruction
    } else if line.has("<![CDATA[", at: start) {
      self = .cdata
    } else if line.has("<!", at: start), line.byte(start + 2)?.isLetter == true {
      self = .declaration
    } else if let name = Self.tagName(line) {
      let after = line.byte(name.end)
      let ends = after == nil || after == .greater || after?.isSpaceOrTab == true
      if !name.isClosing, ends, Self.verbatimNames.contains(name.text) {
        self = .verbatim
      } else if Self.blockNames.contains(name.text), ends || line.has("/>", at: name.end) {
        self = .element
      } else if canInterrupt, let end = HTMLSyntax.tagEnd(line, from: start),
        line[end...].allSatisfy(\.isSpaceOrTab)
      {
        self = .tag
      } else {
        return nil
      }
    } else {
      return nil
    }
  }

  /// Whether a line holds the end condition.
  func ends(_ line: ArraySlice<UInt8>) -> Bool {
    switch self {
    case .verbatim:
      return line.indices.contains { index in
        guard line[index] == .less, line.byte(index + 1) == .slash else { return false }
        let end = line.skip(from: index + 2) { $0.isLetter }
        return line.byte(end) == .greater && Self.verbatimNames.contains(lowered(line[(index + 2)..<end]))
      }
    case .comment: return line.indices.contains { line.has("-->", at: $0) }
    case .processingInstruction: return line.indices.contains { line.has("?>", at: $0) }
    case .declaration: return line.contains(.greater)
    case .cdata: return line.indices.contains { line.has("]]>", at: $0) }
    case .element, .tag: return false
    }
  }

  private static func tagName(_ line: ArraySlice<UInt8>) -> (text: String, end: Int, isClosing: Bool)? {
    var start = line.startIndex + 1
    let isClosing = line.byte(start) == .slash
    if isClosing { start += 1 }
    guard line.byte(start)?.isLetter == true else { return nil }
    let end = line.skip(from: start) { $0.isLetterOrDigit || $0 == .hyphen }
    return (lowered(line[start..<end]), end, isClosing)
  }

  private static let verbatimNames: Set<String> = ["script", "pre", "style", "textarea"]

  private static let blockNames = Set(
    """
    address article aside base basefont blockquote body caption center col colgroup dd details dialog dir div dl dt \
    fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html iframe legend li link \
    main menu menuitem nav noframes ol optgroup option p param search section summary table tbody td tfoot th thead \
    title tr track ul
    """.split(separator: " ").map(String.init))
}

private func lowered(_ bytes: ArraySlice<UInt8>) -> String { bytes.map(\.lowered).text }
