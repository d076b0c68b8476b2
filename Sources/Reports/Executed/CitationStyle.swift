/// How the text cites works and in which order they are listed.
public enum CitationStyle: String, Sendable, Hashable, CaseIterable {
  /// `(Kumar et al., 2024)`; the list is by author. The default.
  case authorYear = "author-year"
  /// `[1–3]`; the list is in the order in which the text first cites the works.
  case numeric
}
