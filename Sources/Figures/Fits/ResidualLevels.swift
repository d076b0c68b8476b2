import Charts
import Drawing
import Fitting
import Typesetting

/// A variable that residuals are drawn against: its values, and where its points stand.
///
/// At the levels of a designed experiment points would cover each other, so each is moved aside by a hash of its row's
/// name, which is the same in every picture, by less than a sixth of the way to the next level.
struct ResidualColumn {
  let name: String
  let values: [Double]
  /// The different values, ascending.
  let levels: [Double]
  /// A variable that spans more than a decade is read on a log axis.
  let scale: ScaleKind
  /// The values as they are drawn.
  let drawn: [Double]
  /// Whether points are moved aside.
  let isSpread: Bool

  init(_ name: String, _ values: [Double], names: [String]) {
    (self.name, self.values) = (name, values)
    levels = Set(values).sorted()
    let (low, high) = (levels.first ?? 0, levels.last ?? 0)
    let scale: ScaleKind = low > 0 && high > 10 * low ? .log : .linear
    self.scale = scale
    let places = levels.map { Scale.transform($0, scale) }
    let gap = zip(places, places.dropFirst()).map { $1 - $0 }.min()
    guard let gap, levels.count <= Self.mostLevels, values.count >= 2 * levels.count else {
      (drawn, isSpread) = (values, false)
      return
    }
    isSpread = true
    drawn = zip(values, names).map { value, name in
      Scale.inverse(Scale.transform(value, scale) + 0.3 * gap * (Self.hash(name) - 0.5), scale)
    }
  }

  /// A variable of more values has no levels.
  static let mostLevels = 12

  /// A number in 0..<1 that depends on nothing but the text (FNV-1a, then the stream of that number).
  private static func hash(_ text: String) -> Double {
    var stream = RandomStream(
      seed: text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 })
    return stream.uniform()
  }
}

/// Residuals of fitted rows at the levels of designed variables: medians, and whether means are away from 0.
///
/// Student's t test of each level's mean, Holm's adjustment over all levels of all variables.
struct ResidualLevels {
  struct Level {
    /// The place of the variable.
    var column: Int
    var level, median, mean: Double
    var count: Int
    /// The 95 % interval of the median from order statistics; nil for fewer than six values.
    var interval: ClosedRange<Double>?
    /// The probability of a mean so far from 0 by chance, adjusted for all tests; nil for fewer than three values.
    var probability: Double?
  }

  private let columns: [ResidualColumn]
  private let levels: [Level]

  init(_ columns: [ResidualColumn], _ rows: [FittedRows.Row]) {
    self.columns = columns
    var levels: [Level] = []
    for (index, column) in columns.enumerated() where column.isSpread {
      let fitted = zip(column.values, rows).filter { !$0.1.isHollow }
      let groups = Dictionary(grouping: fitted) { $0.0 }.mapValues { $0.map(\.1.residual).sorted() }
      for key in groups.keys.sorted() {
        let sorted = groups[key] ?? []
        levels.append(
          Level(
            column: index, level: key, median: Median.of(sorted),
            mean: sorted.reduce(0, +) / Double(sorted.count), count: sorted.count,
            interval: Median.interval(sorted), probability: Self.probability(sorted)))
      }
    }
    let places = levels.indices.filter { levels[$0].probability != nil }
    let adjusted = MultipleTests.holm(places.compactMap { levels[$0].probability })
    for (place, probability) in zip(places, adjusted) { levels[place].probability = probability }
    self.levels = levels
  }

  /// The two-sided t test of a mean of 0.
  private static func probability(_ values: [Double]) -> Double? {
    let count = Double(values.count)
    guard values.count >= 3 else { return nil }
    let mean = values.reduce(0, +) / count
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
    guard variance > 0 else { return nil }
    return StudentDistribution.probability(
      beyond: mean / (variance / count).squareRoot(), degrees: values.count - 1)
  }

  /// Levels whose mean could be tested.
  var tested: [Level] { levels.filter { $0.probability != nil } }

  /// Levels whose mean is away from 0.
  var departing: [Level] { levels.filter { ($0.probability ?? 1) < 0.05 } }

  /// What the tests of a variable say, over its panel; nil for a variable without levels.
  func heading(of column: Int) -> String? {
    let own = tested.filter { $0.column == column }
    guard let least = own.compactMap(\.probability).min() else { return nil }
    let away = own.count { ($0.probability ?? 1) < 0.05 }
    return away > 0
      ? "\(away) of \(own.count) means off 0"
      : "means near 0 ($p$ \(least > 0.995 ? "=" : "\u{2265}") \(Self.words(least)))"
  }

  /// The finding of all tests in a sentence; nil without levels.
  func finding(_ name: (_ level: String, _ mean: Double) -> String) -> String? {
    guard let least = tested.compactMap(\.probability).min() else { return nil }
    let method = "t tests of \(tested.count) levels, Holm's adjustment"
    guard !departing.isEmpty else {
      return
        "At no level is the mean residual away from 0 (\(method): least $p$ = \(Self.words(least)))."
    }
    let places = departing.map { level in
      name(
        "\(SymbolText.plain(columns[level.column].name)) = \(SymbolText.count(level.level))", level.mean)
    }
    return "The mean residual is away from 0 at \(places.joined(separator: ", ")) (\(method), 5 %)."
  }

  /// Medians with their intervals, and the tests that found something.
  func marks(of column: Int) -> [Mark] {
    let own = levels.filter { $0.column == column }
    guard !own.isEmpty else { return [] }
    let style = SeriesStyle(name: "median at the level", paint: Palette.ink, shape: .diamond)
    let known = own.filter { $0.interval != nil }
    return [
      .interval(
        IntervalMark(
          series: style, isHorizontal: false, at: known.map(\.level),
          lower: known.compactMap(\.interval?.lowerBound), upper: known.compactMap(\.interval?.upperBound))),
      .points(PointsMark(series: style, points: own.map { Point($0.level, $0.median) }, size: 6)),
    ]
  }

  /// A row a level.
  var table: FigureTable {
    var table = FigureTable(columns: [
      "variable", "level", "rows", "median", "lower", "upper", "mean", "p_holm",
    ])
    func cell(_ value: Double?) -> FigureTable.Cell { value.map { .number($0) } ?? .empty }
    for level in levels {
      table.rows.append([
        .text(columns[level.column].name), .number(level.level), .number(Double(level.count)),
        .number(level.median), cell(level.interval?.lowerBound), cell(level.interval?.upperBound),
        .number(level.mean), cell(level.probability),
      ])
    }
    return table
  }

  private static func words(_ probability: Double) -> String {
    probability > 0.995 ? "1" : NumberText.significant(probability, digits: 2)
  }
}
