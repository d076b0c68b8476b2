import Cache
import Fitting
import Runs
import Synchronization

/// Fingerprints of the fits and tables of one report: many steps read the same fit, whose draws are hashed once.
final class ContentMarks: Sendable {
  /// A thing's fingerprint, and the thing in a few words.
  struct Mark {
    var hash: String
    var shown: String
  }

  private let marks = Mutex<[String: Mark]>([:])

  /// The mark of a fit by its label.
  func fit(_ label: String, _ fit: FitResult) -> Mark {
    mark("fit \(label)") { hasher in
      hasher.add(fit)
      return fit.parameters.map { "\($0.name) \(Float($0.estimate))" }.joined(separator: ", ")
    }
  }

  /// The mark of a table by its label.
  func table(_ label: String, _ table: RunTable) -> Mark {
    mark("table \(label)") { hasher in
      hasher.add(table)
      return "\(table.rowCount) rows"
    }
  }

  private func mark(_ name: String, _ make: (inout ContentHasher) -> String) -> Mark {
    if let known = marks.withLock({ $0[name] }) { return known }
    var hasher = ContentHasher()
    let shown = make(&hasher)
    let mark = Mark(hash: hasher.hash, shown: shown)
    marks.withLock { $0[name] = mark }
    return mark
  }
}

extension BuildNode {
  /// Adds a fit of the report.
  mutating func reads(fit label: String, _ fit: FitResult, _ marks: ContentMarks) {
    let mark = marks.fit(label, fit)
    inputs.append(Input(name: "fit \(label)", hash: mark.hash, shown: mark.shown, node: "fit \(label)"))
  }

  /// Adds a table of the report.
  mutating func reads(table label: String, _ table: RunTable, _ marks: ContentMarks) {
    let mark = marks.table(label, table)
    inputs.append(Input(name: "table \(label)", hash: mark.hash, shown: mark.shown, node: "runs \(label)"))
  }
}
