import Glibc
import Synchronization

/// Pixels that Cairo draws on.
///
/// A picture of some megabytes in pages of 4 kB costs the kernel as much time as drawing does; where it can give large
/// pages it is asked to. One thread at a time has a memory.
final class PixelMemory: @unchecked Sendable {
  let start: UnsafeMutablePointer<UInt32>
  private let capacity: Int

  /// Nil when the memory is used up.
  fileprivate init?(count: Int) {
    let bytes = count * MemoryLayout<UInt32>.stride
    let isLarge = bytes >= Self.largePage
    var memory: UnsafeMutableRawPointer?
    guard posix_memalign(&memory, isLarge ? Self.largePage : 64, max(1, bytes)) == 0, let memory else {
      return nil
    }
    // Only a hint: without large pages it fails, and everything works.
    if isLarge { madvise(memory, bytes, MADV_HUGEPAGE) }
    start = memory.bindMemory(to: UInt32.self, capacity: count)
    capacity = count
  }

  deinit { free(start) }

  fileprivate func holds(_ count: Int) -> Bool { capacity >= count }

  /// Makes so many pixels white.
  fileprivate func clear(_ count: Int) { memset(start, 0xFF, count * MemoryLayout<UInt32>.stride) }

  private static let largePage = 2 << 20
}

/// The pixels of pictures that are finished, for those that come after: the kernel clears fresh memory page by page, which takes
/// as long as packing the picture.
final class SparePixels: Sendable {
  private let spare = Mutex<[PixelMemory]>([])
  /// How many are kept at most.
  private static let most = 4

  /// So many white pixels for the time of `body`. Nil when the memory is used up.
  func with<Result, Failure: Error>(
    count: Int, _ body: (UnsafeMutablePointer<UInt32>) throws(Failure) -> Result
  ) throws(Failure) -> Result? {
    let known = spare.withLock { spare in
      spare.firstIndex { $0.holds(count) }.map { spare.remove(at: $0) }
    }
    guard let memory = known ?? PixelMemory(count: count) else { return nil }
    memory.clear(count)
    defer { spare.withLock { if $0.count < Self.most { $0.append(memory) } } }
    return try body(memory.start)
  }
}
