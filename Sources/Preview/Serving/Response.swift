/// An answer to a request.
struct Response: Sendable {
  var status: Status
  var fields: [(name: String, value: String)]
  var body: [UInt8]
  /// Whether more events follow the body for as long as the reader listens.
  var isStream = false

  /// A file.
  static func file(_ bytes: [UInt8], type: String, status: Status = .ok) -> Response {
    Response(
      status: status, fields: [("Content-Type", type), ("Content-Length", "\(bytes.count)")], body: bytes)
  }

  /// A refusal with a sentence.
  static func refusal(_ status: Status, _ reason: String) -> Response {
    var response = file(Array((reason + "\n").utf8), type: "text/plain; charset=utf-8", status: status)
    if status == .methodNotAllowed { response.fields.append(("Allow", "GET, HEAD")) }
    return response
  }

  /// Leads elsewhere on this server.
  static func redirect(to path: String) -> Response {
    Response(status: .found, fields: [("Location", path), ("Content-Length", "0")], body: [])
  }

  /// Events, beginning with one.
  static func stream(_ first: [UInt8]) -> Response {
    Response(
      status: .ok, fields: [("Content-Type", "text/event-stream")],
      body: Array("retry: 500\n\n".utf8) + first,
      isStream: true)
  }

  /// The bytes before the body.
  var head: [UInt8] {
    let all =
      fields + [
        ("Cache-Control", "no-store"), ("Connection", "close"), ("X-Content-Type-Options", "nosniff"),
        // A page of another origin may not take anything in.
        ("Cross-Origin-Resource-Policy", "same-origin"), ("Referrer-Policy", "same-origin"),
      ]
    let lines = all.map { "\($0.name): \($0.value)\r\n" }.joined()
    return Array("HTTP/1.1 \(status.rawValue) \(status.phrase)\r\n\(lines)\r\n".utf8)
  }
}
