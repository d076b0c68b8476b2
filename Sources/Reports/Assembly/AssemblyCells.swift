import Diagnostics
import Markup

/// An `include` cell: the text, or some cells, of a file beside the report.
struct IncludeCell {
  /// The path in the report's folder, without `.` and empty parts.
  var file: String
  var fileLocation: SourceLocation
  /// Labels of cells; nil for the whole file.
  var cells: [(label: String, location: SourceLocation)]?

  /// Decodes the cell.
  init(_ attributes: Attributes?, _ node: ConfigNode, at location: SourceLocation) throws(DiagnosticError) {
    try Cell.refuse(attributes)
    try node.expectKeys(Self.keys, in: "an include cell")
    guard let file = node["file"] else {
      throw DiagnosticError(
        "E0105", "the include cell names no file", at: location, help: ["add a line: file: part.md"])
    }
    try self.init(file: file)
    cells = try node["cells"].map { list throws(DiagnosticError) in
      var cells: [(label: String, location: SourceLocation)] = []
      for item in try list.list("cells") { cells.append((try item.string("a cell's label"), item.location)) }
      return cells
    }
  }

  /// The whole of a file.
  init(file node: ConfigNode) throws(DiagnosticError) {
    let path = try node.string("file")
    guard let normal = LocalPath.normalized(path) else {
      throw DiagnosticError(
        "E0903", "\"\(path)\" is not a file in the report's folder", at: node.location,
        help: ["a report is built from its own folder alone: put the file there"])
    }
    (file, fileLocation) = (normal, node.location)
  }
}

/// A `for-each` cell: what the section after it, or a file, is repeated for.
struct ForEachCell {
  /// What the section calls an item: `model` is `{{model}}`.
  var name: String
  var items: [Item]
  /// The file that is repeated; nil for the section after the cell.
  var file: IncludeCell?

  /// One copy of the section.
  struct Item {
    /// What labels and ids get behind an underscore.
    var suffix: String
    /// Texts by key; the empty key is the item itself.
    var values: [String: String]
  }

  /// Decodes the cell; every mistake at once.
  init(_ attributes: Attributes?, _ node: ConfigNode, at location: SourceLocation) throws(DiagnosticError) {
    try Cell.refuse(attributes)
    try node.expectKeys(Self.keys, in: "a for-each cell")
    var problems = Problems()
    name = ""
    items = []
    if let value = node["as"] {
      problems.attempt { () throws(DiagnosticError) in
        name = try value.string("as")
        guard Identifier.isName(name), name != "params" else {
          throw DiagnosticError(
            "E0109", "\"\(name)\" cannot be the name of an item", at: value.location,
            notes: ["it is a name: letters, digits and _, not beginning with a digit, and not params"])
        }
      }
    } else {
      problems.report(
        "E0105", "the for-each cell does not name its item", at: location, help: ["add a line: as: model"])
    }
    if let list = node["in"] {
      for item in problems.attempt({ () throws(DiagnosticError) in try list.list("in") }) ?? [] {
        problems.attempt { () throws(DiagnosticError) in
          let decoded = try Self.item(item, number: items.count + 1)
          guard !items.contains(where: { $0.suffix == decoded.suffix }) else {
            throw DiagnosticError(
              "E0104", "two items are called \"\(decoded.suffix)\"", at: item.location,
              help: ["give each an `id` of its own"])
          }
          items.append(decoded)
        }
      }
      if items.isEmpty, problems.errors.isEmpty {
        problems.report("E0111", "`in` must have an item or more", at: list.location)
      }
    } else {
      problems.report(
        "E0105", "the for-each cell has no items", at: location, help: ["add a line: in: [small, large]"])
    }
    problems.attempt { () throws(DiagnosticError) in
      file = try node["file"].map { value throws(DiagnosticError) in try IncludeCell(file: value) }
    }
    try problems.finish()
  }

  private static func item(_ node: ConfigNode, number: Int) throws(DiagnosticError) -> Item {
    var values = ["number": String(number)]
    guard case .map(let entries) = node.content else {
      let text = try node.string("an item")
      values[""] = text
      values["id"] = suffix(text)
      return Item(suffix: try checked(suffix(text), node), values: values)
    }
    for entry in entries { values[entry.key] = try entry.value.string("\"\(entry.key)\" of an item") }
    guard let id = values["id"] else {
      throw DiagnosticError(
        "E0105", "an item has no id", at: node.location, help: ["add `id:` with a short name for labels"])
    }
    values[""] = id
    return Item(suffix: try checked(suffix(id), node["id"] ?? node), values: values)
  }

  /// A text as the end of a name.
  private static func suffix(_ text: String) -> String {
    Identifier.fileSafe(text).replacing("-", with: "_")
  }

  private static func checked(_ suffix: String, _ node: ConfigNode) throws(DiagnosticError) -> String {
    guard !suffix.isEmpty else { throw node.mismatch("the id of an item needs letters or digits") }
    return suffix
  }
}
