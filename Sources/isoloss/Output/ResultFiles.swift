import Diagnostics
import Publishing
import Reports
import Synchronization

/// Gathers what the JUnit, SARIF and code quality files of a run say, and writes them whether or not the run succeeds.
final class ResultFiles: Sendable {
  private struct State {
    var reports: [(path: String, report: ExecutedReport)] = []
    var failed: [DiagnosticError] = []
    var findings: [Diagnostic] = []
  }

  private let options: (junit: String?, sarif: String?, codeQuality: String?)
  private let state = Mutex(State())

  /// Writes none.
  init() { options = (nil, nil, nil) }

  init(_ options: ResultFileOptions) { self.options = (options.junit, options.sarif, options.codeQuality) }

  /// Adds a report that was executed, with what was found in it.
  func add(_ report: ExecutedReport, path: String, findings: [Diagnostic]) {
    state.withLock {
      $0.reports.append((path, report))
      $0.findings += findings
    }
  }

  /// Adds what stopped a report.
  func add(_ error: DiagnosticError) {
    state.withLock {
      $0.failed.append(error)
      $0.findings += error.diagnostics
    }
  }

  /// Writes the files that were asked for. Throws `E0920`.
  func write() throws(DiagnosticError) {
    let state = state.withLock { $0 }
    if let path = options.junit {
      try OutputFile.write(Array(JUnitFile.text(state.reports, failed: state.failed).utf8), to: path)
    }
    if let path = options.sarif { try OutputFile.write(Array(SARIFFile.text(state.findings).utf8), to: path) }
    if let path = options.codeQuality {
      try OutputFile.write(Array(CodeQualityFile.text(state.findings).utf8), to: path)
    }
  }
}
