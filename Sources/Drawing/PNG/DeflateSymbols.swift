/// The symbols of RFC 1951, 3.2.5: lengths less 3, distances less 1.
struct DeflateSymbols: Sendable {
  private(set) var ofLength = [UInt8](repeating: 0, count: 256)
  private(set) var leastLength: [UInt8] = []
  private(set) var extraOfLength: [UInt8] = []

  static let all = DeflateSymbols()

  private init() {
    var least = 0
    for symbol in 0..<28 {
      let extra = symbol < 8 ? 0 : symbol / 4 - 1
      leastLength.append(UInt8(least))
      extraOfLength.append(UInt8(extra))
      for length in least..<min(256, least + 1 << extra) { ofLength[length] = UInt8(symbol) }
      least += 1 << extra
    }
    // The longest match has a symbol of its own.
    leastLength.append(255)
    extraOfLength.append(0)
    ofLength[255] = 28
  }

  /// The symbol of a distance: two to a power of two, after the first four.
  @inline(__always)
  static func ofDistance(_ distance: Int) -> Int {
    let less = distance - 1
    guard less >= 4 else { return less }
    let high = Int.bitWidth - 1 - less.leadingZeroBitCount
    return 2 * high + less >> (high - 1) & 1
  }

  /// How many bits a symbol of distances leaves open: the lowest of the distance less 1.
  @inline(__always)
  static func extra(ofDistance symbol: Int) -> Int { symbol < 4 ? 0 : symbol / 2 - 1 }
}
