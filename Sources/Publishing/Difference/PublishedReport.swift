import Diagnostics
import Foundation

/// A report as it was published: its `report.json`, read back.
public struct PublishedReport: Sendable {
  /// The folder that holds it.
  public let folder: String
  let record: Record
  /// The report's files, where they are not on the disk.
  private var contents: [String: [UInt8]]?

  /// The parts of `report.json` that results are compared by.
  struct Record: Decodable, Sendable {
    struct Metadata: Decodable, Sendable { var slug, title: String }
    struct Source: Decodable, Sendable { var file, sha256: String }
    struct Runs: Decodable, Sendable {
      var label, file, sha256: String
      var copy: String?
      var rows: Int
    }
    struct Parameter: Decodable, Sendable, Equatable {
      var estimate: Double?
      var interval: [Double?]?
      var status: String?
    }
    struct FitFile: Decodable, Sendable, Equatable {
      var law: String
      var parameters: [String: Parameter]
      var objective: Double?
      var loss: String?
      var rows: Int?
    }
    struct Fit: Decodable, Sendable {
      var label: String
      var data: String?
      var filter: String?
      var fit: FitFile

      enum CodingKeys: String, CodingKey {
        case label, data, fit
        case filter = "where"
      }
    }
    struct Bounds: Decodable, Sendable { var low, high: Double? }
    struct Value: Decodable, Sendable {
      var expression, text: String
      var number: Double?
      var interval: Bounds?
    }
    struct Claim: Decodable, Sendable {
      var id, words, check, verdict, evidence: String
      var asExpected: Bool
    }
    struct File: Decodable, Sendable { var path, sha256: String }
    struct Table: Decodable, Sendable { var sha256: String }
    struct Figure: Decodable, Sendable {
      var id, number, title, alt: String
      var files: [File]
      var data: Table
    }
    struct Criterion: Decodable, Sendable {
      var name, title: String
      var scores: [Double?]
    }
    struct Comparison: Decodable, Sendable {
      var id: String
      var fits: [String]
      var criteria: [Criterion]
    }
    var format, program: String
    var report: Metadata
    var source: Source
    var runs: [Runs]
    var fits: [Fit]
    var values: [Value]
    var claims: [Claim]
    var figures: [Figure]
    var comparisons: [Comparison]?
  }

  /// Reads the report of a folder, or the `report.json` itself. Throws E0946 for what is no record of a report, E0925 where
  /// there is none.
  public init(_ path: String) throws(DiagnosticError) {
    let files = FileManager.default
    var isFolder: ObjCBool = false
    let exists = files.fileExists(atPath: path, isDirectory: &isFolder)
    let file = exists && isFolder.boolValue ? "\(path)/report.json" : path
    guard exists, let data = files.contents(atPath: file) else {
      throw DiagnosticError(
        "E0925", exists ? "no report.json in \"\(path)\"" : "no file or folder \"\(path)\"",
        help: ["name a folder that `isoloss build` wrote"])
    }
    guard let record = Self.record(data) else {
      throw DiagnosticError("E0946", "\"\(file)\" is no report.json that this program knows")
    }
    self.record = record
    folder = isFolder.boolValue ? path : (path as NSString).deletingLastPathComponent
  }

  /// The reports of a built folder, by name: one, or all those of a site.
  public static func all(in path: String) throws(DiagnosticError) -> [PublishedReport] {
    let files = FileManager.default
    if files.fileExists(atPath: "\(path)/report.json") || path.hasSuffix(".json") {
      return [try PublishedReport(path)]
    }
    var reports: [PublishedReport] = []
    for name in ((try? files.contentsOfDirectory(atPath: path)) ?? []).sorted()
    where files.fileExists(atPath: "\(path)/\(name)/report.json") {
      reports.append(try PublishedReport("\(path)/\(name)"))
    }
    guard !reports.isEmpty else {
      throw DiagnosticError(
        "E0925", "no report.json in \"\(path)\" or in a folder below it",
        help: ["name a folder that `isoloss build` wrote"])
    }
    return reports
  }

  /// The reports among files that were built and not written, by path below the output folder; in the order of their names.
  public static func all(in files: [(path: String, bytes: [UInt8])]) -> [PublishedReport] {
    var folders: [String: [String: [UInt8]]] = [:]
    for file in files {
      guard let slash = file.path.firstIndex(of: "/") else { continue }
      let name = String(file.path[file.path.index(after: slash)...])
      folders[String(file.path[..<slash]), default: [:]][name] = file.bytes
    }
    return folders.sorted { $0.key < $1.key }.compactMap { folder, contents in
      contents["report.json"].flatMap { record(Data($0)) }.map {
        PublishedReport(folder: folder, record: $0, contents: contents)
      }
    }
  }

  private init(folder: String, record: Record, contents: [String: [UInt8]]) {
    (self.folder, self.record, self.contents) = (folder, record, contents)
  }

  private static func record(_ data: Data) -> Record? {
    guard let record = try? JSONDecoder().decode(Record.self, from: data),
      record.format.hasPrefix("isoloss-report/")
    else { return nil }
    return record
  }

  /// The report's name.
  public var slug: String { record.report.slug }

  /// The bytes of a file of the report, or nil.
  func bytes(_ name: String) -> [UInt8]? {
    if let contents { return contents[name] }
    return FileManager.default.contents(atPath: folder.isEmpty ? name : "\(folder)/\(name)").map {
      [UInt8]($0)
    }
  }
}
