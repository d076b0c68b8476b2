import Laws

/// Parameters that a fit holds at the values of other fits, as in a cascade of fits.
///
/// A draw of the dependent fit holds them at a draw of the fit that they come from, so that its intervals carry the
/// uncertainty of both. The draws of the two are independent, as they are for fits of different rows; for fits that
/// share rows the intervals of differences are too wide rather than too narrow.
public struct HeldParameters: Sendable, Hashable {
  /// The draws of each held parameter by name; a parameter without draws keeps its value in all.
  public var draws: [String: [Double]]

  /// Makes the record.
  public init(draws: [String: [Double]] = [:]) { self.draws = draws }

  /// The values of one draw, in the order of their names; fewer draws than asked for are used again from the first.
  func values(_ draw: Int) -> [(name: String, value: Double)] {
    draws.sorted { $0.key < $1.key }.compactMap { name, values in
      values.isEmpty ? nil : (name, values[draw % values.count])
    }
  }
}

extension Law {
  /// The law with held parameters at the values of one draw.
  func holding(_ held: HeldParameters, draw: Int) -> Law {
    var law = self
    for (name, value) in held.values(draw) {
      guard let index = law.parameters.firstIndex(where: { $0.name == name && $0.fixed != nil }) else {
        continue
      }
      law.parameters[index].fixed = value
    }
    return law
  }
}
