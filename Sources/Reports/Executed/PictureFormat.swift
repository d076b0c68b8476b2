import Diagnostics

/// A form of the files that a report's figures are kept in, beside the pictures that stand in its page.
public enum PictureFormat: String, Sendable, Hashable, CaseIterable, Codable {
  /// Lines and letters as outlines, `fig-x.svg`.
  case svg
  /// For articles, `fig-x.pdf`.
  case pdf
  /// Pixels, one for each of the page's, `fig-x.png`.
  case png
  /// Four pixels for each of the page's, `fig-x@2x.png`.
  case doubledPNG = "png@2x"

  /// What follows the figure's name in that of the file.
  public var ending: String {
    switch self {
    case .svg, .pdf, .png: ".\(rawValue)"
    case .doubledPNG: "@2x.png"
    }
  }

  /// What readers call it.
  public var title: String {
    switch self {
    case .svg, .pdf, .png: rawValue.uppercased()
    case .doubledPNG: "PNG, twice the size"
    }
  }

  /// The file of a figure below the report's folder.
  public func file(of figure: String) -> String { "figures/\(figure)\(ending)" }
}
