/// The parameters of a report, which a setting or an expression in one may name: `params.bits`.
public struct SettingParameters: Hashable, Sendable {
  /// A value of its type.
  public enum Value: Hashable, Sendable {
    /// A text.
    case text(String)
    /// A number, and how it was written.
    case number(Double, text: String)
    /// `true` or `false`.
    case truth(Bool)
  }

  /// What stands before the dot.
  public static let label = "params"

  /// The values by name.
  public var values: [String: Value]

  /// Makes a set of parameters.
  public init(_ values: [String: Value]) { self.values = values }

  /// The value of a parameter. Throws `E0203` for one that is not declared.
  public func value(_ name: String, at location: SourceLocation) throws(DiagnosticError) -> Value {
    if let value = values[name] { return value }
    throw DiagnosticError(
      "E0203", "\"\(Self.label)\" has no \"\(name)\"", at: location,
      notes: values.isEmpty
        ? ["the report declares no parameters"]
        : ["it has: \(values.keys.sorted().joined(separator: ", "))"],
      help: values.isEmpty
        ? ["declare it in the front matter: parameters: {\(name): 4}"]
        : Spelling.didYouMean(name, among: values.keys), missing: .label(Self.label))
  }

  /// The parameters that a text names, a line `name=value` each in alphabetical order, so that what is known by the text
  /// is also known by their values.
  public func mentioned(in text: String) -> [String] {
    guard text.contains(Self.label) else { return [] }
    return values.sorted { $0.key < $1.key }
      .filter { text.contains("\(Self.label).\($0.key)") }
      .map { "\($0.key)=\($0.value)" }
  }

  /// The name behind `params.` where a text is nothing else.
  static func name(in text: String) -> String? {
    guard text.hasPrefix(label + ".") else { return nil }
    let name = text.dropFirst(label.count + 1)
    guard !name.isEmpty, name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" }) else { return nil }
    return String(name)
  }
}

extension ConfigNode {
  /// The same settings, whose values and expressions may name the parameters of a report.
  public func naming(_ parameters: SettingParameters) -> ConfigNode {
    var copy = self
    switch content {
    case .scalar(let text, _): if text.contains(SettingParameters.label) { copy.parameters = parameters }
    case .list(let items): copy.content = .list(items.map { $0.naming(parameters) })
    case .map(let entries):
      copy.content = .map(
        entries.map {
          Entry(key: $0.key, keyLocation: $0.keyLocation, value: $0.value.naming(parameters))
        })
    case .null: break
    }
    return copy
  }

  /// The value, or that of the parameter that a plain `params.bits` names.
  func resolved() throws(DiagnosticError) -> ConfigNode {
    guard let parameters, case .scalar(let text, false) = content, let name = SettingParameters.name(in: text)
    else { return self }
    let content: Content =
      switch try parameters.value(name, at: location) {
      case .text(let text): .scalar(text, quoted: true)
      case .number(_, let text): .scalar(text, quoted: false)
      case .truth(let truth): .scalar(truth ? "true" : "false", quoted: false)
      }
    return ConfigNode(content, at: location)
  }
}
