import Charts
import Diagnostics
import Drawing
import Typesetting

/// What each run was measured over what the surface says of it: dots coloured by the difference, on the surface's level
/// lines. It shows the misfit where runs are, and nothing interpolated between them.
struct SurfaceResiduals {
  /// The marks of the second panel.
  let marks: [Mark]

  /// Nil when the cell does not ask for it. Adds the differences to the table of runs. Throws `E0716` when no run has a
  /// measured value at the held values.
  init?(
    of surface: FittedSurface, _ runs: inout SurfaceRuns, _ lines: [ContourMark.Line], unit: String,
    _ settings: FigureSettings
  ) throws(DiagnosticError) {
    guard let node = settings.node["residuals"], try node.boolean("residuals") else { return nil }
    let differences = zip(runs.mark?.points ?? [], runs.measured).map { $1 - surface.value($0.x, $0.y) }
    let known = differences.indices.filter { differences[$0].isFinite }
    guard let mark = runs.mark, !known.isEmpty else {
      throw DiagnosticError(
        "E0716", "no run has a measured value of \"\(surface.name)\" on this plane", at: node.location,
        help: ["add a line: columns: {\(surface.name): the column with its values}, and data: with the runs"])
    }
    runs.table.columns.append("residual")
    for row in runs.table.rows.indices {
      runs.table.rows[row].append(differences[row].isFinite ? .number(differences[row]) : .empty)
    }
    let values = known.map { differences[$0] }
    let label = "Observed − predicted" + (unit.isEmpty ? "" : " (\(unit.trimmingSpaces()))")
    // The strong lines alone: the picture is about the runs.
    let quiet = lines.filter(\.isMajor).map { line -> ContourMark.Line in
      var line = line
      line.isMajor = false
      return line
    }
    marks = [
      .contours(ContourMark(paint: Palette.edge, lines: quiet, decimals: 0)),
      .points(
        PointsMark(
          series: mark.series, points: known.map { mark.points[$0] },
          tooltips: zip(known, values).map {
            "\(mark.tooltips[$0]), \(NumberWords.signed($1, digits: 2)) from the law"
          }, data: known, size: 10, values: values,
          colors: ColorScale(.diverging, over: values, label: label))),
    ]
  }
}
