/// Which requests are answered: those that the reader's own browser makes for the reader.
///
/// The socket takes connections of this machine alone, but any page of the world that the reader has open runs on this machine,
/// too. A page that made its own name resolve to this machine (DNS rebinding) is told by `Host`, a script of another origin by
/// `Origin` and `Sec-Fetch-Site`.
enum RequestGuard {
  /// Why a request is refused: a status and a sentence; nil for one that is answered.
  static func refusal(of head: RequestHead) -> (status: Status, reason: String)? {
    let hosts = head.values("host")
    guard hosts.count == 1, let host = hosts.first else {
      return (.badRequest, "a request names one host")
    }
    guard isLoopback(host) else {
      return (.misdirected, "this server answers for localhost, 127.0.0.1 and [::1] alone")
    }
    let origins = head.values("origin")
    guard origins.allSatisfy({ $0.lowercased() == "http://\(host.lowercased())" }) else {
      return (.forbidden, "another page asks")
    }
    // A link from elsewhere may lead here; a script, picture or style sheet of another page may not be loaded from here.
    let sites = head.values("sec-fetch-site")
    guard
      sites.allSatisfy({ $0 == "same-origin" || $0 == "none" })
        || head.values("sec-fetch-mode") == ["navigate"]
    else { return (.forbidden, "another page asks") }
    guard head.method == "GET" || head.method == "HEAD" else {
      return (.methodNotAllowed, "pages can be read here, and nothing else")
    }
    return nil
  }

  /// Whether a host is this machine by one of its three names. The port may be another: tunnels lead from one to ours.
  private static func isLoopback(_ host: String) -> Bool {
    let host = host.lowercased()
    for name in ["localhost", "127.0.0.1", "[::1]"] where host.hasPrefix(name) {
      let rest = host.dropFirst(name.count)
      if rest.isEmpty { return true }
      guard rest.first == ":", rest.count > 1, rest.count <= 6 else { return false }
      return rest.dropFirst().utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
    return false
  }
}
