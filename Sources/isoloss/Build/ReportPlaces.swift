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
    let slugs = selection.reports.map { ReportBuilder.slug(of: $0.path, files: files) }
    try ReportSelection.refuseEqualNames(zip(selection.reports, slugs).map { ($0.path, $1) }) {
      "written to \"\(folder.path)/\($0)\""
    }
    if site == nil {
      for (source, slug) in zip(selection.reports, slugs) {
        try folder.check(slug: slug, sourceFolder: source.folder)
      }
    }
    if let site { try folder.checkSite(sourceFolder: site) }
  }
}
