import Foundation
import TestSupport

#if canImport(Glibc)
  import Glibc
#endif

/// A plain file server over a folder, at a free port of this machine.
final class FileServer {
  private let process = Process()
  private let port: UInt16

  struct Problem: Error, CustomStringConvertible { let description: String }

  /// The interpreter whose library has a file server, or nil.
  static let python: String? = {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    return folders.map { "\($0)/python3" }.first { FileManager.default.isExecutableFile(atPath: $0) }
  }()

  init(folder: String, log: String) throws {
    guard let python = Self.python else { throw Problem(description: "no python3") }
    process.executableURL = URL(fileURLWithPath: python)
    process.arguments = ["-u", "-m", "http.server", "0", "--bind", "127.0.0.1", "--directory", folder]
    try Data().write(to: URL(fileURLWithPath: log))
    let output = try FileHandle(forWritingTo: URL(fileURLWithPath: log))
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    try process.run()
    // "Serving HTTP on 127.0.0.1 port 40123 (http://…) ..." comes once it listens.
    var found: UInt16?
    for _ in 0..<600 where found == nil && process.isRunning {
      let text = String(decoding: FileManager.default.contents(atPath: log) ?? Data(), as: UTF8.self)
      let words = text.split(separator: " ")
      if let index = words.firstIndex(of: "port"), words.indices.contains(index + 2) {
        found = UInt16(words[index + 1])
      } else {
        usleep(50_000)
      }
    }
    guard let found else {
      kill(process.processIdentifier, SIGKILL)
      throw Problem(description: "the file server does not start")
    }
    port = found
  }

  deinit {
    // A process begun on a thread of the test runner inherits that thread's blocked signals, so asking is not enough.
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  /// The body of an answer 200, nil for 404. Over a socket: no proxy of the environment can come between.
  func get(_ path: String) throws -> [UInt8]? {
    let allowed = CharacterSet(
      charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/@")
    let encoded = path.addingPercentEncoding(withAllowedCharacters: allowed) ?? path
    let answer = try LocalClient.ask(port, encoded)
    if answer.status == 404 { return nil }
    guard answer.status == 200 else { throw Problem(description: "\(path): \(answer.head)") }
    return Array(answer.body.utf8)
  }
}
