import Diagnostics
import Markup

/// A cell of a report: what kind, its settings, its label.
struct Cell {
  /// The kinds of cell.
  enum Kind: String, CaseIterable {
    case runs, law, fit, figure, table, compare, values

    /// What the label of a cell of this kind begins with.
    var labelPrefix: String {
      switch self {
      case .figure: "fig-"
      case .table, .compare: "tbl-"
      case .runs, .law, .fit, .values: ""
      }
    }
  }

  var kind: Kind
  var settings: ConfigNode
  /// The body as written.
  var text: String
  var label: String
  var labelLocation: SourceLocation
  /// The opening fence.
  var location: SourceLocation

  /// All cells of a document in source order, whatever they stand in, with unique labels.
  static func collect(
    _ blocks: [Block], _ bodies: CellBodies, _ problems: inout Problems, _ failed: inout FailedNames
  ) -> [Cell] {
    var cells: [Cell] = []
    var seen: [String: SourceLocation] = [:]
    BlockWalk.cells(blocks) { name, attributes, body, bodyLocation, location in
      let found =
        bodies.isUnfilled(bodyLocation)
        ? nil
        : problems.attempt { () throws(DiagnosticError) in
          try Cell(
            name: name, attributes: attributes, bodies: bodies, body: body, bodyLocation: bodyLocation,
            location: location)
        }
      guard let cell = found else {
        failed.add(cell: name, body: body)
        // The label may be another than the body says: that of a copy.
        let settings = try? bodies.settings(body, at: bodyLocation)
        if let label = try? settings?["label"]?.string("a label") { failed.add(label) }
        return
      }
      if let first = seen[cell.label] {
        problems.report(
          "E0202", "the label \"\(cell.label)\" is used twice", at: cell.labelLocation,
          notes: ["first at \(first)"])
        return
      }
      seen[cell.label] = cell.labelLocation
      cells.append(cell)
    }
    return cells
  }

  /// Kinds of cell that put the text together, and are gone when it is decoded.
  static let ofAssembly = ["include", "for-each", "claims"]

  /// Refuses attributes behind the name of a cell.
  static func refuse(_ attributes: Attributes?) throws(DiagnosticError) {
    guard let attributes else { return }
    throw DiagnosticError(
      "E0122", "a cell's settings stand in its body, as `key: value` lines", at: attributes.location)
  }

  /// A fit cell that stands in no report.
  init(fit label: String, settings: ConfigNode, at location: SourceLocation) {
    (kind, self.label, self.settings, text) = (.fit, label, settings, "")
    (labelLocation, self.location) = (location, location)
  }

  private init(
    name: String, attributes: Attributes?, bodies: CellBodies, body: String, bodyLocation: SourceLocation,
    location: SourceLocation
  ) throws(DiagnosticError) {
    guard let kind = Kind(rawValue: name) else {
      if Self.ofAssembly.contains(name) {
        throw DiagnosticError(
          "E0121", "a cell of kind \(name) stands in the text itself, not in a list", at: location)
      }
      let known = Kind.allCases.map(\.rawValue) + Self.ofAssembly
      throw DiagnosticError(
        "E0107", "no kind of cell \"\(name)\"", at: location,
        notes: ["kinds: \(known.joined(separator: ", "))"],
        help: Spelling.didYouMean(name, among: known))
    }
    try Self.refuse(attributes)
    let settings = try bodies.settings(body, at: bodyLocation)
    _ = try settings.entries("a \(name) cell")
    guard let node = settings["label"] else {
      throw DiagnosticError(
        "E0105", "the \(name) cell has no label", at: location,
        help: ["add a line: label: \(kind.labelPrefix)name"])
    }
    label = try node.string("a label")
    (self.kind, self.settings, self.location, labelLocation) = (kind, settings, location, node.location)
    text = bodies.text(body, at: bodyLocation)
    if kind == .figure || kind == .table {
      let prefix = kind.labelPrefix
      guard label.hasPrefix(prefix), label.count > prefix.count, Identifier.isFileSafe(label) else {
        throw DiagnosticError(
          "E0109",
          "the label of a \(name) is \"\(prefix)\" with letters, digits, - and _, found \"\(label)\"",
          at: labelLocation,
          help: label.hasPrefix(prefix) ? [] : ["write \"\(prefix)\(Identifier.fileSafe(label))\""])
      }
    } else if kind == .compare {
      guard label.hasPrefix("tbl-"), Identifier.isName(String(label.dropFirst(4))),
        Identifier.isFileSafe(label)
      else {
        throw DiagnosticError(
          "E0109", "the label of a comparison is \"tbl-\" with letters, digits and _, found \"\(label)\"",
          at: labelLocation,
          notes: ["expressions use it: \(label.hasPrefix("tbl-") ? label : "tbl-name").main.aicc"])
      }
    } else if !Identifier.isName(label) || label == "params" {
      throw DiagnosticError(
        "E0109", "\"\(label)\" cannot be a label of a \(name) cell", at: labelLocation,
        notes: [
          label == "params"
            ? "it stands for the parameters of the report"
            : "expressions use it, so it is a name: letters, digits and _, not beginning with a digit"
        ])
    }
  }
}

/// What may be a name in an expression, an id in a page, a file.
enum Identifier {
  private static let words: Set<String> = ["and", "or", "not", "where", "true", "false", "pi"]

  /// Whether expressions can use it as a name.
  static func isName(_ text: String) -> Bool {
    guard let first = text.first, first.isLetter || first == "_", !words.contains(text) else { return false }
    return text.allSatisfy { $0.isLetter || $0 == "_" || ($0.isASCII && $0.isNumber) }
  }

  /// Whether it can name a file everywhere.
  static func isFileSafe(_ text: String) -> Bool {
    !text.isEmpty && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
  }

  /// The words of a text in lower case, joined by hyphens, ASCII only; may be empty.
  static func fileSafe(_ text: String) -> String {
    var result = ""
    for character in text.lowercased() {
      if character.isASCII, character.isLetter || character.isNumber || character == "_" {
        result.append(character)
      } else if !result.isEmpty, !result.hasSuffix("-") {
        result.append("-")
      }
    }
    while result.hasSuffix("-") { result.removeLast() }
    return result
  }
}

/// Walks through all blocks, in source order.
enum BlockWalk {
  static func cells(
    _ blocks: [Block], _ visit: (String, Attributes?, String, SourceLocation, SourceLocation) -> Void
  ) {
    for block in blocks {
      switch block.kind {
      case .cell(let name, let attributes, let body, let bodyLocation):
        visit(name, attributes, body, bodyLocation, block.location)
      case .quote(let inner), .div(_, let inner): cells(inner, visit)
      case .list(_, _, let items): for item in items { cells(item, visit) }
      case .definitionList(let items):
        for definition in items.flatMap(\.definitions) { cells(definition, visit) }
      default: break
      }
    }
  }
}
