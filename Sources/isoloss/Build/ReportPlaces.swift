import Diagnostics
import Publishing
import Reports

/// Where the reports of a build are written to, refused before anything is built where they must not be.
struct ReportPlaces: Sendable {
  /// The output folder.
  let folder: OutputFolder
  /// The folder of reports that is built as a site, or nil.
  let site: String?

  /// Throws `E0927` for two reports with one place, `E0921` for output among sources, `E0924` for a folder that is no
  /// earlier build.
  init(
    _ selection: ReportSelection, site: String?, folder: OutputFolder, files: any SourceFiles
  ) throws(DiagnosticError) {
    (self.folder, self.site) = (folder, site)
    var sources: [String: String] = [:]
    for source in selection.reports {
      let slug = ReportBuilder.slug(of: source.path, files: files)
      if let other = sources.updateValue(source.path, forKey: slug) {
        throw DiagnosticError(
          "E0927",
          "\"\(other)\" and \"\(source.path)\" would both be written to \"\(folder.path)/\(slug)\"")
      }
      if site == nil { try folder.check(slug: slug, sourceFolder: source.folder) }
    }
    if let site { try folder.checkSite(sourceFolder: site) }
  }
}
