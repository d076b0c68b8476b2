import Diagnostics
import Expressions
import Fitting
import Laws
import Runs
import Testing

/// Runs drawn from published laws, in a table whose columns have names of its own, and the laws fitted back to them.
///
/// The fits of these tests are known before they begin, so that a figure's curves, minima and optima can be checked.
struct SyntheticRuns {
  let table: RunTable
  let fits: [String: FitResult]

  static let here = SourceLocation(file: "report.md", line: 7, column: 3)
  static let sizes: [Double] = [30e6, 60e6, 110e6]
  static let tokens: [Double] = [1.5e9, 3e9, 6e9, 13e9, 26e9]
  static let postBits: [Double] = [3, 4, 6]
  static let trainBits: [Double] = [4, 6, 8, 16]

  static func expression(_ text: String) throws -> Expressions.Expression {
    try Expressions.Expression.parse(text, at: here)
  }

  static func make() throws -> SyntheticRuns {
    let base = try #require(LawCatalogue.law(named: "chinchilla"))
    let damage = try #require(LawCatalogue.law(named: "kumar-ptq")).with(fixed: ["b": 0])
    let trained = try #require(LawCatalogue.law(named: "kumar-effective-tied"))
    let baseTruth: [String: Double] = ["A": 4299, "alpha": 0.45, "B": 15000, "beta": 0.45, "E": 2.7]
    let damageTruth: [String: Double] = [
      "C_T": 0.4, "gamma_D": 0.5, "gamma_N": 0.34, "gamma_post": 0.55, "b": 0,
    ]
    var trainedTruth = baseTruth
    for parameter in trained.parameters where trainedTruth[parameter.name] == nil {
      trainedTruth[parameter.name] = parameter.name == "n" ? 1.2 : parameter.name == "gamma" ? 2.0 : 0
    }
    var rows: [(kind: String, n: Double, d: Double, bits: Double, y: Double)] = []
    for n in sizes {
      for d in tokens {
        // A ripple that every platform computes alike keeps the bootstrap from being degenerate.
        let ripple = 1 + 0.004 * (Double((rows.count * 7) % 5) - 2)
        let plain = try base.value(parameters: baseTruth, variables: ["N": n, "D": d])
        rows.append(("plain", n, d, 16, plain * ripple))
        for bits in postBits {
          let added = try damage.value(parameters: damageTruth, variables: ["N": n, "D": d, "P_post": bits])
          rows.append(("rounded", n, d, bits, plain * ripple + added * (2 - ripple)))
        }
        for bits in trainBits {
          let value = try trained.value(parameters: trainedTruth, variables: ["N": n, "D": d, "P": bits])
          rows.append(("trained", n, d, bits, value * ripple))
        }
      }
    }
    let columns: [RunTable.Column] = [
      .init(name: "kind", values: .texts(rows.map(\.kind))),
      .init(name: "params", values: .numbers(rows.map(\.n))),
      .init(name: "seen", values: .numbers(rows.map(\.d))),
      .init(name: "width", values: .numbers(rows.map(\.bits))),
      .init(name: "score", values: .numbers(rows.map(\.y))),
    ]
    let table = RunTable(
      name: "grid", source: "grid.csv", columns: columns, lines: rows.indices.map { $0 + 2 })

    func fit(_ law: Law, _ kind: String, _ names: [String: String], observed: ([Double]) -> [Double]) throws
      -> FitResult
    {
      let rows = try table.filtered(where: expression("kind == \"\(kind)\""))
      var variables: [String: [Double]] = [:]
      for variable in law.variables {
        let column: [Double] = try #require(rows.numbers(names[variable.name] ?? ""))
        variables[variable.name] = column
      }
      let data = FitData(variables: variables, observed: observed(try #require(rows.numbers("score"))))
      return try FitResult.fit(law, to: data, options: FitOptions(starts: 16, bootstrap: 24, seed: 5))
    }
    let plainScores = try #require(table.filtered(where: expression("kind == \"plain\"")).numbers("score"))
    return SyntheticRuns(
      table: table,
      fits: [
        "whole": try fit(base, "plain", ["N": "params", "D": "seen"]) { $0 },
        "harm": try fit(damage, "rounded", ["N": "params", "D": "seen", "P_post": "width"]) { scores in
          scores.enumerated().map { $0.element - plainScores[$0.offset / postBits.count] }
        },
        "narrow": try fit(trained, "trained", ["N": "params", "D": "seen", "P": "width"]) { $0 },
      ])
  }
}

/// A cell's settings, written short.
func settings(_ pairs: KeyValuePairs<String, String>, maps: [String: ConfigNode] = [:]) -> ConfigNode {
  settings(pairs.map { ($0, $1) }, maps: maps)
}

/// A cell's settings from pairs that a test has put together.
func settings(_ pairs: [(key: String, value: String)], maps: [String: ConfigNode] = [:]) -> ConfigNode {
  let place = SyntheticRuns.here
  let scalars = pairs.map { key, value in
    ConfigNode.Entry(
      key: key, keyLocation: place,
      value: ConfigNode(.scalar(value, quoted: false), at: place.advanced(by: 20)))
  }
  let nested = maps.sorted { $0.key < $1.key }.map {
    ConfigNode.Entry(key: $0.key, keyLocation: place, value: $0.value)
  }
  return ConfigNode(.map(scalars + nested), at: place)
}
