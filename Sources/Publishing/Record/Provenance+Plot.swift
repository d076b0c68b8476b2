import Figures
import Reports

extension Provenance {
  /// The provenance of a figure of a CSV file that no report describes: its rows, its settings and its fits.
  public init(of drawn: BareFigure.Drawn, from bare: BareFigure) {
    format = Self.version
    program = ProgramVersion.name
    (report, source, figure) = ("", bare.file.name, "fig-\(bare.kind)")
    runs = [
      Runs(
        label: BareFigure.label, file: bare.file.name, sha256: bare.file.sha256, rowsRead: bare.file.rowsRead,
        rows: bare.file.rows)
    ]
    fits = drawn.fits.map { fit in
      let law = LawRecord(fit.result.law)
      return Fit(
        label: fit.name, law: law.text, lawSHA256: law.hash, data: fit.isMadeHere ? BareFigure.label : nil,
        filter: nil, rows: fit.result.rowsUsed, cell: nil)
    }
    data = drawn.figure.data.contentHash
    settings = bare.settingsHash
  }
}
