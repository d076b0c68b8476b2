import Diagnostics
import Expressions
import Fitting
import Laws
import Runs

/// A `fit` cell: which law is fitted to which rows, and how.
struct FitCell {
  var label: String
  var location: SourceLocation
  var data: String
  var dataLocation: SourceLocation
  var law: Law
  var condition: Expression?
  var objective: Objective
  /// Nil takes the column of the law's target.
  var observed: Expression?
  var variables: [String: Expression]
  /// How much each row counts; nil for once.
  var weights: Expression?
  /// What is held at the values of other fits.
  var held: HeldValues
  /// The column whose values are drawn by the bootstrap, in place of the table's `cluster:`.
  var resample: (column: String, location: SourceLocation)?
  var intervals: IntervalMethod
  /// Parameters whose profile is followed.
  var profiles: [String]
  /// What is known of parameters, as written.
  var priors: [PriorEntry]
  /// The same by parameter, once the levels of the law are written out.
  var settled: [String: ParameterPrior] = [:]
  var starts: Int
  /// Values to start from by parameter, every combination of which is a start; empty for `starts` spread points.
  var grid: [String: [Double]] = [:]
  var bootstrap: Int

  /// What a cell says about the parameters of its law: nothing of it holds for another law.
  private static let changesOfLaw = ["fix", "tie", "take", "free", "ranges", "priors"]

  /// Decodes a fit cell; `cells` are all fit cells, for `like:`. `given` is the law where its values are known.
  init(
    _ cell: Cell, cells: [String: Cell], laws: inout LawResolver, tables: [String], given: Law? = nil
  ) throws(DiagnosticError) {
    let node = try Self.inherited(cell, cells, [])
    var problems = Problems()
    problems.attempt { () throws(DiagnosticError) in
      try cell.settings.expectKeys(Self.keys, in: "a fit cell")
    }
    var data = ""
    var dataLocation = cell.location
    var condition: Expression?
    var observed: Expression?
    var variables: [String: Expression] = [:]
    if let table = node["data"] {
      dataLocation = table.location
      problems.attempt { () throws(DiagnosticError) in
        data = try table.string("data")
        guard tables.contains(data) else {
          throw ValueEvaluator.undefined(data, kind: "table", among: tables, at: table.location)
        }
      }
    } else {
      problems.report(
        "E0105", "the fit \"\(cell.label)\" has no data", at: cell.location,
        help: ["add `data:` with a runs cell's label"])
    }
    var held = HeldValues()
    var decoded = given
    if given != nil {
      // Nothing of the law is left to decode.
    } else if let source = node["law"] {
      problems.attempt { () throws(DiagnosticError) in
        var law = try laws.law(source, of: cell.label)
        try LawDecoder.free(node["free"], &law)
        let numbers = try held.fix(node["fix"], law: law)
        try LawDecoder.fix(numbers, &law)
        try LawDecoder.tie(node["tie"], &law)
        try LawDecoder.ranges(node["ranges"], &law)
        try held.take(node["take"], law: law)
        try held.release(&law, fixedHere: numbers, tiedHere: node["tie"])
        try law.checkConsistency(at: source.location)
        decoded = law
      }
    } else {
      problems.report(
        "E0105", "the fit \"\(cell.label)\" has no law", at: cell.location,
        help: ["add `law:` with a law cell's label or a name of the catalogue"])
    }
    problems.attempt { () throws(DiagnosticError) in
      guard let filter = node["where"] else { return }
      condition = try filter.expression("where")
    }
    problems.attempt { () throws(DiagnosticError) in
      guard let column = node["observed"] else { return }
      observed = try column.expression("observed")
    }
    problems.attempt { () throws(DiagnosticError) in
      for entry in try node["variables"]?.entries("variables") ?? [] {
        let known = decoded.map { law in
          law.variables.filter { $0.level == nil }.map(\.name) + law.levelColumns + law.levels.map(\.column)
        }
        if let known, !known.contains(entry.key) {
          throw ValueEvaluator.unknown(entry.key, kind: "variable", among: known, at: entry.keyLocation)
        }
        variables[entry.key] = try entry.value.expression("a variable's column")
      }
    }
    var weights: Expression?
    var resample: (column: String, location: SourceLocation)?
    problems.attempt { () throws(DiagnosticError) in
      guard let column = node["weights"] else { return }
      weights = try column.expression("weights")
    }
    let priors = problems.attempt { () throws(DiagnosticError) in try Self.priors(node["priors"]) }
    let intervals = problems.attempt { () throws(DiagnosticError) in
      try Self.intervals(node["interval"])
    }
    let profiles = decoded.flatMap { law in
      problems.attempt { () throws(DiagnosticError) in try Self.profiles(node["profile"], law) }
    }
    problems.attempt { () throws(DiagnosticError) in
      resample = try node["resample"].map { column throws(DiagnosticError) in
        (try column.string("resample"), column.location)
      }
    }
    let options = FitOptions()
    var objective = options.objective
    var starts = options.starts
    var grid: [String: [Double]] = [:]
    var bootstrap = options.bootstrap
    problems.attempt { () throws(DiagnosticError) in
      guard let source = node["starts"] else { return }
      guard case .map = source.content else {
        starts = try source.integer("starts", in: 1...1_000_000)
        return
      }
      grid = try Self.grid(source, decoded)
      starts = grid.values.reduce(1) { $0 * $1.count }
    }
    problems.attempt { () throws(DiagnosticError) in
      bootstrap = try node["bootstrap"]?.integer("bootstrap", in: 0...1_000_000) ?? bootstrap
    }
    if let loss = node["loss"] {
      problems.attempt { () throws(DiagnosticError) in
        objective = try LossText.parse(loss, names: Self.lossNames(decoded, observed))
      }
    }
    try problems.finish()
    guard let decoded, let intervals else {
      throw DiagnosticError("E0105", "the fit has no law", at: cell.location)
    }
    law = decoded
    label = cell.label
    location = cell.labelLocation
    (self.data, self.dataLocation, self.condition) = (data, dataLocation, condition)
    (self.observed, self.variables, self.weights) = (observed, variables, weights)
    self.held = held
    self.priors = priors ?? []
    (self.intervals, self.profiles, self.resample) = (intervals, profiles ?? [], resample)
    (self.objective, self.starts, self.grid, self.bootstrap) = (objective, starts, grid, bootstrap)
  }

