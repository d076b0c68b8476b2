import Diagnostics
import Foundation

/// Where a report's files come from: the disk, or memory in a test.
///
/// Paths are as the user names them, with `/` between folders.
public protocol SourceFiles: Sendable {
  /// The file's bytes, or nil when there is no such file.
  func read(_ path: String) throws(DiagnosticError) -> [UInt8]?
  /// The names of the files in a folder, sorted; empty when there is no such folder.
  func names(in folder: String) -> [String]
  /// The folder's own name, for the report's slug; the current folder has one too.
  func folderName(of folder: String) -> String
  /// Whether a file that exists belongs to the report in a folder, wherever links lead.
  func isOwn(_ path: String, of folder: String) -> Bool
}

extension SourceFiles {
  /// Without links every path is what it says.
  public func isOwn(_ path: String, of folder: String) -> Bool { true }
}

/// Files on the disk, relative to the current folder.
public struct DiskFiles: SourceFiles {
  /// Makes a reader.
  public init() {}

  /// The file's bytes, or nil when there is no such file.
  public func read(_ path: String) throws(DiagnosticError) -> [UInt8]? {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else { return nil }
    // A report is built from files that can be read again: for excerpts under findings, and copied beside the page.
    guard status.st_mode & S_IFMT == S_IFREG else {
      let kind = status.st_mode & S_IFMT == S_IFIFO ? "a named pipe" : "a device or socket"
      throw DiagnosticError(
        "E0902", "\"\(path)\" is \(kind), expected a file", help: ["write what it gives into a file"])
    }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw DiagnosticError("E0902", "the file \"\(path)\" cannot be read")
    }
    return [UInt8](data)
  }

  /// The names of the files in a folder, sorted.
  public func names(in folder: String) -> [String] {
    let path = folder.isEmpty ? "." : folder
    return ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
  }

  /// Whether the file lies in the folder, or in the project round it: the nearest folder above with a `.git` or a
  /// `report.yml`. A link from there to anywhere else would show the world what is no part of the project.
  public func isOwn(_ path: String, of folder: String) -> Bool {
    let file = URL(fileURLWithPath: path).resolvingSymlinksInPath().standardizedFileURL.path
    let own = URL(fileURLWithPath: folder.isEmpty ? "." : folder).resolvingSymlinksInPath()
      .standardizedFileURL
    var project = own
    var above = own
    while above.path != "/" {
      let marks = [".git", "report.yml"].map { above.appendingPathComponent($0).path }
      if marks.contains(where: { FileManager.default.fileExists(atPath: $0) }) {
        project = above
        break
      }
      above.deleteLastPathComponent()
    }
    return file.hasPrefix(project.path == "/" ? "/" : project.path + "/")
  }

  /// The last component of the folder's full path.
  public func folderName(of folder: String) -> String {
    URL(fileURLWithPath: folder.isEmpty ? "." : folder).standardizedFileURL.lastPathComponent
  }
}

/// Files in memory, by path.
public struct MemoryFiles: SourceFiles {
  /// The files' bytes by path.
  public var files: [String: [UInt8]]

  /// Makes files from texts.
  public init(_ texts: [String: String]) { files = texts.mapValues { Array($0.utf8) } }

  /// The file's bytes, or nil when there is no such file.
  public func read(_ path: String) throws(DiagnosticError) -> [UInt8]? { files[path] }

  /// The names of the files in a folder, sorted.
  public func names(in folder: String) -> [String] {
    let prefix = folder.isEmpty ? "" : folder + "/"
    return files.keys.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
      .filter { !$0.contains("/") }.sorted()
  }

  /// The last part of the path.
  public func folderName(of folder: String) -> String {
    folder.split(separator: "/").last.map(String.init) ?? "report"
  }
}

/// A report's folder and its source file, from what the user named: either of the two.
struct ReportPath {
  /// The folder, without a slash at its end; empty for the current folder.
  var folder: String
  /// The source file.
  var file: String

