import Diagnostics
import Publishing
import Reports
import Typesetting

/// Reports executed for a command, with what is to be said about them.
struct Execution {
  let console: Console
  let progress: ProgressLine
  let session: BuildSession
  private let jobs: Int?
  private let files: ResultFiles
  /// Whether a claim that came out otherwise than expected ends the command with a failure.
  private let isStrict: Bool

  private let settings: [ParameterSetting]

  init(
    console: Console, session: BuildSession, settings: [ParameterSetting], jobs: Int?, isStrict: Bool,
    files: ResultFiles
  ) {
    self.files = files
    self.console = console
    self.session = session
    self.settings = settings
    self.isStrict = isStrict
    self.jobs = jobs
    progress = ProgressLine(console: console)
  }

  /// Runs a step; its errors are printed and end the command.
  func attempt<T>(_ step: () throws(DiagnosticError) -> T) throws(ExitStatus) -> T {
    do throws(DiagnosticError) { return try step() } catch { throw fail(error) }
  }

  /// A report with where it came from.
  typealias Executed = (source: ReportSource, report: ExecutedReport)

  /// Executes every report; findings of all are printed before the first error stops the command.
  func run(_ selection: ReportSelection) throws(ExitStatus) -> (reports: [Executed], sites: [SiteSettings]) {
    var executed: [Executed] = []
    var sites: [SiteSettings] = []
    var status: ExitStatus?
    func note(_ failure: ExitStatus) {
      if status == nil || failure == .buildFailed { status = failure }
    }
    for folder in selection.sites {
      var texts: [String: String] = [:]
      do throws(DiagnosticError) {
        let names = selection.reports.filter { $0.folder.hasPrefix(folder + "/") }
          .map { String($0.folder.dropFirst(folder.count + 1)) }
        let site = try SiteSettings.read(
          folder: folder, reports: names, files: session.files, sources: &texts)
        console.report(site.warnings, sources: texts)
        sites.append(site.settings)
      } catch {
        files.add(error)
        note(fail(error, sources: texts))
      }
    }
    for source in selection.reports {
      var texts: [String: String] = [:]
      if console.isVerbose { console.say("reading \(source.path)") }
      do throws(DiagnosticError) {
        let progress = progress
        let report = try ReportBuilder.execute(
          source.path, files: session.files, sources: &texts,
          settings: ReportSettings(parameters: settings, mayBeOthers: selection.reports.count > 1),
          cache: session.cache, maxThreads: jobs, progress: { progress.show($0, $1) })
        progress.finish()
        let findings = report.diagnostics + unexpected(report)
        files.add(report, path: source.path, findings: findings)
        console.report(findings, sources: texts)
        console.summarize { JobSummary(report).markdown }
        executed.append((source, report))
      } catch {
        files.add(error)
        note(fail(error, sources: texts))
      }
    }
    do throws(DiagnosticError) { try files.write() } catch { note(fail(error)) }
    if status == nil { status = undeclared(executed.map(\.report)) }
    if let status { throw status }
    return (executed, sites)
  }

  /// Says which parameters are set that none of several reports declares.
  private func undeclared(_ reports: [ExecutedReport]) -> ExitStatus? {
    let names = Set(reports.flatMap { $0.parameters.map(\.name) })
    let unknown = settings.filter { !names.contains($0.name) }
    guard !unknown.isEmpty else { return nil }
    return fail(
      DiagnosticError(
        unknown.map { setting in
          Diagnostic(
            .error, "E0234", "no report declares a parameter \"\(setting.name)\"",
            notes: names.isEmpty ? [] : ["they declare: \(names.sorted().joined(separator: ", "))"],
            help: Spelling.didYouMean(setting.name, among: names))
        }))
  }

  /// Prints errors and gives the status to end with.
  func fail(_ error: DiagnosticError, sources: [String: String] = [:]) -> ExitStatus {
    progress.finish()
    console.report(error.diagnostics, sources: sources)
    console.summarize { JobSummary.markdown(error.diagnostics) }
    return ExitStatus(error)
  }

  /// Whether a claim came out otherwise than its author says, so that `check` fails. Undecided alone is no failure.
  static func hasFailed(_ report: ExecutedReport) -> Bool {
    report.claims.contains { !$0.isAsExpected && $0.verdict != .undecided }
  }

  /// A finding for each claim that came out otherwise than its author says, unless the report has it already: an error
  /// where it fails the command.
  private func unexpected(_ report: ExecutedReport) -> [Diagnostic] {
    let known = Set(report.diagnostics.compactMap(\.location))
    return report.claims.filter { !$0.isAsExpected && !known.contains($0.location) }.map { claim in
      let expected = claim.expected.map { ", expected: \($0.rawValue)" } ?? ""
      let isError = isStrict && claim.verdict != .undecided
      return Diagnostic(
        isError ? .error : .warning, isError ? "E0250" : "W0250",
        "the claim \"\(claim.id)\" \(Self.words(claim.verdict))\(expected)",
        at: claim.location,
        notes: [claim.check, claim.evidence].filter { !$0.isEmpty })
    }
  }

  private static func words(_ verdict: Verdict) -> String {
    switch verdict {
    case .holds: "holds"
    case .fails: "fails"
    case .undecided: "is undecided"
    }
  }

  /// `240 rows, 2 fits, 3 figures; claims: 5 hold, 1 undecided`
  static func summary(_ report: ExecutedReport) -> String {
    let rows = report.tables.reduce(0) { $0 + $1.rows }
    var text = [(rows, "row"), (report.fits.count, "fit"), (report.figures.count, "figure")]
      .map(NumberText.counted).joined(separator: ", ")
    let verdicts = [Verdict.holds, .undecided, .fails].compactMap { verdict -> String? in
      let count = report.claims.count { $0.verdict == verdict }
      guard count > 0 else { return nil }
      return switch verdict {
      case .holds: count == 1 ? "1 holds" : "\(count) hold"
      case .undecided: "\(count) undecided"
      case .fails: count == 1 ? "1 fails" : "\(count) fail"
      }
    }
    if !verdicts.isEmpty { text += "; claims: " + verdicts.joined(separator: ", ") }
    return text
  }

  /// The same for machines.
  static func json(_ report: ExecutedReport, path: String, output: String?) -> JSON {
    func count(_ verdict: Verdict) -> JSON { .number(Double(report.claims.count { $0.verdict == verdict })) }
    return .object([
      ("report", .string(path)), ("slug", .string(report.slug)),
      ("output", output.map { .string($0) } ?? .null),
      ("rows", .number(Double(report.tables.reduce(0) { $0 + $1.rows }))),
      ("fits", .number(Double(report.fits.count))), ("figures", .number(Double(report.figures.count))),
      (
        "claims",
        .object([("holds", count(.holds)), ("undecided", count(.undecided)), ("fails", count(.fails))])
      ),
    ])
  }
}
