import Diagnostics
import Fitting
import Foundation
import Laws
import Testing

/// What is known of parameters beforehand.
@Suite("Priors on parameters")
struct PriorTests {
  private static func line(_ a: ClosedRange<Double> = -10...20) throws -> Law {
    try Synthetic.law(
      "line", "y = a + b*x", [LawParameter(name: "a", range: a), LawParameter(name: "b", range: -10...20)])
  }

  private static let x = [1.0, 2, 3, 4, 5, 6, 7, 8]
  private static let y = [2.9, 5.2, 6.8, 9.1, 11.2, 12.7, 15.3, 16.8]

  @Test("a normal prior on a linear law gives the mean of the posterior, at the variance of the residuals")
  func conjugate() throws {
    let data = FitData(variables: ["x": Self.x], observed: Self.y)
    var options = FitOptions(objective: Objective(.squared, isLog: false), starts: 8, bootstrap: 0)
    let plain = try FitResult.fit(try Self.line(), to: data, options: options)
    options.priors = ["b": ParameterPrior(centre: 1.5, spread: 0.07)]
    let fit = try FitResult.fit(try Self.line(), to: data, options: options)
    let n = Double(Self.x.count)
    let variance = 2 * plain.objective / (n - 2)
    // (XᵀX + φ P) θ = Xᵀy + φ P m
    let (sx, sxx) = (Self.x.reduce(0, +), Self.x.reduce(0) { $0 + $1 * $1 })
    let (sy, sxy) = (Self.y.reduce(0, +), zip(Self.x, Self.y).reduce(0) { $0 + $1.0 * $1.1 })
    let weight = variance / (0.07 * 0.07)
    let determinant = n * (sxx + weight) - sx * sx
    let a = (sy * (sxx + weight) - sx * (sxy + weight * 1.5)) / determinant
    let b = (n * (sxy + weight * 1.5) - sx * sy) / determinant
    #expect(isClose(fit.estimate("a"), a, within: 1e-6))
    #expect(isClose(fit.estimate("b"), b, within: 1e-7))
    #expect(isClose(fit.priors?.scale, variance, within: 1e-6))
    #expect(isClose(fit.penalty, 0.5 * weight * (b - 1.5) * (b - 1.5), within: 1e-5))
    let squares = zip(Self.x, Self.y).reduce(0) { $0 + pow($1.1 - a - b * $1.0, 2) }
    #expect(isClose(fit.objective, 0.5 * squares, within: 1e-7))
  }

  static let objectives = [
    Objective(.squared, isLog: false), Objective(.huber(1e-3), isLog: true),
    Objective(.huber(0.05), isLog: true), Objective(.cauchy(0.05), isLog: true),
    Objective(.absolute, isLog: true),
  ]

  private static func power(_ noise: Double = 0.02, seed: UInt64 = 5) throws -> (Law, FitData) {
    let law = try Synthetic.law(
      "power", "y = rest + slope*x^power",
      [
        LawParameter(name: "rest", range: 0...10, published: 0.5),
        LawParameter(name: "slope", range: 0.01...10, published: 0.25),
        LawParameter(name: "power", range: 0.1...3, published: 1.2),
      ])
    let data = try Synthetic.runs(
      law, noise: noise, seed: seed, grid: ["x": (1...200).map { 1 + 0.07 * Double($0) }])
    return (law, data)
  }

  @Test("the optimum is where loss and penalty together have no slope", arguments: objectives)
  func stationary(_ objective: Objective) throws {
    let (law, data) = try Self.power()
    var options = FitOptions(objective: objective, starts: 12, bootstrap: 0)
    options.priors = [
      "power": ParameterPrior(centre: 1.25, spread: 0.02),
      "rest": ParameterPrior(centre: 0.6, spread: 0.2, isLog: true),
    ]
    let fit = try FitResult.fit(law, to: data, options: options)
    #expect(fit.penalty > 0)
    func total(_ moved: FitResult) throws -> Double {
      try moved.evaluated(on: data, objective: objective).objective + moved.penalty
    }
    let here = try total(fit)
    for index in fit.parameters.indices {
      let ends = try [-1e-4, 1e-4].map { step in
        var moved = fit
        moved.parameters[index].estimate *= 1 + step
        return try total(moved)
      }
      let bend = ends[0] + ends[1] - 2 * here
      #expect(bend > 0 && ends[0] >= here && ends[1] >= here)
      // The slope as a share of what the curvature makes of the step; corners have none.
      if objective.loss != .absolute, objective.loss != .huber(1e-3) {
        #expect(abs(ends[1] - ends[0]) < 1e-3 * bend, "\(fit.parameters[index].name)")
      }
    }
  }

