import Fitting
import Foundation
import TestSupport
import Testing

/// The optima of the public Chinchilla points, known to convergence from independent code.
@Suite(.enabled(if: PublishedData.holds("chinchilla-epoch.csv"), "\(PublishedData.hint)"))
struct ChinchillaTests {
  @Test func huberOptimum() throws {
    let data = try Synthetic.chinchillaPoints()
    #expect(data.observed.count == 240)
    var law = try Synthetic.chinchilla()
    for index in law.parameters.indices { law.parameters[index].published = nil }
    let fit = try FitResult.fit(law, to: data, options: FitOptions(starts: 16, bootstrap: 4000))
    #expect(fit.objective <= 0.0010182740179 * (1 + 1e-9))
    #expect(isClose(fit.estimate("A"), 477.8258682, within: 1e-5))
    #expect(isClose(fit.estimate("B"), 2143.417366, within: 1e-5))
    #expect(isClose(fit.estimate("E"), 1.817218099, within: 1e-7))
    #expect(isClose(fit.estimate("alpha"), 0.347310499, within: 1e-6))
    #expect(isClose(fit.estimate("beta"), 0.367172433, within: 1e-6))
    #expect(fit.warnings.isEmpty, "\(fit.warnings)")
    let expected = ["A": 124.5, "B": 1293.3, "E": 0.0257, "alpha": 0.0154, "beta": 0.0206]
    for (index, parameter) in fit.parameters.enumerated() {
      let draws = fit.draws.map { $0[index] }
      let mean = draws.reduce(0, +) / Double(draws.count)
      let variance = draws.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(draws.count - 1)
      let tolerance = ["A", "B"].contains(parameter.name) ? 0.1 : 0.05
      #expect(
        isClose(variance.squareRoot(), expected[parameter.name] ?? 0, within: tolerance), "\(parameter.name)")
    }
  }

  @Test func absoluteOptimum() throws {
    let data = try Synthetic.chinchillaPoints()
    let fit = try FitResult.fit(
      try Synthetic.chinchilla(), to: data,
      options: FitOptions(objective: Objective(.absolute), starts: 16, bootstrap: 0))
    #expect(fit.objective <= 1.1294946534 * (1 + 1e-9))
    #expect(isClose(fit.estimate("A"), 482.0060548, within: 1e-5))
    #expect(isClose(fit.estimate("B"), 2085.436245, within: 1e-5))
    #expect(isClose(fit.estimate("E"), 1.816864133, within: 1e-7))
    #expect(isClose(fit.estimate("alpha"), 0.347813070, within: 1e-6))
    #expect(isClose(fit.estimate("beta"), 0.365854164, within: 1e-6))
  }

  /// The grid that everybody starts from: no start may be wasted on a flat place.
  @Test func everyStartOfTheGridArrives() throws {
    let data = try Synthetic.chinchillaPoints()
    var law = try Synthetic.chinchilla()
    for index in law.parameters.indices {
      law.parameters[index].published = nil
      law.parameters[index].range = index < 2 ? 1e-2...1e16 : index == 2 ? 1e-3...20 : 0...4
    }
    let powers: [Double] = [1, exp(10.0), exp(25.0)]
    let fit = try FitResult.fit(
      law, to: data,
      options: FitOptions(
        bootstrap: 0,
        grid: [
          "A": powers, "B": powers, "E": [exp(-1.0), exp(1.0)], "alpha": [0, 0.5, 2], "beta": [0, 1, 2],
        ]))
    #expect(fit.starts == 162)
    #expect(fit.startsAtOptimum >= 155)
    #expect(fit.objective <= 0.0010182740178006 * (1 + 1e-9))
  }

  @Test func leastSquaresOptimum() throws {
    let data = try Synthetic.chinchillaPoints()
    let fit = try FitResult.fit(
      try Synthetic.chinchilla(), to: data,
      options: FitOptions(objective: Objective(.squared, isLog: false), starts: 16, bootstrap: 0))
    #expect(isClose(2 * fit.objective, 0.0832038077, within: 1e-9))
    #expect(isClose(fit.estimate("A"), 567.8054, within: 1e-5))
    #expect(isClose(fit.estimate("B"), 7581.8526, within: 1e-5))
    #expect(isClose(fit.estimate("E"), 1.8828136, within: 1e-6))
    #expect(isClose(fit.estimate("alpha"), 0.3576151, within: 1e-6))
    #expect(isClose(fit.estimate("beta"), 0.4276206, within: 1e-6))
  }
}
