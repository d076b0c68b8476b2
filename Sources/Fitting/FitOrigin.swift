/// Where the values of a fit come from.
public enum FitOrigin: Sendable, Hashable, Codable {
  /// They were fitted to rows here.
  case rows
  /// They are constants that somebody printed.
  case publication
  /// They were fitted elsewhere and read from a file of this name.
  case file(String)
}

extension FitResult {
  /// Whether the values are constants: they were found elsewhere and have no draws, so what is computed from them
  /// carries no uncertainty of theirs.
  public var isConstant: Bool { origin != .rows && draws.isEmpty }
}
