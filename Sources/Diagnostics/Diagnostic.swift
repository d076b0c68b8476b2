/// How bad a finding is.
public enum Severity: String, Hashable, Sendable, Codable {
  /// The build cannot go on.
  case error
  /// The build goes on, the author should look.
  case warning
  /// Something worth knowing.
  case note
}

/// One finding about somebody's source: what is wrong, where, and how to mend it.
///
/// Errors are data; `DiagnosticRenderer` is the only place that turns them into lines of text.
public struct Diagnostic: Error, Hashable, Sendable, Codable {
  /// How bad it is.
  public var severity: Severity
  /// A stable identifier: `E` or `W` and four digits. `CONTRIBUTING.md` lists the ranges.
  public var code: String
  /// One sentence, lower case, no full stop: what is wrong.
  public var message: String
  /// Where, if it is about a place.
  public var location: SourceLocation?
  /// More facts, a line each: what was expected, what was found.
  public var notes: [String]
  /// Ways to mend it, a line each: "did you mean …?", an exact replacement.
  public var help: [String]
  /// The mending that a program can make; nil where it is the author's to choose.
  public var replacement: Replacement?
  /// What was looked for in vain where something else should define it; nil for other findings. When that definition is
  /// wrong itself, this finding only follows from it.
  public var missing: MissingName?

  /// Makes a finding.
  public init(
    _ severity: Severity = .error, _ code: String, _ message: String, at location: SourceLocation? = nil,
    notes: [String] = [], help: [String] = [], replacement: Replacement? = nil,
    missing: MissingName? = nil
  ) {
    self.severity = severity
    self.code = code
    self.message = message
    self.location = location
    self.notes = notes
    self.help = help
    self.replacement = replacement
    self.missing = missing
  }
}

/// A name that nothing defines.
public enum MissingName: Hashable, Sendable, Codable {
  /// The label of a cell, an id, the name of a value or parameter.
  case label(String)
  /// The key of a work in a bibliography.
  case work(String)
}

/// One or more findings that stop what was being done. Everything throws this, never a bare `Diagnostic`, so that an author
/// sees all mistakes at once.
public struct DiagnosticError: Error, Sendable {
  /// What was found, in source order; never empty.
  public var diagnostics: [Diagnostic]

  /// Wraps several findings.
  public init(_ diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }

  /// Wraps one finding.
  public init(_ diagnostic: Diagnostic) { diagnostics = [diagnostic] }

  /// Makes and wraps one error.
  public init(
    _ code: String, _ message: String, at location: SourceLocation? = nil, notes: [String] = [],
    help: [String] = [], missing: MissingName? = nil
  ) {
    diagnostics = [
      Diagnostic(.error, code, message, at: location, notes: notes, help: help, missing: missing)
    ]
  }

  /// What was being done is given up: nobody waits for it any more, and nobody need be told.
  public static let abandoned = DiagnosticError("E0919", "the build was given up for a newer one")

  /// Whether this only says that something was given up.
  public var isAbandoned: Bool { diagnostics.contains { $0.code == "E0919" } }

  /// The same findings; those without a place have this one.
  public func located(at location: SourceLocation) -> DiagnosticError {
    DiagnosticError(diagnostics.map { $0.located(at: location) })
  }
}

extension Diagnostic {
  /// The same finding, at this place if it has none of its own.
  public func located(at location: SourceLocation) -> Diagnostic {
    var located = self
    located.location = located.location ?? location
    return located
  }
}
