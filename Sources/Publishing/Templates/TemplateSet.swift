import Diagnostics
import Foundation
import Mustache
import Reports
import Templates
import Typesetting

/// The templates of a page: those in the binary, with a folder's files in their place.
///
/// Every template is checked whole when the set is made: a name that no value has, a partial that no file has, text
/// that is not escaped are errors with their line and column.
public struct TemplateSet: Sendable {
  /// The texts of the templates that came from a folder, by the names that locations use: for excerpts in messages.
  public let sources: [String: String]
  /// Findings that do not stop a build: a file in the folder that no template uses.
  public let warnings: [Diagnostic]
  /// The style sheet of a report's page.
  private let style: StyleSheet
  /// What the index of a site, each look by its name, and the page of changes add to that.
  private let additions: [String: String]
  /// The sprite of icons.
  let icons: String
  private let library: MustacheLibrary

  /// The built-in templates, each replaced by the file of the same name in `folder` where there is one.
  public init(folder: String? = nil) throws(DiagnosticError) {
    var texts: [String: (text: String, place: String)] = [:]
    for (name, text) in Self.builtIn { texts[name] = (text, "templates/\(name)") }
    let known = Set(texts.keys)
    var sources: [String: String] = [:]
    if let folder {
      for (name, text) in try Self.files(in: folder) {
        guard name.hasSuffix(".mustache") || known.contains(name) else { continue }
        let place = "\(folder)/\(name)".replacing("//", with: "/")
        texts[name] = (text, place)
        sources[place] = text
      }
    }
    self.sources = sources
    for (_, sheet) in texts.sorted(by: { $0.key < $1.key }) where sources[sheet.place] != nil {
      if sheet.place.hasSuffix(".css") { try Self.checkStyle(sheet) }
    }
    style = StyleSheet(MathNode.mathMLStyle) + StyleSheet(texts["style.css"]?.text ?? "")
    var additions: [String: String] = [:]
    for name in ["index", "difference"] + PageLook.allCases.map(\.rawValue) {
      additions[name] = texts["\(name).css"]?.text
    }
    self.additions = additions
    icons = texts["icons.svg"]?.text ?? ""

    var tags: [String: [TemplateTag]] = [:]
    var findings: [Diagnostic] = []
    var library = MustacheLibrary()
    for (file, entry) in texts.sorted(by: { $0.key < $1.key }) where file.hasSuffix(".mustache") {
      let name = String(file.dropLast(".mustache".count))
      do throws(DiagnosticError) {
        tags[name] = try TemplateScanner.tags(entry.text, name: entry.place)
        library.register(try Self.compiled(entry.text, place: entry.place), named: name)
      } catch {
        findings += error.diagnostics
        tags[name] = []
      }
    }
    var check = TemplateCheck(tags: tags)
    var reached: Set<String> = []
    for (name, shape) in PageShapes.roots.sorted(by: { $0.key < $1.key }) {
      let result = check.check(name, shape)
      findings += result.findings
      reached.formUnion(result.reached)
    }
    guard findings.isEmpty else {
      throw DiagnosticError(findings.sorted { Self.order($0.location) < Self.order($1.location) })
    }
    warnings = texts.sorted { $0.key < $1.key }.compactMap { file, entry in
      guard file.hasSuffix(".mustache"), !reached.contains(String(file.dropLast(".mustache".count))) else {
        return nil
      }
      return Diagnostic(
        .warning, "W0914", "no template uses \"\(file)\"",
        at: SourceLocation(file: entry.place, line: 1, column: 1),
        help: Spelling.didYouMean(file, among: known))
    }
    self.library = library
  }

  /// The style sheet of a report's page in a look, of the `index` of a site, of the page of a `difference`.
  func style(_ name: String) -> StyleSheet { additions[name].map { style + StyleSheet($0) } ?? style }

  /// A page with the rules of a style sheet that it uses in it.
  func render(
    _ name: String, _ values: TemplateObject, style: StyleSheet
  ) throws(DiagnosticError) -> String {
    var values = values
    values.fields["style"] = .html("")
    let bare = try render(name, values)
    let names = MarkupNames(bare)
    values.fields["style"] = .html(style.pruned(for: names).text)
    if case .html(let icons)? = values.fields["icons"] {
      values.fields["icons"] = .html(Self.icons(icons, in: names))
    }
    return try render(name, values)
  }

