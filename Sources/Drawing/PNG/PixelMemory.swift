import Glibc

/// White pixels that Cairo draws on.
///
/// A picture of some megabytes in pages of 4 kB costs the kernel as much time as drawing does; where it can give large
/// pages it is asked to.
final class PixelMemory {
  let start: UnsafeMutablePointer<UInt32>

  /// Nil when the memory is used up.
  init?(count: Int) {
    let bytes = count * MemoryLayout<UInt32>.stride
    let isLarge = bytes >= Self.largePage
    var memory: UnsafeMutableRawPointer?
    guard posix_memalign(&memory, isLarge ? Self.largePage : 64, max(1, bytes)) == 0, let memory else {
      return nil
    }
    // Only a hint: without large pages it fails, and everything works.
    if isLarge { madvise(memory, bytes, MADV_HUGEPAGE) }
    memset(memory, 0xFF, bytes)
    start = memory.bindMemory(to: UInt32.self, capacity: count)
  }

  deinit { free(start) }

  private static let largePage = 2 << 20
}
