import Diagnostics
import Fitting
import Laws

/// The keys that cells share.
enum CommonKeys {
  static func label(_ example: String, _ description: String = "The name of the cell, unique in the report.")
    -> SettingKey
  {
    SettingKey("label", .text, required: true, description, example: example)
  }

  static let caption = SettingKey(
    "caption", .markdown, "What stands above a table or below a figure; values may stand in it.",
    example: "'Of `{val} runs.rows` runs.'")
  static let condition = SettingKey(
    "where", .condition, "Which rows are kept; the others are listed with the part that they do not meet.",
    example: "status == \"done\" and L < 6")
  static let derive = SettingKey(
    "derive", .map(.expression), "Columns that are computed from others.", example: "{C: 6*N*D}")
}

extension RunsCell {
  static let keys: [SettingKey] = [
    CommonKeys.label("runs", "The name of the table in expressions and other cells."),
    SettingKey(
      "from", .text, required: true, "A CSV file, by its path in the report's folder.", example: "runs.csv"),
    SettingKey(
      "columns", .map(.text), "Names for columns: the name in the report, and the head in the file.",
      example: "{N: n_params, L: val_loss}"),
    CommonKeys.derive, CommonKeys.condition,
    SettingKey(
      "expect",
      .map(.either([.range, .number, .list(.text)])),
      "What must be so, or the build stops: the number of `rows`, columns that are `unique`, the range or the values of any column.",
      example: "{rows: 240..260, unique: run_id, N: 1e4..1e10}"),
    SettingKey(
      "cluster", .text, "The column that names the run of a row: the bootstrap draws runs, not rows.",
      example: "run"),
    SettingKey("units", .map(.text), "The units of columns.", example: "{N: parameters, L: nats per token}"),
  ]
}

extension LawResolver {
  static let keys: [SettingKey] = [
    SettingKey("label", .text, "The name of the law, unique in the report.", example: "effective"),
    SettingKey("title", .text, "The name of the law in words.", example: "Effective parameters"),
    SettingKey(
      "formula", .text, "What is fitted, a definition a line; the first is the loss.",
      example: "'L = A*N^(-alpha) + E'"),
    SettingKey(
      "extends", .text, "The law that this one changes: a law cell, or a name of the catalogue.",
      example: LawCatalogue.laws.first?.name ?? "law"),
    SettingKey(
      "replace", .map(.expression), "Variables of the extended law, written as expressions of others.",
      example: "{P_w: P, P_a: P}"),
    SettingKey(
      "parameters",
      .either([.list(.text), .map(.either([.range, .nothing, .keys(parameterKeys)]))]),
      "What a fit determines; every other name of the formula is a column of the runs.",
      example: "{A: 1e-3..1e6, alpha: {range: 0.01..2, symbol: '\\alpha'}}"),
    SettingKey(
      "variables", .either([.list(.text), .map(.either([.nothing, .keys(variableKeys)]))]),
      "What each run supplies.", example: "{D: {meaning: training tokens, unit: tokens}}"),
    SettingKey(
      "fix", .map(.either([.number, .text])),
      "Values that no fit changes; `base.alpha` takes that of another law.",
      example: "{E: 1.7}"),
    SettingKey("tie", .map(.text), "Parameters that equal another.", example: "{beta: alpha}"),
    SettingKey("loss-unit", .text, "The unit of the loss.", example: "nats per token"),
  ]

  static let parameterKeys: [SettingKey] = [
    SettingKey("symbol", .text, "TeX for the symbol.", example: "'\\gamma'"),
    SettingKey("range", .range, "Where the search looks, and no further.", example: "0.3..8"),
    SettingKey("meaning", .text, "A few words for tables.", example: "exponent of size"),
    SettingKey("unit", .text, "The unit.", example: "bits"),
    SettingKey("by", .text, "The column whose every level has a value of its own.", example: "method"),
  ]

  static let variableKeys: [SettingKey] = [
    SettingKey("symbol", .text, "TeX for the symbol.", example: "'P_\\text{w}'"),
    SettingKey("meaning", .text, "A few words for tables.", example: "training tokens"),
    SettingKey("unit", .text, "The unit.", example: "tokens"),
  ]
}

