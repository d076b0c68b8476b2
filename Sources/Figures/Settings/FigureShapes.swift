import Charts
import Diagnostics

/// The shapes of settings whose meaning a kind of figure decides: maps and lists inside a cell. Decoders refuse keys by
/// the same lists that editors are told.
enum FigureShapes {
  /// What a kind makes of a key, with an example; nil for a key that means the same in every kind.
  static func shape(of name: String, in kind: String) -> (type: SettingType, example: String)? {
    switch (kind, name) {
    case ("marks", "x"), ("marks", "y"): (.either([.text, .keys(axis)]), "{label: '$N$', scale: log}")
    case ("marks", "marks"):
      (
        .list(.either(MarkSettings.kinds.map { .keys([mark($0.name, $0.keys)]) })),
        "[{points: {x: N, y: L, series: method}}]"
      )
    case ("curves", "y"): (.expression, "main.L(N=N, D=8e6)")
    case ("curves", "series"): (.either([variation, .list(.keys(series))]), "{P: [3, 4, 8]}")
    case ("curves", "facet"): (variation, "{D: [1e6, 1e7]}")
    case ("curves", "panels"):
      (.list(.keys(CurvesPlan.panelKeys.map { FigureKeys.key($0, of: kind) })), "[{heading: Small}]")
    case ("forms", "predicted"):
      (.map(.expression), "{tied: 'tied.L(N=N, D=D)', free: 'main.L(N=N, D=D)'}")
    case ("forms", "scale"), ("predicted-observed", "scale"), ("residuals", "scale"):
      (.choice(words(FittedRows.ResidualScale.self)), "log")
    default: nil
    }
  }

  /// An axis of free marks.
  static let axis: [SettingKey] = [
    SettingKey("label", .text, "The label; math stands between dollars.", example: "'$N$'"),
    SettingKey("unit", .text, "The unit.", example: "tokens"),
    SettingKey("scale", .choice(words(ScaleKind.self)), "How values are placed.", example: "log"),
    SettingKey("range", .range, "From where to where the axis runs.", example: "1e5..1e9"),
    SettingKey("ticks", ticks, "Where ticks stand.", example: "[3, 4, 8]"),
    SettingKey("format", .choice(words(TickFormat.self)), "How the numbers are written.", example: "si"),
  ]

  /// One curve or family of a figure of curves.
  static let series: [SettingKey] = [
    SettingKey("label", .text, "Its name; {} is the value of the variable.", example: "'Four bits'"),
    SettingKey("y", .expression, "What is drawn.", example: "main.L(N=N, D=D)"),
    SettingKey("where", .condition, "Where: one comparison.", example: "main.f(P=P) > 0"),
    SettingKey("at", .map(.number), "Values of other variables.", example: "{D: 8e6}"),
    SettingKey("over", variation, "A curve for each value of a variable.", example: "{P: [3, 4, 8]}"),
    SettingKey(
      "style", .either([.choice(["ink", "strong", "muted", "bits"]), .integer(1...16)]),
      "How it is drawn: ink, strong, muted, bits, or the colour of a category.", example: "ink"),
    SettingKey("mark", extremum, "A place of it that is marked.", example: "minimum"),
    SettingKey("show", .list(.expression), "Numbers beside the panel.", example: "[main.gamma]"),
    SettingKey(
      "points", .keys(points), "What the runs say of the same quantity.", example: "{x: P, y: 'f(L)'}"),
  ]

  /// Points beside a curve, a row of the table each.
  static let points: [SettingKey] = [
    SettingKey("where", .condition, "Which rows.", example: "method == \"none\""),
    SettingKey("x", .text, required: true, "The column along the horizontal axis.", example: "P"),
    SettingKey(
      "y", .expression, required: true, "What is drawn, over columns and fits.", example: "L - main.E"),
    SettingKey("hollow", .condition, "Rows that are drawn hollow.", example: "held == 1"),
  ]

  /// Cells of a heat map that are zero by definition.
  static let zero: [SettingKey] = [
    SettingKey("where", .condition, required: true, "Which pairs of levels.", example: "after >= before"),
    SettingKey("label", .text, "The words for them.", example: "defined as 0"),
  ]

  /// Rows of a comparison with a law that are left out.
  static let excluded: [SettingKey] = [
    SettingKey("where", .condition, required: true, "Which rows.", example: "diverged == 1"),
    SettingKey("reason", .text, required: true, "Why.", example: "the run diverged"),
  ]

  /// The least or greatest value of a curve.
  static let extremumKeys: [SettingKey] = [
    SettingKey("at", extrema, required: true, "Which place.", example: "minimum"),
    SettingKey("label", .text, "Words with {x} and {y} for its place and value.", example: "'{x} bits'"),
    SettingKey(
      "within", .number, "The share by which the curve may differ where it is drawn thick.", example: "0.01"),
  ]

