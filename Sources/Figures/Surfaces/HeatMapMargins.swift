import Charts
import Drawing
import Typesetting

/// The means of a heat map's columns and rows, as lines over and beside it.
struct HeatMapMargins {
  /// One line: a mean for each level that has a cell, with the number of its cells.
  struct Line {
    let name: String
    let levels: [String]
    let means: [(place: Int, mean: Double, count: Int)]
  }

  let columns, rows: Line
  private let scale: ScaleKind

  /// Means over cells: geometric on a logarithmic scale, on which only values above 0 count.
  init(
    _ cells: [(x: Int, y: Int, value: Double)], _ x: LevelAxis, _ y: LevelAxis, scale: ScaleKind
  ) {
    self.scale = scale
    func line(_ axis: LevelAxis, _ place: ((x: Int, y: Int, value: Double)) -> Int) -> Line {
      let means = axis.names.indices.compactMap { level -> (place: Int, mean: Double, count: Int)? in
        let values = cells.filter { place($0) == level }.map { Scale.transform($0.value, scale) }
          .filter(\.isFinite)
        guard !values.isEmpty else { return nil }
        let mean = values.reduce(0, +) / Double(values.count)
        return (level, Scale.inverse(mean, scale), values.count)
      }
      return Line(name: axis.name, levels: axis.names, means: means)
    }
    columns = line(x) { $0.x }
    rows = line(y) { $0.y }
  }

  /// Whether both lines have two places, so that there is something to see.
  var isDrawn: Bool { columns.means.count > 1 && rows.means.count > 1 }

  /// The marks of a line along the horizontal or the vertical axis; `first` is the row of its first mean in the table.
  func marks(_ line: Line, isHorizontal: Bool, first: Int, digits: Int) -> [Mark] {
    let style = SeriesStyle(name: "", paint: Palette.category(0, name: "").paint)
    let points = line.means.map {
      isHorizontal ? Point(Double($0.place), $0.mean) : Point($0.mean, Double($0.place))
    }
    return [
      .line(LineMark(series: style, points: points)),
      .points(
        PointsMark(
          series: style, points: points,
          tooltips: line.means.map {
            "mean at \(SymbolText.plain(line.name)) = \(line.levels[$0.place]): "
              + NumberText.significant($0.mean, digits: digits)
          }, data: line.means.indices.map { first + $0 }, size: 6)),
    ]
  }

  /// Rows of the figure's table, columns first: the level under its own column, the mean, the number of cells.
  var tableRows: [[FigureTable.Cell]] {
    columns.means.map {
      [.text(columns.levels[$0.place]), .text("mean"), .number($0.mean), .number(Double($0.count))]
    }
      + rows.means.map {
        [.text("mean"), .text(rows.levels[$0.place]), .number($0.mean), .number(Double($0.count))]
      }
  }
}
