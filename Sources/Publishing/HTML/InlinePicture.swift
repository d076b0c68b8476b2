/// A picture as it stands inside a page. HTML asks for less than XML: no namespace, no quotes round plain words, no line ends
/// between elements; and the page's style sheet has the colours that a file must bring along.
enum InlinePicture {
  /// The picture with the same elements and attributes in fewer bytes.
  ///
  /// - Parameters:
  ///   - svg: a well-formed `svg` element.
  ///   - variables: what the page's style sheet defines, so that no value is needed in its place.
  static func text(_ svg: String, variables: Set<String>) -> String {
    var writer = Writer(Array(svg.utf8), variables)
    writer.run()
    return String(decoding: writer.result, as: UTF8.self)
  }

  private struct Writer {
    private let bytes: [UInt8]
    private let variables: Set<String>
    private var index = 0
    /// Elements that hold words: spaces in them stay.
    private var wordDepth = 0
    var result: [UInt8] = []

    init(_ bytes: [UInt8], _ variables: Set<String>) {
      (self.bytes, self.variables) = (bytes, variables)
      result.reserveCapacity(bytes.count)
    }

    mutating func run() {
      while index < bytes.count {
        if bytes[index] == UInt8(ascii: "<") { tag() } else { words() }
      }
    }

    private static let wordElements: Set<String> = ["text", "title", "desc", "style"]

    private mutating func words() {
      let text = bytes[index...].prefix { $0 != UInt8(ascii: "<") }
      index += text.count
      let isLayout = wordDepth == 0 && text.allSatisfy { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: " ") }
      if !isLayout { result += text }
    }

    private mutating func tag() {
      let isEnd = index + 1 < bytes.count && bytes[index + 1] == UInt8(ascii: "/")
      let head = bytes[index...].prefix { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: ">") }
      result += head
      index += head.count
      let name = String(decoding: head.dropFirst(isEnd ? 2 : 1), as: UTF8.self)
      if isEnd {
        if Self.wordElements.contains(name) { wordDepth -= 1 }
        return close()
      }
      var isBare = false
      while index < bytes.count, bytes[index] == UInt8(ascii: " ") { isBare = attribute() ?? isBare }
      let isSelfClosed =
        index < bytes.count && bytes[index] == UInt8(ascii: "/") || head.last == UInt8(ascii: "/")
      // A slash behind a bare value would be a part of it.
      if isSelfClosed, isBare { result.append(UInt8(ascii: " ")) }
      if !isSelfClosed, Self.wordElements.contains(name) { wordDepth += 1 }
      close()
    }

    /// What is left of a tag.
    private mutating func close() {
      while index < bytes.count {
        let byte = bytes[index]
        result.append(byte)
        index += 1
        if byte == UInt8(ascii: ">") { return }
      }
    }

    /// One attribute with the space before it; gives whether it ends without a quote, nil where it is left out.
    private mutating func attribute() -> Bool? {
      let name = bytes[(index + 1)...].prefix { $0 != UInt8(ascii: "=") && $0 != UInt8(ascii: ">") }
      let start = index + 1 + name.count + 2
      guard start <= bytes.count, bytes[start - 1] == UInt8(ascii: "\"") else {
        result.append(bytes[index])
        index += 1
        return false
      }
      let value = bytes[start...].prefix { $0 != UInt8(ascii: "\"") }
      index = start + value.count + 1
      if name.elementsEqual("xmlns".utf8) { return nil }
      let text = withoutFallbacks(value)
      let isBare = !text.isEmpty && text.allSatisfy(Self.isPlain)
      result.append(UInt8(ascii: " "))
      result += name
      result.append(UInt8(ascii: "="))
      if !isBare { result.append(UInt8(ascii: "\"")) }
      result += text
      if !isBare { result.append(UInt8(ascii: "\"")) }
      return isBare
    }

    /// `var(--ink,#1a1c1f)` as `var(--ink)` where the page has that variable.
    private func withoutFallbacks(_ value: ArraySlice<UInt8>) -> [UInt8] {
      let text = Array(value)
      let mark = Array("var(--".utf8)
      guard text.count > mark.count, let start = text.firstRange(of: mark)?.lowerBound else { return text }
      let name = text[(start + 4)...].prefix { $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: ")") }
      let rest = text[(start + 4 + name.count)...]
      let fallback = rest.prefix { $0 != UInt8(ascii: ")") }
      // A value with brackets of its own is left as it is.
      guard variables.contains(String(decoding: name, as: UTF8.self)), !fallback.contains(UInt8(ascii: "("))
      else { return text }
      return Array(text[..<(start + 4)]) + Array(name) + withoutFallbacks(rest.dropFirst(fallback.count))
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
  }
}
