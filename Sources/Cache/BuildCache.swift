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

  /// What is kept of an input beside its hash, so that a later build can say what became another in it.
  public struct Details {
    /// The name of the input.
    var input: String
    /// The input's content.
    var bytes: [UInt8]
    /// What changed since an earlier content, a line each.
    var changes: (_ earlier: [UInt8]) -> [String]

    /// Makes details.
    public init(input: String, bytes: [UInt8], changes: @escaping (_ earlier: [UInt8]) -> [String]) {
      (self.input, self.bytes, self.changes) = (input, bytes, changes)
    }
  }

  private let store: ObjectStore?
  private let program: String
  private let earlier: [String: BuildNode]
  private let memory: StepMemory?
  private let log = Mutex<[Step]>([])

  /// Makes a cache.
  ///
  /// - Parameters:
  ///   - store: where results are kept; nil keeps none, and every step runs.
  ///   - program: what identifies the program and the libraries that shape its results.
  ///   - earlier: the steps of the last build, to say what changed since.
  ///   - memory: results of earlier builds of this process.
  public init(
    store: ObjectStore?, program: String, earlier: [BuildNode] = [], memory: StepMemory? = nil
  ) {
    (self.store, self.program, self.memory) = (store, program, memory)
    self.earlier = Dictionary(earlier.map { ($0.name, $0) }) { first, _ in first }
  }

  /// The result of a step: the stored one, or what `make` gives, which is then stored.
  ///
  /// A stored result that cannot be decoded, or that `isUsable` refuses, counts as damaged: the step runs again.
  ///
  /// - Parameters:
  ///   - node: the step and what it reads.
  ///   - isUsable: whether a stored result is whole.
  ///   - details: what to keep of an input to explain later changes; asked for only when the step runs.
  ///   - make: does the step.
  public func value<Value: Codable & Sendable, Failure: Error>(
    of node: BuildNode, isUsable: (Value) -> Bool = { _ in true }, details: () -> Details? = { nil },
    _ make: () throws(Failure) -> Value
  ) throws(Failure) -> Value {
    let key = key(of: node)
    guard let store else {
      let value = try make()
      note(node, key, isReused: false, ["there is no cache"])
      return value
    }
    if let value = memory?.value(key) as? Value, isUsable(value) {
      note(node, key, isReused: true, [])
      return value
    }
    var isDamaged = false
    switch store.read(key) {
    case .found(let bytes):
      if let value = try? PropertyListDecoder().decode(Stored<Value>.self, from: Data(bytes)),
        isUsable(value.value)
      {
        note(node, key, isReused: true, [])
        memory?.keep(value.value, as: key)
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
    memory?.keep(value, as: key)
    let details = details()
    note(node, key, isReused: false, reasons(node, isDamaged: isDamaged, details, store))
    if let details, let input = node.inputs.first(where: { $0.name == details.input }) {
      store.write(details.bytes, as: Self.detailsKey(input))
    }
    return value
  }

  private static func detailsKey(_ input: BuildNode.Input) -> String {
    var hasher = ContentHasher()
    hasher.add(["details", input.name, input.hash])
    return hasher.hash
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

  private func reasons(
    _ node: BuildNode, isDamaged: Bool, _ details: Details?, _ store: ObjectStore
  ) -> [String] {
    if isDamaged { return ["its stored result was damaged"] }
    guard let old = earlier[node.name] else { return ["not built before"] }
    var changes = node.changes(since: old)
    if let details, let input = old.inputs.first(where: { $0.name == details.input }),
      node.inputs.contains(where: { $0.name == input.name && $0.hash != input.hash }),
      case .found(let earlier) = store.read(Self.detailsKey(input))
    {
      changes += details.changes(earlier)
    }
    return changes.isEmpty ? ["its result is stored no more, or another program made it"] : changes
  }
}

/// A property list has a list or a map at its top.
private struct Stored<Value: Codable>: Codable {
  var value: Value
}
