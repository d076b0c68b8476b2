import Diagnostics
import Templates

/// A report, or a site of reports, to start from: it builds as it is.
public struct ExampleReport: Sendable {
  /// `paper`
  public let name: String
  /// What it is, in a line.
  public let summary: String
  /// Its files by path below the new folder.
  public let files: [(path: String, bytes: [UInt8])]

  private static let summaries = [
    ("paper", "a report of measured runs: two laws, their fits, a figure, two claims"),
    ("article", "an essay for the web that computes with published constants"),
    ("site", "both of these in one site with an index"),
  ]

  /// All that there are, in the order of a list.
  public static var all: [ExampleReport] {
    summaries.map { name, summary in
      ExampleReport(name: name, summary: summary, files: embedded(name))
    }
  }

  /// The files that the binary carries under a name, by their path below it.
  static func embedded(_ name: String) -> [(path: String, bytes: [UInt8])] {
    (0..<isoloss_example_count()).compactMap { index in
      let path = String(cString: isoloss_example_name(index))
      guard path.hasPrefix(name + "/") else { return nil }
      let bytes = UnsafeBufferPointer(start: isoloss_example_bytes(index), count: isoloss_example_size(index))
      return (String(path.dropFirst(name.count + 1)), Array(bytes))
    }
  }

  /// The one of that name. Throws E0456 for a name that none has.
  public static func named(_ name: String) throws(DiagnosticError) -> ExampleReport {
    guard let example = all.first(where: { $0.name == name }) else {
      let names = summaries.map(\.0)
      throw DiagnosticError(
        "E0456", "no template \"\(name)\"", notes: ["templates: \(names.joined(separator: ", "))"],
        help: Spelling.didYouMean(name, among: names))
    }
    return example
  }
}
