import Diagnostics
import Expressions
import Fitting
import Laws

/// Reads a fit from JSON, each mistake with its line and column.
struct FitFileReader {
  private let name: String
  private let label: String

  private static let keys = [
    "$schema", "law", "formula", "target", "lossUnit", "parameters", "covariance", "draws", "objective",
    "loss", "weights", "priors",
    "rows", "runs", "rmse", "r2", "starts", "startsAtOptimum", "gradientNorm", "minima", "failedDraws",
    "ranges",
    "warnings", "data", "program",
  ]
  private static let parameterKeys = ["estimate", "interval", "standardError", "status", "tiedTo", "range"]

  /// - Parameters:
  ///   - name: the file, as the author named it.
  ///   - label: that of the fit, which names a law that has no name of its own.
  init(name: String, label: String) { (self.name, self.label) = (name, label) }

  /// Reads a file's text; `file` is the name that places use.
  func read(_ text: String, file: String, laws: inout LawResolver) throws(DiagnosticError) -> FitFile {
    var json = LocatedJSON.Reader(text, file: file)
    let node = try json.readAll().settings()
    try node.expectKeys(Self.keys, in: "a fit")
    let parameters = try self.parameters(node)
    var result = FitFile(name: name, law: try law(node, parameters.map(\.name), &laws))
    try place(parameters, in: &result)
    result.uncertainty = try uncertainty(node, result)
    if let loss = node["loss"] {
      result.loss = try LossText.parse(loss, names: [result.law.target])
    }
    if let weights = node["weights"], weights.content != .null {
      result.weights = try weights.string("weights")
    }
    result.priors = try priors(node["priors"])
    if let objective = node["objective"], objective.content != .null {
      result.objective = try printed(objective, "the objective")
    }
    if let rows = node["rows"], rows.content != .null {
      result.rows = try rows.integer("the number of rows", in: 0...Int(Int32.max))
    }
    for entry in try node["ranges"]?.entries("ranges") ?? [] {
      result.ranges[entry.key] = try pair(entry.value, "a range")
    }
    return result
  }

  private func priors(_ node: ConfigNode?) throws(DiagnosticError) -> FitPriors? {
    guard let node, node.content != .null else { return nil }
    try node.expectKeys(["parameters", "scale", "penalty"], in: "priors")
    let entries = try FitCell.priors(node["parameters"])
    let scale = try node["scale"]?.number("scale") ?? .nan
    return FitPriors(
      values: Dictionary(entries.map { ($0.name, $0.prior) }) { first, _ in first }, scale: scale)
  }

  // MARK: Law

  private func law(
    _ node: ConfigNode, _ names: [String], _ laws: inout LawResolver
  ) throws(DiagnosticError) -> Law {
    guard let source = node["law"] else {
      throw DiagnosticError(
        "E0105", "the fit has no law", at: node.location,
        help: ["add \"law\": a formula like \"L = A*N^(-alpha) + E\", or a name of the catalogue"])
    }
    let text = try source.string("law")
    guard text.contains("=") else {
      let law = try laws.law(named: text, at: source.location)
      if let formula = node["formula"] {
        let given = try Formula.parse(try formula.string("formula"), at: formula.location)
        guard given.lines == law.formula.lines else {
          throw DiagnosticError(
            "E0562", "this is not the formula of the law \"\(text)\"", at: formula.location,
            notes: law.formula.lines, help: ["leave the formula out, or give it as the law"])
        }
      }
      return law
    }
    var unit = ""
    if let node = node["lossUnit"], node.content != .null { unit = try node.string("lossUnit") }
    return try Law(
      name: label, text: text, at: source.location, parameters: names.map { LawParameter(name: $0) },
      lossUnit: unit)
  }

  // MARK: Parameters

  private struct Parameter {
    var name: String
    var location: SourceLocation
    var value: FitFile.PrintedNumber?
    var interval: ClosedRange<Double>?
    var tiedTo: (name: String, location: SourceLocation)?
  }

  private func parameters(_ node: ConfigNode) throws(DiagnosticError) -> [Parameter] {
    guard let list = node["parameters"] else {
      throw DiagnosticError(
        "E0105", "the fit has no parameters", at: node.location,
        help: ["add \"parameters\": {\"A\": {\"estimate\": 406.4}, …}"])
    }
    var result: [Parameter] = []
    for entry in try list.entries("parameters") {
      var parameter = Parameter(name: entry.key, location: entry.keyLocation)
      if case .scalar = entry.value.content {
        parameter.value = try printed(entry.value, "a parameter")
      } else {
        try entry.value.expectKeys(Self.parameterKeys, in: "a parameter")
        if let estimate = entry.value["estimate"] {
          parameter.value = try printed(estimate, "an estimate")
        }
        if let tied = entry.value["tiedTo"], tied.content != .null {
          parameter.tiedTo = (try tied.string("tiedTo"), tied.location)
        }
        parameter.interval = try interval(entry.value, parameter.value)
      }
      result.append(parameter)
    }
    return result
  }

