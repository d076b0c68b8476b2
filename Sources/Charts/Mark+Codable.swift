/// A mark is coded as the fields of its kind and the kind's name under `mark`.
extension Mark: Codable {
  private enum Key: String, CodingKey { case mark }

  private enum Kind: String, Codable {
    case line, points, band, contours, rule, zone, note, interval, bars, cells
  }

  /// Reads a mark. Throws `DecodingError` for an unknown kind or a missing field.
  public init(from decoder: any Decoder) throws {
    switch try decoder.container(keyedBy: Key.self).decode(Kind.self, forKey: .mark) {
    case .line: self = .line(try LineMark(from: decoder))
    case .points: self = .points(try PointsMark(from: decoder))
    case .band: self = .band(try BandMark(from: decoder))
    case .contours: self = .contours(try ContourMark(from: decoder))
    case .rule: self = .rule(try RuleMark(from: decoder))
    case .zone: self = .zone(try ZoneMark(from: decoder))
    case .note: self = .note(try NoteMark(from: decoder))
    case .interval: self = .interval(try IntervalMark(from: decoder))
    case .bars: self = .bars(try BarsMark(from: decoder))
    case .cells: self = .cells(try CellsMark(from: decoder))
    }
  }

  /// Writes the mark.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    func write(_ kind: Kind, _ mark: some Encodable) throws {
      try container.encode(kind, forKey: .mark)
      try mark.encode(to: encoder)
    }
    switch self {
    case .line(let mark): try write(.line, mark)
    case .points(let mark): try write(.points, mark)
    case .band(let mark): try write(.band, mark)
    case .contours(let mark): try write(.contours, mark)
    case .rule(let mark): try write(.rule, mark)
    case .zone(let mark): try write(.zone, mark)
    case .note(let mark): try write(.note, mark)
    case .interval(let mark): try write(.interval, mark)
    case .bars(let mark): try write(.bars, mark)
    case .cells(let mark): try write(.cells, mark)
    }
  }
}
