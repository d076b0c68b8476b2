import Diagnostics

/// The project file of a folder of reports, `report.yml`: what their site is called and how its pages are ordered.
///
/// Every key but the title may be left out, and so may the file.
public struct SiteSettings: Sendable, Hashable {
  /// The file's name.
  public static let fileName = "report.yml"

  /// The site's name, as plain text.
  public var title = "Reports"
  /// The line under the name; empty when there is none.
  public var subtitle = ""
  /// A sentence for search engines and link previews; empty when there is none.
  public var description = ""
  /// Where the site is published, with a slash at its end, or nil. Links never need it: it stands in the pages as their
  /// canonical address.
  public var url: String?
  /// The language of the index page as a BCP 47 tag.
  public var language = "en"
  /// Folder names of the reports that come first, in this order.
  public var pages: [String] = []

  private static let keys = ["title", "subtitle", "description", "url", "language", "pages"]

  /// Settings of a folder without a project file.
  public init() {}

  /// Reads the project file of a folder; without one, every setting has its default.
  ///
  /// - Parameters:
  ///   - folder: the folder that holds the reports' folders.
  ///   - reports: the names of those folders: what `pages` may name.
  ///   - files: where files are read from.
  ///   - sources: gets the file's text by the name that locations use, for `DiagnosticRenderer`.
  /// - Returns: the settings, and warnings: a file that was meant to be the project file and is not read.
  /// - Throws: every mistake in the file, each at its place.
  public static func read(
    folder: String, reports: [String], files: any SourceFiles = DiskFiles(), sources: inout [String: String]
  ) throws(DiagnosticError) -> (settings: SiteSettings, warnings: [Diagnostic]) {
    let path = folder.isEmpty ? fileName : "\(folder)/\(fileName)"
    guard let bytes = try files.read(path) else {
      return (SiteSettings(), misnamed(files.names(in: folder), in: folder))
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw DiagnosticError("E0904", "\"\(path)\" is not UTF-8 text")
    }
    sources[path] = text
    let node = try YAMLReader.read(text, at: SourceLocation(file: path, line: 1, column: 1))
    var settings = SiteSettings()
    var problems = Problems()
    problems.attempt { () throws(DiagnosticError) in try node.expectKeys(keys, in: "the project file") }
    for entry in try node.entries("the project file") {
      problems.attempt { () throws(DiagnosticError) in try settings.decode(entry, reports: reports) }
    }
    if node["title"] == nil {
      problems.report(
        "E0105", "the project file has no title", at: node.location,
        help: ["add a line: title: 'What the reports are about'"])
    }
    try problems.finish()
    return (settings, [])
  }

  private mutating func decode(_ entry: ConfigNode.Entry, reports: [String]) throws(DiagnosticError) {
    switch entry.key {
    case "title": title = try entry.value.string("title")
    case "subtitle": subtitle = try entry.value.string("subtitle")
    case "description": description = try entry.value.string("description")
    case "url": url = try Self.address(entry.value)
    case "language": language = try FrontMatter.language(entry.value)
    case "pages": pages = try Self.pages(entry.value, reports: reports)
    default: break
    }
  }

  private static func address(_ node: ConfigNode) throws(DiagnosticError) -> String {
    let text = try node.string("url")
    let host = ["https://", "http://"].lazy.compactMap { text.hasPrefix($0) ? text.dropFirst($0.count) : nil }
      .first
    let isPlain = text.unicodeScalars.allSatisfy {
      (0x21...0x7E).contains($0.value) && !"\"<>\\^`{|}#?".unicodeScalars.contains($0)
    }
    guard let host, host.first.map({ $0 != "/" }) == true, isPlain else {
      throw node.mismatch("url must be a web address like https://example.org/reports/")
    }
    return text.hasSuffix("/") ? text : text + "/"
  }

  private static func pages(_ node: ConfigNode, reports: [String]) throws(DiagnosticError) -> [String] {
    var problems = Problems()
    var pages: [String] = []
    for item in try node.list("pages") {
      guard let name = problems.attempt({ () throws(DiagnosticError) in try item.string("a page") }) else {
        continue
      }
      if !reports.contains(name) {
        problems.report(
          "E0112", "no report \"\(name)\" in this folder", at: item.location,
          notes: ["there are: \(reports.joined(separator: ", "))"],
          help: Spelling.didYouMean(name, among: reports))
      } else if pages.contains(name) {
        problems.report("E0104", "the page \"\(name)\" is listed twice", at: item.location)
      } else {
        pages.append(name)
      }
    }
    try problems.finish()
    return pages
  }

  /// A project file under a name that is not read would be passed over without a word.
  private static func misnamed(_ names: [String], in folder: String) -> [Diagnostic] {
    names.filter {
      ["report.yml", "report.yaml", "reports.yml", "reports.yaml"].contains($0.lowercased())
    }.map { name in
      let path = folder.isEmpty ? name : "\(folder)/\(name)"
      return Diagnostic(
        .warning, "W0113", "\"\(path)\" is not read: the project file is named \"\(fileName)\"",
        at: SourceLocation(file: path, line: 1, column: 1), help: ["rename it"])
    }
  }
}
