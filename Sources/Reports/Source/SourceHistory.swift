import Diagnostics

/// The version control that the sources of a report are kept in.
public protocol SourceHistory: Sendable {
  /// The last change of any of some files that is kept.
  ///
  /// - Parameters:
  ///   - files: the files as the program names them.
  ///   - folder: the folder of the report.
  /// - Throws: E0123 where nothing is known of them.
  func lastChange(of files: [String], in folder: String) throws(DiagnosticError) -> SourceChange
}

/// A change of sources that version control knows.
public struct SourceChange: Sendable, Hashable {
  /// The day of the change, as `2026-09-01`.
  public var date: String
  /// Whether the files are as that change left them.
  public var isCurrent: Bool
  /// Whether the whole history was at hand; a change may else be older than it looks.
  public var isWhole: Bool

  /// Makes a change.
  public init(date: String, isCurrent: Bool = true, isWhole: Bool = true) {
    (self.date, self.isCurrent, self.isWhole) = (date, isCurrent, isWhole)
  }
}

extension ReportExecution {
  /// The day of the report: the one that is written, or with `date: git` that of the last change of what it is made of.
  ///
  /// - Parameter sources: the files of the report.
  func date(
    sources: [String], _ problems: inout Problems, _ warnings: inout [Diagnostic]
  ) -> String? {
    guard let place = plan.front.historyDate else { return plan.front.date }
    guard let history else {
      problems.report(
        "E0123", "`date: git` needs the history of the report", at: place,
        help: ["write a day: date: 2026-09-01"])
      return nil
    }
    let found = problems.attempt { () throws(DiagnosticError) in
      do throws(DiagnosticError) { return try history.lastChange(of: sources, in: path.folder) } catch {
        throw error.located(at: place)
      }
    }
    guard let change = found else { return nil }
    if !change.isCurrent {
      warnings.append(
        Diagnostic(
          .warning, "W0123", "the report has changes that are not committed, and the date of the last commit",
          at: place, notes: ["it is dated \(change.date)"],
          help: ["commit them, then build what is published"]))
    }
    if !change.isWhole {
      warnings.append(
        Diagnostic(
          .warning, "W0124", "the history is cut off, so the date may be later than that of the last change",
          at: place, help: ["fetch all of it: git fetch --unshallow"]))
    }
    return change.date
  }
}
