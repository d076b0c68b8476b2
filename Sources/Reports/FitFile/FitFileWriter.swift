import Expressions
import Fitting
import Laws
import Typesetting

/// Writes a fit as JSON: what `isoloss fit --json` prints and `from:` reads back.
public enum FitFileWriter {
  /// The fields of a fit, in the order of `schemas/fit.schema.json`; numbers have at most ten significant digits.
  public static func fields(_ fit: FitResult) -> [(String, JSON)] {
    let law = fit.law
    let formula = law.formula.lines.joined(separator: "\n")
    let known = LawCatalogue.law(named: law.name)
    let isOfCatalogue = known?.formula.lines == law.formula.lines
    var fields: [(String, JSON)] = [
      ("law", .string(isOfCatalogue ? law.name : formula)), ("target", .string(law.target)),
      ("lossUnit", law.lossUnit.isEmpty ? .null : .string(law.lossUnit)),
      ("parameters", .object(fit.parameters.map { ($0.name, parameter($0, fit)) })),
      ("objective", JSON(fit.objective)), ("loss", .string(loss(fit.objectiveKind, target: law.target))),
      ("rows", JSON(fit.rowsUsed)), ("runs", JSON(fit.clustersUsed)), ("rmse", JSON(fit.rmse)),
      ("r2", JSON(fit.rSquared)), ("starts", JSON(fit.starts)),
      ("startsAtOptimum", JSON(fit.startsAtOptimum)),
      ("gradientNorm", JSON(fit.gradientNorm)), ("minima", .array(fit.minima.map { minimum($0, fit) })),
      ("failedDraws", JSON(fit.failedDraws)),
      ("ranges", .object(fit.ranges.sorted { $0.key < $1.key }.map { ($0.key, pair($0.value)) })),
      ("warnings", .array(fit.warnings.map { .string($0) })),
    ]
    if let weighted = fit.weighted { fields.append(("weights", .string(weighted))) }
    if let priors = fit.priors { fields.append(("priors", self.priors(priors, fit))) }
    if isOfCatalogue { fields.insert(("formula", .string(formula)), at: 1) }
    if !fit.draws.isEmpty { fields.append(("draws", draws(fit))) }
    return fields
  }

  /// `huber(0.001) on log L`, as a fit cell's `loss` takes it.
  static func loss(_ objective: Objective, target: String) -> String {
    let kind =
      switch objective.loss {
      case .huber(let delta): "huber(\(NumberText.machine(delta)))"
      case .squared: "squared"
      case .absolute: "absolute"
      case .cauchy(let width): "cauchy(\(NumberText.machine(width)))"
      }
    return "\(kind) on \(objective.isLog ? "log " : "")\(target)"
  }

  private static func parameter(_ estimate: ParameterEstimate, _ fit: FitResult) -> JSON {
    var fields: [(String, JSON)] = [
      ("estimate", .number(estimate.estimate)), ("interval", estimate.interval.map(pair) ?? .null),
    ]
    switch estimate.status {
    case .free: fields.append(("status", .string("free")))
    case .fixed: fields.append(("status", .string("fixed")))
    // To whoever reads the file, a value from another fit is one that came from elsewhere.
    case .given, .held: fields.append(("status", .string("given")))
    case .atBound: fields.append(("status", .string("atBound")))
    case .tied(let other): fields += [("status", .string("tied")), ("tiedTo", .string(other))]
    }
    if let range = fit.law.parameters.first(where: { $0.name == estimate.name })?.range,
      estimate.status == .free || estimate.status == .atBound
    {
      fields.append(("range", pair(range)))
    }
    return .object(fields)
  }

  private static func priors(_ priors: FitPriors, _ fit: FitResult) -> JSON {
    let known = priors.names(in: fit.law).compactMap { name in priors.values[name].map { (name, $0) } }
    return .object([
      (
        "parameters",
        .object(
          known.map { name, prior in
            (
              name,
              .object(
                prior.isLog
                  ? [("median", .number(prior.centre)), ("factor", .number(prior.factor))]
                  : [("mean", .number(prior.centre)), ("sd", .number(prior.spread))])
            )
          })
      ), ("scale", .number(priors.scale)), ("penalty", .number(fit.penalty)),
    ])
  }

  private static func pair(_ range: ClosedRange<Double>) -> JSON {
    .array([.number(range.lowerBound), .number(range.upperBound)])
  }

  private static func minimum(_ minimum: FitResult.Minimum, _ fit: FitResult) -> JSON {
    .object([
      ("objective", .number(minimum.objective)), ("starts", JSON(minimum.count)),
      (
        "parameters",
        .object(zip(fit.parameters, minimum.parameters).map { ($0.name, .number($1)) })
      ),
    ])
  }

  /// Fixed and tied parameters follow from the others.
  private static func draws(_ fit: FitResult) -> JSON {
    let own = fit.parameters.indices.filter { index in
      switch fit.parameters[index].status {
      case .free, .atBound, .given, .held: true
      case .fixed, .tied: false
      }
    }
    return .object([
      ("parameters", .array(own.map { .string(fit.parameters[$0].name) })),
      ("values", .array(fit.draws.map { draw in .array(own.map { .number(draw[$0]) }) })),
    ])
  }
}
