import Foundation
import TestSupport

/// The program on a file layer that goes wrong at a chosen moment: `faults.c` says how.
enum FaultyFiles {
  /// What goes wrong.
  enum Fault: String, Sendable, CaseIterable {
    /// Nothing; calls are counted.
    case none
    /// The process ends as by `kill -9`.
    case kill
    /// The disk is full from then on.
    case full
    /// Nothing can be changed from then on.
    case readOnly = "read-only"
    /// Every call takes so many microseconds longer.
    case slow
    /// A file is removed before it is opened for this time.
    case vanish
    /// Another file takes its name before it is opened for this time.
    case swap
    /// The clock is so many seconds off.
    case clock
  }

  private static let folder = try? TemporaryFolder()

  /// The layer, built for this machine; nil where there is no Clang or no GNU C library.
  static let library: String? = {
    guard let folder else { return nil }
    let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
      "faults.c"
    ).path
    let library = "\(folder.path)/faults.so"
    let built = try? Program.tool(
      "clang", ["-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"], in: folder.path)
    return built?.status == 0 ? library : nil
  }()

  /// Runs the program with a fault below `folder`, on one thread: calls come in the same order each time.
  static func run(
    _ arguments: [String], in folder: TemporaryFolder, _ fault: Fault, at number: Int = 0, file: String = "",
    other: String = "", exchanges: Bool = true
  ) throws -> Program.Result {
    guard let library else { throw Program.Missing() }
    var environment = [
      "LD_PRELOAD": library, "FAULT_FOLDER": folder.path, "FAULT_KIND": fault.rawValue,
      "FAULT_AT": "\(number)",
      "FAULT_FILE": file, "FAULT_OTHER": other, "FAULT_COUNT": countFile(folder),
    ]
    if !exchanges { environment["FAULT_NO_EXCHANGE"] = "1" }
    return try Program.run(arguments, in: folder.path, environment: environment)
  }

  /// How many calls change something below `folder` when nothing goes wrong.
  static func changes(_ arguments: [String], in folder: TemporaryFolder, exchanges: Bool = true) throws -> Int
  {
    let result = try run(arguments, in: folder, .none, exchanges: exchanges)
    guard result.status == 0, let text = FileManager.default.contents(atPath: countFile(folder)) else {
      return 0
    }
    return Int(String(decoding: text, as: UTF8.self)) ?? 0
  }

  /// Beside the folder, which is compared as a whole.
  private static func countFile(_ folder: TemporaryFolder) -> String { folder.path + ".count" }
}

extension TemporaryFolder {
  /// A folder with the same content.
  func copy() throws -> TemporaryFolder {
    let copy = try TemporaryFolder()
    let result = try Program.tool("cp", ["-a", "\(path)/.", copy.path], in: path)
    guard result.status == 0 else { throw CocoaError(.fileWriteUnknown) }
    return copy
  }

  /// The files below a folder by path, those of hidden folders left out; nil where there is no such folder.
  func files(_ name: String) -> [String: Data]? {
    guard let paths = try? FileManager.default.subpathsOfDirectory(atPath: "\(path)/\(name)") else {
      return nil
    }
    var files: [String: Data] = [:]
    for file in paths where !file.hasPrefix(".") && !file.contains("/.") {
      var isFolder: ObjCBool = false
      let place = "\(path)/\(name)/\(file)"
      guard FileManager.default.fileExists(atPath: place, isDirectory: &isFolder), !isFolder.boolValue else {
        continue
      }
      files[file] = FileManager.default.contents(atPath: place)
    }
    return files
  }
}
