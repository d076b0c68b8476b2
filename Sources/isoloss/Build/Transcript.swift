import Foundation
import Diagnostics
import Synchronization

/// What a command told its user, so that a run with nothing to do says the same as the one that did the work.
final class Transcript: Sendable {
  /// One thing that was told.
  enum Entry: Codable {
    case findings([Diagnostic])
    case line(String)
    case data(String)
    case summary(String)
    /// How the command ended.
    case status(Int32)
  }

  private let entries = Mutex<[Entry]>([])

  /// Adds an entry.
  func add(_ entry: Entry) { entries.withLock { $0.append(entry) } }

  /// All findings so far.
  var findings: [Diagnostic] {
    entries.withLock { entries in
      entries.flatMap { entry -> [Diagnostic] in
        guard case .findings(let findings) = entry else { return [] }
        return findings
      }
    }
  }

  /// All entries as bytes.
  var bytes: Data { (try? JSONEncoder().encode(entries.withLock { $0 })) ?? Data() }

  /// The entries that `bytes` holds, or nil.
  static func entries(_ bytes: Data) -> [Entry]? { try? JSONDecoder().decode([Entry].self, from: bytes) }
}

extension Console {
  /// Tells again what an earlier run told, and ends as it did.
  func replay(_ entries: [Transcript.Entry]) throws(ExitStatus) {
    for entry in entries {
      switch entry {
      case .findings(let findings): report(findings)
      case .line(let text): say(text)
      case .data(let text): data(text)
      case .summary(let text): summarize { text }
      case .status(let raw): if let status = ExitStatus(rawValue: raw), status != .ok { throw status }
      }
    }
  }
}
