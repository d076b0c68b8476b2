import Diagnostics
import Foundation
import Publishing
import Reports
import Synchronization
import Typesetting

/// What a build writes: each report is rendered as soon as it is executed, into a folder beside the place that it is to
/// have, so that no report waits in memory for the others. Places are taken when everything is ready.
final class Publication: Sendable {
  /// What the user asked for.
  struct Options: Sendable {
    /// The formats; nil leaves them to each report.
    var formats: [OutputFormat]?
    /// The folder of page templates; nil for one beside the report.
    var templates: String?
    /// Whether style sheet and figures are files beside the page.
    var hasAssets = false
  }

  /// A report that is written, but not yet in its place.
  struct Built: Sendable {
    var source: ReportSource
    var slug: String
    /// What there is to say of it.
    var summary: String
    var json: JSON
    /// Whether a claim came out otherwise than its author says.
    var hasFailed: Bool
    var laws: [BuildLock.Item]
    /// Its day where git says it, as the option that says it again.
    var day: String?
    /// Its files by path below the output folder.
    var files: [BuiltFile] = []
    /// What the index of a site shows of it.
    var card: ReportCard?
    /// What is to be said of its templates.
    var warnings: [Diagnostic] = []
    /// Why it cannot be written.
    var errors: [Diagnostic] = []
  }

  private let options: Options
  private let session: BuildSession
  private let places: ReportPlaces
  private let templates: TemplateFolders
  /// The folders that are written, by the report's name; a site is one folder under an empty name.
  private let staged = Mutex<[String: StagedFolder]>([:])

  init(_ options: Options, _ places: ReportPlaces, session: BuildSession) {
    (self.options, self.places, self.session) = (options, places, session)
    templates = TemplateFolders(named: options.templates, session: session)
  }

  // MARK: Writing

  /// Renders a report and writes it beside its place. Any thread may call.
  func stage(_ report: ExecutedReport, from source: ReportSource, site settings: SiteSettings?) -> Built {
    let target = "\(places.folder.path)/\(report.slug)"
    var built = Built(
      source: source, slug: report.slug, summary: "\(target): \(Execution.summary(report))",
      json: Execution.json(report, path: source.path, output: target),
      hasFailed: Execution.hasFailed(report), laws: LockedBuild.laws(of: report),
      day: report.metadata.isDateOfHistory ? report.metadata.date.map { "\(report.slug)=\($0)" } : nil)
    do throws(DiagnosticError) {
      let set = try templates.set(beside: [source.folder] + (places.site.map { [$0] } ?? []))
      built.warnings = set.warnings
      let rendered = try Publisher(
        templates: set, sources: session.files, cache: session.cache, hasAssets: options.hasAssets
      ).render(
        report, folder: source.folder, site: places.site == nil ? nil : settings, formats: options.formats)
      built.files = try write(rendered.files, of: report.slug)
      built.card = rendered.card
    } catch {
      built.errors = error.diagnostics
    }
    return built
  }

  /// Adds the index of a site.
  func addIndex(_ built: [Built], _ settings: SiteSettings) throws(DiagnosticError) -> [BuiltFile] {
    guard let site = places.site else { return [] }
    let page = try SiteIndex(settings: settings, cards: built.compactMap(\.card)).page(
      templates: try templates.set(beside: [site]))
    return try folder(of: "").write([("index.html", Array(page.utf8))])
  }

  /// Adds files to the only report of a build, or to the site; gives them by path below the output folder.
  func add(_ files: [(path: String, bytes: [UInt8])], to report: String?) throws(DiagnosticError)
    -> [BuiltFile]
  {
    guard places.site == nil else { return try folder(of: "").write(files) }
    guard let report else { return [] }
    return try write(files, of: report)
  }

  /// Where a file of the output lies until it is in its place.
  func place(of file: BuiltFile) -> String {
    guard places.site == nil else { return folder(of: "").place(of: file.path) }
    let slug = file.path.prefix { $0 != "/" }
    return folder(of: String(slug)).place(of: String(file.path.dropFirst(slug.count + 1)))
  }

  private func write(
    _ files: [(path: String, bytes: [UInt8])], of slug: String
  ) throws(DiagnosticError) -> [BuiltFile] {
    guard places.site == nil else { return try folder(of: "").write(files, below: slug) }
    return try folder(of: slug).write(files).map {
      BuiltFile(path: "\(slug)/\($0.path)", sha256: $0.sha256)
    }
  }

  private func folder(of slug: String) -> StagedFolder {
    staged.withLock { staged in
      if let known = staged[slug] { return known }
      let made = slug.isEmpty ? places.folder.stageSite() : places.folder.stage(slug: slug)
      staged[slug] = made
      return made
    }
  }

  // MARK: Ending

  /// Puts everything in its place.
  func commit() throws(DiagnosticError) {
    for (_, folder) in staged.withLock({ $0 }).sorted(by: { $0.key < $1.key }) { try folder.commit() }
  }

  /// Removes everything that is not in its place.
  func discard() {
    for folder in staged.withLock({ $0 }).values { folder.discard() }
  }
}
