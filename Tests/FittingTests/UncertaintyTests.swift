import Expressions
import Fitting
import Foundation
import Laws
import Testing

/// Intervals beyond percentiles, against closed forms.
struct UncertaintyTests {
  private static let x = [1.0, 2, 3, 4, 5, 6, 7, 8]
  private static let y = [2.9, 5.2, 6.8, 9.1, 11.2, 12.7, 15.3, 16.8]
  private static let quantile95 = 1.959_963_984_540_054

  private func line() throws -> Law {
    try Synthetic.law(
      "line", "y = a + b*x",
      [LawParameter(name: "a", range: -10...20), LawParameter(name: "b", range: -10...10)])
  }

  private func normal(_ z: Double) -> Double { 0.5 * erfc(-z / 2.0.squareRoot()) }

  @Test("the corrected interval moves the percentiles by bias and acceleration", arguments: [0.5, 0.6, 0.35])
  func correctedInterval(share: Double) throws {
    // Draws whose quantile of probability p is 1000 p.
    let draws = (0...1000).map { Double($0) }
    let samples = [[0.0, 0, 0, 0, 1, 3], [2.0, 2, 2, 9]]
    var (cubes, squares) = (0.0, 0.0)
    for sample in samples {
      let n = Double(sample.count)
      let mean = sample.reduce(0, +) / n
      for value in sample {
        let influence: Double = (n - 1) / n * (mean - value)
        squares += pow(influence, 2)
        cubes += pow(influence, 3)
      }
    }
    // The normal quantile of the three shares.
    let z0 = [0.5: 0, 0.6: 0.253_347_103_135_8, 0.35: -0.385_320_466_407_6][share] ?? .nan
    for (jackknife, a) in [([], 0), (samples, cubes / (6 * pow(squares, 1.5)))] as [([[Double]], Double)] {
      let found = try #require(Interval.bca(draws, estimate: 1000 * share, jackknife: jackknife))
      for (end, z) in [(found.lowerBound, -Self.quantile95), (found.upperBound, Self.quantile95)] {
        let expected = 1000 * normal(z0 + (z0 + z) / (1 - a * (z0 + z)))
        #expect(abs(end - expected) < 1.2, "\(end) \(expected)")
      }
    }
  }

  @Test("the profile of a slope is that of the F statistic's relative")
  func profile() throws {
    var options = FitOptions(objective: Objective(.squared, isLog: false), starts: 16, bootstrap: 0, seed: 5)
    options.profiles = ["b"]
    let data = FitData(variables: ["x": Self.x], observed: Self.y)
    let fit = try FitResult.fit(try line(), to: data, options: options)
    let n = 8.0
    let mean = Self.x.reduce(0, +) / n
    let sxx = Self.x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    // n ln(RSS(b)/RSS₀) meets the quantile of χ² where (b − b̂)² Sxx = RSS₀ (e^(χ²/n) − 1); the objective is ½RSS.
    let chi = Self.quantile95 * Self.quantile95
    let half = (2 * fit.objective * (exp(chi / n) - 1) / sxx).squareRoot()
    let slope = fit.estimate("b") ?? .nan
    let found = try #require(fit.profiles["b"])
    #expect(abs(found.interval.lowerBound - (slope - half)) < 1e-4)
    #expect(abs(found.interval.upperBound - (slope + half)) < 1e-4)
    #expect(fit.profiles["a"] == nil)
  }

  @Test("a parameter that the data do not determine has an open profile")
  func openProfile() throws {
    let law = try Synthetic.law(
      "product", "y = k*c*x",
      [LawParameter(name: "k", range: 0.01...100), LawParameter(name: "c", range: 0.01...100)])
    var options = FitOptions(objective: Objective(.squared, isLog: false), starts: 16, bootstrap: 0, seed: 5)
    options.profiles = ["k"]
    let fit = try FitResult.fit(
      law, to: FitData(variables: ["x": Self.x], observed: Self.y), options: options)
    let found = try #require(fit.profiles["k"])
    // k may be anything at which c = 2.1/k is still in its range.
    #expect(found.interval.upperBound == .infinity || found.interval.upperBound > 50)
    #expect(found.interval.lowerBound < 0.05)
  }

  @Test("does not depend on the number of threads")
  func threads() throws {
    let law = try Synthetic.shiftedWeights()
    let data = try Synthetic.runs(
      law, noise: 0.003, seed: 4, grid: ["N": Synthetic.sizes, "D": Synthetic.tokens, "P": [3, 4, 6, 8]])
    func fit(_ threads: Int) throws -> FitResult {
      var options = FitOptions(starts: 16, bootstrap: 40, seed: 8, maxThreads: threads)
      (options.intervals, options.profiles) = (.bca, ["gamma"])
      return try FitResult.fit(law, to: data, options: options)
    }
    let (one, three) = (try fit(1), try fit(3))
    #expect(one.jackknife.count == 80)
    #expect(one.jackknife == three.jackknife)
    #expect(one.profiles == three.profiles)
    #expect(one.parameters == three.parameters)
    let interval = try #require(one.profiles["gamma"]?.interval)
    #expect(interval.contains(2.6745), "\(interval)")
    let bootstrap = try #require(one.interval("gamma"))
    #expect(bootstrap != Interval.percentile(one.draws.map { $0[5] }))
    #expect(interval.overlaps(bootstrap))
  }
}
