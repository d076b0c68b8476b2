/// A check that a text is well-formed XML: tags nest, attributes are quoted, `<` and `&` only where they belong.
enum XMLOutline {
  static func problem(_ text: String) -> String? {
    var open: [String] = []
    var rest = text[...]
    while let next = rest.first {
      if next == "<" {
        guard let end = rest.firstIndex(of: ">") else { return "a tag does not end" }
        var tag = rest[rest.index(after: rest.startIndex)..<end]
        rest = rest[rest.index(after: end)...]
        if tag.first == "/" {
          guard open.popLast() == String(tag.dropFirst()) else {
            return "</\(tag.dropFirst())> closes nothing"
          }
          continue
        }
        let isEmpty = tag.last == "/"
        if isEmpty { tag = tag.dropLast() }
        let name = tag.prefix { $0.isLetter }
        guard !name.isEmpty else { return "a tag without a name" }
        if let problem = attributes(tag.dropFirst(name.count)) { return problem }
        if !isEmpty { open.append(String(name)) }
      } else if next == "&" {
        guard ["&amp;", "&lt;", "&gt;", "&quot;", "&#x302;"].contains(where: { rest.hasPrefix($0) }) else {
          return "a bare &"
        }
        rest.removeFirst()
      } else if next == ">" {
        return "a bare >"
      } else {
        rest.removeFirst()
      }
    }
    return open.isEmpty ? nil : "<\(open[open.count - 1])> is not closed"
  }

  private static func attributes(_ text: Substring) -> String? {
    var rest = text
    var seen: Set<Substring> = []
    while !rest.isEmpty {
      guard rest.first == " " else { return "no space in front of an attribute" }
      rest.removeFirst()
      let name = rest.prefix { $0.isLetter }
      guard !name.isEmpty, seen.insert(name).inserted else {
        return "attribute \"\(name)\" twice or without name"
      }
      rest = rest.dropFirst(name.count)
      guard rest.hasPrefix("=\"") else { return "attribute \(name) without a quoted value" }
      rest = rest.dropFirst(2)
      guard let end = rest.firstIndex(of: "\"") else { return "attribute \(name) does not end" }
      guard !rest[..<end].contains("<") else { return "a < in attribute \(name)" }
      rest = rest[rest.index(after: end)...]
    }
    return nil
  }
}
