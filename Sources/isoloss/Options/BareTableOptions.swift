import ArgumentParser
import Diagnostics
import Laws
import Reports

/// What the commands share that take a CSV file that no report describes.
struct BareTableOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A law of the catalogue, or a formula like 'L = A*N^(-alpha) + E'. Without it: the catalogue's first.",
      valueName: "law"))
  var law: String?

  @OptionGroup var rows: RowOptions

  /// The law to fit.
  var lawText: String { law ?? LawCatalogue.laws.first?.name ?? "" }

  /// Reads the file and chooses columns; gives the bytes that it read, too.
  func read(_ path: String) throws(DiagnosticError) -> (table: BareTable, bytes: [UInt8]) {
    let bytes = try InputFile.bytes(path, expected: "a CSV file")
    let table = try BareTable(
      csv: bytes, source: path, law: lawText, columns: rows.column, condition: rows.condition)
    return (table, bytes)
  }

  /// The texts of the options, for the excerpts under findings.
  var sources: [String: String] {
    rows.sources.merging(["--law": lawText]) { first, _ in first }
  }

  /// The options as they are written on a command line.
  var arguments: String {
    var parts: [String] = law.map { ["--law", $0] } ?? []
    for item in rows.column { parts += ["--column", item] }
    if let condition = rows.condition { parts += ["--where", condition] }
    return parts.map(Shell.quoted).joined(separator: " ")
  }

  /// What was guessed, a line for each quantity: `N  "Model Size": …`.
  static func guesses(_ table: BareTable) -> [String] {
    table.choices.map { "\($0.name) is \($0.text): \($0.because)" }
  }

  /// A name for the report's folder that a shell need not quote.
  static func folder(for path: String) -> String {
    let last = path.split(separator: "/").last.map(String.init) ?? ""
    let stem = last.lastIndex(of: ".").map { String(last[..<$0]) } ?? last
    let safe = stem.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" }
    let words = String(safe).split(separator: "-").joined(separator: "-")
    return words.isEmpty ? "report" : "\(words)-report"
  }
}