  /// Fit cells, each behind the one that it is like as far as there is no circle; with the label of that one.
  static func inOrderOfLikeness(_ cells: [String: Cell], _ order: [String]) -> [(cell: Cell, base: String?)] {
    func base(_ cell: Cell) -> String? { (try? cell.settings["like"]?.string("like")) ?? nil }
    func depth(_ cell: Cell) -> Int {
      var (depth, next) = (0, base(cell).flatMap { cells[$0] })
      while let one = next, depth < cells.count {
        (depth, next) = (depth + 1, base(one).flatMap { cells[$0] })
      }
      return depth
    }
    let found = order.compactMap { cells[$0] }.map { (depth: depth($0), cell: $0) }
    return found.enumerated().sorted { ($0.element.depth, $0.offset) < ($1.element.depth, $1.offset) }
      .map { ($0.element.cell, base($0.element.cell)) }
  }

  private static func lossNames(_ law: Law?, _ observed: Expression?) -> [String] {
    var names: [String] = []
    if let law { names.append(law.target) }
    if case .name(let name)? = observed?.kind { names.append(name) }
    return names
  }

  /// The cell's settings on top of those of the cell that it is like.
  static func inherited(
    _ cell: Cell, _ cells: [String: Cell], _ seen: [String]
  ) throws(DiagnosticError) -> ConfigNode {
    let node = cell.settings
    guard let like = node["like"] else { return node }
    let name = try like.string("like")
    guard let base = cells[name] else {
      throw ValueEvaluator.undefined(name, kind: "fit", among: cells.keys.sorted(), at: like.location)
    }
    let path = seen + [cell.label]
    guard !path.contains(name) else {
      throw DiagnosticError(
        "E0205", "the fit \"\(name)\" is like itself", at: like.location,
        notes: [(path.drop { $0 != name } + [name]).joined(separator: " → ")])
    }
    let own = try node.entries("a fit cell")
    var inheritedNode = try inherited(base, cells, path)
    // A law with ties of its own replaces the other's changes as well.
    var dropped = Set(own.map(\.key) + (node["law"] == nil ? [] : changesOfLaw + GivenFit.sources))
    if GivenFit.isGiven(node) { dropped.formUnion(GivenFit.sources + GivenFit.keysOfFitting) }
    let rest = try inheritedNode.entries("a fit cell").filter {
      $0.key != "like" && !dropped.contains($0.key)
    }
    inheritedNode.content = .map(own + rest)
    inheritedNode.location = node.location
    return inheritedNode
  }
}

extension Law {
  /// Refuses a law that contradicts itself, at the place that names it.
  fileprivate func checkConsistency(at location: SourceLocation) throws(DiagnosticError) {
    do throws(DiagnosticError) { try checkConsistency() } catch { throw error.located(at: location) }
  }
}

/// Reads what is minimised: `huber(1e-3) on log L`.
enum LossText {
  static func parse(_ node: ConfigNode, names: [String]) throws(DiagnosticError) -> Objective {
    let text = try node.string("loss")
    let example = "huber(1e-3) on log \(names.first ?? "L")"
    let help = ["for example: \(example), squared on \(names.first ?? "L")"]
    guard let on = text.firstRange(of: " on ") else {
      throw DiagnosticError(
        "E0530", "a loss says what it is on, found \"\(text)\"", at: node.location, help: help)
    }
    let kind = String(text[..<on.lowerBound]).trimmingSpaces()
    var scale = String(text[on.upperBound...])
    var column = text.distance(from: text.startIndex, to: on.upperBound)
    column += scale.prefix { $0 == " " }.count
    scale = scale.trimmingSpaces()
    var isLog = false
    if scale.hasPrefix("log ") || (scale.hasPrefix("log(") && scale.hasSuffix(")")) {
      isLog = true
      column += 4
      let isCall = scale.hasPrefix("log(")
      scale.removeFirst(4)
      if isCall { scale.removeLast() }
      column += scale.prefix { $0 == " " }.count
      scale = scale.trimmingSpaces()
    }
    guard names.isEmpty || names.contains(scale) else {
      throw DiagnosticError(
        "E0530", "the loss is on \"\(scale)\", but the fit is of \"\(names.joined(separator: "\" or \""))\"",
        at: node.location.advanced(by: column), help: help)
    }
    switch kind {
    case "squared": return Objective(.squared, isLog: isLog)
    case "absolute": return Objective(.absolute, isLog: isLog)
    default:
      let name = kind.prefix { $0 != "(" }
      guard name == "huber" || name == "cauchy", kind.hasSuffix(")"),
        let width = Double(kind.dropFirst(name.count + 1).dropLast()), width > 0, width.isFinite
      else {
        throw DiagnosticError(
          "E0530", "no loss \"\(kind)\"", at: node.location,
          notes: ["losses: huber(δ), cauchy(c), squared, absolute"], help: help)
      }
      return Objective(name == "huber" ? .huber(width) : .cauchy(width), isLog: isLog)
    }
  }
}
