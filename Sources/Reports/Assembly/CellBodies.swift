import Diagnostics

/// The settings of cells: read from their bodies, or what placeholders and repetition have made of them.
struct CellBodies {
  /// Settings that differ from their body's text, by the place of the body.
  private var changed: [SourceLocation: ConfigNode] = [:]
  /// What the placeholders of a changed body stand for, for the fingerprint of the cell.
  private var filled: [SourceLocation: String] = [:]
  /// The bodies with a placeholder in them that stands for nothing.
  private var unfilled: Set<SourceLocation> = []
  /// What settings may name as `params.name`.
  private let parameters: SettingParameters

  /// The bodies of a report with parameters.
  init(_ parameters: SettingParameters = SettingParameters([:])) { self.parameters = parameters }

  /// The settings of a cell.
  func settings(_ body: String, at location: SourceLocation) throws(DiagnosticError) -> ConfigNode {
    if let node = changed[location] { return node }
    let node = try Self.read(body, at: location)
    return body.contains(SettingParameters.label) ? node.naming(parameters) : node
  }

  /// Reads a body. Lines `#| key: value`, as Quarto writes options, are settings like the others, each at its place.
  static func read(_ body: String, at location: SourceLocation) throws(DiagnosticError) -> ConfigNode {
    let lines = body.split(omittingEmptySubsequences: false) { $0.isNewline }
    guard lines.contains(where: { $0.hasPrefix("#|") }) else {
      return try YAMLReader.read(body, at: location)
    }
    func part(_ line: (Substring) -> String) throws(DiagnosticError) -> ConfigNode {
      try YAMLReader.read(lines.map(line).joined(separator: "\n"), at: location)
    }
    let options = try part { $0.hasPrefix("#|") ? "  " + $0.dropFirst(2) : "" }
    var all = try part { $0.hasPrefix("#|") ? "" : String($0) }
    let (own, rest) = (try options.entries("the options of a cell"), try all.entries("a cell"))
    if let twice = rest.first(where: { entry in own.contains { $0.key == entry.key } }) {
      throw DiagnosticError(
        "E0104", "the key \"\(twice.key)\" is written twice", at: twice.keyLocation,
        notes: ["first as an option: #| \(twice.key)"])
    }
    all.content = .map(own + rest)
    return all
  }

  /// What the body says, with what was put into it.
  func text(_ body: String, at location: SourceLocation) -> String {
    ([body + (filled[location] ?? "")] + parameters.mentioned(in: body)).joined(separator: "\n")
  }

  /// Whether a placeholder of a body stands for nothing, so that its settings mean nothing either.
  func isUnfilled(_ location: SourceLocation) -> Bool { unfilled.contains(location) }

  mutating func noteUnfilled(_ location: SourceLocation) { unfilled.insert(location) }

  mutating func change(_ location: SourceLocation, to node: ConfigNode, filledWith text: String) {
    changed[location] = node
    filled[location] = text
  }
}
