import Foundation

#if canImport(Glibc)
  import Glibc
#endif

/// Waits for all connections at once and does what each is ready for.
struct ServerLoop {
  private let listeners: [Int32]
  private let wake: Int32
  private var connections: [Connection] = []

  /// The most connections; a browser has six.
  private static let most = 200
  /// How often one who listens hears that the server lives.
  private static let heartbeat = Duration.seconds(15)

  /// Serves sockets that listen, until the other end of `wake` is closed.
  init(listeners: [Int32], wake: Int32) { (self.listeners, self.wake) = (listeners, wake) }

  /// Serves until the server is gone; `current` is what there is to show.
  mutating func run(_ current: () -> PreviewState) {
    var beat = ContinuousClock.now + Self.heartbeat
    defer {
      for socket in listeners + connections.map(\.socket) + [wake] { close(socket) }
    }
    while true {
      var waiting = ([wake] + listeners).map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
      for connection in connections {
        let events = Int16(POLLIN) | (connection.wantsToWrite ? Int16(POLLOUT) : 0)
        waiting.append(pollfd(fd: connection.socket, events: events, revents: 0))
      }
      let next = connections.compactMap(\.deadline).reduce(beat, min)
      _ = poll(&waiting, nfds_t(waiting.count), ContinuousClock.now.duration(to: next).milliseconds)

      if waiting[0].revents != 0 {
        guard emptyWake() else { return }
        let event = current().event
        for index in connections.indices { connections[index].send(event: event) }
      }
      let first = 1 + listeners.count
      for index in connections.indices where waiting[first + index].revents != 0 {
        serve(&connections[index], waiting[first + index].revents, current)
      }
      for index in listeners.indices where waiting[1 + index].revents != 0 { accept(listeners[index]) }
      let now = ContinuousClock.now
      if now >= beat {
        beat = now + Self.heartbeat
        for index in connections.indices { connections[index].send(event: Array(": here\n\n".utf8)) }
      }
      for index in connections.indices {
        connections[index].expire(at: now)
        if connections[index].wantsToWrite { connections[index].write() }
        if connections[index].phase == .over { close(connections[index].socket) }
      }
      connections.removeAll { $0.phase == .over }
    }
  }

  /// False when the server is gone.
  private func emptyWake() -> Bool {
    var buffer = [UInt8](repeating: 0, count: 64)
    while true {
      let count = read(wake, &buffer, buffer.count)
      if count == 0 { return false }
      if count < 0 { return true }
    }
  }

  private mutating func accept(_ listener: Int32) {
    while let socket = LoopbackSocket.accept(listener) {
      // Who waits longest without a request makes room.
      if connections.count >= Self.most {
        guard let index = connections.firstIndex(where: { $0.phase == .reading || $0.phase == .draining })
        else {
          close(socket)
          continue
        }
        close(connections[index].socket)
        connections.remove(at: index)
      }
      connections.append(Connection(socket))
    }
  }

  private func serve(_ connection: inout Connection, _ events: Int16, _ current: () -> PreviewState) {
    if events & Int16(POLLIN) != 0 {
      do throws(Status) {
        if let head = try connection.receive() {
          connection.answer(try Self.response(to: head, current), withBody: head.method != "HEAD")
        }
      } catch {
        connection.answer(.refusal(error, "this is no request that is answered here"), withBody: true)
      }
    } else if events & Int16(POLLERR | POLLNVAL) != 0 || events & Int16(POLLHUP) != 0 {
      connection.end()
    }
  }

  private static func response(
    to head: RequestHead, _ current: () -> PreviewState
  ) throws(Status) -> Response {
    if let refusal = RequestGuard.refusal(of: head) { return .refusal(refusal.status, refusal.reason) }
    let path = try head.path()
    return current().response(to: path)
  }
}
