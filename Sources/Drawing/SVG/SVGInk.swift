import Diagnostics

/// How paints and strokes are written as attributes.
enum SVGInk {
  /// A picture of its own: a plain colour for readers without CSS variables, and the variable that a dark page sets.
  case file
  /// Inside a page, whose browser knows variables.
  case page

  /// An ink as attributes under those of `SVGDocument`: lines end flat and turn round.
  ///
  /// - Parameters:
  ///   - hasEnds: whether lines end somewhere.
  ///   - hasCorners: whether they turn.
  func attributes(_ ink: DrawingList.Ink, hasEnds: Bool = true, hasCorners: Bool = true) -> String {
    switch ink {
    case .fill(let paint): return written("fill", paint)
    case .halo: return ""
    case .stroke(let paint, let width, let dash, let isChrome):
      var text = written("stroke", paint)
      if width != 1 { text += " stroke-width=\"\(SVGNumber.text(width))\"" }
      if isChrome {
        text += (hasCorners ? " stroke-linejoin=\"miter\"" : "") + " shape-rendering=\"crispEdges\""
      } else if dash.isEmpty, hasEnds {
        text += " stroke-linecap=\"round\""
      }
      if dash.contains(where: { $0 > 0 }) {
        text += " stroke-dasharray=\"\(dash.map { SVGNumber.text($0) }.joined(separator: " "))\""
      }
      return text
    }
  }

  private func written(_ property: String, _ paint: Paint) -> String {
    let hex = Self.hexadecimal(paint.rgb & 0xFFFFFF)
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

  /// `#dd785c`, or `#fff` where each digit would stand twice.
  private static func hexadecimal(_ rgb: UInt32) -> String {
    let digits = String(rgb, radix: 16)
    let all = Array(String(repeating: "0", count: 6 - digits.count) + digits)
    let isDouble = all[0] == all[1] && all[2] == all[3] && all[4] == all[5]
    return "#" + (isDouble ? String([all[0], all[2], all[4]]) : String(all))
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
