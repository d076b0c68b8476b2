import Fitting
import Laws
import Testing

/// Draws: reproducible, by runs, of the right width.
struct BootstrapTests {
  private func fit(
    _ data: FitData, bootstrap: Int, starts: Int = 8, seed: UInt64 = 1, threads: Int? = nil
  ) throws -> FitResult {
    try FitResult.fit(
      try Synthetic.chinchilla(), to: data,
      options: FitOptions(starts: starts, bootstrap: bootstrap, seed: seed, maxThreads: threads))
  }

  private func runs(noise: Double = 5e-3) throws -> FitData {
    let sizes: [Double] = [1e7, 3e7, 1e8, 3e8, 1e9]
    let tokens: [Double] = [3e8, 1e9, 3e9, 1e10, 3e10, 1e11]
    return try Synthetic.runs(
      try Synthetic.chinchilla(), noise: noise, seed: 21, grid: ["N": sizes, "D": tokens])
  }

  private func width(_ fit: FitResult, _ name: String) -> Double {
    fit.interval(name).map { $0.upperBound - $0.lowerBound } ?? .nan
  }

  @Test func threadsDoNotChangeAnything() throws {
    let data = try runs()
    let one = try fit(data, bootstrap: 60, starts: 24, threads: 1)
    let two = try fit(data, bootstrap: 60, starts: 24, threads: 2)
    #expect(one.draws == two.draws)
    #expect(one.parameters == two.parameters)
    #expect(one.objective == two.objective)
    #expect(one.minima == two.minima)
    #expect(one.warnings == two.warnings)
  }

  @Test func theSeedDecides() throws {
    let data = try runs()
    let first = try fit(data, bootstrap: 30, seed: 1)
    let again = try fit(data, bootstrap: 30, seed: 1)
    let other = try fit(data, bootstrap: 30, seed: 2)
    #expect(first.draws == again.draws)
    #expect(first.draws != other.draws)
    #expect(isClose(other.objective, first.objective, within: 1e-9))
  }

  @Test func rowsOfOneRunAreDrawnTogether() throws {
    let data = try runs()
    let copies = 4
    func repeated(_ values: [Double]) -> [Double] { values.flatMap { Array(repeating: $0, count: copies) } }
    var copied = FitData(
      variables: data.variables.mapValues { repeated($0) }, observed: repeated(data.observed),
      clusters: data.clusters.flatMap { Array(repeating: $0, count: copies) })
    let plain = try fit(data, bootstrap: 300)
    let clustered = try fit(copied, bootstrap: 300)
    copied.clusters = Array(copied.observed.indices)
    let naive = try fit(copied, bootstrap: 300)
    for name in ["alpha", "beta", "E"] {
      #expect(isClose(width(clustered, name), width(plain, name), within: 0.02), "\(name)")
      // Four copies taken for four runs halve the width.
      #expect(width(naive, name) < 0.7 * width(plain, name), "\(name)")
    }
    #expect(clustered.clustersUsed == plain.clustersUsed)
    #expect(clustered.rowsUsed == copies * plain.rowsUsed)
  }

  @Test func intervalsCoverTheTruthAndShrinkWithNoise() throws {
    let noisy = try fit(try runs(noise: 1e-2), bootstrap: 200)
    let quiet = try fit(try runs(noise: 1e-3), bootstrap: 200)
    #expect(width(quiet, "alpha") < 0.3 * width(noisy, "alpha"))
    #expect(noisy.draws.count == 200)
    #expect(noisy.interval("alpha")?.contains(0.3478) == true)
  }

  @Test func percentiles() {
    let draws = (0...1000).map { Double($0) }
    #expect(Interval.percentile(draws.shuffled()) == 25...975)
    #expect(Interval.percentile(draws, level: 0.5) == 250...750)
    #expect(Interval.percentile([1, 2, 3]) == nil)
    #expect(Interval.percentile(Array(repeating: 2, count: 50)) == 2...2)
    #expect(Interval.percentile(draws + [.nan]) == 25...975)
    #expect(Interval.percentile(draws + Array(repeating: Double.nan, count: 200)) == nil)
  }

  @Test func randomNumbersAreEvenAndTheirStreamsDiffer() {
    var random = RandomStream(seed: 3, stream: 1)
    var other = RandomStream(seed: 3, stream: 2)
    #expect((0..<8).map { _ in random.next() } != (0..<8).map { _ in other.next() })
    let values = (0..<20000).map { _ in random.normal() }
    let mean = values.reduce(0, +) / 20000
    let variance = values.reduce(0) { $0 + $1 * $1 } / 20000
    #expect(abs(mean) < 0.03)
    #expect(abs(variance - 1) < 0.05)
    #expect(Set((0..<200).map { _ in random.index(below: 5) }) == [0, 1, 2, 3, 4])
  }
}
