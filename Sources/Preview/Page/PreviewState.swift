import Diagnostics
import Typesetting

/// What there is to see: the pages of the last good build, and what keeps the newest one from being shown.
struct PreviewState: Sendable {
  var pages = PageSet()
  var problems: [PageProblem] = []
  /// The state as an event for browsers.
  private(set) var event: [UInt8] = []

  init(pages: PageSet = PageSet(), problems: [PageProblem] = []) {
    (self.pages, self.problems) = (pages, problems)
    let versions = pages.versions.sorted { $0.key < $1.key }.map { ($0.key, JSON.string($0.value)) }
    let state = JSON.object([("versions", .object(versions)), ("problems", .array(problems.map(\.json)))])
    event = Array("event: state\ndata: \(state.text)\n\n".utf8)
  }

  /// The folder of the program's own addresses: no report's folder can be called so.
  private static let own = "/@isoloss/"
  /// Where browsers listen.
  static let events = own + "events"

  /// The answer to a path, percent-decoded and without parts like `..`.
  func response(to path: String) -> Response {
    switch path {
    case Self.events: return .stream(event)
    case Self.own + "preview.js": return .file(PackageResources.preview_js, type: MediaType.of(path))
    default: break
    }
    let name = String(path.dropFirst())
    if let bytes = pages.files[name] { return file(name, bytes) }
    if path.hasSuffix("/") {
      if let page = pages.files[name + "index.html"] { return file(name + "index.html", page) }
      if name.isEmpty { return root }
    } else if pages.files[name + "/index.html"] != nil {
      return .redirect(to: URLPath.escaped(path + "/"))
    }
    return missing(name)
  }

  private func file(_ path: String, _ bytes: [UInt8]) -> Response {
    guard path.hasSuffix(".html") else { return .file(bytes, type: MediaType.of(path)) }
    let folder = PageSet.folder(of: path)
    return .file(Self.listening(bytes, folder, pages.versions[folder]), type: MediaType.of(path))
  }

  /// Without an index: the only report, or a list of them.
  private var root: Response {
    let names = pages.pages
    if names.count == 1, let name = names.first { return .redirect(to: URLPath.escaped("/\(name)/")) }
    guard !names.isEmpty else { return missing("") }
    let items = names.map {
      "<li><a href=\"\(XMLText.escaped(URLPath.escaped("/\($0)/")))\">\(XMLText.escaped($0))</a></li>"
    }
    return page("Reports", "<ul>\(items.joined())</ul>", folder: "", status: .ok)
  }

  /// What is not there may come: the page listens, too.
  private func missing(_ name: String) -> Response {
    let isPage = name.isEmpty || name.hasSuffix("/") || name.hasSuffix(".html")
    guard !pages.versions.isEmpty else {
      return page(
        "Not built yet", "<p>There is no page before the first build that succeeds.</p>", folder: name,
        status: .unavailable)
    }
    guard isPage else { return .refusal(.notFound, "no such file") }
    return page(
      "No such page", "<p>The build has no page here. <a href=\"/\">All reports</a></p>", folder: name,
      status: .notFound)
  }

  private func page(_ title: String, _ body: String, folder: String, status: Status) -> Response {
    let html = """
      <!doctype html>
      <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
      <meta name="color-scheme" content="light dark"><title>\(title)</title>
      <style>body{font:1rem/1.5 system-ui,sans-serif;max-width:40rem;margin:4rem auto;padding:0 1rem}</style></head>
      <body><h1>\(title)</h1>\(body)</body></html>
      """
    let folder = PageSet.folder(of: folder)
    let version = status == .ok ? pages.versions[folder] : nil
    return .file(
      Self.listening(Array(html.utf8), folder, version), type: MediaType.of("index.html"), status: status)
  }

  /// The page with the script that reloads it. What is published never has it.
  private static func listening(_ page: [UInt8], _ folder: String, _ version: String?) -> [UInt8] {
    let script = Array(
      """
      <script src="\(own)preview.js" data-events="\(events)" data-folder="\(XMLText.escaped(folder))" \
      data-version="\(XMLText.escaped(version ?? ""))"></script>

      """.utf8)
    let end = Array("</body>".utf8)
    // Close to the end: what a figure or a text says is before it.
    var place = page.count - end.count
    while place >= 0, !page[place...].starts(with: end) { place -= 1 }
    return place < 0 ? page + script : page[..<place] + script + page[place...]
  }
}
