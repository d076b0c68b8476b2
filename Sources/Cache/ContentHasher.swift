/// Collects values into one fingerprint.
///
/// Every value is written with its kind and length, so that no two different lists of values give the same bytes. Doubles count
/// by their bits: 0 and −0 differ, which at worst makes a step run again.
public struct ContentHasher: Sendable {
  private var bytes: [UInt8] = []

  /// Makes a hasher that has seen nothing.
  public init() {}

  /// Adds a text.
  public mutating func add(_ text: String) {
    begin("t", count: text.utf8.count)
    bytes.append(contentsOf: text.utf8)
  }

  /// Adds a text that may be missing.
  public mutating func add(_ text: String?) {
    guard let text else { return begin("n", count: 0) }
    add(text)
  }

  /// Adds a whole number.
  public mutating func add(_ value: Int) {
    begin("i", count: 1)
    append(UInt64(bitPattern: Int64(value)))
  }

  /// Adds a number.
  public mutating func add(_ value: Double) { add([value]) }

  /// Adds numbers.
  public mutating func add(_ values: [Double]) {
    begin("d", count: values.count)
    bytes.reserveCapacity(bytes.count + 8 * values.count)
    for value in values { append(value.bitPattern) }
  }

  /// Adds whole numbers.
  public mutating func add(_ values: [Int]) {
    begin("l", count: values.count)
    for value in values { append(UInt64(bitPattern: Int64(value))) }
  }

  /// Adds raw bytes.
  public mutating func add(_ raw: [UInt8]) {
    begin("b", count: raw.count)
    bytes.append(contentsOf: raw)
  }

  /// Adds texts.
  public mutating func add(_ texts: [String]) {
    begin("s", count: texts.count)
    for text in texts { add(text) }
  }

  /// SHA-256 of all that was added, in lower-case hex.
  public var hash: String { Hashing.sha256(bytes) }

  private mutating func begin(_ kind: Unicode.Scalar, count: Int) {
    bytes.append(UInt8(truncatingIfNeeded: kind.value))
    append(UInt64(count))
  }

  private mutating func append(_ value: UInt64) {
    withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
  }
}
