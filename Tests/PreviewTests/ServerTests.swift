import Diagnostics
import Foundation
import Preview
import TestSupport
import Testing

private func server(
  _ files: [String: String] = ["small/index.html": "<body><p>Text</p></body>", "small/runs.csv": "a,b\n"]
) throws -> PreviewServer {
  let server = try PreviewServer(port: 0)
  server.show(pages(files, name: "first"))
  return server
}

private func pages(_ files: [String: String], after earlier: PageSet = PageSet(), name: String) -> PageSet {
  PageSet(files.map { ($0.key, Array($0.value.utf8)) }, after: earlier, name: name)
}

private let problem = PageProblem(
  Diagnostic(
    .error, "E0201", "no figure \"</script><b>\"", at: SourceLocation(file: "report.md", line: 1, column: 2)),
  sources: ["report.md": "@fig-x"])

@Suite struct ServerTests {
  @Test func filesComeWithTheirTypes() throws {
    let server = try server([
      "small/index.html": "<body></body>", "small/runs.csv": "a,b\n", "small/figures/fig a.svg": "<svg/>",
      "small/odd": "?",
    ])
    let csv = try LocalClient.ask(server.port, "/small/runs.csv")
    #expect(csv.status == 200 && csv.body == "a,b\n")
    #expect(csv.head.contains("Content-Type: text/csv; charset=utf-8"))
    #expect(csv.head.contains("Cache-Control: no-store"))
    #expect(csv.head.contains("Content-Length: 4"))
    let svg = try LocalClient.ask(server.port, "/small/figures/fig%20a.svg?x=1")
    #expect(svg.head.contains("Content-Type: image/svg+xml"))
    #expect(try LocalClient.ask(server.port, "/small/odd").head.contains("application/octet-stream"))
    #expect(try LocalClient.ask(server.port, "/@isoloss/preview.js").head.contains("text/javascript"))
  }

  @Test func onlyPagesHaveTheScriptAndOnlyOnce() throws {
    let page = "<body><pre>&lt;/body></pre><p>Text</p></body>\n</html>"
    let server = try server(["small/index.html": page, "small/runs.csv": "</body>"])
    let body = try LocalClient.ask(server.port, "/small/").body
    #expect(body.components(separatedBy: "/@isoloss/preview.js").count == 2)
    #expect(body.contains("<p>Text</p><script "))
    #expect(body.hasSuffix("</body>\n</html>"))
    #expect(body.contains("data-folder=\"small\""))
    #expect(try LocalClient.ask(server.port, "/small/runs.csv").body == "</body>")
  }

  @Test func theRootLeadsToTheOnlyReportOrListsThemOrIsTheIndex() throws {
    let one = try server()
    let answer = try LocalClient.ask(one.port, "/")
    #expect(answer.status == 302 && answer.head.contains("Location: /small/"))
    #expect(try LocalClient.ask(one.port, "/small").head.contains("Location: /small/"))
    let two = try server(["a<b/index.html": "", "second/index.html": ""])
    let list = try LocalClient.ask(two.port, "/").body
    #expect(list.contains("<a href=\"/a%3Cb/\">a&lt;b</a>") && list.contains("second"))
    let site = try server(["index.html": "The index", "second/index.html": ""])
    #expect(try LocalClient.ask(site.port, "/").body.hasPrefix("The index"))
  }

  @Test(
    arguments: [
      "/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/small/..%2f..%2fetc/passwd", "/small/%2E%2E/secret",
      "/small/./runs.csv", "/small\\..\\secret", "/small/%00", "/small/%", "/small/%+1", "/small/%c0%ae",
      "http://localhost/small/", "small/", "*", "//etc/passwd", "/etc/passwd", "/small//runs.csv",
      "/small/link.csv",
    ])
  func pathsThatLeadElsewhereFindNothing(_ target: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("small/runs.csv", "a,b\n")
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/small/link.csv", withDestinationPath: "/etc/passwd")
    let server = try server()
    let answer = try LocalClient.ask(server.port, target)
    #expect(answer.status == 400 || answer.status == 404, "\(answer.head)")
    #expect(!answer.body.contains("root:"))
  }

