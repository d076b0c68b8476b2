import Foundation
import Synchronization

/// The memory of a build: results of earlier steps, and a log of which were used.
///
/// Safe to use from many threads. What it gives back is bit for bit what was stored, so a build with it and one without write the
/// same files.
public final class BuildCache: Sendable {
  /// What became of a step.
  public struct Step: Codable, Hashable, Sendable {
    /// The step and what it read.
    public var node: BuildNode
    /// The key of its result.
    public var key: String
    /// Whether the result came from the store.
    public var isReused: Bool
    /// Why it ran, a line each; empty when it did not.
    public var reasons: [String]
  }

  private let store: ObjectStore?
  private let program: String
  private let earlier: [String: BuildNode]
  private let log = Mutex<[Step]>([])

  /// Makes a cache.
  ///
  /// - Parameters:
  ///   - store: where results are kept; nil keeps none, and every step runs.
  ///   - program: what identifies the program and the libraries that shape its results.
  ///   - earlier: the steps of the last build, to say what changed since.
  public init(store: ObjectStore?, program: String, earlier: [BuildNode] = []) {
    (self.store, self.program) = (store, program)
    self.earlier = Dictionary(earlier.map { ($0.name, $0) }) { first, _ in first }
  }

  /// The result of a step: the stored one, or what `make` gives, which is then stored.
  ///
  /// A stored result that cannot be decoded, or that `isUsable` refuses, counts as damaged: the step runs again.
  public func value<Value: Codable, Failure: Error>(
    of node: BuildNode, isUsable: (Value) -> Bool = { _ in true }, _ make: () throws(Failure) -> Value
  ) throws(Failure) -> Value {
    let key = key(of: node)
    guard let store else {
      let value = try make()
      note(node, key, isReused: false, ["there is no cache"])
      return value
    }
    var isDamaged = false
    switch store.read(key) {
    case .found(let bytes):
      if let value = try? PropertyListDecoder().decode(Stored<Value>.self, from: Data(bytes)),
        isUsable(value.value)
      {
        note(node, key, isReused: true, [])
        return value.value
      }
      isDamaged = true
    case .damaged: isDamaged = true
    case .missing: break
    }
    let value = try make()
    let encoder = PropertyListEncoder()
    encoder.outputFormat = .binary
    if let data = try? encoder.encode(Stored(value: value)) { store.write([UInt8](data), as: key) }
    note(node, key, isReused: false, reasons(node, isDamaged: isDamaged))
    return value
  }

  /// The key of a step's result.
  public func key(of node: BuildNode) -> String { node.key(program: program) }

  /// The steps so far, sorted by name: threads finish in any order.
  public var steps: [Step] { log.withLock { $0 }.sorted { $0.node.name < $1.node.name } }

  /// Whether anything was stored, so that the store may have grown beyond its limit.
  public var hasGrown: Bool { log.withLock { $0.contains { !$0.isReused } } }

  private func note(_ node: BuildNode, _ key: String, isReused: Bool, _ reasons: [String]) {
    log.withLock { $0.append(Step(node: node, key: key, isReused: isReused, reasons: reasons)) }
  }

  private func reasons(_ node: BuildNode, isDamaged: Bool) -> [String] {
    if isDamaged { return ["its stored result was damaged"] }
    guard let old = earlier[node.name] else { return ["not built before"] }
    let changes = node.changes(since: old)
    return changes.isEmpty ? ["its result is stored no more, or another program made it"] : changes
  }
}

/// A property list has a list or a map at its top.
private struct Stored<Value: Codable>: Codable {
  var value: Value
}
