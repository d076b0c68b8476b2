import Cache
import Diagnostics
import Expressions
import Fitting
import Laws
import Runs

/// What values, claims and figures are computed from.
struct ReportData {
  /// Tables by label.
  var tables: [String: RunTable] = [:]
  /// For each table the run of every row (`cluster:`), as whole numbers in order of first appearance.
  var clusters: [String: [Int]] = [:]
  /// Laws that the report defines, by label.
  var laws: [String: Law] = [:]
  /// For each fit the law that it fits, known before the fit is done.
  var fitLaws: [String: Law] = [:]
  /// Fits that are done, by label.
  var fits: [String: FitResult] = [:]
  /// What each comparison will say, by its name in expressions (`tbl_laws`).
  var comparisonNames: [String: ComparisonValues.Known] = [:]
  /// What `values` cells name.
  var named = NamedValues()
  /// The units of columns, by table and column.
  var units: [String: [String: String]] = [:]
  /// Parameters of the report, by name: `params.bits`.
  var parameters: [String: ReportParameter] = [:]
  /// Comparisons that are made.
  var comparisons: [String: LawComparison] = [:]
  /// Searches of earlier builds; nil computes all.
  var cache: BuildCache?
  /// Fingerprints of tables and fits.
  let marks = ContentMarks()

  /// The labels that stand before a dot.
  var labels: [String] { tables.keys.sorted() + fitLaws.keys.sorted() }
}

/// The facts of a fit and of a table that values may name.
enum Facts {
  /// Facts of a fit.
  static let ofFit = ["rows", "runs", "rmse", "r2", "objective", "starts", "draws"]
  /// Facts of a table.
  static let ofTable = ["rows", "runs", "dropped"]

  static func value(_ name: String, of fit: FitResult) -> Double? {
    switch name {
    case "rows": Double(fit.rowsUsed)
    case "runs": Double(fit.clustersUsed)
    case "rmse": fit.rmse
    case "r2": fit.rSquared
    case "objective": fit.objective
    case "starts": Double(fit.starts)
    case "draws": Double(fit.draws.count)
    default: nil
    }
  }
}

/// Checks the names of an expression before anything is fitted, so that a slip is found at once.
struct NameCheck {
  let data: ReportData

  /// Throws when a label or a member does not exist.
  func check(_ expression: Expression) throws(DiagnosticError) {
    switch expression.kind {
    case .member(let base, let member):
      if ComparisonValues.base(base) != nil {
        try ComparisonValues.check(base, member, at: expression.location, in: data)
      } else if case .name(let label) = base.kind {
        try check(label, member, base: base.location, at: expression.location)
      } else {
        try check(base)
      }
    case .call(let callee, let arguments):
      if case .member(let base, "optimum") = callee.kind, case .name(let label) = base.kind,
        data.fitLaws[label] != nil
      {
        // Its cost is in the law's variables.
        return
      }
      if case .member = callee.kind { try check(callee) }
      for argument in arguments { try check(argument.value) }
    case .unary(_, let value): try check(value)
    case .binary(_, let left, let right):
      try check(left)
      try check(right)
    case .selection(let base, let condition):
      if case .name(let label) = base.kind, data.tables[label] == nil {
        throw ValueEvaluator.undefined(
          label, kind: "table", among: data.tables.keys.sorted(), at: base.location)
      }
      try check(condition)
    case .number, .string, .boolean, .name: return
    }
  }

  private func check(
    _ label: String, _ member: String, base: SourceLocation, at location: SourceLocation
  ) throws(DiagnosticError) {
    let known: [String]
    if label == "params" {
      known = data.parameters.keys.sorted()
    } else if let law = data.fitLaws[label] {
      known = law.parameters.map(\.name) + law.formula.definitions.map(\.name) + Facts.ofFit + ["optimum"]
    } else if data.tables[label] != nil {
      known = Facts.ofTable
    } else {
      throw ValueEvaluator.undefined(label, kind: "fit or table", among: data.labels, at: base)
    }
    guard known.contains(member) else {
      throw ValueEvaluator.unknownMember(member, of: label, known: known, at: location)
    }
  }

  /// Whether the expression needs a fit that is not done yet.
  func needsFit(_ expression: Expression) -> Bool {
    switch expression.kind {
    case .member(let base, _):
      if let (label, _) = ComparisonValues.base(base) { return data.comparisons[label] == nil }
      if case .name(let label) = base.kind { return data.fitLaws[label] != nil && data.fits[label] == nil }
      return needsFit(base)
    case .call(let callee, let arguments):
      if case .member = callee.kind, needsFit(callee) { return true }
      return arguments.contains { needsFit($0.value) }
    case .unary(_, let value): return needsFit(value)
    case .binary(_, let left, let right): return needsFit(left) || needsFit(right)
    case .selection(_, let condition): return needsFit(condition)
    case .number, .string, .boolean, .name: return false
    }
  }
}
