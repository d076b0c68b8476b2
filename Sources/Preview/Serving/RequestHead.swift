/// The head of a request in HTTP/1.x, parsed strictly: what is not exactly a request is refused.
struct RequestHead {
  /// `GET`
  var method: String
  /// `/small/?x=1`, as it was sent.
  var target: String
  /// Fields by their names in lower case, in their order.
  var fields: [(name: String, value: String)] = []

  /// The most bytes of a head.
  static let largest = 16 << 10

  /// Where a head ends in what was received so far, or nil.
  static func end(in bytes: [UInt8]) -> Int? {
    guard bytes.count >= 4 else { return nil }
    for start in 0...(bytes.count - 4)
    where bytes[start] == 13 && bytes[start + 1] == 10 && bytes[start + 2] == 13 && bytes[start + 3] == 10 {
      return start + 4
    }
    return nil
  }

  /// Parses a head that ends in an empty line. Throws the status to refuse it with.
  init(_ bytes: some Collection<UInt8>) throws(Status) {
    guard let text = String(validating: bytes, as: UTF8.self) else { throw .badRequest }
    // Line ends of Swift's characters would hide the difference between CRLF and LF.
    var lines: [String] = []
    var line = String.UnicodeScalarView()
    var previous: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      if scalar == "\n" {
        guard previous == "\r" else { throw .badRequest }
        line.removeLast()
        lines.append(String(line))
        line = String.UnicodeScalarView()
      } else {
        line.append(scalar)
      }
      previous = scalar
    }
    let words = (lines.first ?? "").split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    guard words.count == 3, !words[0].isEmpty, Self.isToken(words[0]) else { throw .badRequest }
    guard words[2] == "HTTP/1.1" || words[2] == "HTTP/1.0" else {
      throw words[2].hasPrefix("HTTP/") ? .versionNotSupported : .badRequest
    }
    (method, target) = (words[0], words[1])
    for line in lines.dropFirst() where !line.isEmpty {
      guard let colon = line.firstIndex(of: ":") else { throw .badRequest }
      let name = line[..<colon]
      let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
      guard Self.isToken(name), value.unicodeScalars.allSatisfy({ $0.value >= 0x20 || $0 == "\t" }) else {
        throw .badRequest
      }
      let end = value.lastIndex { $0 != " " && $0 != "\t" }
      fields.append((name.lowercased(), end.map { String(value[...$0]) } ?? ""))
    }
  }

  /// The values of a field, one for each time it was sent.
  func values(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }

  /// The path that the target names: percent-decoded, each part a plain name. Throws the status to refuse it with.
  func path() throws(Status) -> String {
    // A whole address is what proxies are asked for, and would name another host than the field does.
    guard target.hasPrefix("/") else { throw .badRequest }
    var bytes: [UInt8] = []
    var rest = Array(target.utf8.prefix { $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") })[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      let digits = String(decoding: rest.prefix(2), as: UTF8.self)
      guard digits.utf8.count == 2, digits.utf8.allSatisfy({ $0 != UInt8(ascii: "+") }),
        let decoded = UInt8(digits, radix: 16)
      else { throw .badRequest }
      bytes.append(decoded)
      rest = rest.dropFirst(2)
    }
    guard let path = String(validating: bytes, as: UTF8.self),
      path.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F && $0 != "\\" })
    else { throw .badRequest }
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    guard !parts.contains("..") && !parts.contains(".") else { throw .badRequest }
    return path
  }

  private static func isToken(_ text: some StringProtocol) -> Bool {
    let marks = Set("!#$%&'*+-.^_`|~".utf8)
    return !text.isEmpty
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"):
          true
        default: marks.contains(byte)
        }
      }
  }
}

/// Statuses of HTTP that the server answers with.
enum Status: Int, Error {
  case ok = 200
  case movedPermanently = 301
  case found = 302
  case badRequest = 400
  case forbidden = 403
  case notFound = 404
  case methodNotAllowed = 405
  case timeout = 408
  case misdirected = 421
  case headTooLarge = 431
  case unavailable = 503
  case versionNotSupported = 505

  /// The phrase beside the number.
  var phrase: String {
    switch self {
    case .ok: "OK"
    case .movedPermanently: "Moved Permanently"
    case .found: "Found"
    case .badRequest: "Bad Request"
    case .forbidden: "Forbidden"
    case .notFound: "Not Found"
    case .methodNotAllowed: "Method Not Allowed"
    case .timeout: "Request Timeout"
    case .misdirected: "Misdirected Request"
    case .headTooLarge: "Request Header Fields Too Large"
    case .unavailable: "Service Unavailable"
    case .versionNotSupported: "HTTP Version Not Supported"
    }
  }
}