  @Test("a prior as wide as the standard error pulls the estimate half the way", arguments: objectives)
  func balance(_ objective: Objective) throws {
    let law = try Synthetic.law("level", "y = c + 0*x", [LawParameter(name: "c", range: 0.1...10)])
    var shares: [Double] = []
    for seed in 1...5 {
      var random = RandomStream(seed: UInt64(seed))
      let observed = (0..<200).map { _ in 2 * exp(0.03 * random.normal()) }
      let data = FitData(variables: ["x": observed.map { _ in 1 }], observed: observed)
      var options = FitOptions(objective: objective, starts: 4, bootstrap: 200, seed: 9)
      let plain = try FitResult.fit(law, to: data, options: options)
      let centre = try #require(plain.estimate("c"))
      let draws = plain.draws.map { $0[0] }
      let mean = draws.reduce(0, +) / Double(draws.count)
      let error = (draws.reduce(0) { $0 + pow($1 - mean, 2) } / Double(draws.count)).squareRoot()
      options.bootstrap = 0
      options.priors = ["c": ParameterPrior(centre: centre + error, spread: error)]
      let pulled = try #require(try FitResult.fit(law, to: data, options: options).estimate("c"))
      shares.append((pulled - centre) / error)
    }
    let share = shares.reduce(0, +) / Double(shares.count)
    #expect(share > 0.35 && share < 0.65, "\(shares)")
  }