  /// A line across a panel of curves.
  static let rule: [SettingKey] = [
    SettingKey("x", .expression, "Where, along the horizontal axis.", example: "main.n*main.gamma"),
    SettingKey("y", .expression, "Where, along the vertical axis.", example: "main.E"),
    SettingKey("label", .text, "Its name.", example: "floor"),
  ]

  /// What series are compared with.
  static let baseline: [SettingKey] = [
    SettingKey("where", .condition, "Its rows.", example: "method == \"none\""),
    SettingKey("curve", .expression, "Its curve.", example: "main.L(N=N, D=D)"),
    SettingKey("label", .text, "Its name.", example: "16 bits"),
  ]

  /// A column that is swept.
  static let sweep: [SettingKey] = [
    SettingKey("column", .text, required: true, "The column.", example: "P_w"),
    SettingKey("label", .text, "Its label; math stands between dollars.", example: "'$P_w$'"),
    SettingKey("unit", .text, "Its unit.", example: "bits"),
    SettingKey("where", .condition, "Its rows.", example: "P_a == 16"),
  ]

  /// A size with a curve of its own.
  static let size: [SettingKey] = [
    SettingKey("size", .number, required: true, "The size.", example: "1e9"),
    SettingKey("label", .text, "Its name.", example: "'1B'"),
    SettingKey("budget", .number, "What was spent on it: its curve carries a marker there.", example: "1e21"),
  ]

  /// One variable with its values.
  static let variation = SettingType.map(.list(.number))
  static let extremum = SettingType.either([extrema, .keys(extremumKeys)])
  static let ticks = SettingType.either([.choice(["integers"]), .list(.number)])
  private static let extrema = SettingType.choice(["minimum", "maximum"])

  static func words<Word: RawRepresentable & CaseIterable>(_ type: Word.Type) -> [String]
  where Word.RawValue == String { type.allCases.map(\.rawValue) }

  // MARK: Marks

  /// One mark with its settings.
  private static func mark(_ name: String, _ keys: [String]) -> SettingKey {
    SettingKey(
      name, .keys(keys.map { markKey($0, of: name) }), required: true, "A mark of kind \(name).",
      example: markExamples[name] ?? "{}")
  }

  private static let markExamples = [
    "points": "{x: N, y: L, series: method}", "line": "{x: N, y: L}",
    "curve": "{y: 'main.L(N=N, D=8e6)', over: N, range: 1e5..1e7}", "band": "{x: N, lower: low, upper: high}",
    "interval": "{x: N, y: L, lower: low, upper: high}", "bars": "{x: P, y: L}",
    "histogram": "{of: L, bins: 20}", "cells": "{x: N, y: D, value: L}", "rule": "{y: 1.69, label: floor}",
    "zone": "{x: 1e6..1e7, label: not measured}", "note": "{x: 1e6, y: 2, text: here}",
  ]

  private static func markKey(_ name: String, of mark: String) -> SettingKey {
    switch (mark, name) {
    case ("rule", "x"), ("note", "x"):
      SettingKey(name, .number, "Where, along the horizontal axis.", example: "1e6")
    case ("rule", "y"), ("note", "y"):
      SettingKey(name, .number, "Where, along the vertical axis.", example: "1.69")
    case ("zone", "x"), ("zone", "y"):
      SettingKey(name, .range, "From where to where; all of the axis without it.", example: "1e6..1e7")
    case (_, "x"):
      SettingKey(name, .expression, "What the horizontal axis shows, for each row.", example: "N")
    case (_, "y"): SettingKey(name, .expression, "What the vertical axis shows.", example: "L")
    default: markKeys.first { $0.name == name } ?? FigureKeys.key(name, of: "marks")
    }
  }

  private static let markKeys: [SettingKey] = [
    SettingKey("size", .number, "How wide a point is, in points.", example: "6"),
    SettingKey("dashed", .boolean, "Whether the line is dashed.", example: "true"),
    SettingKey("over", .text, "The variable along the horizontal axis.", example: "N"),
    SettingKey("range", .range, "From where to where it runs.", example: "1e5..1e7"),
    SettingKey("label", .text, "Its name.", example: "law"),
    SettingKey("lower", .expression, "The lower end, for each row.", example: "L - err"),
    SettingKey("upper", .expression, "The upper end, for each row.", example: "L + err"),
    SettingKey("width", .number, "How wide a bar is, on the axis.", example: "0.5"),
    SettingKey("of", .expression, "What is counted, for each row.", example: "L"),
    SettingKey("bins", .integer(1...200), "How many bars.", example: "20"),
    SettingKey("text", .text, "The words.", example: "here"),
    SettingKey("scale", .choice(words(ScaleKind.self)), "How values become colours.", example: "log"),
  ]
}
