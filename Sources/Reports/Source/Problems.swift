import Diagnostics

/// Collects findings, so that an author sees all of them at once.
struct Problems {
  /// What was found so far.
  private(set) var errors: [Diagnostic] = []

  /// Adds one error.
  mutating func report(
    _ code: String, _ message: String, at location: SourceLocation?, notes: [String] = [],
    help: [String] = [],
    missing: MissingName? = nil
  ) {
    errors.append(
      Diagnostic(.error, code, message, at: location, notes: notes, help: help, missing: missing))
  }

  /// Adds what an error carries.
  mutating func add(_ error: DiagnosticError) { errors += error.diagnostics }

  /// Adds what others found.
  mutating func add(_ other: Problems) { errors += other.errors }

  /// Runs something that may fail; nil when it did.
  @discardableResult
  mutating func attempt<T>(_ body: () throws(DiagnosticError) -> T) -> T? {
    do throws(DiagnosticError) { return try body() } catch {
      add(error)
      return nil
    }
  }

  /// Ends the collection: throws when there was anything, in source order and each finding once.
  func finish() throws(DiagnosticError) {
    guard !errors.isEmpty else { return }
    throw DiagnosticError(Problems.sorted(errors))
  }

  /// Findings by place, each once; those without a place stay in front.
  static func sorted(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
    var seen = Set<Diagnostic>()
    // What is wrong in a text that is repeated is said once.
    let unique = diagnostics.map { diagnostic in
      var diagnostic = diagnostic
      diagnostic.location?.repetition = 0
      return diagnostic
    }.filter { seen.insert($0).inserted }
    func key(_ diagnostic: Diagnostic) -> (String, Int, Int) {
      (diagnostic.location?.file ?? "", diagnostic.location?.line ?? 0, diagnostic.location?.column ?? 0)
    }
    return unique.enumerated().sorted { a, b in
      let (left, right) = (key(a.element), key(b.element))
      return left == right ? a.offset < b.offset : left < right
    }.map(\.element)
  }
}
