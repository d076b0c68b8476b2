import Diagnostics
import Fitting
import Foundation
import Laws
import Testing

/// Rows that count more or less than once.
@Suite("Weights of rows")
struct WeightTests {
  private static func law() throws -> Law {
    try Synthetic.law(
      "power", "y = rest + slope*x^power",
      [
        LawParameter(name: "rest", range: 0.01...10, published: 0.5),
        LawParameter(name: "slope", range: 0.01...10, published: 0.25),
        LawParameter(name: "power", range: 0.1...3, published: 1.2),
      ])
  }

  private static func rows() throws -> FitData {
    try Synthetic.runs(law(), noise: 0.02, seed: 11, grid: ["x": (1...14).map { Double($0) }])
  }

  /// The rows of which those in `twice` come once more at the end, in the same run.
  private static func repeated(_ data: FitData, _ twice: [Int]) -> FitData {
    let order = Array(data.observed.indices) + twice
    return FitData(
      variables: data.variables.mapValues { column in order.map { column[$0] } },
      observed: order.map { data.observed[$0] }, clusters: order.map { data.clusters[$0] })
  }

  static let objectives = [
    Objective(.squared, isLog: false), Objective(.huber(1e-2), isLog: true),
    Objective(.cauchy(0.05), isLog: true), Objective(.absolute, isLog: false),
  ]

  @Test("a row of weight 2 is the row twice, in every objective and every draw", arguments: objectives)
  func twice(_ objective: Objective) throws {
    let options = FitOptions(objective: objective, starts: 24, bootstrap: 20, seed: 3)
    var weighed = try Self.rows()
    weighed.weights = weighed.observed.indices.map { [2, 5, 9].contains($0) ? 2 : 1 }
    let one = try FitResult.fit(try Self.law(), to: weighed, options: options)
    let other = try FitResult.fit(
      try Self.law(), to: Self.repeated(try Self.rows(), [2, 5, 9]), options: options)
    let plain = try FitResult.fit(try Self.law(), to: try Self.rows(), options: options)
    #expect(isClose(one.objective, other.objective, within: 1e-8))
    #expect(isClose(one.rmse, other.rmse, within: 1e-6))
    #expect(isClose(one.rSquared, other.rSquared, within: 1e-6))
    #expect(!isClose(plain.objective, other.objective, within: 1e-3))
    for (a, b) in zip(one.parameters, other.parameters) {
      #expect(isClose(a.estimate, b.estimate, within: 1e-5), "\(a.name): \(a.estimate) \(b.estimate)")
    }
    #expect(one.draws.count == 20 && other.draws.count == 20)
    let gaps = zip(one.draws, other.draws).map { a, b in
      zip(a, b).map { abs($0 - $1) / max(abs($1), 1e-3) }.max() ?? 0
    }
    // The corners of an absolute loss leave a draw some freedom.
    #expect(gaps.sorted()[objective.loss == .absolute ? 9 : 19] < 1e-4, "\(gaps)")
    let there = try one.evaluated(on: weighed, objective: objective)
    #expect(isClose(there.objective, one.objective, within: 1e-9))
    #expect(isClose(there.rmse, one.rmse, within: 1e-9))
  }

  @Test("a row of weight 0 is a row left out, whatever stands in it")
  func zero() throws {
    let options = FitOptions(starts: 16, bootstrap: 12, seed: 3)
    var weighed = try Self.rows()
    weighed.weights = weighed.observed.indices.map { $0 == 4 ? 0 : 1.5 }
    weighed.observed[4] = .nan
    var left = try Self.rows()
    for name in left.variables.keys { left.variables[name]?.remove(at: 4) }
    left = FitData(
      variables: left.variables, observed: left.observed.indices.filter { $0 != 4 }.map { left.observed[$0] },
      weights: Array(repeating: 1.5, count: 13))
    let one = try FitResult.fit(try Self.law(), to: weighed, options: options)
    let other = try FitResult.fit(try Self.law(), to: left, options: options)
    #expect(one.objective == other.objective && one.rmse == other.rmse)
    #expect(one.draws == other.draws)
    #expect(one.parameters == other.parameters)
    #expect(one.rowsUsed == 13 && one.clustersUsed == 13 && one.ranges == other.ranges)
  }

