import Foundation

/// What builds that were killed left beside the folder that they wrote to.
struct FolderLeftovers: Sendable {
  enum Kind: String, CaseIterable {
    /// A folder that was not finished, or the one that it replaced.
    case new
    /// The earlier build, out of the way of the new one.
    case old
  }

  private let target: String
  private let parent: String
  private let last: String

  init(of target: String) {
    self.target = target
    let parts = target.split(separator: "/", omittingEmptySubsequences: false)
    parent = parts.count > 1 ? parts.dropLast().joined(separator: "/") + "/" : ""
    last = parts.last.map(String.init) ?? ""
  }

  /// The name for a folder of this process.
  func name(_ kind: Kind) -> String {
    "\(parent)\(prefix(kind))\(ProcessInfo.processInfo.processIdentifier)"
  }

  /// Whether a name in a folder of reports is that of a leftover.
  static func isLeftover(_ name: String) -> Bool { name.wholeMatch(of: /\..+-(new|old)-[0-9]+/) != nil }

  /// Removes what nobody is at work on any more. An earlier build whose replacement never came gets its place back.
  func clear() {
    let files = FileManager.default
    let names = (try? files.contentsOfDirectory(atPath: parent.isEmpty ? "." : parent)) ?? []
    for name in names.sorted() {
      guard let kind = Kind.allCases.first(where: { name.hasPrefix(prefix($0)) }), Self.isLeftover(name),
        let lock = FolderLock(parent + name)
      else { continue }
      if kind == .old, !files.fileExists(atPath: target) {
        try? files.moveItem(atPath: parent + name, toPath: target)
      } else {
        try? files.removeItem(atPath: parent + name)
      }
      lock.release()
    }
  }

  private func prefix(_ kind: Kind) -> String { ".\(last)-\(kind.rawValue)-" }
}

/// A claim on a folder that ends with the process, even when that is killed.
struct FolderLock {
  private let descriptor: Int32

  /// Claims the folder; nil when another process has, or where folders cannot be claimed.
  init?(_ folder: String) {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      return nil
    }
    self.descriptor = descriptor
  }

  /// Gives the folder up.
  func release() { close(descriptor) }
}
