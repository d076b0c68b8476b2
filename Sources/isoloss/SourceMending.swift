import Diagnostics
import Foundation
import Typesetting

/// Makes the replacements that findings propose, in the files that they are about.
struct SourceMending {
  /// The changed lines of one file.
  struct Change {
    var file: String
    var text: String
    var lines: [Replacement.ChangedLine]
  }

  /// What the findings' replacements come to, a file each, in the order of names. Throws when a file cannot be read.
  static func changes(_ diagnostics: [Diagnostic]) throws(DiagnosticError) -> [Change] {
    let byFile = Dictionary(grouping: diagnostics.compactMap(\.replacement), by: \.location.file)
    var changes: [Change] = []
    for (file, replacements) in byFile.sorted(by: { $0.key < $1.key }) {
      let (text, lines) = Replacement.apply(replacements, to: try InputFile.text(file))
      if !lines.isEmpty { changes.append(Change(file: file, text: text, lines: lines)) }
    }
    return changes
  }

  /// Writes a file whole: beside it first, then in its place, with the permissions that it had.
  static func write(_ change: Change) throws(DiagnosticError) {
    // A link stays a link: what it leads to is changed.
    let url = URL(fileURLWithPath: change.file).resolvingSymlinksInPath()
    let files = FileManager.default
    let fresh = url.deletingLastPathComponent().appendingPathComponent(
      ".\(url.lastPathComponent)-\(ProcessInfo.processInfo.processIdentifier)")
    do {
      defer { try? files.removeItem(at: fresh) }
      let permissions = try files.attributesOfItem(atPath: url.path)[.posixPermissions]
      try Data(change.text.utf8).write(to: fresh)
      if let permissions {
        try files.setAttributes([.posixPermissions: permissions], ofItemAtPath: fresh.path)
      }
      guard rename(fresh.path, url.path) == 0 else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
    } catch {
      throw DiagnosticError(
        "E0920", "cannot write \"\(change.file)\"", notes: [error.localizedDescription])
    }
  }
}

extension SourceMending.Change {
  /// The lines before and after, as a patch shows them.
  var patch: String {
    lines.map { "\(file):\($0.line)\n- \(visible($0.before))\n+ \(visible($0.after))" }
      .joined(separator: "\n")
  }

  /// The same for machines.
  func json(isWritten: Bool) -> JSON {
    .object([
      ("file", .string(file)), ("written", .bool(isWritten)),
      (
        "lines",
        .array(
          lines.map {
            .object([
              ("line", JSON($0.line)), ("before", .string($0.before)), ("after", .string($0.after)),
            ])
          })
      ),
    ])
  }

  private func visible(_ line: String) -> String { TerminalText.safe(line) }
}