  @Test("a common factor of all weights multiplies the objective and changes nothing else")
  func factor() throws {
    var options = FitOptions(objective: Objective(.squared, isLog: true), starts: 16, bootstrap: 12, seed: 3)
    options.profiles = ["power"]
    var data = try Self.rows()
    data.weights = data.observed.indices.map { 1 + Double($0 % 3) }
    var larger = data
    larger.weights = data.weights?.map { 40 * $0 }
    let one = try FitResult.fit(try Self.law(), to: data, options: options)
    let other = try FitResult.fit(try Self.law(), to: larger, options: options)
    #expect(isClose(other.objective, 40 * one.objective, within: 1e-9))
    #expect(isClose(other.rmse, one.rmse, within: 1e-7))
    #expect(isClose(other.conditionNumber, one.conditionNumber, within: 1e-5))
    for (a, b) in zip(one.draws.joined(), other.draws.joined()) { #expect(isClose(a, b, within: 1e-5)) }
    let (left, right) = (one.profiles["power"]?.interval, other.profiles["power"]?.interval)
    #expect(isClose(left?.lowerBound, right?.lowerBound ?? .nan, within: 1e-5))
    #expect(isClose(left?.upperBound, right?.upperBound ?? .nan, within: 1e-5))
  }

  @Test(
    "that are below 0, missing, all 0 or too few are refused, with the line",
    arguments: [
      ([1, -1, 1], "E0508", "line 21: the weight is -1"), ([1, 1, .nan], "E0508", "line 22"),
      ([0, 0, 0], "E0508", "every row"), ([1, 1], "E0502", "2 weights for 3 rows"),
    ] as [([Double], String, String)])
  func refused(_ weights: [Double], _ code: String, _ words: String) throws {
    let line = try Synthetic.law("line", "y = a*x", [LawParameter(name: "a", range: -10...10)])
    let data = FitData(
      variables: ["x": [1, 2, 3]], observed: [1, 2, 3], lines: [20, 21, 22], weights: weights)
    do throws(DiagnosticError) {
      _ = try FitResult.fit(line, to: data, options: FitOptions(objective: Objective(.squared, isLog: false)))
      Issue.record("fitted")
    } catch {
      #expect(error.diagnostics[0].code == code)
      #expect(error.diagnostics[0].message.contains(words), "\(error.diagnostics[0].message)")
    }
  }

  // MARK: Comparison

  private static let x = [1.0, 2, 3, 4, 5, 6, 7, 8]
  private static let y = [2.9, 5.2, 6.8, 9.1, 11.2, 12.7, 15.3, 16.8]
  private static let w = [1.0, 3, 0.5, 1, 2, 1, 4, 1]

  private func entrant(_ label: String, _ text: String, _ weights: [Double]?) throws -> LawComparison.Entrant
  {
    let parameters = ["a", "b"].filter { text.contains($0) }.map { LawParameter(name: $0, range: -10...20) }
    let law = try Synthetic.law(label, text, parameters)
    let data = FitData(variables: ["x": Self.x], observed: Self.y, weights: weights)
    let options = FitOptions(objective: Objective(.squared, isLog: false), starts: 8, bootstrap: 0)
    return LawComparison.Entrant(
      label: label, law: law, data: data, options: options,
      fit: try FitResult.fit(law, to: data, options: options))
  }

  private let each = ComparisonCriterion(
    name: "loo", title: "", rule: .heldOut(groups: (0..<8).map { [$0] }, fromScratch: false))

  @Test("carry into the leave-one-out error, which is that of the closed form")
  func heldOut() throws {
    let sloped = try entrant("sloped", "y = a + b*x", Self.w)
    let flat = try entrant("flat", "y = a + 0*x", Self.w)
    let scores = try LawComparison.run([sloped, flat], by: [each], seed: 1).results[0]
    let total = Self.w.reduce(0, +)
    let rows = Array(zip(zip(Self.x, Self.y), Self.w)).map { (x: $0.0, y: $0.1, w: $1) }
    let meanX = rows.reduce(0) { $0 + $1.w * $1.x } / total
    let meanY = rows.reduce(0) { $0 + $1.w * $1.y } / total
    let sxx = rows.reduce(0) { $0 + $1.w * ($1.x - meanX) * ($1.x - meanX) }
    let slope = rows.reduce(0) { $0 + $1.w * ($1.x - meanX) * ($1.y - meanY) } / sxx
    // A residual that was left out is e/(1 − h), h its weighted leverage.
    let squares = rows.map { row in
      let h = row.w * (1 / total + (row.x - meanX) * (row.x - meanX) / sxx)
      let left = (row.y - meanY - slope * (row.x - meanX)) / (1 - h)
      return row.w * left * left
    }
    #expect(isClose(scores.scores[0], (squares.reduce(0, +) / total).squareRoot(), within: 1e-6))
    let flatSquares = rows.map { row in
      let left = (row.y - meanY) / (1 - row.w / total)
      return row.w * left * left
    }
    #expect(isClose(scores.scores[1], (flatSquares.reduce(0, +) / total).squareRoot(), within: 1e-6))
    #expect(scores.best == 0 && (scores.difference(of: 1)?.interval?.lowerBound ?? -1) > 0)
  }

  @Test("leave information criteria without a likelihood, and must be the same in all fits")
  func comparisons() throws {
    let weighed = try entrant("sloped", "y = a + b*x", Self.w)
    let flat = try entrant("flat", "y = a + 0*x", Self.w)
    let plain = try entrant("plain", "y = a + b*x", nil)
    let aicc = ComparisonCriterion(name: "aicc", title: "AICc", rule: .aicc)
    for (pair, criterion, code, words) in [
      ([weighed, flat], aicc, "E0547", "AICc"),
      ([weighed, plain], each, "E0540", "weigh their rows differently"),
    ] {
      do throws(DiagnosticError) {
        _ = try LawComparison.run(pair, by: [criterion], seed: 1)
        Issue.record("compared")
      } catch {
        #expect(error.diagnostics[0].code == code)
        #expect(error.diagnostics[0].message.contains(words))
      }
    }
  }
}
