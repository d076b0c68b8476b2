import Charts
import Diagnostics

/// What the keys of figures mean, by name. Each kind has a list of names, by which its settings are decoded; here stands
/// once what an editor is told about them.
enum FigureKeys {
  /// The key of a name in a kind of figure, or one without words where there is none: a test asks that there is one for
  /// every name.
  static func key(_ name: String, of kind: String) -> SettingKey {
    var key = all.first { $0.name == name } ?? SettingKey(name, .anything, "", example: "")
    if let shape = FigureShapes.shape(of: name, in: kind) { (key.type, key.example) = shape }
    return key
  }

  private static let all: [SettingKey] = data + fits + axes + looks

  private static let data: [SettingKey] = [
    SettingKey("data", .text, "The runs cell whose rows are drawn.", example: "runs"),
    SettingKey("where", .condition, "Which of its rows.", example: "P < 16"),
    SettingKey(
      "series", .text, "The column that tells series apart, by colour and shape.", example: "method"),
    SettingKey(
      "facet", .text,
      "The column, or the variable with its values, that each has a panel of its own for.", example: "N"),
    SettingKey("facets", .list(.number), "Which values of the facet have a panel.", example: "[1e5, 1e6]"),
    SettingKey("levels", .list(.number), "Which values are drawn.", example: "[3, 4, 6]"),
    SettingKey("hollow", .condition, "Rows that are drawn hollow.", example: "held == 1"),
    SettingKey(
      "excluded", .keys(FigureShapes.excluded),
      "Rows that are drawn as crosses and not counted, with the reason.",
      example: "{where: P < 3, reason: unstable}"),
    SettingKey("fitted", .condition, "Rows that the fit has seen.", example: "large == 0"),
    SettingKey("held", .condition, "Rows that the fits have not seen.", example: "large == 1"),
    SettingKey("cluster", .text, "The column that names the run of a row.", example: "run"),
    SettingKey("name", .text, "The column with the names of rows.", example: "run"),
    SettingKey(
      "columns", .map(.text), "What variables of the law are called in the table.", example: "{P: P_w}"),
    SettingKey("x-column", .text, "The column of the horizontal axis.", example: "N"),
    SettingKey("y-column", .text, "The column of the vertical axis.", example: "P"),
    SettingKey("precision-column", .text, "The column with the bits of a run.", example: "P"),
    SettingKey("value", .expression, "What is drawn over both axes.", example: "L"),
    SettingKey("observed", .text, "The column with what was measured.", example: "L"),
    SettingKey("against", .list(.text), "Columns that residuals are drawn against.", example: "[N, D]"),
    SettingKey(
      "baseline", .keys(FigureShapes.baseline), "What the series are compared with.",
      example: "{where: P == 16, label: 16 bits}"
    ),
    SettingKey(
      "damage", .text, "A second row of panels: what each series loses to the baseline, under this label.",
      example: "'Lost to 16 bits'"),
    SettingKey(
      "overlap", .number,
      "Series that differ from the baseline by less than this share of the range of losses are left out.",
      example: "0.01"),
    SettingKey(
      "residuals", .boolean, "Whether a second panel has each run's distance from the law.", example: "true"),
    SettingKey(
      "sweeps", .list(.either([.text, .keys(FigureShapes.sweep)])),
      "Columns that are swept while the others are held.", example: "[P_w, P_a]"),
    SettingKey("worst", .integer(0...12), "How many of the worst rows are named.", example: "3"),
  ]

