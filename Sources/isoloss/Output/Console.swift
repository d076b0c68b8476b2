import Diagnostics
import Typesetting
import Foundation

/// Where findings, progress and results go: findings and progress to stderr, data to stdout.
struct Console: Sendable {
  let isQuiet: Bool
  let isVerbose: Bool
  let isJSON: Bool
  private let color: Bool
  private let job: HostedJob?
  /// What is told is written down here, too.
  var transcript: Transcript?

  init(options: GlobalOptions) {
    isQuiet = options.quiet
    isVerbose = options.verbose
    isJSON = options.json
    let environment = ProcessInfo.processInfo.environment
    switch options.color {
    case .always: color = true
    case .never: color = false
    case .auto:
      color =
        isatty(STDERR_FILENO) != 0 && environment["NO_COLOR", default: ""].isEmpty
        && environment["TERM"] != "dumb"
    }
    job = HostedJob(environment: environment)
  }

  /// Prints findings, each once and with the lines that they are about.
  func report(_ diagnostics: [Diagnostic], sources: [String: String] = [:]) {
    if !diagnostics.isEmpty { transcript?.add(.findings(diagnostics)) }
    var printed: Set<Diagnostic> = []
    let shown = diagnostics.filter { diagnostic in
      guard printed.insert(diagnostic).inserted else { return false }
      switch diagnostic.severity {
      case .error: return true
      case .warning: return !isQuiet
      case .note: return isVerbose
      }
    }
    let renderer = DiagnosticRenderer(
      color: color && !isJSON, sources: Self.files(of: shown).merging(sources) { $1 })
    for diagnostic in shown {
      line(isJSON ? JSON(diagnostic).text : renderer.text(diagnostic))
      // Lines for a service would be no lines of JSON.
      if let job, !isJSON { line(renderer.annotation(job.located(diagnostic))) }
    }
  }

  /// A line for people on stderr; nothing with `-q` and with `--json`.
  func say(_ text: String) {
    transcript?.add(.line(text))
    if !isQuiet, !isJSON { line(text) }
  }

  /// Adds to the summary of the job of hosted CI that this is a step of, if it is one. `markdown` is made only then.
  func summarize(_ markdown: () -> String) {
    guard let job else { return }
    let text = markdown()
    transcript?.add(.summary(text))
    if let warning = job.append(text) { report([warning]) }
  }

  /// Data on stdout.
  func data(_ text: String) {
    transcript?.add(.data(text))
    Self.write(text.hasSuffix("\n") ? text : text + "\n", to: .standardOutput)
  }

  /// Whether a service of CI is told, too.
  var isHosted: Bool { job != nil }

  /// The texts of the files that findings are about, read again for their excerpts.
  static func files(of diagnostics: [Diagnostic]) -> [String: String] {
    var texts: [String: String] = [:]
    for file in Set(diagnostics.compactMap { $0.location?.file }) {
      guard let bytes = FileManager.default.contents(atPath: file), bytes.count < 64 << 20 else { continue }
      texts[file] = String(decoding: bytes, as: UTF8.self)
    }
    return texts
  }

  private func line(_ text: String) { Self.write(text + "\n", to: .standardError) }

  /// Writes at once: a buffered line would come after the next one of the other stream.
  static func write(_ text: String, to handle: FileHandle) {
    // A closed pipe (`isoloss laws | head -1`) is nothing to report.
    try? handle.write(contentsOf: Data(text.utf8))
  }
}
