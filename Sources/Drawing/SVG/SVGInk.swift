import Diagnostics

/// How paints and strokes are written as attributes.
enum SVGInk {
  /// A picture of its own: a plain colour for readers without CSS variables, and the variable that a dark page sets.
  case file
  /// Inside a page, whose browser knows variables.
  case page

  func attributes(_ ink: DrawingList.Ink) -> String {
    switch ink {
    case .fill(let paint): return written("fill", paint)
    case .halo: return ""
    case .stroke(let paint, let width, let dash, let isChrome):
      var text = written("stroke", paint)
      if width != 1 { text += " stroke-width=\"\(SVGNumber.text(width))\"" }
      if isChrome {
        text += " stroke-linecap=\"butt\" stroke-linejoin=\"miter\" shape-rendering=\"crispEdges\""
      } else if !dash.isEmpty {
        text += " stroke-linecap=\"butt\""
      }
      if dash.contains(where: { $0 > 0 }) {
        text += " stroke-dasharray=\"\(dash.map { SVGNumber.text($0) }.joined(separator: " "))\""
      }
      return text
    }
  }

  private func written(_ property: String, _ paint: Paint) -> String {
    let digits = String(paint.rgb & 0xFFFFFF, radix: 16)
    let hex = "#" + String(repeating: "0", count: 6 - digits.count) + digits
    let variable = paint.token.map { "var(--\(XMLText.escaped($0)),\(hex))" }
    var text: String
    switch (self, variable) {
    case (_, nil): text = " \(property)=\"\(hex)\""
    case (.file, let variable?): text = " \(property)=\"\(hex)\" style=\"\(property):\(variable)\""
    case (.page, let variable?): text = " \(property)=\"\(variable)\""
    }
    if paint.opacity < 1 { text += " \(property)-opacity=\"\(SVGNumber.text(paint.opacity))\"" }
    return text
  }

  /// An element may have one `style`.
  static func merge(_ ink: String) -> String {
    let pieces = ink.split(separator: " style=\"", omittingEmptySubsequences: false)
    guard pieces.count > 2 else { return ink }
    var style: [Substring] = []
    var rest = String(pieces[0])
    for piece in pieces.dropFirst() {
      let parts = piece.split(separator: "\"", maxSplits: 1, omittingEmptySubsequences: false)
      style.append(parts[0])
      rest += parts.count > 1 ? parts[1] : ""
    }
    return rest + " style=\"\(style.joined(separator: ";"))\""
  }
}
