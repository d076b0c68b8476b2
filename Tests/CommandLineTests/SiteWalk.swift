import Foundation

/// Follows every link of a site from its first page on, wherever its files come from.
struct SiteWalk {
  /// Gives a file's bytes by its path in the site; nil when there is none.
  let fetch: (String) throws -> [UInt8]?
  /// Pages, files and places that links lead to and that are not there, with the page that names them.
  private(set) var broken: [String] = []
  /// Everything that was found, by path.
  private(set) var found: Set<String> = []
  /// How many links were followed.
  private(set) var links = 0

  init(fetch: @escaping (String) throws -> [UInt8]?) { self.fetch = fetch }

  mutating func walk(from start: String) throws {
    var pages: [String: Set<String>] = [:]
    var queue = [(from: "the start", to: start, place: "")]
    var anchors: [(from: String, page: String, place: String)] = []
    while let next = queue.popLast() {
      if !next.place.isEmpty { anchors.append((next.from, next.to, next.place)) }
      guard !found.contains(next.to) else { continue }
      guard let bytes = try fetch(next.to) else {
        broken.append("\(next.from): \(next.to)")
        continue
      }
      found.insert(next.to)
      let text = String(decoding: bytes, as: UTF8.self)
      var targets: [String] = []
      if next.to.hasSuffix(".html") {
        pages[next.to] = Set(Self.attributes(["id"], in: text))
        targets = Self.attributes(["href", "src", "poster"], in: text)
        targets += Self.attributes(["srcset"], in: text).flatMap { $0.split(separator: ",") }
          .compactMap { $0.split(separator: " ").first.map(String.init) }
      } else if next.to.hasSuffix(".md") {
        targets = Self.markdownTargets(text)
      }
      for target in targets {
        guard let link = Self.resolve(target, on: next.to) else { continue }
        links += 1
        queue.append((next.to, link.path, link.place))
      }
    }
    for anchor in anchors {
      guard let ids = pages[anchor.page], !ids.contains(anchor.place) else { continue }
      broken.append("\(anchor.from): \(anchor.page)#\(anchor.place)")
    }
  }

  /// The path in the site and the place in the page, or nil for another host's address.
  static func resolve(_ target: String, on page: String) -> (path: String, place: String)? {
    let parts = target.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    let address = String(parts[0])
    if address.split(separator: "/", omittingEmptySubsequences: false).first?.contains(":") == true {
      return nil
    }
    let place = parts.count > 1 ? String(parts[1]).removingPercentEncoding ?? "" : ""
    if address.isEmpty { return (page, place) }
    // An address from the host's root would leave the site's folder wherever that lies.
    guard !address.hasPrefix("/") else { return ("root:" + address, place) }
    var folders = page.split(separator: "/").dropLast().map(String.init)
    for part in (address.removingPercentEncoding ?? address).split(
      separator: "/", omittingEmptySubsequences: false)
    {
      switch part {
      case ".": continue
      case "..": if folders.popLast() == nil { return ("outside:" + address, place) }
      default: folders.append(String(part))
      }
    }
    return (folders.joined(separator: "/"), place)
  }

  private static func attributes(_ names: Set<String>, in html: String) -> [String] {
    var values: [String] = []
    for name in names {
      for piece in html.components(separatedBy: " \(name)=").dropFirst() {
        let isQuoted = piece.hasPrefix("\"")
        let rest = isQuoted ? piece.dropFirst() : piece[...]
        let value = rest.prefix { isQuoted ? $0 != "\"" : $0 != " " && $0 != ">" }
        values.append(
          value.replacingOccurrences(of: "&#39;", with: "'").replacingOccurrences(
            of: "&quot;", with: "\""
          )
          .replacingOccurrences(of: "&amp;", with: "&"))
      }
    }
    return values
  }

  private static func markdownTargets(_ text: String) -> [String] {
    text.components(separatedBy: "](").dropFirst().compactMap { piece in
      let target = piece.prefix { $0 != ")" && !$0.isWhitespace }
      // Anchors of Markdown are made by whoever shows it.
      return target.hasPrefix("#") ? nil : String(target)
    }
  }
}
