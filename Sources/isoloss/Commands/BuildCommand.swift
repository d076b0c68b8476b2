import ArgumentParser
import Diagnostics
import Foundation
import Publishing
import Reports
import Typesetting

/// `isoloss build PATH…`
struct BuildCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "build", abstract: "Build reports into a folder.",
    discussion: """
      For each report the folder gets NAME/index.html, NAME/report.md, NAME/report.json, the figures as SVG, PDF, PNG and \
      CSV, and the data. \
      A report is written whole or not at all.

      With --to, or the key "outputs" of its front matter, a report is written in other forms: html, md, latex (the source \
      of an article, report.tex), pdf (the page as it prints, which needs Chromium) and ipynb (a Jupyter notebook with \
      its outputs).

      A folder of reports becomes a site: the output folder also gets an index.html with a card for each report, and is \
      replaced as a whole. A file report.yml beside the reports names the site: title, subtitle, description, url, \
      language, and pages, the order of the reports.
      """)

  @Argument(help: "Reports: a folder with a report.md, a Markdown file, or a folder of such folders.")
  var paths: [String]

  @Option(
    name: [.customShort("o"), .customLong("output")], help: ArgumentHelp("Where to write.", valueName: "dir"))
  var output = "_site"

  @Option(
    help: ArgumentHelp(
      "Page templates; files there replace the built-in ones. Without this a folder \"templates\" beside the report does.",
      valueName: "dir"))
  var templates: String?

  @Option(
    help: ArgumentHelp(
      "What to write, with commas between: \(OutputFormat.allCases.map(\.rawValue).joined(separator: ", ")).",
      valueName: "formats"))
  var to: String?

  @Flag(help: "Keep the page's style sheet and figures as files beside it, not in it.")
  var assets = false

  @Option(
    help: ArgumentHelp(
      "The day of reports with \"date: git\" that are not in their repository. Repeatable.",
      valueName: "[report=]day"))
  var date: [String] = []

  @Flag(help: "Exit with 3 when a claim fails.")
  var strict = false

  @Flag(
    help: ArgumentHelp(
      "Build a second time and compare: exit with 4, and write nothing, when a byte differs.",
      discussion:
        "The second build runs in another process and folder, with another time zone, locale and number of threads."
    ))
  var twice = false

  @OptionGroup var locking: LockOptions
  @OptionGroup var parameters: ParameterOptions
  @OptionGroup var work: WorkOptions
  @OptionGroup var caching: CacheOptions
  @OptionGroup var results: ResultFileOptions
  @OptionGroup(title: "Common options") var global: GlobalOptions

  func run() throws {
    let request =
      [
        "build", output, templates ?? "", strict ? "strict" : "", to ?? "", assets ? "assets" : "",
        locking.frozen ? "frozen" : "", locking.archive ? "archive" : "",
      ] + parameters.parameter + date
    try global.remember(
      request, paths: paths, caching, isFresh: twice || results.isAsked || locking.isAsked
    ) {
      console, session, selection in
      let asked = ShapingOptions(
        formats: to, hasAssets: assets, parameters: parameters.parameter, days: date,
        isArchived: locking.archive)
      let locked = try Execution.attempt(console) { () throws(DiagnosticError) in
        try locking.isAsked ? self.locked(selection, asked, session) : nil
      }
      let shaping = locked?.shaping ?? asked
      let execution = Execution(
        console: console, session: session,
        settings: try ParameterOptions.settings(shaping.parameters, console), days: shaping.days,
        jobs: work.jobs, isStrict: strict, files: ResultFiles(results))
      let publication = try execution.attempt { () throws(DiagnosticError) in
        Publication(
          Publication.Options(
            formats: try Self.formats(shaping.formats), templates: templates, hasAssets: shaping.hasAssets),
          try ReportPlaces(
            selection, site: try selection.site(paths: paths), folder: OutputFolder(output),
            files: session.files),
          session: session)
      }
      do {
        let (built, sites) = try execution.run(selection) {
          publication.stage($1, from: $0, site: $2.first)
        }
        let files = try execution.attempt { () throws(DiagnosticError) in
          try finish(publication, built, sites.first, locked, shaping, execution)
        }
        return RememberedRun.Outcome(
          status: strict && built.contains(where: \.hasFailed) ? .claimFailed : .ok,
          outputs: files.map { BuiltFile(path: "\(output)/\($0.path)", sha256: $0.sha256) })
      } catch {
        publication.discard()
        throw error
      }
    }
  }

  /// Adds what belongs to all reports together, compares, locks, and puts everything in its place.
  private func finish(
    _ publication: Publication, _ built: [Publication.Built], _ site: SiteSettings?, _ locked: LockedBuild?,
    _ shaping: ShapingOptions, _ execution: Execution
  ) throws(DiagnosticError) -> [BuiltFile] {
    let (console, session) = (execution.console, execution.session)
    execution.progress.finish()
    console.report(built.flatMap(\.warnings))
    let errors = built.flatMap(\.errors)
    guard errors.isEmpty else { throw DiagnosticError(errors) }
    var files = built.flatMap(\.files)
    if let site { files += try publication.addIndex(built, site) }
    session.noteFonts()
    if twice {
      execution.progress.show("building a second time", nil)
      try SecondBuild(
        paths: paths, parameters: shaping.parameters, days: shaping.days, templates: templates,
        formats: shaping.formats,
        hasAssets: shaping.hasAssets, jobs: work.jobs
      ).compare(
        with: Dictionary(files.map { ($0.path, publication.place(of: $0)) }) { first, _ in first })
      execution.progress.finish()
    }
    let lock = try locked.map { locked throws(DiagnosticError) in
      // A lock is of one report or one site, and names the files below its folder.
      let base = site == nil ? built.first.map { $0.slug.count + 1 } ?? 0 : 0
      let lock = try locked.lock(
        session, laws: built.flatMap(\.laws), days: built.compactMap(\.day),
        outputs: files.map { BuiltFile(path: String($0.path.dropFirst(base)), sha256: $0.sha256) })
      try locked.check(lock)
      files += try publication.add(try locked.archive(lock, session), to: built.first?.slug)
      return lock
    }
    try publication.commit()
    if let locked, let lock { try locked.keep(lock) }
    for one in built {
      console.say(one.summary)
      if console.isJSON { console.data(one.json.text) }
    }
    if site != nil { console.say("\(output)/index.html: \(NumberText.counted(built.count, "report"))") }
    return files
  }

  /// The lock of what is built.
  private func locked(
    _ selection: ReportSelection, _ asked: ShapingOptions, _ session: BuildSession
  ) throws(DiagnosticError) -> LockedBuild {
    let site = try selection.site(paths: paths)
    return try LockedBuild(
      locking, paths: paths, selection: selection, asked: asked, templates: templates
    ) { site == nil ? "\(output)/\(ReportBuilder.slug(of: $0, files: session.files))" : output }
  }

  /// The formats of `--to`; nil leaves them to each report.
  private static func formats(_ to: String?) throws(DiagnosticError) -> [OutputFormat]? {
    guard let to else { return nil }
    return try OutputFormat.list(to.split(separator: ",").map { (String($0).trimmingSpaces(), nil) })
  }
}
