/// The bits of a zlib stream (RFC 1950, RFC 1951), from literals and matches that somebody else found.
///
/// Tokens are collected until a block is worth a code of its own.
struct DeflateStream {
  private(set) var bytes: [UInt8] = [0x78, 0x5E]
  private var bits: UInt64 = 0
  private var bitCount: UInt64 = 0
  /// A literal is its byte; a match is `isMatch`, its length less 3 from bit 16, its distance less 1 from bit 0.
  private var tokens: [UInt32] = []
  private var literalCounts = [Int](repeating: 0, count: 286)
  private var distanceCounts = [Int](repeating: 0, count: 30)

  /// How far back a match can reach, in bytes.
  static let window = 32768
  /// The bytes of the shortest match.
  static let leastMatch = 3

  private static let isMatch: UInt32 = 1 << 31
  private static let blockTokens = 1 << 15
  private static let endOfBlock = 256
  private static let symbols = Symbols()

  init() { tokens.reserveCapacity(Self.blockTokens + 128) }

  /// Says a byte.
  @inline(__always)
  mutating func literal(_ byte: UInt8) {
    tokens.append(UInt32(byte))
    literalCounts[Int(byte)] &+= 1
  }

  /// Repeats `length` bytes from `distance` bytes ago; both have the bounds of the format but that a length may be
  /// longer than one match.
  @inline(__always)
  mutating func match(length: Int, distance: Int) {
    var rest = length
    let distanceSymbol = Int(Self.symbols.ofDistance(distance))
    while rest > 0 {
      // No piece may be shorter than 3.
      let piece = rest <= 258 ? rest : min(258, rest - 3)
      tokens.append(Self.isMatch | UInt32(piece - 3) << 16 | UInt32(distance - 1))
      literalCounts[257 + Int(Self.symbols.ofLength[piece - 3])] &+= 1
      distanceCounts[distanceSymbol] &+= 1
      rest -= piece
    }
  }

  /// Ends a block where enough has come together.
  mutating func endBlockIfLong() { if tokens.count >= Self.blockTokens { endBlock(isLast: false) } }

  /// Ends the stream with the check of what it holds.
  mutating func finish(check: UInt32) -> [UInt8] {
    endBlock(isLast: true)
    if bitCount > 0 { bytes.append(UInt8(truncatingIfNeeded: bits)) }
    for shift: UInt32 in [24, 16, 8, 0] { bytes.append(UInt8(truncatingIfNeeded: check >> shift)) }
    return bytes
  }

  // MARK: -

  private mutating func endBlock(isLast: Bool) {
    literalCounts[Self.endOfBlock] += 1
    let literals = HuffmanCode(counts: literalCounts, limit: 15)
    let distances = HuffmanCode(counts: distanceCounts, limit: 15)
    put(isLast ? 0b101 : 0b100, 3)
    putCodes(literals.lengths, distances.lengths)
    putTokens(literals, distances)
    put(literals.codes[Self.endOfBlock], literals.lengths[Self.endOfBlock])
    tokens.removeAll(keepingCapacity: true)
    for index in literalCounts.indices { literalCounts[index] = 0 }
    for index in distanceCounts.indices { distanceCounts[index] = 0 }
  }

  private mutating func put(_ value: UInt32, _ count: UInt8) {
    bits |= UInt64(value) << bitCount
    bitCount += UInt64(count)
    while bitCount >= 8 {
      bytes.append(UInt8(truncatingIfNeeded: bits))
      bits >>= 8
      bitCount -= 8
    }
  }

  /// The lengths of both codes, themselves as runs and in a code.
  private mutating func putCodes(_ literals: [UInt8], _ distances: [UInt8]) {
    let literalCount = max(257, 1 + (literals.lastIndex { $0 > 0 } ?? 0))
    let distanceCount = 1 + (distances.lastIndex { $0 > 0 } ?? 0)
    let runs = Self.runs(Array(literals[..<literalCount] + distances[..<distanceCount]))
    var counts = [Int](repeating: 0, count: 19)
    for run in runs { counts[Int(run.symbol)] += 1 }
    let code = HuffmanCode(counts: counts, limit: 7)
    let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
    let used = max(4, 1 + (order.lastIndex { code.lengths[$0] > 0 } ?? 0))
    put(UInt32(literalCount - 257), 5)
    put(UInt32(distanceCount - 1), 5)
    put(UInt32(used - 4), 4)
    for symbol in order[..<used] { put(UInt32(code.lengths[symbol]), 3) }
    for run in runs {
      put(code.codes[Int(run.symbol)], code.lengths[Int(run.symbol)])
      put(run.extra, run.symbol == 16 ? 2 : run.symbol == 17 ? 3 : run.symbol == 18 ? 7 : 0)
    }
  }

