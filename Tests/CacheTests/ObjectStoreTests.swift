import Cache
import Foundation
import TestSupport
import Testing

@Suite struct ObjectStoreTests {
  private func files(_ folder: TemporaryFolder) -> [String] {
    ((try? FileManager.default.subpathsOfDirectory(atPath: folder.path)) ?? []).filter { path in
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: "\(folder.path)/\(path)", isDirectory: &isFolder)
        && !isFolder.boolValue
    }.sorted()
  }

  @Test(arguments: [[UInt8](), [0], Array(0...255), Array(repeating: 7, count: 100_000)])
  func bytesComeBackAsTheyWere(_ bytes: [UInt8]) throws {
    let folder = try TemporaryFolder()
    let store = ObjectStore(folder: folder.path)
    let key = Hashing.sha256(bytes)
    #expect(store.read(key) == .missing)
    #expect(store.write(bytes, as: key))
    #expect(store.read(key) == .found(bytes))
    #expect(files(folder).count == 1)
  }

  @Test(arguments: ["cut", "changed", "longer", "empty", "foreign"])
  func aFileThatIsNotWhatWasWrittenIsRemoved(_ damage: String) throws {
    let folder = try TemporaryFolder()
    let store = ObjectStore(folder: folder.path)
    let key = Hashing.sha256("key")
    store.write(Array("what a fit found".utf8), as: key)
    let path = try #require(files(folder).first)
    var bytes = [UInt8](try #require(FileManager.default.contents(atPath: "\(folder.path)/\(path)")))
    switch damage {
    case "cut": bytes.removeLast()
    case "changed": bytes[bytes.count - 3] ^= 1
    case "longer": bytes.append(0)
    case "empty": bytes = []
    default: bytes = Array("<html>no object</html>".utf8)
    }
    try folder.write(path, bytes: bytes)
    #expect(store.read(key) == .damaged)
    #expect(store.read(key) == .missing)
    #expect(files(folder).isEmpty)
  }

  @Test func whatWasUsedLongestAgoGoesFirst() throws {
    let folder = try TemporaryFolder()
    let store = ObjectStore(folder: folder.path, limit: 5 * 1200)
    let keys = (0..<8).map { Hashing.sha256("\($0)") }
    for (index, key) in keys.enumerated() {
      store.write(Array(repeating: UInt8(index), count: 1000), as: key)
      let path = "\(folder.path)/\(key.prefix(2))/\(key.dropFirst(2))"
      let time = Date(timeIntervalSince1970: 1_000_000 + 60 * Double(index))
      try FileManager.default.setAttributes([.modificationDate: time], ofItemAtPath: path)
    }
    // Reading the oldest makes it the newest.
    _ = store.read(keys[0])
    #expect(store.evict() <= 5 * 1200)
    let kept = keys.filter { store.read($0) != .missing }
    #expect(kept == [keys[0]] + keys.suffix(4))
  }

  @Test func twoBuildsAtOnceLeaveWholeFiles() async throws {
    let folder = try TemporaryFolder()
    let keys = (0..<20).map { Hashing.sha256("\($0)") }
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<4 {
        group.addTask {
          let store = ObjectStore(folder: folder.path)
          for key in keys {
            store.write(Array(key.utf8), as: key)
            #expect(store.read(key) == .found(Array(key.utf8)))
          }
        }
      }
    }
    #expect(files(folder).count == keys.count)
  }

  @Test func aFolderThatTakesNoFilesIsNoFailure() throws {
    let folder = try TemporaryFolder()
    try folder.write("file", "not a folder")
    let store = ObjectStore(folder: "\(folder.path)/file")
    #expect(!store.write([1], as: Hashing.sha256("key")))
    #expect(store.read(Hashing.sha256("key")) == .missing)
  }
}
