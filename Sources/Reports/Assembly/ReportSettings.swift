/// What is said about a report outside of it.
public struct ReportSettings: Sendable {
  /// Values of parameters that the report declares; the last of a name counts.
  public var parameters: [ParameterSetting]
  /// Whether a parameter that the report does not declare may be meant for another report of the same build.
  public var mayBeOthers: Bool

  /// Makes settings.
  public init(parameters: [ParameterSetting] = [], mayBeOthers: Bool = false) {
    (self.parameters, self.mayBeOthers) = (parameters, mayBeOthers)
  }
}
