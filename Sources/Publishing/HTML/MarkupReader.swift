/// A page as tags and what stands between them.
///
/// A tag that is not written as this program writes them (another quote, an attribute without a value where there is more than
/// its name) is text: it is kept to the byte.
struct MarkupReader {
  /// A start tag.
  struct Tag {
    var name: String
    /// In order; nil for an attribute that has no value.
    var attributes: [(name: String, value: String?)]
    /// Whether it ends in a slash.
    var isSelfClosed: Bool

    /// The value of an attribute.
    subscript(_ name: String) -> String? { attributes.first { $0.name == name }?.value }
  }

  enum Piece {
    case start(Tag)
    case end(String)
    /// Anything else, as it is written.
    case text(ArraySlice<UInt8>)
  }

  private let bytes: [UInt8]
  private var index = 0

  init(_ page: String) { bytes = Array(page.utf8) }

  /// The pieces in order.
  static func pieces(of page: String) -> [Piece] {
    var reader = MarkupReader(page)
    var pieces: [Piece] = []
    while let piece = reader.next() {
      pieces.append(piece)
      // No tags are read inside of these.
      if case .start(let tag) = piece, ["style", "script", "textarea", "title"].contains(tag.name) {
        pieces.append(.text(reader.untilEnd(of: tag.name)))
      }
    }
    return pieces
  }

  private mutating func next() -> Piece? {
    guard index < bytes.count else { return nil }
    let start = index
    if bytes[index] == UInt8(ascii: "<") {
      if let tag = tag() { return tag }
      index = start + 1
    }
    index += bytes[index...].prefix { $0 != UInt8(ascii: "<") }.count
    return .text(bytes[start..<index])
  }

  private mutating func untilEnd(of name: String) -> ArraySlice<UInt8> {
    let rest = bytes[index...]
    let end = rest.firstRange(of: Array("</\(name)".utf8))?.lowerBound ?? bytes.endIndex
    index = end
    return rest[..<end]
  }

  private mutating func tag() -> Piece? {
    index += 1
    let isEnd = take("/")
    let name = takeName()
    guard !name.isEmpty else { return nil }
    if isEnd { return take(">") ? .end(name) : nil }
    var tag = Tag(name: name, attributes: [], isSelfClosed: false)
    while take(" ") {
      let name = takeName()
      guard !name.isEmpty else { return nil }
      guard take("=") else {
        tag.attributes.append((name, nil))
        continue
      }
      guard take("\"") else { return nil }
      let value = bytes[index...].prefix { $0 != UInt8(ascii: "\"") }
      index += value.count
      guard take("\"") else { return nil }
      tag.attributes.append((name, String(decoding: value, as: UTF8.self)))
    }
    tag.isSelfClosed = take("/")
    return take(">") ? .start(tag) : nil
  }

  private mutating func take(_ mark: Unicode.Scalar) -> Bool {
    guard index < bytes.count, bytes[index] == UInt8(ascii: mark) else { return false }
    index += 1
    return true
  }

  private mutating func takeName() -> String {
    let name = bytes[index...].prefix { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
        true
      default: false
      }
    }
    index += name.count
    return String(decoding: name, as: UTF8.self)
  }
}
