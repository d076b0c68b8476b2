import Cache
import Foundation
import Reports

/// Compares where a picture says it comes from with the `report.json` of a later, or the same, build.
public struct ProvenanceCheck: Sendable {
  private struct Record: Decodable {
    struct Metadata: Decodable { var slug: String }
    struct Cell: Decodable { var sha256: String }
    struct Runs: Decodable { var label, sha256: String; var rows: Int }
    struct Law: Decodable { var sha256: String }
    struct FitRows: Decodable { var rows: Int }
    struct Fit: Decodable { var label: String; var law: Law; var fit: FitRows; var cell: Cell? }
    struct File: Decodable { var path, sha256: String }
    struct Table: Decodable { var sha256: String }
    struct Figure: Decodable { var id: String; var files: [File]; var data: Table; var cell: Cell? }
    var report: Metadata
    var runs: [Runs]
    var fits: [Fit]
    var figures: [Figure]
  }

  private let record: Record

  /// Reads a `report.json`; nil when it is none.
  public init?(report bytes: [UInt8]) {
    guard let record = try? JSONDecoder().decode(Record.self, from: Data(bytes)) else { return nil }
    self.record = record
  }

  /// What is otherwise in the report than in the picture, in words; empty when it is the picture of this report.
  ///
  /// - Parameters:
  ///   - provenance: what the picture says.
  ///   - picture: the picture's bytes, compared with the report's files of the same figure.
  public func changes(since provenance: Provenance, picture: [UInt8]) -> [String] {
    guard record.report.slug == provenance.report else {
      return ["it is of another report, \"\(record.report.slug)\""]
    }
    guard let figure = record.figures.first(where: { $0.id == provenance.figure }) else {
      return ["the report has no figure \"\(provenance.figure)\""]
    }
    var changes: [String] = []
    if figure.cell?.sha256 != provenance.cell?.sha256 { changes.append("the cell of the figure has changed") }
    for runs in provenance.runs {
      guard let now = record.runs.first(where: { $0.label == runs.label }) else {
        changes.append("the table \"\(runs.label)\" is gone")
        continue
      }
      if now.sha256 != runs.sha256 {
        changes.append("the file of the table \"\(runs.label)\" has changed")
      } else if now.rows != runs.rows {
        changes.append("the table \"\(runs.label)\" has \(now.rows) rows, had \(runs.rows)")
      }
    }
    for fit in provenance.fits {
      guard let now = record.fits.first(where: { $0.label == fit.label }) else {
        changes.append("the fit \"\(fit.label)\" is gone")
        continue
      }
      if now.law.sha256 != fit.lawSHA256 { changes.append("the law of the fit \"\(fit.label)\" has changed") }
      if now.cell?.sha256 != fit.cell?.sha256 {
        changes.append("the cell of the fit \"\(fit.label)\" has changed")
      }
      if now.fit.rows != fit.rows {
        changes.append("the fit \"\(fit.label)\" is over \(now.fit.rows) rows, was over \(fit.rows)")
      }
    }
    if figure.data.sha256 != provenance.data { changes.append("what is drawn has changed") }
    if changes.isEmpty, !figure.files.contains(where: { $0.sha256 == Hashing.sha256(picture) }) {
      changes.append("it is none of the report's files: another version drew it, or it was saved again")
    }
    return changes
  }
}
