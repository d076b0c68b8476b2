import Diagnostics
import Typesetting

/// How the rows of a table of runs differ between two builds, from the copies of its file.
struct RowDifference {
  private let label: String
  private let counts: (before: Int, after: Int)
  private(set) var added = 0
  private(set) var removed = 0
  private(set) var changed = 0
  private let areKnown: Bool

  /// Nil where the file and the rows taken from it are the same.
  init?(_ label: String, before: PublishedReport, after: PublishedReport) {
    self.label = label
    guard let new = after.record.runs.first(where: { $0.label == label }) else { return nil }
    guard let old = before.record.runs.first(where: { $0.label == label }) else {
      (counts, added, areKnown) = ((0, new.rows), new.rows, true)
      return
    }
    guard old.sha256 != new.sha256 || old.rows != new.rows else { return nil }
    counts = (old.rows, new.rows)
    guard let first = old.copy.flatMap(before.bytes), let second = new.copy.flatMap(after.bytes) else {
      areKnown = false
      return
    }
    areKnown = true
    let (left, right) = (Self.lines(first), Self.lines(second))
    guard let header = left.first, header == right.first else {
      // Other columns: no row can be matched.
      (added, removed) = (max(0, right.count - 1), max(0, left.count - 1))
      return
    }
    var only = (before: Self.multiset(left.dropFirst()), after: Self.multiset(right.dropFirst()))
    for (line, count) in only.before {
      let common = min(count, only.after[line] ?? 0)
      only.before[line] = count - common
      only.after[line, default: 0] -= common
    }
    var gone = only.before.flatMap { Array(repeating: $0.key, count: $0.value) }
    var fresh = only.after.flatMap { Array(repeating: $0.key, count: max(0, $0.value)) }
    if let key = Self.key(left, right) {
      func name(_ line: String) -> String { Self.cells(line)[key] }
      let common = Set(gone.map(name)).intersection(fresh.map(name))
      changed = common.count
      gone.removeAll { common.contains(name($0)) }
      fresh.removeAll { common.contains(name($0)) }
    }
    (added, removed) = (fresh.count, gone.count)
  }

  /// The change, for the list.
  func change(_ report: String) -> ResultChange {
    let parts = [(added, "added"), (removed, "removed"), (changed, "changed")].filter { $0.0 > 0 }
      .map { "\($0.0) \($0.1)" }
    return ResultChange(
      report: report, topic: .rows, subject: label, before: NumberText.counted(counts.before, "row"),
      after: NumberText.counted(counts.after, "row"), size: Double(added + removed + changed),
      measure: areKnown
        ? (parts.isEmpty ? "chosen otherwise" : parts.joined(separator: ", ")) : "another file")
  }

  private static func lines(_ bytes: [UInt8]) -> [String] {
    String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).map(String.init)
  }

  private static func multiset(_ lines: ArraySlice<String>) -> [String: Int] {
    lines.reduce(into: [:]) { $0[$1, default: 0] += 1 }
  }

  private static func cells(_ line: String) -> [String] {
    line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
  }

  /// The first column with a value of its own in every row of both, and no quoted commas to get in the way.
  private static func key(_ left: [String], _ right: [String]) -> Int? {
    let tables = [left, right].map { $0.dropFirst().map(cells) }
    let width = cells(left[0]).count
    guard tables.allSatisfy({ $0.allSatisfy { $0.count == width } }) else { return nil }
    return (0..<width).first { column in
      tables.allSatisfy { rows in Set(rows.map { $0[column] }).count == rows.count }
    }
  }
}
