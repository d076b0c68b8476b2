import Diagnostics
import Typesetting

/// A finding that keeps the page from being built, as the overlay shows it.
public struct PageProblem: Sendable, Hashable {
  /// `error`
  public var severity: String
  /// `E0201`
  public var code: String
  /// One sentence.
  public var message: String
  /// `report.md:41:1`; empty for what has no place.
  public var place: String
  /// The line with its caret, notes and help: what a terminal shows under the message.
  public var lines: [String]

  /// Makes a finding's entry.
  ///
  /// - Parameters:
  ///   - diagnostic: the finding.
  ///   - sources: texts of the files by the names that places use.
  public init(_ diagnostic: Diagnostic, sources: [String: String]) {
    severity = diagnostic.severity.rawValue
    code = diagnostic.code
    message = TerminalText.safe(diagnostic.message)
    place = diagnostic.location.map { TerminalText.safe($0.description) } ?? ""
    lines = DiagnosticRenderer(sources: sources).text(diagnostic).split(separator: "\n").dropFirst().map(
      String.init)
  }

  /// The entry for the browser.
  var json: JSON {
    .object([
      ("severity", .string(severity)), ("code", .string(code)), ("message", .string(message)),
      ("place", .string(place)), ("detail", .string(lines.joined(separator: "\n"))),
    ])
  }
}
