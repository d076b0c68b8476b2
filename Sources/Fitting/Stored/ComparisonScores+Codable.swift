/// Scores as they are kept in a file: the draws of all fits in one block.
extension ComparisonScores: Codable {
  private enum Key: CodingKey { case criterion, scores, draws, rows, failures }

  /// Reads scores.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    guard let draws = try container.decode(StoredDraws.self, forKey: .draws).rows else {
      throw DecodingError.dataCorruptedError(
        forKey: .draws, in: container, debugDescription: "no whole number of draws a fit")
    }
    self.init(
      criterion: try container.decode(ComparisonCriterion.self, forKey: .criterion),
      scores: try container.decode(PackedNumbers.self, forKey: .scores).values, draws: draws,
      rows: try container.decode(Int.self, forKey: .rows),
      failures: try container.decode([Int].self, forKey: .failures))
  }

  /// Writes scores.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(criterion, forKey: .criterion)
    try container.encode(PackedNumbers(scores), forKey: .scores)
    try container.encode(StoredDraws(draws), forKey: .draws)
    try container.encode(rows, forKey: .rows)
    try container.encode(failures, forKey: .failures)
  }
}
