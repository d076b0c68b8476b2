import Diagnostics

/// Runs that follow each other on a line, as one element: a reader selects, searches and copies the line, and its place
/// and width are stated once.
struct SVGTextLine {
  private var runs: [TextRun]
  /// What surrounds the letters, and the clip: the same for all runs.
  let halo: Double?
  let clip: Rect?
  private let ink: DrawingList.Ink

  /// A line that begins with a run.
  init(_ run: TextRun, _ ink: DrawingList.Ink, halo: Double?, clip: Rect?) {
    runs = [run]
    (self.ink, self.halo, self.clip) = (ink, halo, clip)
  }

  /// Adds a run that begins where the last ends, in the same colour and direction; false for any other.
  mutating func takes(_ run: TextRun, halo: Double?, clip: Rect?) -> Bool {
    guard let last = runs.last, let step = step(from: last, to: run), run.paint == last.paint,
      run.rotation == last.rotation, halo == self.halo, clip == self.clip
    else { return false }
    let size = max(run.size, last.size)
    // Scripts are raised and lowered; a subscript and a superscript of one letter begin at the same place.
    guard (-0.02 * size...0.6 * size).contains(step.gap), abs(step.drop) < 0.6 * size else { return false }
    runs.append(run)
    return true
  }

  /// The space before a run and how much lower it stands, along and across the direction of the line.
  private func step(from last: TextRun, to run: TextRun) -> (gap: Double, drop: Double)? {
    let (dx, dy) = (run.origin.x - last.origin.x, run.origin.y - last.origin.y)
    switch last.rotation {
    case 0: return (dx - last.width, dy)
    case -90: return (-dy - last.width, dx)
    case 90: return (dy - last.width, -dx)
    default: return nil
    }
  }

  /// The size and face of most of the line.
  private var base: TextRun {
    let size = runs.map(\.size).max() ?? 0
    return runs.filter { $0.size == size }.max { $0.text.count < $1.text.count } ?? runs[0]
  }

  /// A rectangle that holds all letters and their rim.
  var bounds: Rect {
    var (left, right, top, bottom) = (Double.infinity, -Double.infinity, Double.infinity, -Double.infinity)
    for run in runs {
      // Letters lean out of their width a little, and few are taller than the size.
      let rim = run.halo + 0.1 * run.size
      let reach = run.width + run.size + rim
      let isLevel = run.rotation == 0
      left = min(left, run.origin.x - (isLevel ? rim : reach))
      right = max(right, run.origin.x + (isLevel ? run.width + rim : reach))
      top = min(top, run.origin.y - (isLevel ? run.size + rim : reach))
      bottom = max(bottom, run.origin.y + (isLevel ? 0.35 * run.size + rim : reach))
    }
    return Rect(x: left, y: top, width: right - left, height: bottom - top)
  }

  /// What neighbouring lines share: colour, size, face and rim.
  var shared: String {
    var text = SVGInk.page.attributes(ink) + " font-size=\"\(SVGNumber.text(base.size))\""
    if base.face != .regular { text += Self.attributes(base.face, in: .regular) }
    if let halo {
      let rim = DrawingList.Ink.halo(width: halo)
      text += SVGInk.page.attributes(
        .stroke(rim.paint, width: halo, dash: [], isChrome: false), hasEnds: false)
    }
    return text
  }

  /// The line on its baseline; the width as measured, so that another face takes the same room. Nil for spaces alone.
  func element(places: Int) -> SVGText? {
    guard let first = runs.first, runs.contains(where: { !$0.text.allSatisfy(\.isWhitespace) }) else {
      return nil
    }
    var text = SVGText()
    text.append("<text x=\"")
    text.append(first.origin.x, places: places)
    text.append("\" y=\"")
    text.append(first.origin.y, places: places)
    if first.rotation != 0 {
      text.append("\" transform=\"rotate(")
      text.append(first.rotation)
      text.append(" ")
      text.append(first.origin.x, places: places)
      text.append(" ")
      text.append(first.origin.y, places: places)
      text.append(")")
    }
    let steps = [(gap: 0, drop: 0)] + zip(runs, runs.dropFirst()).map { step(from: $0, to: $1) ?? (0, 0) }
    if runs.reduce(0, { $0 + $1.text.count }) > 1 {
      let width = zip(runs, steps).reduce(0) { $0 + $1.0.width + $1.1.gap }
      text.append("\" textLength=\"")
      text.append(width, places: 1)
      // Letters that are set one by one are painted one by one, each rim over the letter before; scaled, they are one piece.
      if halo != nil { text.append("\" lengthAdjust=\"spacingAndGlyphs") }
    }
    text.append("\">")
    let base = base
    var open = ""
    for (run, step) in zip(runs, steps) {
      let attributes = attributes(run, base, step)
      // A step from the run before is a span of its own.
      if attributes != open || abs(step.gap) >= 0.05 || abs(step.drop) >= 0.01 {
        if !open.isEmpty { text.append("</tspan>") }
        if !attributes.isEmpty { text.append("<tspan\(attributes)>") }
        open = attributes
      }
      text.append(XMLText.escaped(run.text))
    }
    if !open.isEmpty { text.append("</tspan>") }
    text.append("</text>")
    return text
  }

  private func attributes(_ run: TextRun, _ base: TextRun, _ step: (gap: Double, drop: Double)) -> String {
    var text = ""
    if run.size != base.size { text += " font-size=\"\(SVGNumber.text(run.size))\"" }
    if run.face != base.face { text += Self.attributes(run.face, in: base.face) }
    if abs(step.gap) >= 0.05 { text += " dx=\"\(SVGNumber.text(step.gap, places: 1))\"" }
    if abs(step.drop) >= 0.01 { text += " dy=\"\(SVGNumber.text(step.drop))\"" }
    return text
  }

  /// A face inside text of another.
  private static func attributes(_ face: FontFace, in base: FontFace) -> String {
    let style = face == .italic ? "italic" : base == .italic ? "normal" : nil
    let weight = face == .bold ? "600" : base == .bold ? "400" : nil
    return (style.map { " font-style=\"\($0)\"" } ?? "") + (weight.map { " font-weight=\"\($0)\"" } ?? "")
  }
}
