import Diagnostics
import Expressions
import Fitting
import Foundation
import Laws
import Testing

/// Comparison of laws, against what linear algebra gives and on runs whose law is known.
struct ComparisonTests {
  private static let x = [1.0, 2, 3, 4, 5, 6, 7, 8]
  private static let y = [2.9, 5.2, 6.8, 9.1, 11.2, 12.7, 15.3, 16.8]

  private func line(slope: Bool) throws -> Law {
    let text = slope ? "y = a + b*x" : "y = a + 0*x"
    return try Synthetic.law(
      "line", text,
      [LawParameter(name: "a", range: -10...20)] + (slope ? [LawParameter(name: "b", range: -10...10)] : []))
  }

  private func entrant(
    _ label: String, _ law: Law, _ data: FitData, _ objective: Objective, threads: Int? = nil
  ) throws -> LawComparison.Entrant {
    let options = FitOptions(objective: objective, starts: 16, bootstrap: 0, seed: 5, maxThreads: threads)
    let fit = try FitResult.fit(law, to: data, options: options)
    return LawComparison.Entrant(label: label, law: law, data: data, options: options, fit: fit)
  }

  private func lines(threads: Int? = nil) throws -> [LawComparison.Entrant] {
    let data = FitData(variables: ["x": Self.x], observed: Self.y)
    let squared = Objective(.squared, isLog: false)
    return [
      try entrant("sloped", try line(slope: true), data, squared, threads: threads),
      try entrant("flat", try line(slope: false), data, squared, threads: threads),
    ]
  }

  private let each = ComparisonCriterion(
    name: "loo", title: "", rule: .heldOut(groups: (0..<8).map { [$0] }, fromScratch: false))

  @Test("of least squares: the criteria and the leave-one-out error are those of the closed forms")
  func closedForms() throws {
    let result = try LawComparison.run(
      try lines(),
      by: [
        ComparisonCriterion(name: "aicc", title: "", rule: .aicc),
        ComparisonCriterion(name: "bic", title: "", rule: .bic), each,
      ], seed: 1)
    #expect(result.freeParameters == [2, 1])
    let n = 8.0
    let meanX = Self.x.reduce(0, +) / n
    let meanY = Self.y.reduce(0, +) / n
    let sxx = Self.x.reduce(0) { $0 + ($1 - meanX) * ($1 - meanX) }
    let slope = zip(Self.x, Self.y).reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) } / sxx
    let residuals = zip(Self.x, Self.y).map { $1 - meanY - slope * ($0 - meanX) }
    let variance = residuals.reduce(0) { $0 + $1 * $1 } / n
    let deviance = n * log(2 * .pi * variance) + n
    #expect(isClose(result.results[0].scores[0], deviance + 2 * 3 + 2 * 3 * 4 / (n - 4), within: 1e-7))
    #expect(isClose(result.results[1].scores[0], deviance + 3 * log(n), within: 1e-7))
    // A residual that was left out is e/(1 − h).
    let left = zip(Self.x, residuals).map { x, e in e / (1 - 1 / n - (x - meanX) * (x - meanX) / sxx) }
    let error = (left.reduce(0) { $0 + $1 * $1 } / n).squareRoot()
    #expect(isClose(result.results[2].scores[0], error, within: 1e-6))
    let flat = Self.y.map { ($0 - meanY) / (1 - 1 / n) }
    #expect(
      isClose(result.results[2].scores[1], (flat.reduce(0) { $0 + $1 * $1 } / n).squareRoot(), within: 1e-6))
    for scores in result.results {
      #expect(scores.best == 0)
      #expect(scores.difference(of: 0) == nil)
      let difference = try #require(scores.difference(of: 1))
      #expect(difference.value > 0)
      #expect((difference.interval?.lowerBound ?? -1) > 0)
    }
  }

  @Test("does not depend on the number of threads")
  func threads() throws {
    let one = try LawComparison.run(try lines(threads: 1), by: [each], seed: 9)
    let four = try LawComparison.run(try lines(threads: 4), by: [each], seed: 9)
    #expect(one.results[0].scores == four.results[0].scores)
    #expect(one.results[0].draws == four.results[0].draws)
    let other = try LawComparison.run(try lines(), by: [each], seed: 10)
    #expect(one.results[0].draws != other.results[0].draws)
  }

  @Test("finds the law that the runs were drawn from, inside the range and beyond it")
  func truth() throws {
    let truth = try Synthetic.shiftedWeights()
    var unshifted = truth
    unshifted.parameters[6].fixed = 0
    let data = try Synthetic.runs(
      truth, noise: 0.003, seed: 4,
      grid: ["N": Synthetic.sizes, "D": Synthetic.tokens, "P": [2, 3, 4, 6, 8]])
    let widths = data.variables["P"] ?? []
    let lowest = data.lines.filter { widths[$0] == 2 }
    let result = try LawComparison.run(
      [
        try entrant("shifted", truth, data, Objective()),
        try entrant("unshifted", unshifted, data, Objective()),
      ],
      by: [
        ComparisonCriterion(name: "aicc", title: "", rule: .aicc),
        ComparisonCriterion(
          name: "lowest", title: "", rule: .heldOut(groups: [lowest], fromScratch: true)),
      ], seed: 2)
    #expect(result.isLog)
    for scores in result.results {
      #expect(scores.best == 0, "\(scores.criterion.name): \(scores.scores)")
      #expect((scores.difference(of: 1)?.interval?.lowerBound ?? -1) > 0, "\(scores.criterion.name)")
    }
    #expect(result.results[1].rows == 20)
    #expect(result.results[1].failures == [0, 0])
  }

  @Test("of other rows or other quantities is refused, with what differs")
  func refusal() throws {
    let whole = FitData(variables: ["x": Self.x], observed: Self.y)
    let part = FitData(
      variables: ["x": Array(Self.x.prefix(5))], observed: Array(Self.y.prefix(5)), lines: Array(0..<5))
    var scaled = whole
    scaled.observed[2] = 7
    for (other, words) in [(part, ["lines 5–7", "3 rows"]), (scaled, ["line 2", "6.8", "1 row"])] {
      do throws(DiagnosticError) {
        try RowAgreement.check([RowAgreement.Side("a", whole), RowAgreement.Side("b", other)])
        Issue.record("compared")
      } catch {
        let found = error.diagnostics[0]
        #expect(found.code == "E0540")
        for word in words { #expect(found.notes.joined().contains(word), "\(found.notes)") }
      }
    }
  }
}
