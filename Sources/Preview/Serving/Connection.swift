import Foundation

#if canImport(Glibc)
  import Glibc
#endif

/// One connection: a request comes in, an answer goes out, a stream of events goes on. No call waits.
struct Connection {
  /// What it waits for.
  enum Phase: Equatable {
    /// The head of a request.
    case reading
    /// Room for the answer's bytes.
    case writing
    /// Events to come.
    case streaming
    /// The other side to close: what it still sends is thrown away, so that it reads the answer to its end.
    case draining
    /// Nothing more.
    case over
  }

  let socket: Int32
  private(set) var phase = Phase.reading
  /// When the other side must have done its next step.
  private(set) var deadline: ContinuousClock.Instant?
  private var input: [UInt8] = []
  private var output: [[UInt8]] = []
  /// How much of the first piece is sent.
  private var sent = 0
  private var isStream = false
  private var drained = 0

  /// How long the other side may take.
  private enum Patience {
    static let request = Duration.seconds(10)
    static let answer = Duration.seconds(30)
    static let farewell = Duration.seconds(2)
  }

  /// A listener that takes nothing any more has this many bytes waiting at most.
  private static let mostWaiting = 1 << 20

  init(_ socket: Int32) {
    self.socket = socket
    deadline = .now + Patience.request
  }

  /// Whether there are bytes to send.
  var wantsToWrite: Bool { !output.isEmpty }

  /// Takes what came in; the head of a request when it is whole. Throws the status to refuse it with.
  mutating func receive() throws(Status) -> RequestHead? {
    var buffer = [UInt8](repeating: 0, count: 1 << 14)
    let count = recv(socket, &buffer, buffer.count, 0)
    guard count > 0 else {
      if count == 0 || errno != EAGAIN && errno != EINTR { phase = .over }
      return nil
    }
    switch phase {
    case .reading:
      input += buffer[..<count]
      guard let end = RequestHead.end(in: input) else {
        guard input.count <= RequestHead.largest else { throw .headTooLarge }
        return nil
      }
      guard end <= RequestHead.largest else { throw .headTooLarge }
      return try RequestHead(input[..<end])
    case .draining:
      drained += count
      if drained > 1 << 20 { phase = .over }
      return nil
    default: return nil
    }
  }

  /// Begins an answer; without its body for `HEAD`.
  mutating func answer(_ response: Response, withBody: Bool) {
    guard phase == .reading else { return }
    input = []
    isStream = response.isStream && withBody
    output = [response.head] + (withBody && !response.body.isEmpty ? [response.body] : [])
    phase = .writing
    deadline = .now + Patience.answer
  }

  /// Sends an event to one who listens.
  mutating func send(event: [UInt8]) {
    guard isStream, phase == .streaming || phase == .writing else { return }
    guard output.reduce(0, { $0 + $1.count }) < Self.mostWaiting else {
      phase = .over
      return
    }
    output.append(event)
    if phase == .streaming { deadline = .now + Patience.answer }
    phase = .writing
  }

  /// Sends as much as the other side takes.
  mutating func write() {
    while let piece = output.first {
      #if canImport(Darwin)
        let flags: Int32 = 0
      #else
        let flags = Int32(MSG_NOSIGNAL)
      #endif
      let count = piece[sent...].withUnsafeBytes { Foundation.send(socket, $0.baseAddress, $0.count, flags) }
      guard count >= 0 else {
        if errno != EAGAIN && errno != EINTR { phase = .over }
        return
      }
      deadline = .now + Patience.answer
      sent += count
      guard sent == piece.count else { return }
      output.removeFirst()
      sent = 0
    }
    guard phase == .writing else { return }
    if isStream {
      (phase, deadline) = (.streaming, nil)
    } else {
      shutdown(socket, Int32(SHUT_WR))
      (phase, deadline) = (.draining, .now + Patience.farewell)
    }
  }

  /// Ends at once.
  mutating func end() { phase = .over }

  /// Ends what takes too long; one who never finished asking is told.
  mutating func expire(at now: ContinuousClock.Instant) {
    guard let deadline, now >= deadline else { return }
    if phase == .reading, !input.isEmpty {
      answer(.refusal(.timeout, "the request does not come"), withBody: true)
    } else {
      phase = .over
    }
  }
}
