/// One step of a build and everything that it reads: the key of its result.
///
/// Two steps that read the same have the same key whatever they are called and wherever their cells stand, so prose, comments and
/// the order of cells never make anything run again.
public struct BuildNode: Codable, Hashable, Sendable {
  /// One thing that the step reads.
  public struct Input: Codable, Hashable, Sendable {
    /// What it is, for people: `rows`, `law`, `seed`.
    public var name: String
    /// Hex SHA-256 of it.
    public var hash: String
    /// The thing itself in a few words, for the answer to "what changed".
    public var shown: String
    /// The step that it is the result of: `fit base`; nil for what comes from a file.
    public var node: String?

    /// Makes an input.
    public init(name: String, hash: String, shown: String, node: String? = nil) {
      (self.name, self.hash, self.shown, self.node) = (name, hash, shown, node)
    }
  }

  /// What the step does: `fit`, `figure`.
  public var kind: String
  /// The label of its cell.
  public var label: String
  /// What it reads, in a fixed order.
  public var inputs: [Input] = []

  /// Makes a step that reads nothing yet.
  public init(kind: String, label: String) { (self.kind, self.label) = (kind, label) }

  /// `fit main`
  public var name: String { label.isEmpty ? kind : "\(kind) \(label)" }

  /// Adds what the step reads.
  ///
  /// - Parameters:
  ///   - name: what it is, for people.
  ///   - shown: the thing itself in a few words.
  ///   - node: the step that it is the result of.
  ///   - write: gives all of it to the hasher.
  public mutating func reads(
    _ name: String, _ shown: String, from node: String? = nil, _ write: (inout ContentHasher) -> Void
  ) {
    var hasher = ContentHasher()
    write(&hasher)
    inputs.append(Input(name: name, hash: hasher.hash, shown: shown, node: node))
  }

  /// Adds a short text that is all of what the step reads.
  public mutating func reads(_ name: String, _ text: String) { reads(name, text) { $0.add(text) } }

  /// The key of the result, for results made by `program`.
  public func key(program: String) -> String {
    var hasher = ContentHasher()
    hasher.add(program)
    hasher.add(kind)
    for input in inputs {
      hasher.add(input.name)
      hasher.add(input.hash)
    }
    return hasher.hash
  }

  /// What this step reads otherwise than `earlier` did, a line each: `rows: 240 → 239`.
  public func changes(since earlier: BuildNode) -> [String] {
    var lines: [String] = []
    for input in inputs {
      guard let old = earlier.inputs.first(where: { $0.name == input.name }) else {
        lines.append("\(input.name): new, \(input.shown)")
        continue
      }
      guard old.hash != input.hash else { continue }
      let source = input.node.map { " (from \($0))" } ?? ""
      lines.append(
        old.shown == input.shown
          ? "\(input.name): other content, \(input.shown)\(source)"
          : "\(input.name): \(old.shown) → \(input.shown)\(source)")
    }
    for old in earlier.inputs where !inputs.contains(where: { $0.name == old.name }) {
      lines.append("\(old.name): no more, was \(old.shown)")
    }
    return lines
  }
}
