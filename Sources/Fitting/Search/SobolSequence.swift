/// Points that fill the unit cube evenly: Sobol's sequence in the order of Gray codes (Antonov and Saleev 1979).
///
/// The first 2ᵐ points, and each later run of as many from a multiple of 2ᵐ, have the same number of points in each of
/// the equal boxes that halvings of the sides make, down to boxes whose number depends on the dimension. A seed moves
/// all points by one random digital shift, which keeps this and makes points of different seeds independent.
///
/// Dimensions beyond the 64 of `SobolDirections` are random: a law with so many parameters has mostly levels of one
/// column, which do not interact.
public struct SobolSequence: Sendable {
  private static let bits = 32
  /// For each dimension the directions, one a bit of the index.
  private let directions: [[UInt32]]
  private let shifts: [UInt32]
  private let dimensions: Int
  private let seed: UInt64?

  /// The sequence in so many dimensions; without a seed it is not shifted.
  public init(dimensions: Int, seed: UInt64?) {
    (self.dimensions, self.seed) = (dimensions, seed)
    directions = (0..<min(dimensions, SobolDirections.table.count + 1)).map(Self.directions)
    shifts = directions.indices.map { dimension in
      guard let seed else { return 0 }
      var random = RandomStream(seed: seed, stream: 0x5157_4152_5453 &+ UInt64(dimension))
      return UInt32(truncatingIfNeeded: random.next() >> 32)
    }
  }

  /// Point number `index` (from 0, below 2³²), each coordinate in the middle of one of the 2³² parts of 0..<1.
  public func point(_ index: Int) -> [Double] {
    let code = UInt32(truncatingIfNeeded: index ^ (index >> 1))
    var result = directions.indices.map { dimension in
      var digits = shifts[dimension]
      var rest = code
      while rest != 0 {
        digits ^= directions[dimension][rest.trailingZeroBitCount]
        rest &= rest - 1
      }
      return (Double(digits) + 0.5) * 0x1p-32
    }
    if result.count < dimensions {
      var random = RandomStream(seed: seed ?? 0, stream: 0x5041_4400_0000_0000 &+ UInt64(index))
      while result.count < dimensions { result.append(random.uniform()) }
    }
    return result
  }

  /// m₁/2, m₂/4, … as binary fractions: Sobol's recurrence from the numbers of the table.
  private static func directions(_ dimension: Int) -> [UInt32] {
    // The first dimension is the van der Corput sequence.
    guard dimension > 0 else { return (1...bits).map { 1 << UInt32(bits - $0) } }
    let row = SobolDirections.table[dimension - 1]
    let (polynomial, degree) = (row[0], row.count - 1)
    var result = (1...degree).map { row[$0] << UInt32(bits - $0) }
    for k in degree..<bits {
      var next = result[k - degree] ^ (result[k - degree] >> UInt32(degree))
      for j in 1..<max(degree, 1) where polynomial >> UInt32(degree - j) & 1 == 1 { next ^= result[k - j] }
      result.append(next)
    }
    return result
  }
}
