/// Turns findings into lines for a terminal, for a machine or for a code-review annotation.
public struct DiagnosticRenderer: Sendable {
  /// Whether to colour with ANSI sequences.
  public var color: Bool
  /// The texts of the files by the name that locations use, for the excerpt under a finding.
  public var sources: [String: String]

  /// Makes a renderer.
  public init(color: Bool = false, sources: [String: String] = [:]) {
    self.color = color
    self.sources = sources
  }

  /// `file:line:column: error[E0201]: message`, the line with a caret, notes and help.
  public func text(_ diagnostic: Diagnostic) -> String {
    let place = diagnostic.location.map { "\($0.description): " } ?? ""
    var lines = [
      "\(paint(safe(place), .bold))\(paint("\(diagnostic.severity.rawValue)[\(diagnostic.code)]", tint(diagnostic.severity))): "
        + paint(safe(diagnostic.message), .bold)
    ]
    if let location = diagnostic.location {
      // What would be replaced is the whole of what is wrong.
      let replaced = diagnostic.replacement.map { $0.location == location ? $0.old.count : 1 } ?? 1
      lines += excerpt(location, count: replaced, tint(diagnostic.severity))
    }
    lines += diagnostic.notes.map { "  note: \(safe($0))" }
    lines += diagnostic.help.map { "  \(paint("help:", .green)) \(safe($0))" }
    return lines.joined(separator: "\n")
  }

  /// A workflow command that hosted CI shows beside the line: `::error file=…,line=…,col=…::message`.
  public func annotation(_ diagnostic: Diagnostic) -> String {
    let kind = diagnostic.severity == .note ? "notice" : diagnostic.severity.rawValue
    var properties: [String] = []
    if let location = diagnostic.location {
      properties = [
        "file=\(escaped(location.file, property: true))", "line=\(location.line)", "col=\(location.column)",
      ]
    }
    properties.append("title=\(diagnostic.code)")
    let body = ([diagnostic.message] + diagnostic.notes + diagnostic.help).joined(separator: "\n")
    return "::\(kind) \(properties.joined(separator: ","))::\(escaped(body, property: false))"
  }

  private func excerpt(_ location: SourceLocation, count: Int, _ style: Style) -> [String] {
    guard let source = sources[location.file] else { return [] }
    let lines = source.split(omittingEmptySubsequences: false) { $0.isNewline }
    guard lines.indices.contains(location.line - 1) else { return [] }
    let line = lines[location.line - 1]
    let gutter = String(location.line)
    // A long line (data, a paragraph on one line) is cut to a window round the place.
    let start = max(0, location.column - 60)
    let shown = safe(String(line.dropFirst(start).prefix(110)).replacing("\t", with: " "))
    let pad = String(repeating: " ", count: gutter.count)
    let caret = String(repeating: " ", count: max(0, location.column - 1 - start))
    return [
      " \(gutter) | \(shown)",
      " \(pad) | \(caret)\(paint(String(repeating: "^", count: max(1, count)), style))",
    ]
  }

  private func safe(_ text: String) -> String { TerminalText.safe(text) }

  private func escaped(_ text: String, property: Bool) -> String {
    var result = text.replacing("%", with: "%25").replacing("\r", with: "%0D").replacing("\n", with: "%0A")
    if property { result = result.replacing(":", with: "%3A").replacing(",", with: "%2C") }
    return result
  }

  private enum Style: String {
    case bold = "1"
    case red = "1;31"
    case yellow = "1;33"
    case green = "1;32"
    case cyan = "1;36"
  }

  private func tint(_ severity: Severity) -> Style {
    switch severity {
    case .error: .red
    case .warning: .yellow
    case .note: .cyan
    }
  }

  private func paint(_ text: String, _ style: Style) -> String {
    color && !text.isEmpty ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
  }
}
