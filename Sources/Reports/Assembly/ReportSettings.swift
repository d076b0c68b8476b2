/// What is said about a report outside of it.
public struct ReportSettings: Sendable {
  /// Values of parameters that the report declares; the last of a name counts.
  public var parameters: [ParameterSetting]
  /// Whether a parameter that the report does not declare may be meant for another report of the same build.
  public var mayBeOthers: Bool
  /// What `date: git` asks; nil where nothing is known of the sources' past.
  public var history: (any SourceHistory)?

  /// Makes settings.
  public init(
    parameters: [ParameterSetting] = [], mayBeOthers: Bool = false, history: (any SourceHistory)? = nil
  ) {
    (self.parameters, self.mayBeOthers, self.history) = (parameters, mayBeOthers, history)
  }
}
