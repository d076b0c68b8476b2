import Cache
import Diagnostics
import Foundation
import Reports
import Typesetting

/// Where a figure comes from, as its files carry it: report, cell, rows and fits, with the hashes of each.
public struct Provenance: Codable, Sendable, Hashable {
  /// The name and version of this form.
  public var format: String
  /// The program that drew the figure: `Isoloss 0.1.0`.
  public var program: String
  /// The report's folder name.
  public var report: String
  /// The report's source file.
  public var source: String
  /// The figure's label.
  public var figure: String
  /// The report's parameters in the build that drew it; nil without any.
  public var parameters: [String: String]?
  /// The cell that asked for it.
  public var cell: Cell?
  /// The tables of runs behind it.
  public var runs: [Runs]
  /// The fits behind it.
  public var fits: [Fit]
  /// Hex SHA-256 of the table of what is drawn: of a report's figure as its CSV file has it, of any other its `contentHash`.
  public var data: String
  /// Hex SHA-256 of the kind and settings of a figure that no report has; nil for one of a report.
  public var settings: String?

  /// A cell of the source.
  public struct Cell: Codable, Sendable, Hashable {
    /// The line of its opening fence.
    public var line: Int
    /// Hex SHA-256 of its body.
    public var sha256: String
    /// The included file that it stands in; nil for the report's own.
    public var file: String?
  }

  /// A table of runs.
  public struct Runs: Codable, Sendable, Hashable {
    /// The cell's label.
    public var label: String
    /// The file, as the author named it, and its hex SHA-256.
    public var file, sha256: String
    /// Rows of the file, and those left after the cell's conditions.
    public var rowsRead, rows: Int
  }

  /// A fit.
  public struct Fit: Codable, Sendable, Hashable {
    /// The cell's label.
    public var label: String
    /// The law's text, one definition a line, and its hex SHA-256.
    public var law, lawSHA256: String
    /// The table that it was fitted to, and the condition on its rows.
    public var data, filter: String?
    /// Rows that the fit used.
    public var rows: Int
    /// The cell that asked for it.
    public var cell: Cell?
  }

  static let version = "isoloss-provenance/1"

  /// The provenance of a figure of a report.
  public init(of figure: ExecutedFigure, in report: ExecutedReport) {
    func cell(_ label: String) -> Cell? {
      report.source.cell(label).map {
        Cell(
          line: $0.line, sha256: $0.hash,
          file: $0.file.isEmpty || $0.file == report.source.file ? nil : $0.file)
      }
    }
    let sources = FigureSources(figure.id, report)
    format = Self.version
    program = ProgramVersion.name
    self.report = report.slug
    source = report.source.file
    self.figure = figure.id
    parameters =
      report.parameters.isEmpty
      ? nil : Dictionary(report.parameters.map { ($0.name, $0.value) }) { first, _ in first }
    self.cell = cell(figure.id)
    runs = sources.runs.map {
      Runs(
        label: $0.label, file: $0.source, sha256: $0.hash, rowsRead: $0.rows + $0.dropped.count, rows: $0.rows
      )
    }
    fits = sources.fits.map {
      let law = LawRecord($0.result.law)
      return Fit(
        label: $0.label, law: law.text, lawSHA256: law.hash, data: $0.data.isEmpty ? nil : $0.data,
        filter: $0.filter, rows: $0.result.rowsUsed, cell: cell($0.label))
    }
    data = Hashing.sha256(CSVFile.text(figure.figure.data))
  }

  /// Reads what `text` wrote. Throws `E0945` for what is no provenance of a version that this program knows.
  public init(reading text: String, of name: String) throws(DiagnosticError) {
    do {
      self = try JSONDecoder().decode(Provenance.self, from: Data(text.utf8))
    } catch {
      throw DiagnosticError("E0945", "the record in \"\(name)\" is not one of Isoloss")
    }
    guard format == Self.version else {
      throw DiagnosticError(
        "E0945", "the record in \"\(name)\" is of a version that \(ProgramVersion.name) does not know")
    }
  }

  /// As one object.
  public var json: JSON {
    let parameters = self.parameters.map { values in
      [("parameters", JSON.object(values.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }))]
    }
    return .object(
      [
        ("format", .string(format)), ("program", .string(program)), ("report", .string(report)),
        ("source", .string(source)), ("figure", .string(figure)), ("cell", Self.json(cell)),
      ] + (parameters ?? []) + [
        (
          "runs",
          .array(
            runs.map {
              .object([
                ("label", .string($0.label)), ("file", .string($0.file)), ("sha256", .string($0.sha256)),
                ("rowsRead", JSON($0.rowsRead)), ("rows", JSON($0.rows)),
              ])
            })
        ),
        (
          "fits",
          .array(
            fits.map {
              .object([
                ("label", .string($0.label)), ("law", .string($0.law)), ("lawSHA256", .string($0.lawSHA256)),
                ("data", JSON($0.data)), ("filter", JSON($0.filter)), ("rows", JSON($0.rows)),
                ("cell", Self.json($0.cell)),
              ])
            })
        ), ("data", .string(data)),
      ] + (settings.map { [("settings", .string($0))] } ?? []))
  }

  private static func json(_ cell: Cell?) -> JSON {
    cell.map { cell in
      .object(
        (cell.file.map { [("file", JSON.string($0))] } ?? []) + [
          ("line", JSON(cell.line)), ("sha256", .string(cell.sha256)),
        ])
    } ?? .null
  }

  /// On one line of ASCII, which every form of metadata takes as it is.
  var text: String {
    var result = ""
    for unit in json.text.utf16 {
      if unit < 0x7F {
        result.unicodeScalars.append(Unicode.Scalar(UInt8(unit)))
      } else {
        let digits = String(unit, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      }
    }
    return result
  }
}
