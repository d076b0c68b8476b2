import Cache
import Fitting
import Foundation
import Typesetting

/// The rows of a fit as a build remembers them, to say of the next one which rows are others.
struct FitRowsSnapshot: Codable {
  /// The observed values under an empty name, weights under `weight`, variables under their own.
  private var columns: [String: PackedNumbers]
  private var lines: [Int]

  /// More rows than these are counted and not compared.
  private static let most = 20_000

  init?(_ data: FitData) {
    guard data.observed.count <= Self.most else { return nil }
    columns = data.variables.mapValues { PackedNumbers($0) }
    columns[""] = PackedNumbers(data.observed)
    if let weights = data.weights { columns["weight"] = PackedNumbers(weights) }
    lines = data.lines
  }

  /// One row: its values in the order of the names.
  private func rows(_ names: [String]) -> [(line: Int, values: [Double])] {
    let values = names.map { columns[$0]?.values ?? [] }
    return lines.indices.map { row in
      (lines[row], values.map { row < $0.count ? $0[row] : .nan })
    }
  }

  /// `line 11: L 3.1 → 3.2`; `new: line 12`; `gone: line 7, 8`.
  ///
  /// - Parameter target: the name of the observed value.
  func changes(since earlier: FitRowsSnapshot, target: String) -> [String] {
    let names = columns.keys.sorted()
    guard names == earlier.columns.keys.sorted() else { return [] }
    func bits(_ values: [Double]) -> [UInt64] { values.map(\.bitPattern) }
    var counts: [[UInt64]: Int] = [:]
    for row in earlier.rows(names) { counts[bits(row.values), default: 0] += 1 }
    let new = rows(names).filter { row in
      guard let count = counts[bits(row.values)], count > 0 else { return true }
      counts[bits(row.values)] = count - 1
      return false
    }
    let gone = earlier.rows(names).reversed().filter { row in
      guard let count = counts[bits(row.values)], count > 0 else { return false }
      counts[bits(row.values)] = count - 1
      return true
    }.reversed()
    var old = Dictionary(gone.map { ($0.line, $0.values) }) { first, _ in first }
    // As many new rows as old ones are these with other values, wherever lines above were put in or taken out.
    let isMoved =
      new.count == gone.count && new.contains { old[$0.line] == nil }
      && zip(new, gone).allSatisfy { row, before in
        zip(bits(row.values), bits(before.values)).contains { $0 == $1 }
      }
    let replaced = isMoved ? Dictionary(zip(new.map(\.line), gone.map(\.line))) { first, _ in first } : [:]
    var lines: [String] = []
    var added: [Int] = []
    for row in new {
      guard let before = old.removeValue(forKey: replaced[row.line] ?? row.line) else {
        added.append(row.line)
        continue
      }
      let parts = names.indices.filter { row.values[$0].bitPattern != before[$0].bitPattern }.map { index in
        let name = names[index].isEmpty ? target : names[index]
        return
          "\(name) \(NumberText.machine(before[index])) → \(NumberText.machine(row.values[index]))"
      }
      lines.append("line \(row.line): \(parts.joined(separator: ", "))")
    }
    let shown = 5
    if lines.count > shown { lines = lines.prefix(shown) + ["and \(lines.count - shown) more lines"] }
    func list(_ what: String, _ numbers: [Int]) {
      guard !numbers.isEmpty else { return }
      let few = numbers.prefix(shown).map(String.init).joined(separator: ", ")
      let rest = numbers.count > shown ? " and \(numbers.count - shown) more" : ""
      lines.append("\(what): line \(few)\(rest)")
    }
    list("new", added)
    list("gone", old.keys.sorted())
    return lines
  }
}

extension FitRows {
  /// What a build remembers of the rows beside their hash.
  func details(target: String) -> BuildCache.Details? {
    guard let snapshot = FitRowsSnapshot(data) else { return nil }
    let encoder = PropertyListEncoder()
    encoder.outputFormat = .binary
    guard let bytes = try? encoder.encode(snapshot) else { return nil }
    return BuildCache.Details(input: "rows", bytes: [UInt8](bytes)) { earlier in
      (try? PropertyListDecoder().decode(FitRowsSnapshot.self, from: Data(earlier)))
        .map { snapshot.changes(since: $0, target: target) } ?? []
    }
  }
}
