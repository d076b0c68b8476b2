import Fitting
import Foundation

/// A table as it is kept in a file: the kinds of all cells in one block, their numbers in another, and each text once, with its
/// index among the numbers, so that a table of thousands of rows is read and written in a moment.
extension FigureTable: Codable {
  private enum Key: CodingKey { case columns, kinds, numbers, texts, lengths }
  private enum Kind { static let (empty, number, text, line): (UInt8, UInt8, UInt8, UInt8) = (0, 1, 2, 3) }

  /// Reads a table; fails on blocks that do not fit together.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let columns = try container.decode([String].self, forKey: .columns)
    let kinds = [UInt8](try container.decode(Data.self, forKey: .kinds))
    var numbers = try container.decode(PackedNumbers.self, forKey: .numbers).values[...]
    let bytes = try container.decode(Data.self, forKey: .texts)
    let lengths = try container.decode(PackedNumbers.self, forKey: .lengths).values
    func broken(_ why: String) -> DecodingError {
      DecodingError.dataCorruptedError(forKey: Key.kinds, in: container, debugDescription: why)
    }
    var texts: [String] = []
    var rest = bytes[...]
    for length in lengths {
      guard let count = Int(exactly: length), count >= 0, count <= rest.count,
        let text = String(validating: rest.prefix(count), as: UTF8.self)
      else { throw broken("a text is cut off") }
      texts.append(text)
      rest = rest.dropFirst(count)
    }
    let cells = try kinds.map { kind -> Cell in
      switch kind {
      case Kind.number:
        guard let number = numbers.popFirst() else { throw broken("a number is missing") }
        return .number(number)
      case Kind.line:
        guard let number = numbers.popFirst(), let line = Int(exactly: number) else {
          throw broken("a line is missing")
        }
        return .line(line)
      case Kind.text:
        guard let number = numbers.popFirst(), let index = Int(exactly: number), texts.indices.contains(index)
        else { throw broken("a text is missing") }
        return .text(texts[index])
      case Kind.empty: return .empty
      default: throw broken("a cell is of no kind")
      }
    }
    guard numbers.isEmpty, rest.isEmpty, columns.isEmpty ? cells.isEmpty : cells.count % columns.count == 0
    else { throw broken("the cells make no whole rows") }
    let rows = stride(from: 0, to: cells.count, by: max(1, columns.count)).map {
      Array(cells[$0..<($0 + columns.count)])
    }
    self.init(columns: columns, rows: rows)
  }

  /// Writes what `init(from:)` reads.
  public func encode(to encoder: any Encoder) throws {
    var (kinds, numbers, texts, lengths) = ([UInt8](), [Double](), Data(), [Double]())
    // By bytes, and not coded as strings: two that are written with other scalars but read alike are equal, and one would be
    // kept for both.
    var places: [[UInt8]: Int] = [:]
    for cell in rows.joined() {
      switch cell {
      case .number(let number):
        kinds.append(Kind.number)
        numbers.append(number)
      case .line(let line):
        kinds.append(Kind.line)
        numbers.append(Double(line))
      case .text(let text):
        kinds.append(Kind.text)
        let bytes = Array(text.utf8)
        let place = places[bytes] ?? lengths.count
        if place == lengths.count {
          places[bytes] = place
          texts += bytes
          lengths.append(Double(bytes.count))
        }
        numbers.append(Double(place))
      case .empty: kinds.append(Kind.empty)
      }
    }
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(columns, forKey: .columns)
    try container.encode(Data(kinds), forKey: .kinds)
    try container.encode(PackedNumbers(numbers), forKey: .numbers)
    try container.encode(texts, forKey: .texts)
    try container.encode(PackedNumbers(lengths), forKey: .lengths)
  }
}
