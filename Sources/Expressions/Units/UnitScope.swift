/// What is known of the units of names, where an expression stands; nil is unknown.
public struct UnitScope: Sendable {
  /// A column, variable, parameter or definition by its bare name.
  public var name: @Sendable (String) -> Unit?
  /// `label.member`: a parameter or definition of a fit.
  public var member: @Sendable (_ label: String, _ member: String) -> Unit?
  /// A variable of a fit's law, as an argument takes it.
  public var variable: @Sendable (_ label: String, _ variable: String) -> Unit?
  /// The names inside the rows of a table; nil for what is no table.
  public var rows: @Sendable (_ label: String) -> (@Sendable (String) -> Unit?)?

  /// A scope in which nothing is known but the names given.
  public init(name: @escaping @Sendable (String) -> Unit? = { _ in nil }) {
    self.name = name
    member = { _, _ in nil }
    variable = { _, _ in nil }
    rows = { _ in nil }
  }
}
