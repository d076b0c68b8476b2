import Synchronization
import Testing
import Work

/// Counts how many pieces run at the same moment.
private final class Gauge: Sendable {
  private let counts = Mutex((now: 0, most: 0))

  func during<Result>(_ body: () -> Result) -> Result {
    counts.withLock { counts in
      counts.now += 1
      counts.most = max(counts.most, counts.now)
    }
    defer { counts.withLock { $0.now -= 1 } }
    return body()
  }

  var most: Int { counts.withLock { $0.most } }
}

/// Some work that no compiler takes away.
private func spin(_ seed: Int) -> Int {
  var state = UInt64(truncatingIfNeeded: seed)
  for _ in 0..<2000 { state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407 }
  return Int(truncatingIfNeeded: state >> 40)
}

@Suite struct ParallelMapTests {
  @Test(arguments: [0, 1, 2, 500], [nil, 1, 2, 7])
  func resultsComeInOrder(_ count: Int, _ threads: Int?) {
    let found = ParallelMap.run(
      count, maxThreads: threads, makeState: { 0 },
      body: { state, index in
        state += 1
        return spin(index)
      })
    #expect(found == (0..<count).map(spin))
  }

  @Test(arguments: [1, 2, 3, 8])
  func mapsInsideMapsShareThreads(_ threads: Int) {
    let gauge = Gauge()
    let found = WorkPool.run(threads: threads) {
      ParallelMap.run(Array(0..<6)) { outer in
        ParallelMap.run(Array(0..<20)) { middle in
          ParallelMap.run(Array(0..<5)) { inner in
            gauge.during { spin(outer * 100 + middle * 5 + inner) }
          }.reduce(0, +)
        }.reduce(0, +)
      }
    }
    #expect(found == (0..<6).map { outer in (0..<100).map { spin(outer * 100 + $0) }.reduce(0, +) })
    #expect(gauge.most <= threads)
  }

  @Test func aMapKeepsToItsOwnNumberOfThreads() {
    let gauge = Gauge()
    WorkPool.run(threads: 8) {
      _ = ParallelMap.run(Array(0..<200), maxThreads: 2) { index in gauge.during { spin(index) } }
    }
    #expect(gauge.most <= 2)
  }

  @Test func progressRisesToOneAndIsNeverToldTwiceAtOnce() {
    let told = Mutex([Double]())
    _ = ParallelMap.run(
      100, maxThreads: 4, progress: { share in told.withLock { $0.append(share) } }, makeState: {},
      body: { _, index in spin(index) })
    let shares = told.withLock { $0 }
    #expect(shares == (1...100).map { Double($0) / 100 })
  }

  private struct Refusal: Error, Equatable { var index: Int }

  @Test(arguments: [1, 4])
  func theFirstFailureInOrderIsThrown(_ threads: Int) {
    #expect(throws: Refusal(index: 3)) {
      try ParallelMap.attempt(Array(0..<50), maxThreads: threads) { (index) throws(Refusal) -> Int in
        if index % 4 == 3 { throw Refusal(index: index) }
        return spin(index)
      }
    }
  }
}

@Suite struct WorkGraphTests {
  /// Each step needs some of those before it; the same for every run.
  private func needs(_ count: Int, salt: Int) -> [[Int]] {
    (0..<count).map { step in (0..<step).filter { spin(salt * 10_007 + step * 131 + $0) % 5 == 0 } }
  }

  @Test(arguments: [1, 2, 5], [0, 1, 2, 3])
  func aStepSeesWhatItNeeds(_ threads: Int, _ salt: Int) {
    let needs = needs(60, salt: salt)
    let gauge = Gauge()
    let found = WorkPool.run(threads: threads) {
      WorkGraph.run(needs: needs) { step, given in gauge.during { spin(step) &+ given.reduce(0, &+) } }
    }
    var expected: [Int] = []
    for step in needs.indices {
      expected.append(spin(step) &+ needs[step].map { expected[$0] }.reduce(0, &+))
    }
    #expect(found == expected)
    #expect(gauge.most <= threads)
  }

  @Test(arguments: [1, 2, 4])
  func stepsMapInsideThePoolOfTheGraph(_ threads: Int) {
    let gauge = Gauge()
    let found = WorkPool.run(threads: threads) {
      WorkGraph.run(needs: [[], [], [0], [0, 1], [2, 3]]) { step, given in
        ParallelMap.run(Array(0..<40)) { piece in gauge.during { spin(piece) } }.reduce(step, &+)
          &+ given.reduce(0, &+)
      }
    }
    let one = (0..<40).map(spin).reduce(0, &+)
    let expected = [one, one + 1, 2 * one + 2, 3 * one + 4, 6 * one + 10]
    #expect(found == expected)
    #expect(gauge.most <= threads)
  }

  @Test func whatAStepCannotNeedIsIgnored() {
    #expect(
      WorkGraph.run(needs: [[0, 5], [-1, 0], [2, 1]]) { step, given in step + given.count } == [0, 2, 3])
    #expect(WorkGraph.run(needs: []) { step, _ in step } == [])
  }
}
