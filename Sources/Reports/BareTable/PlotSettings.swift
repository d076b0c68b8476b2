import Diagnostics

/// The settings of a figure that is drawn from the command line: those of a figure cell, from a YAML file and from
/// `key=value` texts, which win.
public struct PlotSettings: Sendable {
  /// The title, or nil for that of the kind.
  let title: String?
  /// The alternative text, or nil for that of the kind.
  let alt: String?
  /// What was given, as it was given: the file, then the assignments, a line each.
  public let text: String
  /// The keys of the kind.
  let node: ConfigNode

  /// Reads settings.
  ///
  /// - Parameters:
  ///   - file: the name and text of a YAML file, or nil.
  ///   - assignments: `key=value`, the value a scalar or a list or map in braces; dots in the key lead into maps
  ///     (`x.scale=log`). Number i is line i of `--set` in messages. A later one replaces an earlier one.
  /// - Throws: `E0445` for a text without a key, and what is wrong with the YAML.
  public init(file: (name: String, text: String)?, assignments: [String]) throws(DiagnosticError) {
    var root = ConfigNode(.map([]), at: Self.nowhere)
    if let file {
      let read = try YAMLReader.read(file.text, at: SourceLocation(file: file.name, line: 1, column: 1))
      root = ConfigNode(.map(try read.entries("the settings of a figure")), at: read.location)
    }
    text = ((file.map { [$0.text] } ?? []) + assignments).joined(separator: "\n")
    var problems = Problems()
    for (index, text) in assignments.enumerated() {
      problems.attempt { () throws(DiagnosticError) in
        root = try Self.assign(text, line: index + 1, in: root)
      }
    }
    try problems.finish()
    title = try root["title"]?.string("title")
    alt = try root["alt"]?.string("alt")
    let rest = try root.entries("the settings of a figure").filter { !["title", "alt"].contains($0.key) }
    node = ConfigNode(.map(rest), at: root.location)
  }

  /// The settings with a table to read, unless they name one.
  func reading(_ table: String) -> ConfigNode {
    guard node["data"] == nil, case .map(let entries) = node.content else { return node }
    let data = ConfigNode(.scalar(table, quoted: false), at: node.location)
    return ConfigNode(
      .map(entries + [.init(key: "data", keyLocation: node.location, value: data)]), at: node.location)
  }

  /// The place of settings that no file has: of none of the options in particular.
  private static let nowhere = SourceLocation(file: "--set", line: 0, column: 0)

  /// What is missing stands at no column: such a finding names the option that would give it.
  func naming(_ error: DiagnosticError) -> DiagnosticError {
    DiagnosticError(
      error.diagnostics.map { diagnostic in
        guard diagnostic.location == Self.nowhere else { return diagnostic }
        var moved = diagnostic
        moved.location = nil
        if diagnostic.code == "E0105" { moved.help.append("give each with --set KEY=VALUE") }
        return moved
      })
  }

  private static func assign(
    _ text: String, line: Int, in root: ConfigNode
  ) throws(DiagnosticError) -> ConfigNode {
    let place = SourceLocation(file: "--set", line: line, column: 1)
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let path = (parts.first ?? "").split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, path.allSatisfy({ !$0.isEmpty }) else {
      throw DiagnosticError(
        "E0445", "expected KEY=VALUE, found \"\(text)\"", at: place, help: ["for example --set y-scale=log"])
    }
    let start = place.advanced(by: parts[0].count + 1)
    let value: ConfigNode
    do throws(DiagnosticError) {
      value = try YAMLReader.read(String(parts[1]), at: start)
    } catch {
      // YAML finds a missing bracket after the end, where the next option stands.
      throw DiagnosticError(
        error.diagnostics.map { diagnostic in
          var moved = diagnostic
          if moved.location?.line != line { moved.location = start }
          return moved
        })
    }
    return setting(path[...], to: value, in: root, at: place)
  }

  private static func setting(
    _ path: ArraySlice<Substring>, to value: ConfigNode, in node: ConfigNode?, at place: SourceLocation
  ) -> ConfigNode {
    guard let first = path.first else { return value }
    var entries: [ConfigNode.Entry] = []
    if case .map(let known)? = node?.content { entries = known }
    let key = String(first)
    let index = entries.firstIndex { $0.key == key }
    let inner = setting(
      path.dropFirst(), to: value, in: index.map { entries[$0].value },
      at: place.advanced(by: first.count + 1))
    let entry = ConfigNode.Entry(key: key, keyLocation: place, value: inner)
    if let index { entries[index] = entry } else { entries.append(entry) }
    return ConfigNode(.map(entries), at: node?.location ?? place)
  }
}