  @Test("a prior decides what rows do not, and gives it its own interval")
  func ridge() throws {
    let law = try Synthetic.degradation()
    let data = try Synthetic.runs(
      law, noise: 0.02, seed: 3,
      grid: ["N": Synthetic.sizes, "D": [1.5e9, 6.6e9, 26.2e9], "P_post": [3, 4, 6]])
    var options = FitOptions(objective: Objective(.huber(1e-2)), starts: 24, bootstrap: 300, seed: 4)
    options.priors = ["b": ParameterPrior(centre: 1.1277, spread: 0.2)]
    let fit = try FitResult.fit(law, to: data, options: options)
    #expect(isClose(fit.estimate("b"), 1.1277, within: 1e-3))
    let interval = try #require(fit.interval("b"))
    #expect(isClose(interval.upperBound - interval.lowerBound, 2 * 1.96 * 0.2, within: 0.15))
    #expect(
      fit.warnings.contains { $0.contains("b and C_T") || $0.contains("C_T and b") }
        && fit.warnings.contains { $0.contains("the prior on b decides") }, "\(fit.warnings)")
    options.maxThreads = 1
    let again = try FitResult.fit(law, to: data, options: options)
    #expect(again.draws == fit.draws && again.parameters == fit.parameters)
    // Without the prior, each start ends somewhere else along the ridge.
    options.priors = [:]
    options.bootstrap = 0
    let open = try FitResult.fit(law, to: data, options: options)
    #expect(open.warnings.contains { $0.contains("fix one of them") })
  }

  @Test("a log-normal prior keeps a parameter above 0 and is symmetric in factors")
  func logNormal() throws {
    let law = try Synthetic.law(
      "pair", "y = a*c + 0*x",
      [LawParameter(name: "a", range: 0...100), LawParameter(name: "c", range: 0.01...100)])
    let data = FitData(
      variables: ["x": Array(repeating: 1, count: 6)], observed: [5.9, 6.1, 6.0, 5.95, 6.05, 6.0])
    var options = FitOptions(objective: Objective(.squared), starts: 12, bootstrap: 200, seed: 2)
    options.priors = ["a": ParameterPrior(centre: 2, spread: log(1.5), isLog: true)]
    let fit = try FitResult.fit(law, to: data, options: options)
    #expect(isClose(fit.estimate("a"), 2, within: 1e-4))
    #expect(isClose(fit.estimate("c"), 3, within: 0.01))
    let interval = try #require(fit.interval("a"))
    #expect(isClose(log(interval.upperBound / interval.lowerBound), 2 * 1.96 * log(1.5), within: 0.2))
  }

  @Test("a profile counts the prior, and refits without rows keep it")
  func refits() throws {
    let (law, data) = try Self.power(0.05)
    var options = FitOptions(objective: Objective(.squared), starts: 12, bootstrap: 40, seed: 2)
    options.profiles = ["power"]
    options.intervals = .bca
    let plain = try FitResult.fit(law, to: data, options: options)
    let wide = try #require(plain.profiles["power"]?.interval)
    options.priors = ["power": ParameterPrior(centre: 1.2, spread: 0.01)]
    let fit = try FitResult.fit(law, to: data, options: options)
    let narrow = try #require(fit.profiles["power"]?.interval)
    let (half, open) = (
      0.5 * (narrow.upperBound - narrow.lowerBound), 0.5 * (wide.upperBound - wide.lowerBound)
    )
    // Both are measurements of the same number.
    let expected = 1 / (1 / (0.0196 * 0.0196) + 1 / (open * open)).squareRoot()
    #expect(isClose(half, expected, within: 0.1), "\(half) \(expected) \(open)")
    #expect(fit.jackknife.count == 200)
    #expect(fit.jackknife.allSatisfy { abs($0[2] - 1.2) < 0.05 })
  }

  @Test("information criteria refuse a parameter that is neither free nor fixed; errors of prediction do not")
  func comparison() throws {
    let data = FitData(variables: ["x": Self.x], observed: Self.y)
    func entrant(_ label: String, _ priors: [String: ParameterPrior]) throws -> LawComparison.Entrant {
      var options = FitOptions(objective: Objective(.squared, isLog: false), starts: 8, bootstrap: 0)
      options.priors = priors
      let fit = try FitResult.fit(try Self.line(), to: data, options: options)
      return LawComparison.Entrant(
        label: label, law: try Self.line(), data: data, options: options, fit: fit)
    }
    let pair = [
      try entrant("plain", [:]), try entrant("known", ["b": ParameterPrior(centre: 2, spread: 0.001)]),
    ]
    let loo = ComparisonCriterion(
      name: "loo", title: "", rule: .heldOut(groups: (0..<8).map { [$0] }, fromScratch: false))
    let scores = try LawComparison.run(pair, by: [loo], seed: 1).results[0].scores
    // With the slope as good as given, leaving a row out moves the level by its residual over n − 1.
    let level = zip(Self.x, Self.y).reduce(0) { $0 + $1.1 - 2 * $1.0 } / 8
    let squares = zip(Self.x, Self.y).reduce(0) { $0 + pow(($1.1 - 2 * $1.0 - level) * 8 / 7, 2) }
    #expect(isClose(scores[1], (squares / 8).squareRoot(), within: 1e-2))
    #expect(scores[0] != scores[1])
    let aicc = ComparisonCriterion(name: "aicc", title: "AICc", rule: .aicc)
    #expect(throws: DiagnosticError.self) { try LawComparison.run(pair, by: [aicc], seed: 1) }
  }

  @Test(
    "priors that mean nothing are refused",
    arguments: [
      ("slop", ParameterPrior(centre: 1, spread: 1), "E0570", "\"slop\""),
      ("b", ParameterPrior(centre: 1, spread: 0), "E0571", "above 0"),
      ("b", ParameterPrior(centre: .nan, spread: 1), "E0571", "above 0"),
      ("b", ParameterPrior(centre: -1, spread: 1, isLog: true), "E0571", "median above 0"),
      ("a", ParameterPrior(centre: 1, spread: 1), "E0572", "fixed"),
      ("c", ParameterPrior(centre: 1, spread: 1), "E0572", "tied to \"b\""),
      ("b", ParameterPrior(centre: 50, spread: 1), "E0573", "-10 to 20"),
    ])
  func refused(_ name: String, _ prior: ParameterPrior, _ code: String, _ words: String) throws {
    let law = try Synthetic.law(
      "line", "y = a + b*x + c*x",
      [
        LawParameter(name: "a", fixed: 1), LawParameter(name: "b", range: -10...20),
        LawParameter(name: "c", tiedTo: "b"),
      ])
    var options = FitOptions(objective: Objective(.squared, isLog: false), starts: 8, bootstrap: 0)
    options.priors = [name: prior]
    do throws(DiagnosticError) {
      _ = try FitResult.fit(
        law, to: FitData(variables: ["x": Self.x], observed: Self.y), options: options)
      Issue.record("fitted")
    } catch {
      #expect(error.diagnostics[0].code == code)
      #expect(error.diagnostics[0].message.contains(words), "\(error.diagnostics[0].message)")
    }
  }
}
