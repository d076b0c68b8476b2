import Cache
import Diagnostics
import Fitting
import Laws
import Runs

extension ContentHasher {
  /// Adds everything of a law that a result can depend on.
  mutating func add(_ law: Law) {
    add(law.name)
    for formula in [law.formula] + (law.written.map { [$0] } ?? []) {
      add(formula.definitions.map(\.name))
      add(formula.definitions.map(\.value.source))
    }
    add(law.lossUnit)
    add(law.citation)
    add(law.domain.map(\.expression.source))
    add(law.domain.map(\.reason))
    add(law.parameters.count)
    for parameter in law.parameters {
      add(parameter.name)
      add(parameter.symbol)
      add([parameter.meaning, parameter.unit])
      add([parameter.range.lowerBound, parameter.range.upperBound])
      add(
        [parameter.published, parameter.fixed].map { $0.map { [$0] } ?? [] }.flatMap {
          [Double($0.count)] + $0
        })
      add(parameter.tiedTo)
      add(parameter.by)
      let held = parameter.held.sorted { $0.key < $1.key }
      add(held.map(\.key))
      add(held.map(\.value))
    }
    add(law.variables.count)
    for variable in law.variables {
      add(variable.name)
      add(variable.symbol)
      add([variable.meaning, variable.unit])
      add(variable.level?.column)
      add(variable.level?.value)
    }
    add(law.constants.map { "\($0)" })
  }

  /// Adds the columns of a table; not its label, and not on which lines of the file its rows stand.
  mutating func add(_ table: RunTable) {
    add(table.columns.count)
    for column in table.columns {
      add(column.name)
      switch column.values {
      case .numbers(let values): add(values)
      case .texts(let values):
        add(values.count)
        for value in values { add(value) }
      }
    }
  }

  /// Adds what a fit found, without its warnings: no step reads them.
  mutating func add(_ fit: FitResult) {
    add(fit.law)
    add(fit.parameters.count)
    for parameter in fit.parameters {
      add(parameter.name)
      add("\(parameter.status)")
      add([parameter.estimate])
      add(parameter.interval.map { [$0.lowerBound, $0.upperBound] } ?? [])
    }
    for draws in [fit.draws, fit.jackknife] {
      add(draws.count)
      for draw in draws { add(draw) }
    }
    add([fit.objective, fit.rmse, fit.rSquared, fit.gradientNorm, fit.conditionNumber])
    add([fit.starts, fit.startsAtOptimum, fit.rowsUsed, fit.clustersUsed, fit.failedDraws])
    add("\(fit.origin) \(fit.objectiveKind)")
    for (name, range) in fit.ranges.sorted(by: { $0.key < $1.key }) {
      add(name)
      add([range.lowerBound, range.upperBound])
    }
    for (name, profile) in fit.profiles.sorted(by: { $0.key < $1.key }) {
      add(name)
      add([profile.interval.lowerBound, profile.interval.upperBound, profile.level])
    }
    for minimum in fit.minima {
      add(minimum.count)
      add([minimum.objective] + minimum.parameters)
    }
    if let priors = fit.priors {
      add(priors.values)
      add(priors.scale)
    }
    add(fit.resampled)
    add(fit.weighted)
  }

  /// Adds what is known of parameters beforehand.
  mutating func add(_ priors: [String: ParameterPrior]) {
    for (name, prior) in priors.sorted(by: { $0.key < $1.key }) {
      add(name)
      add("\(prior)")
    }
  }

  /// Adds settings without the places where they stand.
  mutating func add(_ node: ConfigNode) {
    switch node.content {
    case .scalar(let text, let quoted):
      add(quoted ? 1 : 0)
      add(text)
      if let parameters = node.parameters { add(parameters.mentioned(in: text)) }
    case .list(let items):
      add(items.count)
      for item in items { add(item) }
    case .map(let entries):
      add(entries.map(\.key))
      for entry in entries { add(entry.value) }
    case .null: add(String?.none)
    }
  }

  /// Adds the places of settings, counted from a line of their own: findings name them.
  mutating func addPlaces(_ node: ConfigNode, from line: Int) {
    add([node.location.line - line, node.location.column])
    switch node.content {
    case .scalar, .null: break
    case .list(let items): for item in items { addPlaces(item, from: line) }
    case .map(let entries):
      for entry in entries {
        add([entry.keyLocation.line - line, entry.keyLocation.column])
        addPlaces(entry.value, from: line)
      }
    }
  }
}
