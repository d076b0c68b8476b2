import Diagnostics
import Foundation
import Reports

/// What git knows of a report's sources; where they are a copy out of a repository, the days that are said for them.
struct GitHistory: SourceHistory {
  /// Remembers what was asked, so that a commit makes a report with `date: git` be built again.
  let files: RecordingFiles
  /// Days in place of those of git, by the report's name; under an empty name that of all others.
  var days: [String: String] = [:]

  /// Reads `NAME=DAY` and `DAY`. Throws E0124 for anything else.
  init(_ files: RecordingFiles, days texts: [String]) throws(DiagnosticError) {
    self.files = files
    for text in texts {
      let parts = text.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
      guard parts.count <= 2, let day = parts.last, day.wholeMatch(of: /\d{4}-\d{2}-\d{2}/) != nil else {
        throw DiagnosticError("E0124", "\"\(text)\" is no day", help: ["write --date 2026-09-01"])
      }
      days[parts.count == 2 ? parts[0] : ""] = day
    }
  }

  func lastChange(of sources: [String], in folder: String) throws(DiagnosticError) -> SourceChange {
    let name = ReportBuilder.slug(of: folder.isEmpty ? "." : folder)
    if let day = days[name] ?? days[""] { return SourceChange(date: day) }
    let absolute = sources.map { URL(fileURLWithPath: $0).standardizedFileURL.path }
    let place = folder.isEmpty ? "." : folder
    func git(_ arguments: [String]) throws(DiagnosticError) -> String? {
      let outcome = try ChildProcess.tool("git", arguments, in: place)
      return outcome.status == 0 ? outcome.output.trimmingCharacters(in: .whitespacesAndNewlines) : nil
    }
    guard let log = try git(["rev-parse", "--git-path", "logs/HEAD"]) else {
      throw DiagnosticError(
        "E0123", "`date: git` needs a repository, and this folder is in none",
        help: ["write a day, date: 2026-09-01, or commit the report"])
    }
    // It gets a line with every commit.
    _ = try? files.read(log.hasPrefix("/") ? log : "\(place)/\(log)")
    guard let day = try git(["log", "-1", "--format=%cs", "--"] + absolute), !day.isEmpty else {
      throw DiagnosticError(
        "E0123", "`date: git` asks for the last commit of the report, and there is none yet",
        help: ["commit the report, or write a day: date: 2026-09-01"])
    }
    let changed = try git(["status", "--porcelain", "--untracked-files=all", "--"] + absolute)
    return SourceChange(
      date: day, isCurrent: changed?.isEmpty ?? false,
      isWhole: try git(["rev-parse", "--is-shallow-repository"]) != "true")
  }
}
