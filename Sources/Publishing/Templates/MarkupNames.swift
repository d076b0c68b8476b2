/// The names in a page that rules of a style sheet can ask for: elements, classes and variables.
///
/// The page is searched, not parsed, so that whatever it might hold counts as held: words of scripts are classes too.
struct MarkupNames: Sendable {
  private(set) var elements: Set<String> = []
  private(set) var classes: Set<String> = []
  private(set) var variables: Set<String> = []
  /// The ids that something refers to: `"#name"`.
  private(set) var targets: Set<String> = []

  init(_ markup: String) {
    let bytes = Array(markup.utf8)
    var index = 0
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "<"):
        let name = Self.name(bytes, from: index + 1)
        if !name.isEmpty { elements.insert(Self.text(name).lowercased()) }
        if Self.text(name).lowercased() == "script" { index = script(bytes, from: index) }
      case UInt8(ascii: "c") where Self.starts(bytes, at: index, with: "class"):
        readClasses(bytes, from: index + 5)
      case UInt8(ascii: "v") where Self.starts(bytes, at: index, with: "var("):
        var start = index + 4
        while start < bytes.count, Self.isSpace(bytes[start]) { start += 1 }
        variables.insert(Self.text(Self.name(bytes, from: start)))
      case UInt8(ascii: "#"):
        let name = Self.name(bytes, from: index + 1)
        let end = index + 1 + name.count
        if end < bytes.count, bytes[end] == UInt8(ascii: "\"") { targets.insert(Self.text(name)) }
      default: break
      }
      index += 1
    }
  }

  /// Whether something in the page may be what a selector asks for.
  func mayHold(_ selector: String) -> Bool {
    // A name with an escape is not read.
    if selector.contains("\\") { return true }
    var depth = 0
    let bytes = Array(selector.utf8)
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      switch byte {
      case UInt8(ascii: "("), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: ")"), UInt8(ascii: "]"): depth -= 1
      default: break
      }
      guard depth == 0,
        Self.isName(byte) || [UInt8(ascii: "."), UInt8(ascii: ":"), UInt8(ascii: "#")].contains(byte)
      else {
        index += 1
        continue
      }
      let start = Self.isName(byte) ? index : index + 1
      let name = Self.name(bytes, from: start)
      if byte == UInt8(ascii: "."), !classes.contains(Self.text(name)) { return false }
      if Self.isName(byte), !elements.contains(Self.text(name).lowercased()) { return false }
      index = start + name.count
    }
    return true
  }

  // MARK: Reading

  /// The words of a script; gives the place of its end.
  private mutating func script(_ bytes: [UInt8], from start: Int) -> Int {
    var index = start + 1
    while index < bytes.count, !Self.starts(bytes, at: index, with: "</") {
      let name = Self.name(bytes, from: index)
      if !name.isEmpty { classes.insert(Self.text(name)) }
      index += max(1, name.count)
    }
    return index - 1
  }

  private mutating func readClasses(_ bytes: [UInt8], from start: Int) {
    var index = start
    func skipSpaces() { while index < bytes.count, Self.isSpace(bytes[index]) { index += 1 } }
    skipSpaces()
    guard index < bytes.count, bytes[index] == UInt8(ascii: "=") else { return }
    index += 1
    skipSpaces()
    guard index < bytes.count else { return }
    let quote = bytes[index]
    let isQuoted = quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'")
    if isQuoted { index += 1 }
    let rest = bytes[index...]
    let value = rest.prefix { isQuoted ? $0 != quote : !Self.isSpace($0) && $0 != UInt8(ascii: ">") }
    for name in value.split(whereSeparator: Self.isSpace) { classes.insert(Self.text(name)) }
  }

  private static func name(_ bytes: [UInt8], from start: Int) -> ArraySlice<UInt8> {
    guard start < bytes.count else { return [] }
    return bytes[start...].prefix(while: isName)
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }

  private static func starts(_ bytes: [UInt8], at index: Int, with text: StaticString) -> Bool {
    guard index + text.utf8CodeUnitCount <= bytes.count else { return false }
    for offset in 0..<text.utf8CodeUnitCount where bytes[index + offset] != text.utf8Start[offset] {
      return false
    }
    return true
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

  /// Letters, digits, `-`, `_`, and all that is not ASCII.
  private static func isName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), 0x80...:
      true
    default: false
    }
  }
}