extension FitCell {
  static let keys: [SettingKey] = [
    CommonKeys.label("main", "The name of the fit in expressions and other cells."),
    SettingKey("data", .text, "The label of the runs cell.", example: "runs"),
    SettingKey(
      "law", .either([.text, .keys(LawResolver.keys)]),
      "What is fitted: a law cell's label, a name of the catalogue, or settings of a law.",
      example: LawCatalogue.laws.first?.name ?? "law"),
    SettingKey("like", .text, "Another fit, whose settings hold where this cell has none.", example: "main"),
    CommonKeys.condition,
    SettingKey(
      "loss", .text,
      "What is minimised: huber(δ), cauchy(c), squared or absolute, on the loss or its logarithm.",
      example: "huber(1e-3) on log L"),
    SettingKey(
      "observed", .expression, "What was measured, where it is not the column that the law names.",
      example: "L - base"),
    SettingKey(
      "variables", .map(.expression), "What the law's variables are in the table.", example: "{D: tokens/1e9}"
    ),
    SettingKey(
      "fix", .map(.either([.number, .text])),
      "Parameters that are held: at a number, or at that of another fit.",
      example: "{E: 1.7, gamma: weights.gamma_w}"),
    SettingKey("tie", .map(.text), "Parameters that equal another.", example: "{beta: alpha}"),
    SettingKey(
      "starts", .either([.integer(1...1_000_000), .map(.list(.number))]),
      "How many points the search starts from, or the values of parameters that it starts from.",
      example: "256"),
    SettingKey(
      "bootstrap", .integer(0...1_000_000), "How many draws the intervals come from; 0 for none.",
      example: "1000"),
    SettingKey(
      "published", .text, "Printed constants of the catalogue, in place of a search.",
      example: LawCatalogue.constantNames.first ?? "law"),
    SettingKey(
      "from", .text, "A JSON file with a fit made elsewhere, in place of a search.", example: "fit.json"),
    SettingKey(
      "take", .either([.list(.text), .map(.list(.text))]),
      "Fits whose parameters are held here, all or by name.", example: "{base: [A, alpha]}"),
    SettingKey(
      "free", .list(.text), "Parameters that the law holds and this fit chooses.", example: "[gamma]"),
    SettingKey(
      "ranges", .map(.range), "Where the search looks, for this fit alone.", example: "{alpha: 0.1..1}"),
    SettingKey("resample", .text, "The column whose values the bootstrap draws.", example: "size"),
    SettingKey(
      "interval", .choice(IntervalMethod.allCases.map(\.rawValue)), "How intervals come from the draws.",
      example: "bca"),
    SettingKey("profile", .list(.text), "Parameters whose objective is followed.", example: "[gamma]"),
    SettingKey("weights", .expression, "How much a row counts.", example: "1/err^2"),
    SettingKey(
      "priors", .map(.either([.text, .map(.number)])),
      "What is known of parameters beforehand: a mean and its deviation, or a median and its factor.",
      example: "{alpha: 0.34 +- 0.05, A: 400 */ 2}"),
  ]
}

extension CompareCell {
  static let keys: [SettingKey] = [
    CommonKeys.label("tbl-laws", "The name of the table: tbl- and letters, digits, _."),
    SettingKey(
      "fits", .list(.text), required: true, "The fits that are compared, on the rows that all have.",
      example: "[main, tied]"),
    SettingKey(
      "by", .list(.text),
      "What they are compared by: aicc, bic, loo, kfold(5), kfold(N, 5), heldout(D > 1e9), heldout largest N.",
      example: "[aicc, loo, heldout largest N]"),
    CommonKeys.caption,
  ]
}

extension FigureCell {
  /// What every kind of figure has.
  static let common: [SettingKey] = [
    CommonKeys.label("fig-loss", "The name of the figure: fig- and letters, digits, -, _."),
    SettingKey("kind", .text, required: true, "What is drawn.", example: "isoloss"),
    SettingKey("title", .text, "The title in the picture.", example: "Loss after 8M tokens"),
    SettingKey(
      "caption", .markdown, required: true, "What the figure shows; values may stand in it.",
      example: "'Four bits cost `{val} main.alpha`.'"),
    SettingKey(
      "alt", .text,
      "The finding in a sentence, for those who do not see the picture; values may stand in it.",
      example: "'Loss falls with size.'"),
  ]
}
