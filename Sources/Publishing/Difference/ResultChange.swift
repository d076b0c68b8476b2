/// One result that is otherwise than it was.
public struct ResultChange: Sendable, Hashable {
  /// What kind of result; the order is that of a list, gravest first.
  public enum Topic: Int, Sendable, Hashable, CaseIterable, Comparable {
    case claims, rankings, parameters, values, rows, figures, reports

    /// The heading over changes of the kind.
    public var title: String {
      switch self {
      case .claims: "Claims"
      case .rankings: "Laws in order"
      case .parameters: "Parameters"
      case .values: "Values in the text"
      case .rows: "Rows"
      case .figures: "Figures"
      case .reports: "Reports"
      }
    }

    /// Earlier topics are graver.
    public static func < (a: Topic, b: Topic) -> Bool { a.rawValue < b.rawValue }
  }

  /// The report that it is of.
  public var report: String
  /// What kind of result.
  public var topic: Topic
  /// What it is: `clm-equal`, `main.gamma`, `fig-isoloss`.
  public var subject: String
  /// As it was; empty for what is new.
  public var before: String
  /// As it is; empty for what is gone.
  public var after: String
  /// How grave, for the order within a topic: standard errors moved, rows changed.
  public var size: Double
  /// The size in words: `3.2 σ`, `2 added, 1 removed`; empty where there are none.
  public var measure: String
  /// The words of a claim, the title of a figure.
  public var note = ""
  /// A figure's picture before and after, by path below its report's folder.
  public var pictures: (before: String?, after: String?) {
    topic == .figures ? (before.isEmpty ? nil : before, after.isEmpty ? nil : after) : (nil, nil)
  }
}