  /// The sprite without the symbols that nothing in the page shows.
  private static func icons(_ sprite: String, in page: MarkupNames) -> String {
    sprite.split(separator: "\n").filter { line in
      guard line.hasPrefix("<symbol id=\""), line.hasSuffix("</symbol>") else { return true }
      let name = line.dropFirst("<symbol id=\"".count).prefix { $0 != "\"" }
      return page.targets.contains(String(name))
    }.joined(separator: "\n")
  }

  /// The template with its values.
  func render(_ name: String, _ values: TemplateObject) throws(DiagnosticError) -> String {
    let missing = values.missing(from: PageShapes.roots[name] ?? [:])
    guard missing.isEmpty, let html = library.render(values, withTemplate: name) else {
      throw DiagnosticError(
        "E0915", "the program gives the template \"\(name)\" no value for \(missing.joined(separator: ", "))")
    }
    return html
  }

  private static var builtIn: [(name: String, text: String)] {
    (0..<isoloss_template_count()).map { index in
      let bytes = UnsafeBufferPointer(
        start: isoloss_template_bytes(index), count: isoloss_template_size(index))
      return (String(cString: isoloss_template_name(index)), String(decoding: bytes, as: UTF8.self))
    }
  }

  private static func files(in folder: String) throws(DiagnosticError) -> [(name: String, text: String)] {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
      throw DiagnosticError("E0916", "cannot read the folder of templates \"\(folder)\"")
    }
    var files: [(name: String, text: String)] = []
    for name in names.sorted() where !name.hasPrefix(".") {
      guard name.hasSuffix(".mustache") || name.hasSuffix(".css") || name.hasSuffix(".svg") else { continue }
      guard let bytes = FileManager.default.contents(atPath: "\(folder)/\(name)") else {
        throw DiagnosticError("E0916", "cannot read \"\(folder)/\(name)\"")
      }
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw DiagnosticError("E0910", "\"\(folder)/\(name)\" is not UTF-8 text")
      }
      files.append((name, text))
    }
    return files
  }

  /// Text values arrive escaped (by scalars: the library's own escaping goes by grapheme clusters and lets a quote with
  /// a combining mark through), so the library must not escape again.
  private static func compiled(_ text: String, place: String) throws(DiagnosticError) -> MustacheTemplate {
    do {
      return try MustacheTemplate(string: "{{% CONTENT_TYPE:TEXT}}" + text)
    } catch let error as MustacheTemplate.ParserError {
      throw DiagnosticError(
        "E0910", "cannot read the template: \(error.error)",
        at: SourceLocation(file: place, line: error.context.lineNumber, column: error.context.columnNumber))
    } catch {
      throw DiagnosticError("E0910", "cannot read the template \"\(place)\"")
    }
  }

  /// Refuses a user's style sheet that would end itself or ask another place for something; the program's own is held to that
  /// by the tests of its pages.
  private static func checkStyle(_ sheet: (text: String, place: String)) throws(DiagnosticError) {
    for (needle, message) in [
      ("</", "a style sheet inside a page cannot hold \"</\""),
      ("@import", "the page asks no other file or host for styles, so \"@import\" cannot stand here"),
      ("url(http", "the page asks no other host for anything"),
      ("url(\"http", "the page asks no other host for anything"),
      ("url('http", "the page asks no other host for anything"),
      ("url(//", "the page asks no other host for anything"),
    ] {
      guard let range = sheet.text.firstRange(of: needle) else { continue }
      let before = sheet.text[..<range.lowerBound]
      let line = before.count { $0.isNewline } + 1
      let column = before.reversed().prefix { !$0.isNewline }.count + 1
      throw DiagnosticError(
        "E0913", message, at: SourceLocation(file: sheet.place, line: line, column: column))
    }
  }

  private static func order(_ location: SourceLocation?) -> (String, Int, Int) {
    (location?.file ?? "", location?.line ?? 0, location?.column ?? 0)
  }
}
