import Diagnostics
import Figures

/// A `figure` cell: what every figure has, and the settings of its kind.
struct FigureCell {
  var label: String
  var location: SourceLocation
  var kind: String
  var kindLocation: SourceLocation
  /// Plain texts in which values may stand.
  var title: FrontMatter.Text?
  var alt: FrontMatter.Text?
  /// The author's words; empty where the figure's own finding is the caption.
  var caption: FrontMatter.Text
  /// The keys of the kind.
  var settings: ConfigNode

  /// Decodes what all figures share; the kind checks the rest.
  init(_ cell: Cell) throws(DiagnosticError) {
    var problems = Problems()
    let node = cell.settings
    settings = node
    label = cell.label
    location = cell.labelLocation
    (kind, kindLocation) = ("", cell.location)
    caption = FrontMatter.Text(text: "", location: cell.location)
    if let value = node["kind"] {
      kindLocation = value.location
      problems.attempt { () throws(DiagnosticError) in
        kind = try value.string("kind")
        try FigureKinds.check(kind, at: value.location)
      }
    } else {
      problems.report(
        "E0105", "the figure \"\(label)\" has no kind", at: cell.location,
        notes: ["kinds: \(FigureKinds.names.joined(separator: ", "))"])
    }
    if let value = node["caption"] {
      problems.attempt { () throws(DiagnosticError) in
        caption = FrontMatter.Text(text: try value.string("caption"), location: value.location)
      }
    }
    problems.attempt { () throws(DiagnosticError) in
      title = try FrontMatter.optionalText(node["title"], "title")
    }
    problems.attempt { () throws(DiagnosticError) in alt = try FrontMatter.optionalText(node["alt"], "alt") }
    let entries = try node.entries("a figure cell").filter { entry in
      !Self.common.contains { $0.name == entry.key }
    }
    settings = ConfigNode(.map(entries), at: node.location)
    try problems.finish()
  }
}
