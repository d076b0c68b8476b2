import Charts
import Drawing
import Typesetting

/// The means of a heat map's columns and rows, as lines over and beside it.
///
/// Where cells are blank, plain means of columns would compare other rows in each. So a sum of one effect for each column and
/// one for each row is fitted by least squares to the cells there are, on the scale of the colours; a line has the effect of a
/// column at the mean effect of all rows. Without blanks that is the plain mean.
struct HeatMapMargins {
  /// One line: a mean for each level that has a cell, with the number of its cells.
  struct Line {
    let name: String
    let levels: [String]
    let means: [(place: Int, mean: Double, count: Int)]
  }

  let columns, rows: Line
  private let scale: ScaleKind

  private static let rounds = 400

  /// Means over cells: geometric on a logarithmic scale, on which only values above 0 count.
  init(
    _ cells: [(x: Int, y: Int, value: Double)], _ x: LevelAxis, _ y: LevelAxis, scale: ScaleKind
  ) {
    self.scale = scale
    let known = cells.map { (x: $0.x, y: $0.y, value: Scale.transform($0.value, scale)) }.filter {
      $0.value.isFinite
    }
    let counts = (
      x: x.names.indices.map { level in known.count { $0.x == level } },
      y: y.names.indices.map { level in known.count { $0.y == level } }
    )
    var effects = (x: x.names.map { _ in 0.0 }, y: y.names.map { _ in 0.0 })
    // Each round takes the mean of what the other axis leaves; it settles as the sums of squares of a two-way table do.
    for _ in 0..<Self.rounds {
      var sums = x.names.map { _ in 0.0 }
      for cell in known { sums[cell.x] += cell.value - effects.y[cell.y] }
      effects.x = zip(sums, counts.x).map { $1 > 0 ? $0 / Double($1) : 0 }
      sums = y.names.map { _ in 0.0 }
      for cell in known { sums[cell.y] += cell.value - effects.x[cell.x] }
      effects.y = zip(sums, counts.y).map { $1 > 0 ? $0 / Double($1) : 0 }
    }
    func line(_ axis: LevelAxis, _ own: [Double], _ counts: [Int], _ other: [Double], _ others: [Int]) -> Line
    {
      let present = zip(other, others).filter { $1 > 0 }.map(\.0)
      let mean = present.isEmpty ? 0 : present.reduce(0, +) / Double(present.count)
      return Line(
        name: axis.name, levels: axis.names,
        means: axis.names.indices.filter { counts[$0] > 0 }.map {
          ($0, Scale.inverse(own[$0] + mean, scale), counts[$0])
        })
    }
    columns = line(x, effects.x, counts.x, effects.y, counts.y)
    rows = line(y, effects.y, counts.y, effects.x, counts.x)
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
