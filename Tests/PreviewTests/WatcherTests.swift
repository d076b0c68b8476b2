import Foundation
import Preview
import TestSupport
import Testing

/// What a build would say identifies a path: a file's bytes, a folder's names.
private func content(_ path: String) -> String? {
  if path.hasSuffix("/") {
    return (try? FileManager.default.contentsOfDirectory(atPath: path))?.sorted().joined(separator: "\n")
  }
  return FileManager.default.contents(atPath: path).map { $0.base64EncodedString() }
}

/// A watcher of files in a folder of its own.
private struct Watched: ~Copyable {
  let folder: TemporaryFolder
  var watcher: FileWatcher
  let names: [String]

  init(
    _ names: [String] = ["report.md"], usesEvents: Bool = true, texts: [String: String] = [:],
    patience: FileWatcher.Patience = FileWatcher.Patience()
  ) throws {
    let folder = try TemporaryFolder()
    for name in names where !name.hasSuffix("/") && texts[name] != "" {
      try folder.write(name, texts[name] ?? "first")
    }
    (self.folder, self.names) = (folder, names)
    watcher = FileWatcher(usesEvents: usesEvents, patience: patience, fingerprint: content)
    read()
  }

  /// As after a build.
  mutating func read() {
    watcher.watch(
      names.map { .init(path: "\(folder.path)/\($0)", fingerprint: content("\(folder.path)/\($0)")) })
  }

  /// The names of what changed; the wait is bounded, and long enough for the slowest machine.
  mutating func changed(within limit: Duration = .seconds(60)) -> [String]? {
    watcher.nextChange(within: limit)?.map { String($0.dropFirst(folder.path.count + 1)) }
  }

  func path(_ name: String) -> String { "\(folder.path)/\(name)" }

  func move(_ from: String, _ to: String) throws {
    guard rename(path(from), path(to)) == 0 else { throw POSIXError(.EIO) }
  }
}

/// Writes without the care that Foundation takes, as any program may.
private func overwrite(_ path: String, _ text: String) throws {
  let file = try #require(fopen(path, "w"))
  fputs(text, file)
  fclose(file)
}

@Suite struct WatcherTests {
  @Test(arguments: [true, false]) func aWrittenFileIsAChange(usesEvents: Bool) throws {
    var watched = try Watched(["report.md", "runs.csv"], usesEvents: usesEvents)
    #expect(watched.changed(within: .milliseconds(50)) == nil)
    try overwrite(watched.path("runs.csv"), "second")
    #expect(watched.changed() == ["runs.csv"])
    watched.read()
    #expect(watched.changed(within: .milliseconds(50)) == nil)
  }

  @Test(arguments: [true, false]) func aFilePutInThePlaceOfAnotherIsAChangeEveryTime(usesEvents: Bool) throws
  {
    var watched = try Watched(usesEvents: usesEvents)
    for text in ["second", "third!", "fourth"] {
      try watched.folder.write("report.md.new", text)
      try watched.move("report.md.new", "report.md")
      #expect(watched.changed() == ["report.md"])
      #expect(watched.folder.read("report.md") == text)
      watched.read()
    }
  }

  @Test(arguments: [true, false]) func sameBytesAreNoChange(usesEvents: Bool) throws {
    var watched = try Watched(usesEvents: usesEvents)
    try overwrite(watched.path("report.md"), "first")
    try watched.folder.write("beside.txt", "of no interest")
    #expect(watched.changed(within: .milliseconds(600)) == nil)
  }

  /// A patience that a busy machine does not try.
  private static var long: FileWatcher.Patience {
    var patience = FileWatcher.Patience()
    (patience.gap, patience.open, patience.longest) = (.seconds(30), .seconds(3), .seconds(60))
    return patience
  }

  @Test(arguments: [true, false]) func awayAndBackIsNoChange(usesEvents: Bool) throws {
    var watched = try Watched(usesEvents: usesEvents, patience: Self.long)
    try watched.move("report.md", "report.md~")
    let path = watched.path("report.md")
    let back = Thread {
      usleep(100_000)
      rename(path + "~", path)
    }
    back.start()
    #expect(watched.changed(within: .milliseconds(1500)) == nil)
    // An editor that keeps the old file beside writes another one.
    try watched.move("report.md", "report.md~")
    try overwrite(path, "second")
    #expect(watched.changed() == ["report.md"])
  }

