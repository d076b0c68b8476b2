/// A value from a configuration text (a YAML cell, front matter), with the place of every key and value.
///
/// Parts that take settings decode from this, so that a wrong key or type is an error at its own column, whatever
/// wrote the text.
public struct ConfigNode: Hashable, Sendable {
  /// What it holds.
  public var content: Content
  /// Where the value begins.
  public var location: SourceLocation
  /// The parameters that a single value may name; nil where there are none.
  public var parameters: SettingParameters?

  /// Makes a node.
  public init(_ content: Content, at location: SourceLocation) {
    self.content = content
    self.location = location
  }

  /// The forms of a value.
  public indirect enum Content: Hashable, Sendable {
    /// A scalar as written; `quoted` tells `"5"` from `5`, `doubleQuoted` finds the `\v` trap.
    case scalar(String, quoted: Bool)
    /// `[a, b]`
    case list([ConfigNode])
    /// `key: value`, in order.
    case map([Entry])
    /// Nothing after the colon, `null` or `~`.
    case null
  }

  /// One `key: value`.
  public struct Entry: Hashable, Sendable {
    /// The key.
    public var key: String
    /// Where the key begins.
    public var keyLocation: SourceLocation
    /// The value.
    public var value: ConfigNode

    /// Makes an entry.
    public init(key: String, keyLocation: SourceLocation, value: ConfigNode) {
      self.key = key
      self.keyLocation = keyLocation
      self.value = value
    }
  }

  /// The value of a key of a map, or nil.
  public subscript(key: String) -> ConfigNode? {
    guard case .map(let entries) = content else { return nil }
    return entries.first { $0.key == key }?.value
  }

  /// The entries of a map. Throws when this is something else.
  public func entries(_ what: String) throws(DiagnosticError) -> [Entry] {
    switch content {
    case .map(let entries): return entries
    case .null: return []
    default: throw mismatch("\(what) must be a map of `key: value` lines")
    }
  }

  /// Refuses keys that are not known, all at once, each with a suggestion.
  public func expectKeys(_ known: [String], in what: String) throws(DiagnosticError) {
    let unknown = try entries(what).filter { !known.contains($0.key) }
    guard !unknown.isEmpty else { return }
    throw DiagnosticError(
      unknown.map {
        Diagnostic(
          .error, "E0110", "unknown key \"\($0.key)\" in \(what)", at: $0.keyLocation,
          notes: ["known keys: \(known.joined(separator: ", "))"],
          help: Spelling.didYouMean($0.key, among: known))
      })
  }

  /// A scalar's text. Throws for lists, maps and nothing.
  public func string(_ what: String) throws(DiagnosticError) -> String {
    try resolved().written(what)
  }

  /// A scalar's text as it stands, whatever it names. Throws for lists, maps and nothing.
  public func written(_ what: String) throws(DiagnosticError) -> String {
    guard case .scalar(let text, _) = content else { throw mismatch("\(what) must be a single value") }
    return text
  }

  /// A number: `1e9`, `240`, `-3.5`. Throws for anything else.
  public func number(_ what: String) throws(DiagnosticError) -> Double {
    let node = try resolved()
    guard case .scalar(let text, false) = node.content,
      let value = Double(text.trimmingSpaces().replacing("_", with: "")), value.isFinite
    else { throw node.mismatch("\(what) must be a number") }
    return value
  }

  /// A whole number in a range.
  public func integer(_ what: String, in range: ClosedRange<Int>) throws(DiagnosticError) -> Int {
    let value = try number(what)
    guard value.rounded() == value, abs(value) < 9e15, range.contains(Int(value)) else {
      throw mismatch("\(what) must be a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return Int(value)
  }

  /// `true` or `false`.
  public func boolean(_ what: String) throws(DiagnosticError) -> Bool {
    let node = try resolved()
    switch node.content {
    case .scalar("true", false): return true
    case .scalar("false", false): return false
    default: throw node.mismatch("\(what) must be true or false")
    }
  }

  /// A list; a scalar stands for a list of one.
  public func list(_ what: String) throws(DiagnosticError) -> [ConfigNode] {
    switch content {
    case .list(let items): return items
    case .scalar: return [self]
    default: throw mismatch("\(what) must be a list")
    }
  }

  /// `low..high` as two numbers, low below high.
  public func range(_ what: String) throws(DiagnosticError) -> ClosedRange<Double> {
    let parts = try string(what).split(separator: "..", omittingEmptySubsequences: false)
    guard parts.count == 2, let low = Double(String(parts[0]).trimmingSpaces()),
      let high = Double(String(parts[1]).trimmingSpaces()), low <= high
    else { throw mismatch("\(what) must be a range like 0.3..8") }
    return low...high
  }

  /// An error that names what was found.
  public func mismatch(_ message: String) -> DiagnosticError {
    let found: String =
      switch content {
      case .scalar(let text, _): "\"\(text.prefix(60))\""
      case .list: "a list"
      case .map: "a map"
      case .null: "nothing"
      }
    return DiagnosticError("E0111", "\(message), found \(found)", at: location)
  }
}

extension String {
  /// The text without spaces and tabs at its ends.
  public func trimmingSpaces() -> String {
    var view = self[...]
    while let first = view.first, first.isWhitespace { view.removeFirst() }
    while let last = view.last, last.isWhitespace { view.removeLast() }
    return String(view)
  }
}