  @Test(
    arguments: [
      ("evil.example", 421), ("localhost.evil.example:80", 421), ("127.0.0.1.evil.example", 421),
      ("localhost:x", 421), ("localhost:", 421), ("localhost:123456", 421), ("", 421), ("0.0.0.0", 421),
      ("192.168.0.1:80", 421), ("[::2]:80", 421), ("localhost", 200), ("LOCALHOST:80", 200),
      ("127.0.0.1:9000", 200), ("[::1]:9000", 200),
    ])
  func onlyNamesOfThisMachineAreAnswered(_ host: String, _ status: Int) throws {
    let server = try server()
    #expect(try LocalClient.ask(server.port, "/small/", host: host).status == status)
  }

  @Test func aRequestNamesOneHost() throws {
    let server = try server()
    for lines in ["", "Host: localhost\r\nHost: evil.example\r\n"] {
      let client = try LocalClient(port: server.port)
      client.send("GET /small/ HTTP/1.1\r\n\(lines)\r\n")
      #expect(try LocalClient.answer(client.receive()).status == 400)
    }
  }

  @Test func scriptsOfOtherPagesAreRefusedAndLinksAreFollowed() throws {
    let server = try server()
    func status(_ fields: String...) throws -> Int {
      try LocalClient.ask(server.port, "/small/", fields: fields).status
    }
    let own = "http://localhost:\(server.port)"
    #expect(try status("Origin: \(own)", "Sec-Fetch-Site: same-origin") == 200)
    #expect(try status("Origin: null") == 403)
    #expect(try status("Origin: http://evil.example") == 403)
    #expect(try status("Origin: http://localhost:1") == 403)
    #expect(try status("Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors") == 403)
    #expect(try status("Sec-Fetch-Site: same-site", "Sec-Fetch-Mode: cors") == 403)
    #expect(try status("Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate") == 200)
    let answer = try LocalClient.ask(server.port, "/small/")
    #expect(answer.head.contains("Cross-Origin-Resource-Policy: same-origin"))
    #expect(!answer.head.contains("Access-Control-Allow"))
  }

