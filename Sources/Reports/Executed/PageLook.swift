/// How a report's page looks. A look is a style sheet on top of the one that all pages have; the words, their order and their
/// markup are the same in all.
public enum PageLook: String, Sendable, Hashable, CaseIterable {
  /// A paper: contents at the side, notes and verdicts in the margin. The default.
  case paper
  /// An essay for the web: larger letters, figures wider than the text.
  case article
  /// A talk: each section fills a screen, and is a page in print.
  case slides
}
