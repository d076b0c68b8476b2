import Foundation

/// Tells when the content of files is otherwise than a build read it, once whoever writes them is done.
///
/// Content decides, not times: a file that is written anew with the same bytes is no change, and neither is what a build
/// itself writes beside its sources. The kernel's events make it quick; a look at the files every half second finds what no
/// event tells of, as on network file systems.
public struct FileWatcher: ~Copyable {
  /// A path and what its content was.
  public struct Source: Hashable, Sendable {
    /// A file, or a folder whose path ends in a slash.
    public var path: String
    /// What identifies the content that was read; nil for what was not there.
    public var fingerprint: String?

    /// Makes a source.
    public init(path: String, fingerprint: String?) { (self.path, self.fingerprint) = (path, fingerprint) }
  }

  private struct Item {
    var fingerprint: String?
    /// The stamp under which the content was last found to be the one that was read.
    var stamp: FileStamp?
    /// Whether it was there when the watch began. A folder that nobody made has content, too: no names.
    var wasThere = false
    /// Whether it had content.
    var wasFilled = false
  }

  private let fingerprint: (String) -> String?
  private var events: FolderEvents
  private var items: [String: Item] = [:]
  private var mustRefresh = false
  /// Files that somebody has written to and not yet closed.
  private var open: Set<String> = []

  /// How long nothing may happen before files count as written.
  public struct Patience: Sendable {
    /// After a file was closed or put in its place: the rest of a burst.
    public var closed = Duration.milliseconds(12)
    /// While a file is open for writing, or when only its size and time can be looked at.
    public var open = Duration.milliseconds(200)
    /// While a file is away or empty that was not: between the two halves of a replacement.
    public var gap = Duration.milliseconds(300)
    /// A file that is written all the time has to be read some time.
    public var longest = Duration.seconds(3)

    /// What suits programs that save files.
    public init() {}
  }

  private let patience: Patience

  /// Makes a watcher of nothing.
  ///
  /// - Parameters:
  ///   - usesEvents: false looks at the files and nothing else, as where the kernel has no events.
  ///   - patience: how long to wait for those who write.
  ///   - fingerprint: what identifies the content of a path now, as the build reads it; nil for what is not there.
  public init(
    usesEvents: Bool = true, patience: Patience = Patience(), fingerprint: @escaping (String) -> String?
  ) {
    self.patience = patience
    events = FolderEvents(isEnabled: usesEvents)
    self.fingerprint = fingerprint
  }

  /// Whether the kernel tells of every change; false where files have to be looked at.
  public var hearsAll: Bool { events.coversAll }

  /// Watches these and nothing else.
  public mutating func watch(_ sources: [Source]) {
    items = [:]
    for source in sources {
      items[source.path] = Item(
        fingerprint: source.fingerprint, wasThere: FileStamp(source.path).exists,
        wasFilled: source.fingerprint != nil)
    }
    open = []
    refresh()
  }

  /// Waits for a change and for its end; gives the paths that are otherwise now, sorted, or nil when the time is over.
  public mutating func nextChange(within limit: Duration? = nil) -> [String]? {
    let end = limit.map { ContinuousClock.now + $0 }
    while true {
      let heard = take()
      if !changes().isEmpty {
        settle(heard: heard)
        // What came back as it was is no change.
        let changed = changes()
        if !changed.isEmpty { return changed }
      }
      if mustRefresh { refresh() }
      let look = Duration.milliseconds(hearsAll ? 500 : 200)
      let rest = end.map { ContinuousClock.now.duration(to: $0) } ?? look
      if rest <= .zero { return nil }
      events.wait(min(look, rest))
    }
  }

  // MARK: What changed

  /// The paths whose content is not the one that was read. Only what has another stamp is read again.
  private mutating func changes() -> [String] {
    var changed: [String] = []
    for (path, item) in items {
      let stamp = FileStamp(path)
      if let known = item.stamp, known == stamp { continue }
      // The stamp is taken first: what is written after it shows in the next one.
      guard fingerprint(path) == item.fingerprint else {
        changed.append(path)
        continue
      }
      // Another inode without an event: the folder that is listened to may be another, too.
      if item.stamp != nil { mustRefresh = true }
      items[path]?.stamp = stamp.isFresh ? nil : stamp
      if let size = stamp.size { items[path]?.wasFilled = size > 0 }
    }
    return changed.sorted()
  }

  /// Waits until those who write are done; `heard` says whether the kernel told of what they did so far.
  private mutating func settle(heard: Bool) {
    let end = ContinuousClock.now + patience.longest
    var stamps = currentStamps()
    var heard = heard && hearsAll
    while ContinuousClock.now < end {
      if mustRefresh { refresh() }
      let quiet = hasGap ? patience.gap : heard && open.isEmpty ? patience.closed : patience.open
      let isQuiet = waitQuietly(quiet)
      let now = currentStamps()
      // A change that no event told of is one to be looked at again.
      if isQuiet, now != stamps { heard = false }
      if isQuiet, now == stamps { return }
      stamps = now
    }
  }

  /// Waits so long; false as soon as there are news.
  private mutating func waitQuietly(_ time: Duration) -> Bool {
    let end = ContinuousClock.now + time
    while case let rest = ContinuousClock.now.duration(to: end), rest > .zero {
      events.wait(rest)
      if take() { return false }
    }
    return true
  }

  private func currentStamps() -> [String: FileStamp] {
    Dictionary(items.keys.map { ($0, FileStamp($0)) }) { first, _ in first }
  }

  /// Whether something that was there is away, or empty where it had content.
  private var hasGap: Bool {
    items.contains { path, item in
      guard item.wasThere else { return false }
      let stamp = FileStamp(path)
      return !stamp.exists || item.wasFilled && stamp.size == 0
    }
  }

  // MARK: Events

  /// Reads the kernel's news; whether any was of a watched path.
  private mutating func take() -> Bool {
    let news = events.take()
    if news.movesFolders || news.isIncomplete { mustRefresh = true }
    if news.isIncomplete { for path in items.keys { items[path]?.stamp = nil } }
    for event in news.events {
      switch event.kind {
      case .writing: open.insert(event.path)
      case .written, .gone: open.remove(event.path)
      case .other: break
      }
      let path = event.path.hasPrefix("./") ? String(event.path.dropFirst(2)) : event.path
      // Within one tick of the clock a second write leaves no other stamp.
      for name in [path, path + "/"] { items[name]?.stamp = nil }
    }
    return !news.events.isEmpty || news.isIncomplete
  }

  private mutating func refresh() {
    mustRefresh = false
    events.watch(WatchedFolders.of(items.keys))
  }
}
