import Diagnostics

/// A form that a report is written in.
public enum OutputFormat: String, Sendable, Hashable, CaseIterable {
  /// One page, `index.html`.
  case html
  /// Markdown as GitHub shows it, `report.md`.
  case markdown = "md"
  /// The source of an article in LaTeX, `report.tex`.
  case latex
  /// The page as it prints, `report.pdf`.
  case pdf
  /// A Jupyter notebook with its outputs, `report.ipynb`.
  case notebook = "ipynb"

  /// What a report is written in when nobody says otherwise.
  public static let standard: [OutputFormat] = [.html, .markdown]

  /// The file's name in the report's folder.
  public var file: String {
    switch self {
    case .html: "index.html"
    case .markdown: "report.md"
    case .latex: "report.tex"
    case .pdf: "report.pdf"
    case .notebook: "report.ipynb"
    }
  }

  /// What readers call it.
  public var title: String {
    switch self {
    case .html: "HTML"
    case .markdown: "Markdown"
    case .latex: "LaTeX"
    case .pdf: "PDF"
    case .notebook: "Notebook"
    }
  }

  /// The media type.
  public var mediaType: String {
    switch self {
    case .html: "text/html"
    case .markdown: "text/markdown"
    case .latex: "application/x-tex"
    case .pdf: "application/pdf"
    case .notebook: "application/x-ipynb+json"
    }
  }

  /// Reads names, each once and in the order of `allCases`. Throws `E0118` for one that is no format.
  public static func list(
    _ names: [(text: String, location: SourceLocation?)]
  ) throws(DiagnosticError) -> [OutputFormat] {
    var found: Set<OutputFormat> = []
    for (name, location) in names {
      guard let format = OutputFormat(rawValue: name) else {
        let known = allCases.map(\.rawValue)
        throw DiagnosticError(
          "E0118", "no format \"\(name)\" to write a report in", at: location,
          notes: ["formats: \(known.joined(separator: ", "))"], help: Spelling.didYouMean(name, among: known))
      }
      found.insert(format)
    }
    return allCases.filter(found.contains)
  }
}