  private static let fits: [SettingKey] = [
    SettingKey("fit", .text, "The fit that is drawn.", example: "main"),
    SettingKey("fits", .list(.text), "The fits that are drawn.", example: "[main, tied]"),
    SettingKey("reference", .text, "The fit that the others are compared with.", example: "published"),
    SettingKey("reference-label", .text, "What it is called.", example: "as published"),
    SettingKey("parameters", .list(.text), "Which parameters are drawn.", example: "[alpha, beta]"),
    SettingKey(
      "groups", .map(.list(.text)), "Which parameters are drawn, under headings.",
      example: "{Size: [A, alpha], Data: [B, beta]}"),
    SettingKey("chosen", .text, "The form that the others are compared with.", example: "fewer parameters"),
    SettingKey("pairs", .list(.list(.text)), "Pairs of parameters.", example: "[[alpha, A]]"),
    SettingKey("curve", .expression, "The curve through the points.", example: "main.L(N=N, D=D)"),
    SettingKey(
      "predicted", .expression, "What is compared with the measured values.", example: "main.L(N=N, D=D)"),
    SettingKey("draws", .integer(0...100_000), "How many resamples intervals come from.", example: "1000"),
    SettingKey("at", .map(.number), "Values of the other variables.", example: "{D: 8e6}"),
    SettingKey("precision", .text, "The variable of bits.", example: "P"),
    SettingKey("precision-range", .range, "The bits between which the optimum is sought.", example: "1..16"),
    SettingKey("size", .text, "The variable of size.", example: "N"),
    SettingKey(
      "saturation", .range,
      "Shares of the horizontal variable: a shade shows where more of the vertical one is worth so little.",
      example: "0.9..0.95"),
    SettingKey(
      "sizes", .list(.either([.number, .keys(FigureShapes.size)])), "The sizes that have a curve.",
      example: "[1e7, {size: 1e8, label: 100M}]"),
    SettingKey("cost", .expression, "What a run costs, in the law's variables.", example: "6*N*D*P/16"),
    SettingKey(
      "formats", .map(.number), "Names of bits on the right: formats that hardware has.",
      example: "{FP4: 4, FP8: 8, BF16: 16}"),
    SettingKey(
      "without", .list(.text), "Parameters that a grey line of comparison takes as 0.", example: "[n]"),
    SettingKey(
      "reach", .list(.number), "Values for which the figure says where each curve first reaches them.",
      example: "[0.9, 0.99]"),
    SettingKey("compute", .range, "The budgets between which the curve runs.", example: "1e18..1e24"),
    SettingKey("budget", .list(.number), "The costs that all widths share.", example: "1e18"),
    SettingKey("solve", .text, "The variable that makes the cost equal.", example: "D"),
    SettingKey(
      "near", .number, "The share by which the cost of a measured run may differ from a budget.",
      example: "0.1"),
    SettingKey(
      "within", .number, "The share by which the loss may differ where a curve is drawn thick.",
      example: "0.01"),
    SettingKey(
      "offset", .text, "Moves the curve onto the measured runs, and says in these words why.",
      example: "the runs end earlier"),
    SettingKey(
      "rules", .list(.keys(FigureShapes.rule)), "Lines across the panel.",
      example: "[{y: 1.69, label: floor}]"),
    SettingKey(
      "marks", .anything, "What is drawn, one upon the other.", example: "[{points: {series: method}}]"),
    SettingKey("mark", FigureShapes.extremum, "A place of each curve that is marked.", example: "minimum"),
    SettingKey(
      "panels", .anything, "Settings of each panel.", example: "[{heading: Small}, {heading: Large}]"),
  ]

  private static let axes: [SettingKey] = ["x", "y"].flatMap { axis -> [SettingKey] in
    let name = axis == "x" ? "horizontal" : "vertical"
    return [
      SettingKey(axis, .text, "What the \(name) axis shows.", example: axis == "x" ? "N" : "L"),
      SettingKey(
        "\(axis)-label", .text, "The label of the \(name) axis; math stands between dollars.",
        example: "'$N$'"),
      SettingKey("\(axis)-unit", .text, "The unit of the \(name) axis.", example: "tokens"),
      SettingKey("\(axis)-range", .range, "From where to where the \(name) axis runs.", example: "1e5..1e9"),
      SettingKey(
        "\(axis)-scale", .choice(["linear", "log"]), "The scale of the \(name) axis.", example: "log"),
      SettingKey(
        "\(axis)-ticks", FigureShapes.ticks, "Where the \(name) axis has ticks.", example: "[3, 4, 8]"),
    ]
  }

  private static let looks: [SettingKey] = [
    SettingKey("facet-label", .text, "The heading of a panel; {} is its value.", example: "'$N$ = {}'"),
    SettingKey(
      "ratio-label", .text, "The title of an axis over each panel: the horizontal axis divided by the facet.",
      example: "'Tokens per parameter $D/N$'"),
    SettingKey("series-label", .text, "The heading of the legend.", example: "Method"),
    SettingKey("value-label", .text, "The label of the colours.", example: "Loss"),
    SettingKey("value-unit", .text, "The unit of the colours.", example: "nats per token"),
    SettingKey("observed-label", .text, "The label of the measured values.", example: "Loss"),
    SettingKey("labels", .map(.text), "Labels of variables.", example: "{N: parameters}"),
    SettingKey("units", .map(.text), "Units of variables.", example: "{N: parameters}"),
    SettingKey(
      "ends", .text, "Words at the place where a curve begins inside the range.", example: "undefined below"),
    SettingKey(
      "reciprocal-label", .text, "The title of an axis on the right with one over each value.",
      example: "'Parameters needed for equal loss'"),
    SettingKey("unit", .text, "The unit.", example: "nats per token"),
    SettingKey("scale", .choice(["linear", "log"]), "How values are scaled.", example: "log"),
    SettingKey(
      "zero", .keys(FigureShapes.zero),
      "Pairs of levels whose value is zero by definition, with the words for them.",
      example: "{where: after >= before, label: defined as 0}"),
    SettingKey(
      "margins", .boolean, "Whether lines over and beside the map have the means of columns and rows.",
      example: "true"),
    SettingKey(
      "colors", .choice(FigureShapes.words(ColorMap.self)), "The colours of values.", example: "sequential"),
    SettingKey("digits", .integer(0...15), "Digits of the numbers in the cells.", example: "3"),
    SettingKey("heading", .text, "The heading of the panel.", example: "Small models"),
  ]
}
