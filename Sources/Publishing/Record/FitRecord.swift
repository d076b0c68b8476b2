import Fitting
import Laws
import Reports
import Typesetting

/// A fit in `report.json`: law, parameters with intervals, objective, and how far it can be trusted.
struct FitRecord {
  private let fit: ExecutedFit
  private let cell: JSON

  init(_ fit: ExecutedFit, cell: JSON) { (self.fit, self.cell) = (fit, cell) }

  private var result: FitResult { fit.result }

  var json: JSON {
    .object([
      ("label", .string(fit.label)), ("law", LawRecord(result.law).json), ("origin", origin),
      ("data", fit.data.isEmpty ? .null : .string(fit.data)),
      ("where", JSON(fit.filter)), ("rows", JSON(result.rowsUsed)), ("runs", JSON(result.clustersUsed)),
      (
        "excluded",
        .array(
          fit.excluded.map { .object([("reason", .string($0.reason)), ("count", JSON($0.count))]) })
      ),
      ("parameters", .array(result.parameters.map(parameter))), ("objective", objective),
      ("health", health),
      (
        "ranges",
        .array(
          result.law.variables.compactMap { variable in
            result.ranges[variable.name].map { range in
              .object([
                ("variable", .string(variable.name)), ("low", .number(range.lowerBound)),
                ("high", .number(range.upperBound)),
              ])
            }
          })
      ), ("cell", cell),
    ])
  }

  private func parameter(_ estimate: ParameterEstimate) -> JSON {
    let about = result.law.parameters.first { $0.name == estimate.name }
    var tiedTo: String?
    var heldFrom: String?
    let status: String
    switch estimate.status {
    case .free: status = "free"
    case .fixed: status = "fixed"
    case .atBound: status = "atBound"
    case .given: status = "given"
    case .held(let fit):
      status = "held"
      heldFrom = fit
    case .tied(let other):
      status = "tied"
      tiedTo = other
    }
    return .object([
      ("name", .string(estimate.name)), ("meaning", .string(about?.meaning ?? "")),
      ("unit", .string(about?.unit ?? "")), ("estimate", .number(estimate.estimate)),
      (
        "interval",
        estimate.interval.map {
          .object([
            ("low", .number($0.lowerBound)), ("high", .number($0.upperBound)), ("level", .number(0.95)),
          ])
        } ?? .null
      ), ("status", .string(status)), ("tiedTo", JSON(tiedTo)),
      ("heldFrom", JSON(heldFrom)), ("published", JSON(about?.published)),
    ])
  }

  private var origin: JSON {
    switch result.origin {
    case .rows: .string("rows")
    case .publication: .string("publication")
    case .file: .string("file")
    }
  }

  /// Null where nothing was minimised here.
  private var objective: JSON {
    guard result.origin == .rows || result.objective.isFinite else { return .null }
    var delta: Double?
    let loss: String
    switch result.objectiveKind.loss {
    case .huber(let width):
      loss = "huber"
      delta = width
    case .squared: loss = "squared"
    case .absolute: loss = "absolute"
    }
    return .object([
      ("loss", .string(loss)), ("delta", JSON(delta)), ("onLog", .bool(result.objectiveKind.isLog)),
      ("value", .number(result.objective)),
    ])
  }

  private var health: JSON {
    .object([
      ("starts", JSON(result.starts)), ("startsAtOptimum", JSON(result.startsAtOptimum)),
      (
        "minima",
        .array(
          result.minima.map { minimum in
            .object([
              ("objective", .number(minimum.objective)), ("starts", JSON(minimum.count)),
              ("parameters", .array(minimum.parameters.map { .number($0) })),
            ])
          })
      ), ("gradientNorm", .number(result.gradientNorm)), ("draws", JSON(result.draws.count)),
      ("failedDraws", JSON(result.failedDraws)), ("rmse", .number(result.rmse)),
      ("rSquared", .number(result.rSquared)), ("warnings", .array(result.warnings.map { .string($0) })),
    ])
  }
}
