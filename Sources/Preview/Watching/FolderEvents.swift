import Foundation

#if canImport(Glibc)
  import Glibc
#endif

/// What the kernel tells of folders: which names in them were written, moved or removed.
///
/// Folders are watched, not files, because an editor that puts a new file in the place of the old one leaves a watch on a
/// file behind on what is no longer there. Linux has this as inotify; elsewhere there are no events, and whoever watches has to
/// look.
struct FolderEvents: ~Copyable {
  /// Something that happened to a name that is watched.
  struct Event: Hashable {
    /// How far the file is.
    enum Kind { case writing, written, gone, other }
    /// The path as it was given to `watch`: folder and name.
    var path: String
    /// How far the file is.
    var kind: Kind
  }

  /// What came since the last look.
  struct News {
    /// Events of watched names, in their order.
    var events: [Event] = []
    /// Whether folders came, went or moved, so that others may have to be watched.
    var movesFolders = false
    /// Whether the kernel lost events: anything may have happened.
    var isIncomplete = false
  }

  /// Whether every folder that was asked for is watched.
  private(set) var coversAll = false

  #if os(Linux)
    private let queue: Int32
    /// Watched names by folder and folder by the kernel's number; an empty set of names stands for all.
    private var watches: [Int32: [(folder: String, names: Set<String>)]] = [:]

    /// Begins to listen; `isEnabled` false never hears anything.
    init(isEnabled: Bool = true) {
      queue = isEnabled ? inotify_init1(Int32(IN_CLOEXEC) | Int32(IN_NONBLOCK)) : -1
    }

    deinit { if queue >= 0 { close(queue) } }

    private static let mask = UInt32(
      IN_MODIFY | IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_ATTRIB
        | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR)

    /// Watches these names in these folders and nothing else.
    mutating func watch(_ folders: [String: Set<String>]) {
      coversAll = queue >= 0
      guard queue >= 0 else { return }
      var now: [Int32: [(folder: String, names: Set<String>)]] = [:]
      for (folder, names) in folders {
        let number = inotify_add_watch(queue, folder, Self.mask)
        if number < 0 { coversAll = false } else { now[number, default: []].append((folder, names)) }
      }
      for number in watches.keys where now[number] == nil { inotify_rm_watch(queue, number) }
      watches = now
    }

    /// Waits until there may be news, at most so long.
    func wait(_ limit: Duration) {
      guard queue >= 0 else {
        usleep(UInt32(limit.milliseconds) * 1000)
        return
      }
      var waiting = pollfd(fd: queue, events: Int16(POLLIN), revents: 0)
      poll(&waiting, 1, limit.milliseconds)
    }

    /// The news, without waiting.
    mutating func take() -> News {
      var news = News()
      guard queue >= 0 else { return news }
      var buffer = [UInt8](repeating: 0, count: 1 << 14)
      while case let count = read(queue, &buffer, buffer.count), count > 0 {
        buffer[..<count].withUnsafeBytes { bytes in
          let header = MemoryLayout<inotify_event>.size
          var offset = 0
          while offset + header <= bytes.count {
            let event = bytes.loadUnaligned(fromByteOffset: offset, as: inotify_event.self)
            let end = min(bytes.count, offset + header + Int(event.len))
            let name = String(decoding: bytes[(offset + header)..<end].prefix { $0 != 0 }, as: UTF8.self)
            note(event.wd, Int(event.mask), name, &news)
            offset = end
          }
        }
      }
      return news
    }

    private func note(_ number: Int32, _ mask: Int, _ name: String, _ news: inout News) {
      if mask & Int(IN_Q_OVERFLOW) != 0 { news.isIncomplete = true }
      let isFolder = mask & Int(bitPattern: UInt(IN_ISDIR)) != 0
      if mask & Int(IN_DELETE_SELF | IN_MOVE_SELF | IN_IGNORED | IN_UNMOUNT) != 0
        || isFolder && mask & Int(IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO) != 0
      {
        news.movesFolders = true
      }
      let kind: Event.Kind =
        mask & Int(IN_CLOSE_WRITE | IN_MOVED_TO) != 0
        ? .written
        : mask & Int(IN_MODIFY) != 0
          ? .writing : mask & Int(IN_DELETE | IN_MOVED_FROM) != 0 ? .gone : .other
      for (folder, names) in watches[number] ?? [] where names.isEmpty || names.contains(name) {
        news.events.append(Event(path: "\(folder)/\(name)", kind: kind))
      }
    }
  #else
    init(isEnabled: Bool = true) {}

    mutating func watch(_ folders: [String: Set<String>]) {}

    func wait(_ limit: Duration) {
      usleep(UInt32(limit.milliseconds) * 1000)
    }

    mutating func take() -> News { News() }
  #endif
}