  init(_ path: String) {
    var trimmed = path[...]
    while trimmed.count > 1, trimmed.hasSuffix("/") { trimmed.removeLast() }
    if ReportFile.isSource(trimmed) {
      file = String(trimmed)
      folder = trimmed.lastIndex(of: "/").map { String(trimmed[..<$0]) } ?? ""
    } else {
      folder = trimmed == "." ? "" : String(trimmed)
      file = folder.isEmpty ? "report.md" : "\(folder)/report.md"
    }
  }

  /// The source file seen from its folder.
  var name: String { file.lastIndex(of: "/").map { String(file[file.index(after: $0)...]) } ?? file }

  /// The name of the folder that the report is written to.
  func slug(in files: any SourceFiles) -> String {
    let slug = Identifier.fileSafe(files.folderName(of: folder))
    return slug.isEmpty ? "report" : slug
  }

  /// A file that the report names, seen from where the user stands.
  func file(named name: String) -> String { folder.isEmpty ? name : "\(folder)/\(name)" }
}

/// Reads the files that a report names, keeps their texts for the excerpts under findings.
struct SourceReader {
  let files: any SourceFiles
  let path: ReportPath
  /// Texts of report and text files by the name that locations use.
  private(set) var texts: [String: String] = [:]
  /// The most bytes of a text that somebody wrote; tables of runs are no such text.
  private static let largest = 16 << 20

  init(files: any SourceFiles, path: ReportPath) {
    self.files = files
    self.path = path
  }

  /// The report itself.
  mutating func report() throws(DiagnosticError) -> String {
    guard let bytes = try files.read(path.file) else {
      throw DiagnosticError(
        "E0901", "there is no report \"\(path.file)\"",
        help: ["name a folder that holds report.md, or a file that ends in .md"])
    }
    return try text(bytes, name: path.file)
  }

  /// A file that the report names: its bytes, and the name that locations in it use.
  mutating func file(
    _ name: String, at location: SourceLocation
  ) throws(DiagnosticError) -> (name: String, bytes: [UInt8]) {
    guard !name.hasPrefix("/"), !name.hasPrefix("~"), !name.contains("\0"), !name.isEmpty else {
      throw DiagnosticError(
        "E0903", "\"\(name)\" is not a path relative to the report's folder", at: location,
        help: ["a report names its files relative to itself, so that it builds anywhere"])
    }
    let whole = path.file(named: name)
    guard files.isOwn(whole, of: path.folder) else {
      throw DiagnosticError(
        "E0903", "\"\(name)\" leads out of the report's folder and of the project that it is in",
        at: location,
        help: [
          "copy the file into the folder",
          "a project is the nearest folder above with a .git or a report.yml: files in it may be shared by reports",
        ])
    }
    let read: [UInt8]?
    do throws(DiagnosticError) { read = try files.read(whole) } catch { throw error.located(at: location) }
    guard let bytes = read else {
      let parent = name.lastIndex(of: "/").map { String(name[..<$0]) } ?? ""
      let siblings = files.names(in: parent.isEmpty ? path.folder : path.file(named: parent))
      let last = String(name.split(separator: "/").last ?? "")
      throw DiagnosticError(
        "E0901", "there is no file \"\(whole)\"", at: location,
        help: Spelling.didYouMean(last, among: siblings))
    }
    texts[whole] = String(decoding: bytes, as: UTF8.self)
    return (whole, bytes)
  }

  /// Checked UTF-8.
  mutating func text(_ bytes: [UInt8], name: String) throws(DiagnosticError) -> String {
    guard bytes.count <= Self.largest else {
      throw DiagnosticError(
        "E0909", "\"\(name)\" is larger than \(Self.largest >> 20) MiB",
        help: ["keep data in CSV files, which may be larger"])
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw DiagnosticError("E0904", "\"\(name)\" is not UTF-8 text")
    }
    texts[name] = text
    return text
  }
}
