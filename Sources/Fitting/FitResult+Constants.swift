import Laws

extension FitResult {
  /// Whether rows of a table stand behind the fit or were compared with it.
  public var hasRuns: Bool { rowsUsed > 0 }

  /// Parameters of a published law whose value is the author's and not the one in print: a shift held at 0, a constant
  /// that the paper does not give. In the law's order; those tied to another follow it and are left out.
  public var heldParameters: [String] {
    guard origin == .publication else { return [] }
    return law.parameters.filter { $0.tiedTo == nil && $0.fixed != nil && $0.fixed != $0.published }.map(
      \.name)
  }

  /// Whether any value of a published law is the one in print.
  public var hasPrintedConstants: Bool {
    origin == .publication
      && law.parameters.contains { $0.published != nil && ($0.fixed == nil || $0.fixed == $0.published) }
  }
}
