/// A key of a map of settings: by its name it is decoded, and what else stands here an editor is told about it.
///
/// The keys of a cell are one list. What decodes the cell refuses keys that are not in it, and the JSON Schema for editors
/// is written from it, so that the two cannot drift apart.
public struct SettingKey: Sendable {
  /// As it is written before the colon.
  public var name: String
  /// What the value may be.
  public var type: SettingType
  /// Whether a map without it is an error.
  public var isRequired: Bool
  /// A sentence for an editor.
  public var description: String
  /// A value as YAML.
  public var example: String

  /// Makes a key.
  public init(
    _ name: String, _ type: SettingType, required: Bool = false, _ description: String, example: String
  ) {
    (self.name, self.type, isRequired) = (name, type, required)
    (self.description, self.example) = (description, example)
  }
}

/// What the value of a setting may be.
public indirect enum SettingType: Sendable {
  /// A single value, taken as text.
  case text
  /// An expression of numbers, columns, fits.
  case expression
  /// An expression that is true or false.
  case condition
  /// A text in which Markdown and values may stand.
  case markdown
  /// A number.
  case number
  /// A whole number of a range.
  case integer(ClosedRange<Int>)
  /// `true` or `false`.
  case boolean
  /// `low..high`.
  case range
  /// One of some words.
  case choice([String])
  /// A list; one item may stand without brackets.
  case list(SettingType)
  /// A map with names of the author's choice.
  case map(SettingType)
  /// A map of known keys.
  case keys([SettingKey])
  /// One of several types.
  case either([SettingType])
  /// Nothing, as in `alpha:` without a value.
  case nothing
  /// What the kind of the cell makes of it.
  case anything
}

extension ConfigNode {
  /// Refuses keys that are not in a list, all at once, each with a suggestion.
  public func expectKeys(_ known: [SettingKey], in what: String) throws(DiagnosticError) {
    try expectKeys(known.map(\.name), in: what)
  }
}
