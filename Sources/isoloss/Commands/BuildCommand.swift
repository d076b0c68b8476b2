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
      ] + parameters.parameter
    try global.remember(
      request, paths: paths, caching, isFresh: twice || results.isAsked || locking.isAsked
    ) {
      console, session, selection in
      let execution = Execution(
        console: console, session: session, settings: try parameters.settings(console), jobs: work.jobs,
        isStrict: strict, files: ResultFiles(results))
      let formats = try execution.attempt { () throws(DiagnosticError) in try self.formats() }
      let site = try execution.attempt { () throws(DiagnosticError) in try selection.site(paths: paths) }
      let locked =
        try locking.isAsked
        ? execution.attempt { () throws(DiagnosticError) in try self.locked(selection) } : nil
      let (executed, settings) = try execution.run(selection)
      var outputs: [(path: String, bytes: [UInt8])]
      do throws(DiagnosticError) {
        if let site, let settings = settings.first {
          outputs = try publish(executed, in: formats, as: settings, of: site, locked, execution)
        } else {
          outputs = try publish(executed, in: formats, locked, execution)
        }
      } catch {
        throw execution.fail(error)
      }
      for index in outputs.indices { outputs[index].path = "\(output)/\(outputs[index].path)" }
      let hasFailed = strict && executed.contains { Execution.hasFailed($0.report) }
      return RememberedRun.Outcome(status: hasFailed ? .claimFailed : .ok, outputs: outputs)
    }
  }

  /// The lock of what is built.
  private func locked(_ selection: ReportSelection) throws(DiagnosticError) -> LockedBuild {
    try LockedBuild(
      locking, paths: paths, selection: selection,
      buildOptions: (to.map { ["--to", $0] } ?? []) + (assets ? ["--assets"] : [])
        + parameters.parameter.flatMap { ["-P", $0] }, templates: templates)
  }

  /// The formats of `--to`; nil leaves them to each report.
  private func formats() throws(DiagnosticError) -> [OutputFormat]? {
    guard let to else { return nil }
    return try OutputFormat.list(to.split(separator: ",").map { (String($0).trimmingSpaces(), nil) })
  }

  /// Everything is rendered before anything is written, so that an error leaves the folder as it was.
  private func publish(
    _ executed: [Execution.Executed], in formats: [OutputFormat]?, _ locked: LockedBuild?,
    _ execution: Execution
  ) throws(DiagnosticError) -> [(path: String, bytes: [UInt8])] {
    let folder = OutputFolder(output)
    try refuseEqualNames(executed)
    for one in executed { try folder.check(slug: one.report.slug, sourceFolder: one.source.folder) }
    var rendered = try render(executed, in: formats, site: nil, execution)
    try compareTwice(files(rendered), execution)
    let lock = try locked?.lock(execution.session, executed.map(\.report), outputs: rendered[0].files)
    if let locked, let lock {
      try locked.check(lock)
      rendered[0].files += try locked.archive(lock, execution.session)
    }
    for (one, pages) in zip(executed, rendered) {
      say(one, written: try folder.write(pages), execution)
    }
    if let locked, let lock { try locked.keep(lock) }
    return files(rendered)
  }

  /// A folder of reports as a site: every report and an index, all or nothing.
  private func publish(
    _ executed: [Execution.Executed], in formats: [OutputFormat]?, as settings: SiteSettings,
    of source: String, _ locked: LockedBuild?, _ execution: Execution
  ) throws(DiagnosticError) -> [(path: String, bytes: [UInt8])] {
    let folder = OutputFolder(output)
    try refuseEqualNames(executed)
    try folder.checkSite(sourceFolder: source)
    let rendered = try render(executed, in: formats, site: (source, settings), execution)
    let index = SiteIndex(settings: settings, cards: rendered.compactMap(\.card))
    let page = try index.page(templates: try templates(beside: [source], execution))
    var files = [("index.html", Array(page.utf8))] + files(rendered)
    try compareTwice(files, execution)
    let lock = try locked?.lock(execution.session, executed.map(\.report), outputs: files)
    if let locked, let lock {
      try locked.check(lock)
      files += try locked.archive(lock, execution.session)
    }
    try folder.write(site: files)
    if let locked, let lock { try locked.keep(lock) }
    for one in executed { say(one, written: "\(output)/\(one.report.slug)", execution) }
    execution.console.say("\(output)/index.html: \(NumberText.counted(executed.count, "report"))")
    return files
  }

  private func refuseEqualNames(_ executed: [Execution.Executed]) throws(DiagnosticError) {
    var slugs: [String: String] = [:]
    for one in executed {
      guard let other = slugs.updateValue(one.source.path, forKey: one.report.slug) else { continue }
      throw DiagnosticError(
        "E0927",
        "\"\(other)\" and \"\(one.source.path)\" would both be written to \"\(output)/\(one.report.slug)\"")
    }
  }

  /// Renders every report; what is wrong with one does not hide what is wrong with the next.
  private func render(
    _ executed: [Execution.Executed], in formats: [OutputFormat]?,
    site: (folder: String, settings: SiteSettings)?, _ execution: Execution
  ) throws(DiagnosticError) -> [Publisher.Rendered] {
    var rendered: [Publisher.Rendered] = []
    var errors: [Diagnostic] = []
    for one in executed {
      execution.progress.show("drawing \(one.report.slug)", nil)
      do throws(DiagnosticError) {
        let folders = [one.source.folder] + (site.map { [$0.folder] } ?? [])
        let templates = try templates(beside: folders, execution)
        let pages = try Publisher(
          templates: templates, maxThreads: work.jobs, sources: execution.session.files,
          cache: execution.session.cache, hasAssets: assets
        ).render(
          one.report, folder: one.source.folder, site: site?.settings, formats: formats)
        rendered.append(pages)
      } catch {
        errors += error.diagnostics
      }
    }
    execution.progress.finish()
    guard errors.isEmpty else { throw DiagnosticError(errors) }
    return rendered
  }

  /// The reports' files by path below the output folder.
  private func files(_ rendered: [Publisher.Rendered]) -> [(path: String, bytes: [UInt8])] {
    rendered.flatMap { report in report.files.map { ("\(report.slug)/\($0.path)", $0.bytes) } }
  }

  private func compareTwice(
    _ files: [(path: String, bytes: [UInt8])], _ execution: Execution
  ) throws(DiagnosticError) {
    guard twice else { return }
    execution.progress.show("building a second time", nil)
    try SecondBuild(
      paths: paths, parameters: parameters.parameter, templates: templates, formats: to, hasAssets: assets,
      jobs: work.jobs
    )
    .compare(with: files)
    execution.progress.finish()
  }

  private func say(_ one: Execution.Executed, written target: String, _ execution: Execution) {
    execution.console.say("\(target): \(Execution.summary(one.report))")
    guard execution.console.isJSON else { return }
    execution.console.data(Execution.json(one.report, path: one.source.path, output: target).text)
  }

  /// The templates of the option, else of the first folder that has any.
  private func templates(beside folders: [String], _ execution: Execution) throws(DiagnosticError)
    -> TemplateSet
  {
    let candidates = templates.map { [$0] } ?? folders.map { "\($0)/templates" }
    execution.session.noteAside(templates: candidates)
    let beside = candidates.first { path in
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
    }
    let set = try TemplateSet(folder: templates ?? beside)
    execution.console.report(set.warnings)
    return set
  }
}
