import Foundation

#if canImport(Glibc)
  import Glibc
#endif

/// A connection that sends any bytes, also what no browser would.
public final class LocalClient {
  private let socket: Int32

  /// A connection that does not work.
  public struct Problem: Error {
    /// What went wrong.
    public var text: String
  }

  /// Connects to this machine, by IPv4 or IPv6.
  public init(port: UInt16, isIPv6: Bool = false) throws {
    let family = isIPv6 ? AF_INET6 : AF_INET
    #if canImport(Glibc)
      let descriptor = Glibc.socket(family, Int32(SOCK_STREAM.rawValue), 0)
    #else
      let descriptor = Darwin.socket(family, SOCK_STREAM, 0)
    #endif
    socket = descriptor
    // No test waits for ever.
    var limit = timeval(tv_sec: 60, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    var four = sockaddr_in()
    four.sin_family = sa_family_t(AF_INET)
    four.sin_port = port.bigEndian
    four.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var six = sockaddr_in6()
    six.sin6_family = sa_family_t(AF_INET6)
    six.sin6_port = port.bigEndian
    six.sin6_addr = in6addr_loopback
    let done = isIPv6 ? Self.connect(descriptor, &six) : Self.connect(descriptor, &four)
    guard done else { throw Problem(text: "cannot connect") }
  }

  deinit { close(socket) }

  private static func connect<Address>(_ socket: Int32, _ address: inout Address) -> Bool {
    withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.connect(socket, $0, socklen_t(MemoryLayout<Address>.size)) == 0
      }
    }
  }

  /// Sends text.
  public func send(_ text: String) { send(Array(text.utf8)) }

  /// Sends bytes.
  public func send(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }

  /// What comes next; empty at the end.
  public func receive() -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let count = recv(socket, &buffer, buffer.count, 0)
    return count > 0 ? Array(buffer[..<count]) : []
  }

  /// All that comes until a text, or until the end.
  public func receive(until end: String? = nil) -> String {
    var all: [UInt8] = []
    while case let part = receive(), !part.isEmpty {
      all += part
      if let end, String(decoding: all, as: UTF8.self).contains(end) { break }
    }
    return String(decoding: all, as: UTF8.self)
  }

  /// An answer to a request, in parts.
  public struct Answer {
    /// 200
    public var status: Int
    /// Status line and fields.
    public var head: String
    /// What follows.
    public var body: String
  }

  /// Asks once. The request is as a browser's; `host` and `fields` make it another.
  public static func ask(
    _ port: UInt16, _ target: String, method: String = "GET", host: String? = nil, fields: [String] = []
  ) throws -> Answer {
    let client = try LocalClient(port: port)
    let lines = ["\(method) \(target) HTTP/1.1", "Host: \(host ?? "localhost:\(port)")"] + fields
    client.send(lines.joined(separator: "\r\n") + "\r\n\r\n")
    return try answer(client.receive())
  }

  /// The parts of an answer.
  public static func answer(_ text: String) throws -> Answer {
    // CRLF is one character of Swift's.
    guard let gap = text.range(of: "\r\n\r\n") else { throw Problem(text: "no answer: \(text)") }
    let head = String(text[..<gap.lowerBound])
    let words = head.split(separator: " ")
    return Answer(
      status: words.count > 1 ? Int(words[1]) ?? 0 : 0, head: head, body: String(text[gap.upperBound...]))
  }
}