  @Test(arguments: [true, false]) func aFileThatIsAwayIsAChangeAndSoIsItsReturn(usesEvents: Bool) throws {
    var watched = try Watched(usesEvents: usesEvents)
    try watched.move("report.md", "elsewhere")
    #expect(watched.changed() == ["report.md"])
    watched.read()
    #expect(watched.changed(within: .milliseconds(50)) == nil)
    try watched.move("elsewhere", "report.md")
    #expect(watched.changed() == ["report.md"])
  }

  @Test(arguments: [true, false]) func aFileIsReadWhenItIsWhole(usesEvents: Bool) throws {
    var watched = try Watched(["runs.csv"], usesEvents: usesEvents, patience: Self.long)
    let path = watched.path("runs.csv")
    // Emptied, then written in parts with pauses shorter than those who wait take for an end.
    let writer = Thread {
      guard let file = fopen(path, "w") else { return }
      for part in ["one ", "two ", "three"] {
        usleep(40_000)
        fputs(part, file)
        fflush(file)
      }
      fclose(file)
    }
    writer.start()
    #expect(watched.changed() == ["runs.csv"])
    #expect(watched.folder.read("runs.csv") == "one two three")
  }

  @Test(arguments: [true, false]) func aFileThatWasLookedForInVainIsSeenWhenItComes(usesEvents: Bool) throws {
    let name = "data/2026/runs.csv"
    var watched = try Watched([name, "report.md"], usesEvents: usesEvents, texts: [name: ""])
    #expect(watched.changed(within: .milliseconds(50)) == nil)
    // Its folders come one by one.
    try FileManager.default.createDirectory(
      atPath: watched.path("data"), withIntermediateDirectories: false)
    #expect(watched.changed(within: .milliseconds(50)) == nil)
    try watched.folder.write(name, "size,loss")
    #expect(watched.changed() == [name])
  }

  @Test(arguments: [true, false]) func aFolderPutInThePlaceOfAnotherIsFollowed(usesEvents: Bool) throws {
    var watched = try Watched(["data/runs.csv"], usesEvents: usesEvents)
    try watched.folder.write("new/runs.csv", "second")
    try watched.move("data", "old")
    try watched.move("new", "data")
    #expect(watched.changed() == ["data/runs.csv"])
    watched.read()
    // What is written now is written in the new folder.
    try overwrite(watched.path("data/runs.csv"), "third")
    #expect(watched.changed() == ["data/runs.csv"])
    watched.read()
    try overwrite(watched.path("old/runs.csv"), "in the folder that is of no interest")
    #expect(watched.changed(within: .milliseconds(600)) == nil)
  }

  @Test(arguments: [true, false]) func namesInAFolderAreWatched(usesEvents: Bool) throws {
    var watched = try Watched(["templates/", "report.md"], usesEvents: usesEvents)
    try watched.folder.write("templates/page.mustache", "{{title}}")
    #expect(watched.changed() == ["templates/"])
    watched.read()
    try FileManager.default.removeItem(atPath: watched.path("templates"))
    #expect(watched.changed() == ["templates/"])
  }

  @Test(arguments: [true, false]) func aLinkIsSeenThrough(usesEvents: Bool) throws {
    var watched = try Watched(["shared/real.csv"], usesEvents: usesEvents)
    try FileManager.default.createSymbolicLink(
      atPath: watched.path("runs.csv"), withDestinationPath: "shared/real.csv")
    let path = watched.path("runs.csv")
    watched.watcher.watch([.init(path: path, fingerprint: content(path))])
    try overwrite(watched.path("shared/real.csv"), "second")
    #expect(watched.changed() == ["runs.csv"])
  }

  @Test func whatChangedBeforeTheWatchBeganIsAChange() throws {
    var watched = try Watched(["report.md"])
    watched.watcher.watch([.init(path: watched.path("report.md"), fingerprint: "another content")])
    #expect(watched.changed() == ["report.md"])
  }

  @Test func aBurstIsOneChange() throws {
    let names = (0..<40).map { "part\($0).md" }
    var watched = try Watched(names)
    for name in names { try overwrite(watched.path(name), "second") }
    #expect(watched.changed() == names.sorted())
    watched.read()
    #expect(watched.changed(within: .milliseconds(50)) == nil)
  }

  @Test func theKernelHearsAllOfAFolder() throws {
    let watched = try Watched()
    let hearsAll = watched.watcher.hearsAll
    #if os(Linux)
      #expect(hearsAll)
    #else
      #expect(!hearsAll)
    #endif
    let quiet = try Watched(usesEvents: false)
    let stillHears = quiet.watcher.hearsAll
    #expect(!stillHears)
  }
}