  private static func runs(_ lengths: [UInt8]) -> [(symbol: UInt8, extra: UInt32)] {
    var result: [(symbol: UInt8, extra: UInt32)] = []
    var start = 0
    while start < lengths.count {
      let value = lengths[start]
      var count = 1
      while start + count < lengths.count, lengths[start + count] == value { count += 1 }
      start += count
      if value > 0 {
        result.append((value, 0))
        count -= 1
      }
      let (least, most) = value == 0 ? (3, 138) : (3, 6)
      while count >= least {
        let piece = min(count, most)
        count -= piece
        if value > 0 {
          result.append((16, UInt32(piece - 3)))
        } else {
          result.append(piece > 10 ? (18, UInt32(piece - 11)) : (17, UInt32(piece - 3)))
        }
      }
      for _ in 0..<count { result.append((value, 0)) }
    }
    return result
  }

  private mutating func putTokens(_ literals: HuffmanCode, _ distances: HuffmanCode) {
    let used = bytes.count
    // A match takes at most 15 + 5 + 15 + 13 bits.
    bytes.append(contentsOf: repeatElement(0, count: 6 * tokens.count + 16))
    var (bits, bitCount, position) = (bits, bitCount, used)
    let symbols = Self.symbols
    bytes.withUnsafeMutableBytes { out in
      for token in tokens {
        if token & Self.isMatch == 0 {
          bits |= UInt64(literals.codes[Int(token)]) << bitCount
          bitCount &+= UInt64(literals.lengths[Int(token)])
        } else {
          let (length, distance) = (Int(token >> 16 & 0xFF), Int(token & 0x7FFF))
          let symbol = Int(symbols.ofLength[length])
          bits |= UInt64(literals.codes[257 + symbol]) << bitCount
          bitCount &+= UInt64(literals.lengths[257 + symbol])
          bits |= UInt64(length - Int(symbols.leastLength[symbol])) << bitCount
          bitCount &+= UInt64(symbols.extraOfLength[symbol])
          let far = Int(symbols.ofDistance(distance + 1))
          bits |= UInt64(distances.codes[far]) << bitCount
          bitCount &+= UInt64(distances.lengths[far])
          bits |= UInt64(distance - Int(symbols.leastDistance[far])) << bitCount
          bitCount &+= UInt64(symbols.extraOfDistance[far])
        }
        // Less than 8 bits were left, so that 56 fit.
        out.storeBytes(of: bits.littleEndian, toByteOffset: position, as: UInt64.self)
        let whole = bitCount >> 3
        position += Int(whole)
        bits >>= whole << 3
        bitCount &= 7
      }
    }
    bytes.removeSubrange(position...)
    (self.bits, self.bitCount) = (bits, bitCount)
  }

  /// The symbols of RFC 1951, 3.2.5: lengths less 3, distances less 1.
  private struct Symbols: Sendable {
    var ofLength = [UInt8](repeating: 0, count: 256)
    var leastLength: [UInt8] = []
    var extraOfLength: [UInt8] = []
    var leastDistance: [UInt16] = []
    var extraOfDistance: [UInt8] = []

    init() {
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
      least = 0
      for symbol in 0..<30 {
        let extra = symbol < 4 ? 0 : symbol / 2 - 1
        leastDistance.append(UInt16(least))
        extraOfDistance.append(UInt8(extra))
        least += 1 << extra
      }
    }

    @inline(__always)
    func ofDistance(_ distance: Int) -> UInt8 {
      let less = distance - 1
      guard less >= 4 else { return UInt8(less) }
      let high = Int.bitWidth - 1 - less.leadingZeroBitCount
      return UInt8(2 * high + less >> (high - 1) & 1)
    }
  }
}
