import Cache
import Diagnostics
import Foundation
import Publishing
import Reports
import Work

/// Builds of a preview: the same work as `build` does, into memory.
struct PreviewBuild: Sendable {
  /// The reports as the user named them.
  let paths: [String]
  let templates: String?
  let settings: [ParameterSetting]
  let jobs: Int?
  let caching: CacheOptions
  private let memory = StepMemory()

  /// What a build came to.
  struct Outcome: Sendable {
    /// Files by path below the root of the site; nil where it failed.
    var files: [(path: String, bytes: [UInt8])]?
    /// A line about each report.
    var summaries: [(slug: String, text: String)] = []
    /// What made it fail.
    var errors: [Diagnostic] = []
    /// What it read, and what it looked for in vain.
    var sources: [BuildRecord.Source] = []
    /// The run, whose results are kept once its pages are shown.
    var session: BuildSession
  }

  /// A run to build in.
  func session() -> BuildSession {
    memory.beginRun()
    return BuildSession(["preview"] + paths, options: caching, memory: memory)
  }

  /// Builds; findings are printed.
  ///
  /// - Parameter folders: what `folders()` gave before.
  func run(
    _ console: Console, _ session: BuildSession, folders: [BuildRecord.Source], _ cancellation: Cancellation
  ) -> Outcome {
    var console = console
    let transcript = Transcript()
    console.transcript = transcript
    var outcome = Outcome(session: session)
    do {
      let built = try WorkPool.run(threads: jobs, cancellation: cancellation) { () throws(ExitStatus) in
        try files(console, session)
      }
      (outcome.files, outcome.summaries) = (built.files, built.summaries)
    } catch {
      outcome.errors = transcript.findings.filter { $0.severity == .error }
    }
    outcome.sources = session.files.sources + folders
    return outcome
  }

  /// A report as files in memory.
  private struct Page: Sendable {
    var source: ReportSource
    var slug: String
    var summary: String
    var rendered: Publisher.Rendered?
    var warnings: [Diagnostic] = []
    var errors: [Diagnostic] = []
  }

  private func files(
    _ console: Console, _ session: BuildSession
  ) throws(ExitStatus) -> (files: [(path: String, bytes: [UInt8])], summaries: [(slug: String, text: String)])
  {
    let execution = Execution(
      console: console, session: session, settings: settings, jobs: jobs, isStrict: false,
      files: ResultFiles())
    let templates = TemplateFolders(named: templates, session: session)
    let selection = try execution.attempt { () throws(DiagnosticError) in try ReportSelection(paths) }
    let site = try execution.attempt { () throws(DiagnosticError) in try selection.site(paths: paths) }
    let (pages, sites) = try execution.run(selection) { source, report, sites in
      let settings = site == nil ? nil : sites.first
      return Self.page(of: report, from: source, templates, session, site: site, settings)
    }
    return try execution.attempt { () throws(DiagnosticError) in
      execution.progress.finish()
      console.report(pages.flatMap(\.warnings))
      let errors = pages.flatMap(\.errors)
      guard errors.isEmpty else { throw DiagnosticError(errors) }
      try ReportSelection.refuseEqualNames(pages.map { ($0.source.path, $0.slug) }) { "shown as \"\($0)\"" }
      var files = pages.flatMap { page in
        (page.rendered?.files ?? []).map { (path: "\(page.slug)/\($0.path)", bytes: $0.bytes) }
      }
      if let site, let settings = sites.first {
        let index = SiteIndex(settings: settings, cards: pages.compactMap(\.rendered?.card))
        let text = try index.page(templates: try templates.set(beside: [site]))
        files.append(("index.html", Array(text.utf8)))
      }
      return (files, pages.map { ($0.slug, $0.summary) })
    }
  }

  private static func page(
    of report: ExecutedReport, from source: ReportSource, _ templates: TemplateFolders,
    _ session: BuildSession,
    site: String?, _ settings: SiteSettings?
  ) -> Page {
    var page = Page(source: source, slug: report.slug, summary: Execution.summary(report))
    // A browser prints a PDF in seconds: the page is what is looked at here.
    let formats = report.metadata.outputs.filter { $0 != .pdf }
    do throws(DiagnosticError) {
      let set = try templates.set(beside: [source.folder] + (site.map { [$0] } ?? []))
      page.warnings = set.warnings
      page.rendered = try Publisher(templates: set, sources: session.files, cache: session.cache).render(
        report, folder: source.folder, site: settings,
        formats: formats.contains(.html) ? formats : [.html] + formats)
    } catch {
      page.errors = error.diagnostics
    }
    return page
  }

  // MARK: What is watched

  /// What identifies the content of a path now, as a build reads it; nil for what is not there.
  func fingerprint(_ path: String) -> String? {
    isSite(path)
      ? Hashing.sha256(Self.inner(path).joined(separator: "\n"))
      : BuildRecord.Source.sha256(of: path, in: DiskFiles())
  }

  /// Folders in which reports may come and go, and the reports that their folders may get, as they are now: to be asked before a
  /// build looks for its reports, so that one that comes while it goes on is news.
  func folders() -> [BuildRecord.Source] {
    var watched: [String] = []
    for path in paths where FileManager.default.isFolder(path) {
      let folder = path.hasSuffix("/") ? path : path + "/"
      guard ReportFile.names.allSatisfy({ !FileManager.default.fileExists(atPath: folder + $0) }) else {
        continue
      }
      watched.append(folder)
      watched += Self.inner(folder).flatMap { name in ReportFile.names.map { "\(folder)\(name)/\($0)" } }
    }
    return watched.map { .init(path: $0, sha256: fingerprint($0)) }
  }

  private func isSite(_ path: String) -> Bool {
    path.hasSuffix("/") && (paths.contains(path) || paths.contains(String(path.dropLast())))
  }

  /// The folders in a folder, without those that no site has.
  private static func inner(_ folder: String) -> [String] {
    DiskFiles().names(in: String(folder.dropLast())).filter {
      !$0.hasPrefix(".") && !$0.hasPrefix("_") && FileManager.default.isFolder(folder + $0)
    }
  }
}
