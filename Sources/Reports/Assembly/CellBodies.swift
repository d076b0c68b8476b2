import Diagnostics

/// The settings of cells: read from their bodies, or what placeholders and repetition have made of them.
struct CellBodies {
  /// Settings that differ from their body's text, by the place of the body.
  private var changed: [SourceLocation: ConfigNode] = [:]
  /// What the placeholders of a changed body stand for, for the fingerprint of the cell.
  private var filled: [SourceLocation: String] = [:]
  /// What settings may name as `params.name`.
  private let parameters: SettingParameters

  /// The bodies of a report with parameters.
  init(_ parameters: SettingParameters = SettingParameters([:])) { self.parameters = parameters }

  /// The settings of a cell.
  func settings(_ body: String, at location: SourceLocation) throws(DiagnosticError) -> ConfigNode {
    if let node = changed[location] { return node }
    let node = try YAMLReader.read(body, at: location)
    return body.contains(SettingParameters.label) ? node.naming(parameters) : node
  }

  /// What the body says, with what was put into it.
  func text(_ body: String, at location: SourceLocation) -> String {
    ([body + (filled[location] ?? "")] + parameters.mentioned(in: body)).joined(separator: "\n")
  }

  mutating func change(_ location: SourceLocation, to node: ConfigNode, filledWith text: String) {
    changed[location] = node
    filled[location] = text
  }
}