  private func interval(
    _ node: ConfigNode, _ value: FitFile.PrintedNumber?
  ) throws(DiagnosticError) -> ClosedRange<Double>? {
    if let interval = node["interval"], interval.content != .null { return try pair(interval, "an interval") }
    guard let error = node["standardError"], error.content != .null, let value else { return nil }
    let width = 1.96 * (try error.number("a standard error"))
    guard width >= 0 else { throw error.mismatch("a standard error must not be below 0") }
    return (value.value - width)...(value.value + width)
  }

  private func place(_ parameters: [Parameter], in file: inout FitFile) throws(DiagnosticError) {
    var problems = Problems()
    let known = file.law.parameters.map(\.name)
    for parameter in parameters {
      guard let index = known.firstIndex(of: parameter.name) else {
        problems.add(
          ValueEvaluator.unknown(parameter.name, kind: "parameter", among: known, at: parameter.location))
        continue
      }
      file.law.parameters[index].tiedTo = nil
      if let tied = parameter.tiedTo {
        guard known.contains(tied.name) else {
          problems.add(ValueEvaluator.unknown(tied.name, kind: "parameter", among: known, at: tied.location))
          continue
        }
        file.law.parameters[index].tiedTo = tied.name
        continue
      }
      guard let value = parameter.value else {
        problems.report("E0563", "no value of \(parameter.name)", at: parameter.location)
        continue
      }
      file.values[parameter.name] = value
      file.intervals[parameter.name] = parameter.interval
    }
    try problems.finish()
  }

  // MARK: Uncertainty

  private func uncertainty(
    _ node: ConfigNode, _ file: FitFile
  ) throws(DiagnosticError) -> FitFile.Uncertainty {
    switch (node["draws"], node["covariance"]) {
    case (nil, nil): return .none
    case (.some, let covariance?):
      throw DiagnosticError(
        "E0565", "a fit has draws or a covariance, not both", at: covariance.location)
    case (let draws?, nil):
      try draws.expectKeys(["parameters", "values"], in: "draws")
      let names = try self.names(draws, file)
      let rows = try matrix(draws, "values")
      for (row, location) in rows where row.count != names.count {
        throw DiagnosticError(
          "E0565", "a draw has \(names.count) numbers, found \(row.count)", at: location)
      }
      return rows.isEmpty ? .none : .draws(ParameterDraws(parameters: names, values: rows.map(\.row)))
    case (nil, let covariance?):
      try covariance.expectKeys(["parameters", "matrix", "logarithmic"], in: "a covariance")
      let names = try self.names(covariance, file)
      var logarithmic: Set<String> = []
      for name in try covariance["logarithmic"]?.list("logarithmic") ?? [] {
        let text = try name.string("a parameter's name")
        guard names.contains(text) else {
          throw ValueEvaluator.unknown(text, kind: "parameter", among: names, at: name.location)
        }
        logarithmic.insert(text)
      }
      let given = ParameterCovariance(
        parameters: names, matrix: try matrix(covariance, "matrix").map(\.row), logarithmic: logarithmic)
      do throws(DiagnosticError) {
        _ = try given.draws(1, around: file.values.mapValues(\.value), seed: 0, stream: 0)
      } catch {
        throw error.located(at: covariance.location)
      }
      return .covariance(given)
    }
  }

  private func names(_ node: ConfigNode, _ file: FitFile) throws(DiagnosticError) -> [String] {
    guard let list = node["parameters"] else {
      throw DiagnosticError("E0105", "this needs \"parameters\": the names, in order", at: node.location)
    }
    var result: [String] = []
    for item in try list.list("parameters") {
      let name = try item.string("a parameter's name")
      guard file.values[name] != nil, !result.contains(name) else {
        if result.contains(name) {
          throw DiagnosticError("E0104", "\"\(name)\" is written twice", at: item.location)
        }
        throw ValueEvaluator.unknown(
          name, kind: "parameter", among: file.values.keys.sorted(), at: item.location)
      }
      result.append(name)
    }
    return result
  }

  private func matrix(
    _ node: ConfigNode, _ key: String
  ) throws(DiagnosticError) -> [(row: [Double], location: SourceLocation)] {
    guard let rows = node[key] else {
      throw DiagnosticError("E0105", "this needs \"\(key)\": a list of lists of numbers", at: node.location)
    }
    var result: [(row: [Double], location: SourceLocation)] = []
    for row in try rows.list(key) {
      var numbers: [Double] = []
      for number in try row.list("a row") { numbers.append(try number.number("this")) }
      result.append((numbers, row.location))
    }
    return result
  }

  // MARK: Numbers

  private func printed(_ node: ConfigNode, _ what: String) throws(DiagnosticError) -> FitFile.PrintedNumber {
    guard case .scalar(let text, quoted: false) = node.content, let number = FitFile.PrintedNumber(text)
    else {
      throw node.mismatch("\(what) must be a number")
    }
    return number
  }

  private func pair(_ node: ConfigNode, _ what: String) throws(DiagnosticError) -> ClosedRange<Double> {
    let items = try node.list(what)
    guard items.count == 2 else { throw node.mismatch("\(what) must be two numbers, [low, high]") }
    let (low, high) = (try items[0].number(what), try items[1].number(what))
    guard low <= high else { throw node.mismatch("\(what) must have its lower end first") }
    return low...high
  }
}

extension Formula {
  /// The definitions as text, one a line.
  var lines: [String] { definitions.map { "\($0.name) = \($0.value.source)" } }
}
