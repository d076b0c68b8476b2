/// A page read back by a small strict reader: what a browser would forgive is a finding here.
struct HTMLPage {
  /// Elements in order: name and attributes.
  var elements: [(name: String, attributes: [String: String])] = []
  /// Text between tags, references not resolved.
  var text = ""
  /// Tags that do not close what is open, attributes given twice, stray characters.
  var findings: [String] = []

  private static let void: Set<String> = [
    "meta", "link", "br", "hr", "img", "input", "area", "base", "col", "embed", "source", "track", "wbr",
  ]

  init(_ html: String) {
    let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.#(),:".utf8)
    var rest = Array(html.unicodeScalars)[...]
    var open: [String] = []
    while let scalar = rest.first {
      if scalar != "<" {
        text.unicodeScalars.append(scalar)
        rest = rest.dropFirst()
        continue
      }
      if rest.starts(with: Array("<!doctype html>".unicodeScalars)) {
        rest = rest.dropFirst(15)
        continue
      }
      if rest.starts(with: Array("<!--".unicodeScalars)) {
        findings.append("comment")
      }
      rest = rest.dropFirst()
      let isEnd = rest.first == "/"
      if isEnd { rest = rest.dropFirst() }
      let name = Self.take(&rest) {
        $0.properties.isAlphabetic || $0.properties.numericType != nil || $0 == "-" || $0 == ":"
      }
      if name.isEmpty { findings.append("stray <") }
      var attributes: [String: String] = [:]
      var isSelfClosed = false
      while let next = rest.first, next != ">" {
        if next == " " || next == "\n" {
          rest = rest.dropFirst()
        } else if next == "/" {
          isSelfClosed = true
          rest = rest.dropFirst()
        } else {
          let key = Self.take(&rest) { $0 != "=" && $0 != ">" && $0 != " " && $0 != "\n" && $0 != "/" }
          if key.isEmpty {
            findings.append("stray character in <\(name)>")
            rest = rest.dropFirst()
            continue
          }
          var value = ""
          if rest.first == "=" {
            rest = rest.dropFirst()
            if rest.first == "\"" {
              rest = rest.dropFirst()
              value = Self.take(&rest) { $0 != "\"" }
              rest = rest.dropFirst()
            } else {
              // Only what no reader could take for anything else.
              value = Self.take(&rest) { $0 != " " && $0 != ">" }
              if value.isEmpty || !value.utf8.allSatisfy(plain.contains) {
                findings.append("unquoted \(key)")
              }
            }
          }
          if attributes.updateValue(value, forKey: key) != nil {
            findings.append("\(key) twice in <\(name)>")
          }
        }
      }
      rest = rest.dropFirst()
      Self.closeImplied(&open, by: name, isEnd: isEnd)
      if isEnd {
        if open.last == name {
          open.removeLast()
        } else {
          findings.append("</\(name)> closes <\(open.last ?? "")>")
        }
        continue
      }
      elements.append((name, attributes))
      if name == "style" {
        let sheet = Self.take(&rest) { $0 != "<" }
        if sheet.contains("{{") { findings.append("a template's tag in the style sheet") }
      }
      if !Self.void.contains(name), !isSelfClosed { open.append(name) }
    }
    if !open.isEmpty { findings.append("never closed: \(open)") }
  }

  /// Closes what HTML closes without an end tag: cells, rows and their groups, items, and paragraphs of items.
  private static func closeImplied(_ open: inout [String], by name: String, isEnd: Bool) {
    let closed: Set<String>
    switch (name, isEnd) {
    case ("td", false), ("th", false): closed = ["td", "th"]
    case ("tr", false): closed = ["td", "th", "tr"]
    case ("tbody", false), ("tfoot", false), ("table", true):
      closed = ["td", "th", "tr", "thead", "tbody", "tfoot"]
    case ("li", false), ("ul", true), ("ol", true): closed = ["li", "p"]
    case ("p", false): closed = ["p"]
    default: return
    }
    while let last = open.last, closed.contains(last) { open.removeLast() }
  }

  private static func take(
    _ rest: inout ArraySlice<Unicode.Scalar>, while condition: (Unicode.Scalar) -> Bool
  ) -> String {
    let part = rest.prefix(while: condition)
    rest = rest.dropFirst(part.count)
    return String(String.UnicodeScalarView(part))
  }

  /// Every id in order.
  var ids: [String] { elements.compactMap { $0.attributes["id"] } }

  /// What the elements of a name have for an attribute.
  func values(_ attribute: String, of name: String? = nil) -> [String] {
    elements.filter { name == nil || $0.name == name }.compactMap { $0.attributes[attribute] }
  }

  /// Elements of a class.
  func count(class name: String) -> Int {
    elements.count { ($0.attributes["class"] ?? "").split(separator: " ").contains(Substring(name)) }
  }
}
