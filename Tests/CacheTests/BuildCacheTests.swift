import Cache
import Foundation
import TestSupport
import Testing

/// A step that reads rows, a law and a seed.
private func step(rows: [Double] = [1, 2, 3], law: String = "L = E", seed: Int = 1, label: String = "main")
  -> BuildNode
{
  var node = BuildNode(kind: "fit", label: label)
  node.reads("rows", "\(rows.count)") { $0.add(rows) }
  node.reads("law", law)
  node.reads("seed", "\(seed)")
  return node
}

@Suite struct BuildCacheTests {
  private struct Refused: Error {}

  @Test func aStepRunsOnceForTheSameInputsWhateverItIsCalled() throws {
    let folder = try TemporaryFolder()
    var runs = 0
    for label in ["main", "main", "other"] {
      let cache = BuildCache(store: ObjectStore(folder: folder.path), program: "p")
      let value = cache.value(of: step(label: label)) {
        runs += 1
        return [1.5, .infinity, -0.0]
      }
      #expect(value == [1.5, .infinity, -0.0])
    }
    #expect(runs == 1)
  }

  @Test func aProcessReadsNoResultTwiceAndForgetsWhatItUsesNoMore() throws {
    let folder = try TemporaryFolder()
    let memory = StepMemory()
    var runs = 0
    func value(_ node: BuildNode) -> [Double] {
      memory.beginRun()
      let cache = BuildCache(store: ObjectStore(folder: folder.path), program: "p", memory: memory)
      defer { #expect(cache.steps.map(\.node) == [node]) }
      return cache.value(of: node) {
        runs += 1
        return [1.5, Double(runs)]
      }
    }
    #expect(value(step()) == [1.5, 1])
    // Nothing is left on the disk, and nothing is needed.
    try FileManager.default.removeItem(atPath: folder.path)
    #expect(value(step(label: "x")) == [1.5, 1])
    #expect(runs == 1)
    #expect(value(step(seed: 2)) == [1.5, 2])
    #expect(value(step(seed: 3)) == [1.5, 3])
    try FileManager.default.removeItem(atPath: folder.path)
    #expect(value(step()) == [1.5, 4])
  }

  @Test(arguments: [
    step(rows: [1, 2, 4]), step(rows: [1, 2]), step(law: "L = F"), step(seed: 2),
  ])
  func whatAStepReadsMakesItsKey(_ other: BuildNode) {
    #expect(step().key(program: "p") != other.key(program: "p"))
    #expect(step().key(program: "p") != step().key(program: "q"))
    #expect(step().key(program: "p") == step(label: "x").key(program: "p"))
  }

  @Test func aStepSaysWhatChanged() throws {
    let folder = try TemporaryFolder()
    let store = ObjectStore(folder: folder.path)
    func reasons(_ node: BuildNode, after earlier: [BuildNode]) -> [String] {
      let cache = BuildCache(store: store, program: "p", earlier: earlier)
      _ = cache.value(of: node) { 1 }
      return cache.steps[0].reasons
    }
    #expect(reasons(step(), after: []) == ["not built before"])
    #expect(reasons(step(), after: [step()]) == [])
    #expect(reasons(step(rows: [1, 2], seed: 2), after: [step()]) == ["rows: 3 → 2", "seed: 1 → 2"])
    #expect(reasons(step(rows: [1, 2, 4]), after: [step()]) == ["rows: other content, 3"])
  }

  @Test func anErrorIsNotStored() throws {
    let folder = try TemporaryFolder()
    let cache = BuildCache(store: ObjectStore(folder: folder.path), program: "p")
    #expect(throws: Refused.self) {
      try cache.value(of: step()) { () throws(Refused) -> Int in throw Refused() }
    }
    #expect(cache.value(of: step()) { 3 } == 3)
  }

  @Test func aStoredResultOfAnotherShapeIsMadeAnew() throws {
    let folder = try TemporaryFolder()
    let store = ObjectStore(folder: folder.path)
    let cache = BuildCache(store: store, program: "p")
    _ = cache.value(of: step()) { "words" }
    #expect(cache.value(of: step()) { 4 } == 4)
    #expect(cache.value(of: step(), isUsable: { $0 == 5 }) { 5 } == 5)
    #expect(cache.steps.map(\.isReused) == [false, false, false])
  }

  /// Texts that run together when their ends are not marked.
  @Test func noTwoListsOfValuesHashAlike() {
    let lists = [["ab", "c"], ["a", "bc"], ["abc"], ["", "abc"], ["abc", ""], []]
    let hashes = lists.map { list in
      var hasher = ContentHasher()
      for text in list { hasher.add(text) }
      return hasher.hash
    }
    #expect(Set(hashes).count == lists.count)
    var (missing, empty, number, numbers) = (
      ContentHasher(), ContentHasher(), ContentHasher(), ContentHasher()
    )
    missing.add(String?.none)
    empty.add("")
    number.add(1.0)
    numbers.add([1.0, 1.0])
    #expect(Set([missing.hash, empty.hash, number.hash, numbers.hash]).count == 4)
  }
}
