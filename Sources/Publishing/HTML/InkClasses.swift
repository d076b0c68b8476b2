/// Classes for what is painted alike in the pictures of a page, where a class is shorter than the attributes.
///
/// The rules are in a layer of their own, so that any other rule goes before them, as it goes before attributes.
struct InkClasses {
  /// The class of a run of attributes.
  private var names: [String: String] = [:]
  /// The rules, for the end of the page's style sheet; nothing where there are none.
  private(set) var rules = ""

  /// The classes for the tags of a page's pictures.
  init(_ tags: [MarkupReader.Tag]) {
    var order: [String] = []
    var counts: [String: (count: Int, attributes: [(name: String, value: String)])] = [:]
    for tag in tags {
      let attributes = Self.ink(of: tag)
      guard !attributes.isEmpty else { continue }
      let run = Self.run(attributes)
      if counts[run] == nil { order.append(run) }
      counts[run, default: (0, attributes)].count += 1
    }
    for run in order {
      guard let (count, attributes) = counts[run] else { continue }
      let name = Self.name(names.count)
      let rule = ".\(name){\(attributes.map(Self.declaration).joined(separator: ";"))}"
      // What ` class=_a` costs in each place.
      guard count * (run.utf8.count - 8 - name.utf8.count) > rule.utf8.count else { continue }
      names[run] = name
      rules += rule
    }
    if !rules.isEmpty { rules = "@layer{\(rules)}\n" }
  }

  /// The tag with a class in place of its ink, where there is one.
  func applied(to tag: MarkupReader.Tag) -> MarkupReader.Tag {
    let attributes = Self.ink(of: tag)
    guard let name = names[Self.run(attributes)] else { return tag }
    var result = tag
    let gone = Set(attributes.map(\.name))
    result.attributes.removeAll { gone.contains($0.name) }
    if let index = result.attributes.firstIndex(where: { $0.name == "class" }) {
      result.attributes[index].value = "\(result.attributes[index].value ?? "") \(name)"
    } else {
      result.attributes.insert(("class", name), at: 0)
    }
    return result
  }

  private static let properties: Set<String> = [
    "fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-linecap", "stroke-linejoin",
    "stroke-dasharray", "font-size", "font-style", "font-weight", "text-anchor", "shape-rendering",
  ]

  /// The attributes of a tag that a style sheet can state in the same words.
  private static func ink(of tag: MarkupReader.Tag) -> [(name: String, value: String)] {
    tag.attributes.compactMap { name, value in
      guard let value, properties.contains(name),
        value.utf8.allSatisfy({ !"{};\"'<>&".utf8.contains($0) })
      else { return nil }
      return (name, value)
    }
  }

  private static func run(_ attributes: [(name: String, value: String)]) -> String {
    attributes.map { " \($0.name)=\($0.value)" }.joined()
  }

  private static func declaration(_ name: String, _ value: String) -> String {
    // A size of letters has no unit in an attribute and must have one in a rule.
    let isNumber = name == "font-size" && value.allSatisfy { $0.isNumber || $0 == "." }
    return "\(name):\(value)\(isNumber ? "px" : "")"
  }

  /// `_a`, `_b`, … `_z`, `_a1`, …: names that no author takes.
  private static func name(_ index: Int) -> String {
    let letter = Character(Unicode.Scalar(UInt8(ascii: "a") + UInt8(index % 26)))
    return "_\(letter)\(index < 26 ? "" : String(index / 26))"
  }
}
