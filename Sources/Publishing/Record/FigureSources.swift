import Reports

/// The fits and tables of runs that a figure's cell names, and the tables behind those fits.
struct FigureSources {
  let runs: [ExecutedRuns]
  let fits: [ExecutedFit]

  init(_ id: String, _ report: ExecutedReport) {
    let uses = report.source.cell(id)?.uses ?? []
    let fits = report.fits.filter { uses.contains($0.label) }
    let labels = Set(uses).union(fits.map(\.data))
    self.fits = fits
    runs = report.tables.filter { labels.contains($0.label) }
  }
}
