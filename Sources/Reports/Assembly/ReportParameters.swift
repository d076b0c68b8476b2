import Diagnostics

/// A parameter as somebody set it outside the report: `-P bits=8`.
public struct ParameterSetting: Sendable, Hashable {
  /// The name, and the value as written.
  public var name, value: String

  /// Makes a setting.
  public init(name: String, value: String) { (self.name, self.value) = (name, value) }

  /// Reads `name=value`. Throws `E0234` for anything else.
  public init(_ text: String) throws(DiagnosticError) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, Identifier.isName(String(parts[0])) else {
      throw DiagnosticError(
        "E0234", "\"\(text)\" sets no parameter", help: ["write -P name=value, for example -P bits=8"])
    }
    (name, value) = (String(parts[0]), String(parts[1]))
  }
}

/// A parameter that a report declares, with its value in this build.
public struct ReportParameter: Sendable, Hashable {
  /// What a value must be.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// Any text.
    case text
    /// A number.
    case number
    /// A whole number.
    case integer
    /// `true` or `false`.
    case boolean
  }

  /// The name: `bits` is `{{params.bits}}` in the text and `params.bits` in expressions.
  public var name: String
  /// What a value must be.
  public var kind: Kind
  /// What the parameter is for; empty when its author does not say.
  public var description = ""
  /// The value that the report declares.
  public var standard: String
  /// The value of this build.
  public var value: String
  /// The values that it may have; empty for any.
  public var choices: [String] = []

  /// Whether it was set outside the report.
  public var isSet: Bool { value != standard }
}

/// Decodes `parameters:` of the front matter.
enum ParameterDecoder {
  /// The parameters with their values; every mistake at once.
  ///
  /// - Parameters:
  ///   - node: the value of `parameters:`, or nil.
  ///   - settings: what was set outside.
  ///   - mayBeOthers: whether a setting that is not declared here may be for another report.
  static func decode(
    _ node: ConfigNode?, _ settings: [ParameterSetting], mayBeOthers: Bool
  ) throws(DiagnosticError) -> [ReportParameter] {
    var problems = Problems()
    var parameters: [ReportParameter] = []
    for entry in problems.attempt({ () throws(DiagnosticError) in try node?.entries("parameters") ?? [] })
      ?? []
    {
      problems.attempt { () throws(DiagnosticError) in
        guard Identifier.isName(entry.key) else {
          throw DiagnosticError(
            "E0109", "\"\(entry.key)\" cannot be a parameter's name", at: entry.keyLocation,
            notes: ["expressions use it, so it is a name: letters, digits and _, not beginning with a digit"])
        }
        let setting = settings.last { $0.name == entry.key }
        parameters.append(try parameter(entry.key, entry.value, setting))
      }
    }
    for setting in settings where !parameters.contains(where: { $0.name == setting.name }) && !mayBeOthers {
      // One that could not be decoded has said so itself.
      if (try? node?.entries("parameters"))??.contains(where: { $0.key == setting.name }) == true { continue }
      problems.add(unknown(setting, among: parameters.map(\.name)))
    }
    try problems.finish()
    return parameters
  }

  /// A setting of no parameter.
  static func unknown(_ setting: ParameterSetting, among names: [String]) -> DiagnosticError {
    DiagnosticError(
      "E0234", "no parameter \"\(setting.name)\"",
      notes: [names.isEmpty ? "the report declares none" : "there are: \(names.joined(separator: ", "))"],
      help: Spelling.didYouMean(setting.name, among: names))
  }

  private static func parameter(
    _ name: String, _ node: ConfigNode, _ setting: ParameterSetting?
  ) throws(DiagnosticError) -> ReportParameter {
    guard case .map = node.content else {
      let text = try node.string("a parameter's default")
      return try checked(
        ReportParameter(name: name, kind: kind(of: node), standard: text, value: setting?.value ?? text), nil,
        setting,
        at: node)
    }
    try node.expectKeys(keys, in: "a parameter")
    guard let standard = node["default"] else {
      throw DiagnosticError("E0105", "the parameter \"\(name)\" has no default", at: node.location)
    }
    let text = try standard.string("default")
    var parameter = ReportParameter(
      name: name, kind: kind(of: standard), standard: text, value: setting?.value ?? text)
    if let type = node["type"] {
      let word = try type.string("type")
      guard let kind = ReportParameter.Kind(rawValue: word) else {
        let known = ReportParameter.Kind.allCases.map(\.rawValue)
        throw DiagnosticError(
          "E0111", "type must be \(known.joined(separator: ", ")), found \"\(word)\"", at: type.location,
          help: Spelling.didYouMean(word, among: known))
      }
      parameter.kind = kind
    }
    parameter.description = try node["description"]?.string("description") ?? ""
    for item in try node["choices"]?.list("choices") ?? [] {
      parameter.choices.append(try item.string("a choice"))
    }
    let range = try node["range"].map { value throws(DiagnosticError) in try value.range("range") }
    return try checked(parameter, range, setting, at: standard)
  }

  private static func kind(of node: ConfigNode) -> ReportParameter.Kind {
    if (try? node.boolean("")) != nil { return .boolean }
    return (try? node.number("")) != nil ? .number : .text
  }

  /// Checks default and value against what the parameter may be.
  private static func checked(
    _ parameter: ReportParameter, _ range: ClosedRange<Double>?, _ setting: ParameterSetting?,
    at node: ConfigNode
  ) throws(DiagnosticError) -> ReportParameter {
    for (text, location) in [(parameter.standard, Optional(node.location)), (parameter.value, nil)] {
      guard let problem = problem(text, parameter, range) else { continue }
      throw DiagnosticError(
        location == nil ? "E0234" : "E0111",
        "the parameter \"\(parameter.name)\" must be \(problem), found \"\(text)\"",
        at: location, notes: location == nil ? ["declared at \(node.location)"] : [],
        help: Spelling.didYouMean(text, among: parameter.choices))
    }
    return parameter
  }

  private static func problem(_ text: String, _ parameter: ReportParameter, _ range: ClosedRange<Double>?)
    -> String?
  {
    let number = Double(text.replacing("_", with: "")).flatMap { $0.isFinite ? $0 : nil }
    switch parameter.kind {
    case .text: if text.contains(where: \.isNewline) { return "on one line" }
    case .number: if number == nil { return "a number" }
    case .integer: if number == nil || number != number?.rounded() { return "a whole number" }
    case .boolean: if text != "true" && text != "false" { return "true or false" }
    }
    if !parameter.choices.isEmpty, !parameter.choices.contains(text) {
      return "one of \(parameter.choices.joined(separator: ", "))"
    }
    if let range, let number, !range.contains(number) {
      return "from \(ValueFormat.plain(range.lowerBound)) to \(ValueFormat.plain(range.upperBound))"
    }
    return nil
  }
}

extension ReportParameter {
  /// The value of its type.
  var typed: SettingParameters.Value {
    switch kind {
    case .text: .text(value)
    case .number, .integer: .number(Double(value.replacing("_", with: "")) ?? .nan, text: value)
    case .boolean: .truth(value == "true")
    }
  }

  /// The value in an expression of values.
  var quantity: Quantity {
    switch typed {
    case .text(let text): .text(text)
    case .number(let number, _): .number(Estimate(value: number))
    case .truth(let truth): .truth(Truth(truth))
    }
  }
}

extension SettingParameters {
  /// The parameters of a report.
  init(_ parameters: [ReportParameter]) {
    self.init(Dictionary(parameters.map { ($0.name, $0.typed) }) { first, _ in first })
  }
}
