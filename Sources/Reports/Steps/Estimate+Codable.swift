import Fitting

/// An estimate as it is kept in a file: its draws in one block.
extension Estimate: Codable {
  private enum Key: CodingKey { case value, draws, jackknife, doubts }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    self.init(
      value: try container.decode(Double.self, forKey: .value),
      draws: try container.decode(PackedNumbers.self, forKey: .draws).values,
      jackknife: try container.decode([String: PackedNumbers].self, forKey: .jackknife).mapValues(\.values),
      doubts: try container.decode([Doubt].self, forKey: .doubts))
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(value, forKey: .value)
    try container.encode(PackedNumbers(draws), forKey: .draws)
    try container.encode(jackknife.mapValues { PackedNumbers($0) }, forKey: .jackknife)
    try container.encode(doubts, forKey: .doubts)
  }
}
