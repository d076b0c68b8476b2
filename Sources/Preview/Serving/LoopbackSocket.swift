import Diagnostics
import Foundation

#if canImport(Glibc)
  import Glibc
#endif

/// Sockets of this machine's own addresses, which no other machine can reach.
enum LoopbackSocket {
  /// Listening sockets on 127.0.0.1 and, where the machine has it, on ::1: both on one port. Nil where the port is taken
  /// on either: `localhost` may mean the one or the other.
  static func listen(_ port: UInt16) -> (port: UInt16, sockets: [Int32])? {
    var four = sockaddr_in()
    four.sin_family = sa_family_t(AF_INET)
    four.sin_port = port.bigEndian
    four.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    #if canImport(Darwin)
      four.sin_len = UInt8(MemoryLayout<sockaddr_in>.size)
    #endif
    guard case .listening(let first) = open(AF_INET, &four) else { return nil }
    guard let port = self.port(of: first) else {
      close(first)
      return nil
    }
    var six = sockaddr_in6()
    six.sin6_family = sa_family_t(AF_INET6)
    six.sin6_port = port.bigEndian
    six.sin6_addr = in6addr_loopback
    #if canImport(Darwin)
      six.sin6_len = UInt8(MemoryLayout<sockaddr_in6>.size)
    #endif
    switch open(AF_INET6, &six) {
    case .listening(let second): return (port, [first, second])
    case .noSuchAddress: return (port, [first])
    case .taken:
      close(first)
      return nil
    }
  }

  /// A connection that waits, made ready; nil when there is none.
  static func accept(_ listener: Int32) -> Int32? {
    let socket = Glibc_accept(listener)
    guard socket >= 0 else { return nil }
    prepare(socket)
    return socket
  }

  private enum Outcome {
    case listening(Int32)
    case taken
    case noSuchAddress
  }

  private static func open<Address>(_ family: Int32, _ address: inout Address) -> Outcome {
    #if canImport(Glibc)
      let stream = Int32(SOCK_STREAM.rawValue)
    #else
      let stream = SOCK_STREAM
    #endif
    let socket = socket(family, stream, 0)
    guard socket >= 0 else { return .noSuchAddress }
    var yes: Int32 = 1
    let size = socklen_t(MemoryLayout<Int32>.size)
    // A port whose last connections are winding down is free.
    setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, size)
    if family == AF_INET6 { setsockopt(socket, Int32(IPPROTO_IPV6), IPV6_V6ONLY, &yes, size) }
    let bound = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(socket, $0, socklen_t(MemoryLayout<Address>.size))
      }
    }
    guard bound == 0, listenOn(socket) else {
      let isMissing = errno == EADDRNOTAVAIL || errno == EAFNOSUPPORT
      close(socket)
      return isMissing ? .noSuchAddress : .taken
    }
    prepare(socket)
    return .listening(socket)
  }

  private static func port(of socket: Int32) -> UInt16? {
    var address = sockaddr_in()
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let found = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(socket, $0, &size) }
    }
    return found == 0 ? UInt16(bigEndian: address.sin_port) : nil
  }

  /// Nothing waits for it, no child process inherits it, and a reader who is gone is no signal.
  private static func prepare(_ socket: Int32) {
    _ = fcntl(socket, F_SETFL, fcntl(socket, F_GETFL) | O_NONBLOCK)
    _ = fcntl(socket, F_SETFD, FD_CLOEXEC)
    #if canImport(Darwin)
      var yes: Int32 = 1
      setsockopt(socket, SOL_SOCKET, SO_NOSIGPIPE, &yes, socklen_t(MemoryLayout<Int32>.size))
    #endif
  }
}

// The calls by the names that the type's own functions take.
private func listenOn(_ socket: Int32) -> Bool { listen(socket, 64) == 0 }
private func Glibc_accept(_ socket: Int32) -> Int32 { accept(socket, nil, nil) }
