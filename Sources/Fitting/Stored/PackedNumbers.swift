import Foundation

/// Numbers that are stored as one block of their bits, small and quick to read; NaN and infinities included.
public struct PackedNumbers: Codable, Hashable, Sendable {
  /// The numbers.
  public var values: [Double]

  /// Wraps numbers.
  public init(_ values: [Double]) { self.values = values }

  /// Reads a block.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let data = try container.decode(Data.self)
    guard data.count % 8 == 0 else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "no whole number of doubles")
    }
    values = data.withUnsafeBytes { raw in
      (0..<(data.count / 8)).map {
        Double(bitPattern: UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: 8 * $0, as: UInt64.self)))
      }
    }
  }

  /// Writes a block.
  public func encode(to encoder: any Encoder) throws {
    var data = Data(capacity: 8 * values.count)
    for value in values { withUnsafeBytes(of: value.bitPattern.littleEndian) { data.append(contentsOf: $0) } }
    var container = encoder.singleValueContainer()
    try container.encode(data)
  }
}
