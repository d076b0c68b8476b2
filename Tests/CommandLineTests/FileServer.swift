import Foundation

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

  /// The body of an answer 200, nil for 404. HTTP/1.0 over a socket: no proxy of the environment can come between.
  func get(_ path: String) throws -> [UInt8]? {
    let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard socket >= 0 else { throw Problem(description: "no socket") }
    defer { close(socket) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let connected = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard connected == 0 else { throw Problem(description: "cannot connect") }
    let allowed = CharacterSet(
      charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/@")
    let encoded = path.addingPercentEncoding(withAllowedCharacters: allowed) ?? path
    let request = Array("GET \(encoded) HTTP/1.0\r\n\r\n".utf8)
    guard send(socket, request, request.count, Int32(MSG_NOSIGNAL)) == request.count else {
      throw Problem(description: "cannot send")
    }
    var answer: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = recv(socket, &buffer, buffer.count, 0), count > 0 { answer += buffer[..<count] }
    let head = answer.prefix(1 << 12)
    guard let end = head.indices.first(where: { head[$0...].starts(with: [13, 10, 13, 10]) }) else {
      throw Problem(description: "no answer for \(path)")
    }
    let status = String(decoding: head.prefix { $0 != 13 }, as: UTF8.self)
    if status.contains(" 404 ") { return nil }
    guard status.contains(" 200 ") else { throw Problem(description: "\(path): \(status)") }
    return Array(answer[(end + 4)...])
  }
}
