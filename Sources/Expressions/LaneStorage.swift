import CKernels

/// Numbers in memory that begins at a cache line, so that loads of all lanes never cross one.
struct LaneStorage: Sendable {
  private var lanes: [SIMD8<Double>]

  /// How many numbers there is room for.
  var count: Int { lanes.count * Int(ROW_LANES) }

  /// Room for so many numbers, which are 0, and at least for one of each lane.
  init(count: Int) {
    lanes = Array(repeating: SIMD8(repeating: 0), count: Swift.max(1, count.paddedToLanes / Int(ROW_LANES)))
  }

  func read(_ body: (UnsafePointer<Double>) -> Void) {
    lanes.withUnsafeBytes { bytes in
      if let start = bytes.baseAddress { body(start.assumingMemoryBound(to: Double.self)) }
    }
  }

  mutating func change(_ body: (UnsafeMutablePointer<Double>) -> Void) {
    lanes.withUnsafeMutableBytes { bytes in
      if let start = bytes.baseAddress { body(start.assumingMemoryBound(to: Double.self)) }
    }
  }
}

extension Int {
  /// This many rows and those that fill up the last lanes.
  public var paddedToLanes: Int { (self + Int(ROW_LANES) - 1) / Int(ROW_LANES) * Int(ROW_LANES) }
}