  @Test func pagesCanBeReadAndNothingElse() throws {
    let server = try server()
    let head = try LocalClient.ask(server.port, "/small/runs.csv", method: "HEAD")
    #expect(head.status == 200 && head.body == "" && head.head.contains("Content-Length: 4"))
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "CONNECT", "BREW"] {
      let answer = try LocalClient.ask(server.port, "/small/", method: method)
      #expect(answer.status == 405)
      #expect(answer.head.contains("Allow: GET, HEAD"))
    }
  }

  @Test func whatIsNoRequestIsRefused() throws {
    let server = try server()
    func status(_ text: String) throws -> Int {
      let client = try LocalClient(port: server.port)
      client.send(text)
      return try LocalClient.answer(client.receive()).status
    }
    let host = "Host: localhost\r\n"
    #expect(try status("GET /small/ HTTP/2.0\r\n\(host)\r\n") == 505)
    #expect(try status("GET  /small/ HTTP/1.1\r\n\(host)\r\n") == 400)
    #expect(try status("GET /small/\r\n\(host)\r\n") == 400)
    #expect(try status("G\u{1}T / HTTP/1.1\r\n\(host)\r\n") == 400)
    #expect(try status("GET / HTTP/1.1\r\n\(host) folded\r\n\r\n") == 400)
    #expect(try status("GET / HTTP/1.1\r\nHost : localhost\r\n\r\n") == 400)
    #expect(try status("GET / HTTP/1.1\r\nX: \u{1}\r\n\(host)\r\n") == 400)
    #expect(try status("GET / HTTP/1.1\r\n\(host)X: \(String(repeating: "a", count: 20_000))\r\n\r\n") == 431)
    #expect(try status("GET /\(String(repeating: "a", count: 20_000))") == 431)
  }

  @Test func aReaderWhoIsSlowKeepsNobodyWaiting() throws {
    let large = String(repeating: "x", count: 8 << 20)
    let server = try server(["small/index.html": "<body></body>", "small/large.csv": large])
    // One who asks and does not read, one who never finishes asking, many who say nothing.
    let lazy = try LocalClient(port: server.port)
    lazy.send("GET /small/large.csv HTTP/1.1\r\nHost: localhost\r\n\r\n")
    let slow = try LocalClient(port: server.port)
    slow.send("GET /small/")
    let silent = try (0..<250).map { _ in try LocalClient(port: server.port) }
    for _ in 0..<20 { #expect(try LocalClient.ask(server.port, "/small/").status == 200) }
    #expect(silent.count == 250)
    // Who reads late reads all.
    let answer = try LocalClient.answer(lazy.receive())
    #expect(answer.body.utf8.count == large.utf8.count)
  }

  @Test func aRequestMayComeInPieces() throws {
    let server = try server()
    let client = try LocalClient(port: server.port)
    for byte in "GET /small/runs.csv HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8 { client.send([byte]) }
    #expect(try LocalClient.answer(client.receive()).body == "a,b\n")
  }

  @Test func whoListensHearsOfEveryState() throws {
    let server = try server()
    let client = try LocalClient(port: server.port)
    client.send("GET /@isoloss/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
    let first = client.receive(until: "\"problems\":[]}\n\n")
    #expect(first.contains("Content-Type: text/event-stream"))
    #expect(first.contains("\"small\":\"first\""))
    server.show([problem])
    let failed = client.receive(until: "\n\n")
    #expect(failed.contains("\"small\":\"first\""))
    #expect(failed.contains("\"place\":\"report.md:1:2\""))
    #expect(failed.contains("no figure \\\"</script><b>\\\""))
    server.show(pages(["small/index.html": "new"], after: server.pages, name: "second"))
    let mended = client.receive(until: "\n\n")
    #expect(mended.contains("\"small\":\"second\"") && mended.contains("\"problems\":[]"))
  }

  @Test func theLastGoodPageStays() throws {
    let server = try server()
    server.show([problem])
    #expect(try LocalClient.ask(server.port, "/small/").body.contains("<p>Text</p>"))
  }

  @Test func beforeTheFirstBuildAPageWaits() throws {
    let server = try PreviewServer(port: 0)
    server.show([problem])
    for path in ["/", "/small/"] {
      let answer = try LocalClient.ask(server.port, path)
      #expect(answer.status == 503)
      #expect(answer.body.contains("/@isoloss/preview.js") && answer.body.contains("data-version=\"\""))
    }
  }

  @Test func onlyFoldersWithOtherBytesHaveAnotherVersion() throws {
    let server = try server(["index.html": "i", "a/index.html": "1", "b/index.html": "1", "b/x.csv": "1"])
    func versions() throws -> String {
      let client = try LocalClient(port: server.port)
      client.send("GET /@isoloss/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
      let text = client.receive(until: "\"problems\"")
      return String(text[(text.range(of: "{\"versions\":")?.upperBound ?? text.startIndex)...])
    }
    #expect(try versions().hasPrefix("{\"\":\"first\",\"a\":\"first\",\"b\":\"first\"}"))
    server.show(
      pages(
        ["index.html": "i", "a/index.html": "1", "b/index.html": "1", "b/x.csv": "2"], after: server.pages,
        name: "second"))
    #expect(try versions().hasPrefix("{\"\":\"first\",\"a\":\"first\",\"b\":\"second\"}"))
    // A file that is gone changes its folder, too.
    server.show(
      pages(
        ["index.html": "i", "a/index.html": "1", "b/index.html": "1"], after: server.pages, name: "third"))
    #expect(try versions().hasPrefix("{\"\":\"first\",\"a\":\"first\",\"b\":\"third\"}"))
  }

  @Test func aPortThatIsTakenIsPassedOver() throws {
    let first = try PreviewServer(port: 0)
    let second = try PreviewServer(port: first.port)
    #expect(second.port != first.port)
    #expect(throws: DiagnosticError.self) { _ = try PreviewServer(port: first.port, attempts: 1) }
  }

  @Test func bothLoopbackAddressesAreServedAndNoOther() throws {
    let server = try server()
    let four = try LocalClient(port: server.port)
    four.send("GET /small/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
    #expect(try LocalClient.answer(four.receive()).status == 200)
    if let six = try? LocalClient(port: server.port, isIPv6: true) {
      six.send("GET /small/ HTTP/1.1\r\nHost: [::1]\r\n\r\n")
      #expect(try LocalClient.answer(six.receive()).status == 200)
    }
    // Every socket of this process that listens on the port is a loopback one.
    #if os(Linux)
      let port = String(format: ":%04X", Int(server.port))
      var listeners = 0
      for table in ["/proc/net/tcp", "/proc/net/tcp6"] {
        let lines = (try? String(contentsOfFile: table, encoding: .utf8)) ?? ""
        for line in lines.split(separator: "\n") {
          let words = line.split(separator: " ")
          guard words.count > 3, words[1].hasSuffix(port), words[3] == "0A" else { continue }
          listeners += 1
          let loopback = ["0100007F", "00000000000000000000000001000000"]
          #expect(loopback.contains(String(words[1].dropLast(5))), "\(words[1])")
        }
      }
      #expect(listeners > 0)
    #endif
  }
}
