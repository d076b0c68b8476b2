import Diagnostics
import Publishing
import Reports
import Synchronization
import Typesetting
import Work

/// Reports executed for a command, with what is to be said about them.
struct Execution {
  let console: Console
  let progress: ProgressLine
  let session: BuildSession
  /// The most threads; nil is one a core.
  let jobs: Int?
  private let files: ResultFiles
  /// Whether a claim that came out otherwise than expected ends the command with a failure.
  private let isStrict: Bool

  private let settings: [ParameterSetting]
  /// Days that stand for those of git, as they are written.
  private let days: [String]

  init(
    console: Console, session: BuildSession, settings: [ParameterSetting], days: [String] = [], jobs: Int?,
    isStrict: Bool, files: ResultFiles
  ) {
    self.days = days
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

  /// Runs a step before there is anything to execute; its errors are printed and end the command.
  static func attempt<T>(
    _ console: Console, _ step: () throws(DiagnosticError) -> T
  ) throws(ExitStatus) -> T {
    do throws(DiagnosticError) { return try step() } catch {
      console.report(error.diagnostics)
      throw ExitStatus(error)
    }
  }

  /// Executes every report, side by side, and gives what `use` makes of each; the reports themselves are let go.
  ///
  /// Findings of all are printed, in the order of the reports, before the first error stops the command.
  ///
  /// - Parameter use: called on any thread with a report that has no errors.
  func run<Made: Sendable>(
    _ selection: ReportSelection,
    _ use: @escaping @Sendable (ReportSource, ExecutedReport, [SiteSettings]) -> Made
  ) throws(ExitStatus) -> (made: [Made], sites: [SiteSettings]) {
    let outcome = FirstStatus()
    let sites = readSites(selection, outcome)
    let told = InOrder()
    let count = selection.reports.count
    let results = WorkPool.run(threads: jobs) {
      ParallelMap.run(Array(selection.reports.enumerated())) { index, source in
        var texts: [String: String] = [:]
        let result: Result<(made: Made, parameters: [String]), DiagnosticError>
        do throws(DiagnosticError) {
          let report = try execute(source, &texts, isOneOf: count)
          let findings = report.diagnostics + unexpected(report)
          let summary = console.isHosted ? JobSummary(report).markdown : ""
          result = .success((use(source, report, sites), report.parameters.map(\.name)))
          let (light, read) = (Self.withoutContents(report), texts)
          told.tell(index) {
            begin(source)
            files.add(light, path: source.path, findings: findings)
            console.report(findings, sources: read)
            console.summarize { summary }
          }
        } catch {
          result = .failure(error)
          let read = texts
          told.tell(index) {
            begin(source)
            files.add(error)
            outcome.note(fail(error, sources: read))
          }
        }
        return result
      }
    }
    do throws(DiagnosticError) { try files.write() } catch { outcome.note(fail(error)) }
    let executed = results.compactMap { try? $0.get() }
    if outcome.status == nil, let status = undeclared(Set(executed.flatMap(\.parameters))) {
      outcome.note(status)
    }
    if let status = outcome.status { throw status }
    return (executed.map(\.made), sites)
  }

  private func execute(
    _ source: ReportSource, _ texts: inout [String: String], isOneOf count: Int
  ) throws(DiagnosticError) -> ExecutedReport {
    let progress = progress
    let name = count > 1 ? "\(source.path): " : ""
    return try ReportBuilder.execute(
      source.path, files: session.files, sources: &texts,
      settings: ReportSettings(
        parameters: settings, mayBeOthers: count > 1, history: try GitHistory(session.files, days: days)),
      cache: session.cache, progress: { progress.show(name + $0, $1) })
  }

  private func begin(_ source: ReportSource) {
    progress.finish()
    if console.isVerbose { console.say("reading \(source.path)") }
  }

  /// What files of results say of a report: of hundreds no text or picture is held in memory.
  private static func withoutContents(_ report: ExecutedReport) -> ExecutedReport {
    var light = report
    (light.blocks, light.figures, light.fits, light.tables, light.footnotes) = ([], [], [], [], [])
    return light
  }

  private func readSites(_ selection: ReportSelection, _ outcome: FirstStatus) -> [SiteSettings] {
    var sites: [SiteSettings] = []
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
        outcome.note(fail(error, sources: texts))
      }
    }
    return sites
  }

  /// Says which parameters are set that none of several reports declares.
  private func undeclared(_ names: Set<String>) -> ExitStatus? {
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
    if error.isAbandoned { return ExitStatus(error) }
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

/// The status that a command ends with: that of a failed build above others, else the first.
private final class FirstStatus: Sendable {
  private let first = Mutex<ExitStatus?>(nil)

  var status: ExitStatus? { first.withLock { $0 } }

  func note(_ failure: ExitStatus) {
    first.withLock { if $0 == nil || failure == .buildFailed { $0 = failure } }
  }
}

/// Says things in the order of their numbers, whatever the order in which they become known, and no later than need be.
private final class InOrder: Sendable {
  private struct State {
    var next = 0
    var waiting: [Int: @Sendable () -> Void] = [:]
  }

  private let state = Mutex(State())

  /// Has the thing of a number said once all before it are.
  func tell(_ number: Int, _ say: @escaping @Sendable () -> Void) {
    state.withLock { state in
      state.waiting[number] = say
      while let next = state.waiting.removeValue(forKey: state.next) {
        next()
        state.next += 1
      }
    }
  }
}
