/// The bits of a zlib stream (RFC 1950, RFC 1951), from literals and matches that somebody else found.
///
/// Tokens are collected until a block is worth a code of its own.
final class DeflateStream {
  private var bytes: [UInt8] = [0x78, 0x5E]
  private var bits: UInt64 = 0
  private var bitCount: UInt64 = 0
  /// A literal is its byte; a match is `isMatch`, its length less 3 from bit 16, its distance less 1 from bit 0.
  private let tokens: UnsafeMutableBufferPointer<UInt32>
  private var tokenCount = 0
  private let literalCounts: UnsafeMutableBufferPointer<Int>
  private let distanceCounts: UnsafeMutableBufferPointer<Int>

  /// How far back a match can reach, in bytes.
  static let window = 32768
  /// The bytes of the shortest match.
  static let leastMatch = 3

  private static let isMatch: UInt32 = 1 << 31
  private static let blockTokens = 1 << 15
  private static let endOfBlock = 256
  private let symbols = DeflateSymbols.all

  /// For rows of so many bytes, each followed by `endBlockIfLong`.
  init(rowBytes: Int) {
    tokens = .allocate(capacity: Self.blockTokens + rowBytes)
    literalCounts = .allocate(capacity: 286)
    literalCounts.initialize(repeating: 0)
    distanceCounts = .allocate(capacity: 30)
    distanceCounts.initialize(repeating: 0)
  }

  deinit {
    tokens.deallocate()
    literalCounts.deallocate()
    distanceCounts.deallocate()
  }

  /// Says a byte.
  @inline(__always)
  func literal(_ byte: UInt8) {
    tokens[tokenCount] = UInt32(byte)
    tokenCount &+= 1
    literalCounts[Int(byte)] &+= 1
  }

  /// Repeats `length` bytes from `distance` bytes ago; both have the bounds of the format but that a length may be
  /// longer than one match.
  @inline(__always)
  func match(length: Int, distance: Int) {
    let distanceSymbol = DeflateSymbols.ofDistance(distance)
    var rest = length
    repeat {
      // No piece may be shorter than 3.
      let piece = rest <= 258 ? rest : min(258, rest - 3)
      tokens[tokenCount] = Self.isMatch | UInt32(truncatingIfNeeded: (piece - 3) << 16 | (distance - 1))
      tokenCount &+= 1
      literalCounts[257 + Int(symbols.ofLength[piece - 3])] &+= 1
      distanceCounts[distanceSymbol] &+= 1
      rest -= piece
    } while rest > 0
  }

  /// Ends a block where enough has come together.
  func endBlockIfLong() { if tokenCount >= Self.blockTokens { endBlock(isLast: false) } }

  /// Ends the stream with the check of what it holds.
  func finish(check: UInt32) -> [UInt8] {
    endBlock(isLast: true)
    if bitCount > 0 { bytes.append(UInt8(truncatingIfNeeded: bits)) }
    for shift: UInt32 in [24, 16, 8, 0] { bytes.append(UInt8(truncatingIfNeeded: check >> shift)) }
    return bytes
  }

  // MARK: -

  private func endBlock(isLast: Bool) {
    literalCounts[Self.endOfBlock] += 1
    let literals = HuffmanCode(counts: Array(literalCounts), limit: 15)
    let distances = HuffmanCode(counts: Array(distanceCounts), limit: 15)
    put(isLast ? 0b101 : 0b100, 3)
    putCodes(literals.lengths, distances.lengths)
    putTokens(literals, distances)
    put(literals.codes[Self.endOfBlock], literals.lengths[Self.endOfBlock])
    tokenCount = 0
    literalCounts.update(repeating: 0)
    distanceCounts.update(repeating: 0)
  }

  private func put(_ value: UInt32, _ count: UInt8) {
    bits |= UInt64(value) << bitCount
    bitCount += UInt64(count)
    while bitCount >= 8 {
      bytes.append(UInt8(truncatingIfNeeded: bits))
      bits >>= 8
      bitCount -= 8
    }
  }

  /// The lengths of both codes, themselves as runs and in a code.
  private func putCodes(_ literals: [UInt8], _ distances: [UInt8]) {
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

  private func putTokens(_ literals: HuffmanCode, _ distances: HuffmanCode) {
    /// Bits to put, the first in the lowest place, and from bit 24 how many they are.
    func entry(_ code: HuffmanCode, _ symbol: Int, extra: Int = 0, _ extraCount: UInt8 = 0) -> UInt32 {
      let length = UInt32(code.lengths[symbol])
      return code.codes[symbol] | UInt32(extra) << length | (length + UInt32(extraCount)) << 24
    }
    let bytesOfLiterals = (0..<256).map { entry(literals, $0) }
    let lengths = (0..<256).map { length in
      let symbol = Int(symbols.ofLength[length])
      return entry(
        literals, 257 + symbol, extra: length - Int(symbols.leastLength[symbol]),
        symbols.extraOfLength[symbol])
    }
    let codes = (0..<30).map { entry(distances, $0) }
    let used = bytes.count
    // A match takes at most 15 + 5 + 15 + 13 bits.
    bytes.append(contentsOf: repeatElement(0, count: 6 * tokenCount + 16))
    var (bits, bitCount, position) = (bits, bitCount, used)
    let tokens = tokens[..<tokenCount]
    bytes.withUnsafeMutableBytes { out in
      bytesOfLiterals.withUnsafeBufferPointer { literals in
        lengths.withUnsafeBufferPointer { lengths in
          codes.withUnsafeBufferPointer { codes in
            for token in tokens {
              if token & Self.isMatch == 0 {
                let entry = literals[Int(token)]
                bits |= UInt64(entry & 0xFF_FFFF) << bitCount
                bitCount &+= UInt64(entry >> 24)
              } else {
                let (length, distance) = (lengths[Int(token >> 16 & 0xFF)], Int(token & 0x7FFF))
                bits |= UInt64(length & 0xFF_FFFF) << bitCount
                bitCount &+= UInt64(length >> 24)
                let symbol = DeflateSymbols.ofDistance(distance + 1)
                let code = codes[symbol]
                bits |= UInt64(code & 0xFF_FFFF) << bitCount
                bitCount &+= UInt64(code >> 24)
                let extra = DeflateSymbols.extra(ofDistance: symbol)
                // The lowest distance of a symbol has no bits but the highest one or two.
                bits |= UInt64(distance & (1 << extra - 1)) << bitCount
                bitCount &+= UInt64(extra)
              }
              // Less than 8 bits were left, so that 56 fit.
              out.storeBytes(of: bits.littleEndian, toByteOffset: position, as: UInt64.self)
              let whole = bitCount >> 3
              position += Int(whole)
              bits >>= whole << 3
              bitCount &= 7
            }
          }
        }
      }
    }
    bytes.removeSubrange(position...)
    (self.bits, self.bitCount) = (bits, bitCount)
  }
}
