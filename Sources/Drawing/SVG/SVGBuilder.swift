import Diagnostics

/// Writes the elements of a picture under its groups; neighbours with the same ink share it, marks of one shape are
/// stated once. Both SVG writers use it: they differ in how letters are written and colours named.
struct SVGBuilder {
  let prefix: String
  private let ink: SVGInk
  private let hasTooltips: Bool
  private(set) var definitions = SVGText()
  private(set) var body = SVGText()
  private var clips: [Rect: String] = [:]
  private var shapes: [[UInt8]: String] = [:]
  private var letters: [Letter: String] = [:]
  /// Groups that are open, and how many of them are written: an empty one never is.
  private var openGroups: [Scene.Role] = []
  private var writtenGroups = 0
  private var pending: Run?

  /// A glyph of a font.
  struct Letter: Hashable {
    private var file: FontFileKey
    private var index: UInt32

    init(_ glyph: ShapedText.Glyph) { (file, index) = (glyph.file, glyph.index) }
  }

  /// Neighbouring elements of one ink.
  private struct Run {
    var ink: String
    var elements: SVGText
    var count = 1
    /// Whether the last element is a path that another may be added to.
    var endsInPath: Bool
  }

  init(prefix: String, ink: SVGInk, hasTooltips: Bool = true) {
    self.prefix = XMLText.escaped(prefix)
    self.ink = ink
    self.hasTooltips = hasTooltips
  }

  /// Writes what is held back; nothing may be added after it.
  mutating func finish() { flush() }

  mutating func begin(_ role: Scene.Role) {
    flush()
    openGroups.append(role)
  }

  mutating func end() {
    flush()
    guard openGroups.popLast() != nil else { return }
    if writtenGroups > openGroups.count {
      writtenGroups -= 1
      body.append("</g>\n")
    }
  }

  mutating func add(_ operation: DrawingList.Operation, _ path: SVGPath) {
    let ink = ink.attributes(operation.ink) + clip(operation.clip)
    // Ticks and grid lines of one ink are one path.
    if case .stroke(let paint, _, _, isChrome: true) = operation.ink, paint.opacity == 1, var run = pending,
      run.ink == ink, run.endsInPath
    {
      pending = nil
      run.elements.removeLast(3)
      path.write(to: &run.elements)
      run.elements.append("\"/>")
      pending = run
      return
    }
    var element = SVGText()
    element.append("<path d=\"")
    path.write(to: &element)
    element.append("\"/>")
    append(element, ink: ink, endsInPath: true)
  }

  /// Adds marks: an outline, stated once and moved by `offset` to lie about the origin, at each centre.
  mutating func add(_ marks: DrawingList.Marks, outline: SVGPath, offset: (x: Int, y: Int) = (0, 0)) {
    if let diameter = marks.dotDiameter, let fill = marks.fill, marks.centers.count >= Self.crowd,
      !hasTooltips || marks.tooltips.allSatisfy({ $0 == nil })
    {
      return addDots(marks.centers, fill, diameter)
    }
    var data = SVGText()
    outline.write(to: &data, offset: offset)
    let name = shapes[data.bytes] ?? "\(prefix)-m\(shapes.count + 1)"
    if shapes.updateValue(name, forKey: data.bytes) == nil { define(name, data) }
    // A fill and its rim are one element, so that a mark has one tooltip.
    let inks = [marks.fillInk, marks.strokeInk].compactMap { $0 }
    // A mark without fill inherits that of the picture, which is none.
    let attributes = SVGInk.merge(inks.map { ink.attributes($0) }.joined())
    for (index, center) in marks.centers.enumerated() {
      var element = SVGText()
      element.append("<use href=\"#")
      element.append(name)
      element.append("\" x=\"")
      element.append(center.x)
      element.append("\" y=\"")
      element.append(center.y)
      if hasTooltips, index < marks.tooltips.count, let words = marks.tooltips[index] {
        element.append("\"><title>")
        element.append(XMLText.escaped(words))
        element.append("</title></use>")
      } else {
        element.append("\"/>")
      }
      append(element, ink: attributes)
    }
  }

  /// From so many on, dots without words are one path.
  private static let crowd = 1000

  /// Dots as pieces of no length under a round pen, in steps of 1/10 pixel from one to the next.
  private mutating func addDots(_ centers: [Point], _ paint: Paint, _ diameter: Double) {
    var places = centers.map { (x: Int(($0.x * 10).rounded()), y: Int(($0.y * 10).rounded())) }
    // Dots of one opaque colour lie in any order; in rows of 4 pixels the steps are short.
    if paint.opacity == 1 { places.sort { ($0.y / 40, $0.x, $0.y) < ($1.y / 40, $1.x, $1.y) } }
    var path = SVGPath()
    for place in places {
      path.move(place.x, place.y)
      path.line(place.x, place.y)
    }
    var element = SVGText()
    element.append("<path d=\"")
    path.write(to: &element, divisor: 10)
    element.append("\"/>")
    let pen = DrawingList.Ink.stroke(paint, width: diameter, dash: [], isChrome: false)
    append(element, ink: ink.attributes(pen), endsInPath: false)
  }

  /// Adds an element written elsewhere, in the operation's ink (and anything else that it may share with its
  /// neighbours), inside the operation's clip.
  mutating func append(_ element: SVGText, shared: String, clip rectangle: Rect?) {
    append(element, ink: shared + clip(rectangle))
  }

  /// The id of a letter's outline, which is stated at its first use in its own units.
  mutating func letter(_ letter: Letter, outline: SVGPath) -> String {
    if let name = letters[letter] { return name }
    let name = "\(prefix)-g\(letters.count + 1)"
    letters[letter] = name
    var data = SVGText()
    outline.write(to: &data, divisor: 1)
    define(name, data)
    return name
  }

  // MARK: -

  private mutating func define(_ name: String, _ data: SVGText) {
    definitions.append("<path id=\"\(name)\" d=\"")
    definitions.append(data)
    definitions.append("\"/>\n")
  }

  private mutating func append(_ element: SVGText, ink: String, endsInPath: Bool = false) {
    guard var run = pending, run.ink == ink else {
      flush()
      pending = Run(ink: ink, elements: element, endsInPath: endsInPath)
      return
    }
    pending = nil
    run.elements.append("\n" as Unicode.Scalar)
    run.elements.append(element)
    run.count += 1
    run.endsInPath = endsInPath
    pending = run
  }

  private mutating func flush() {
    guard let run = pending else { return }
    pending = nil
    for role in openGroups[writtenGroups...] {
      body.append("<g class=\"\(XMLText.escaped(role.kind))\"")
      if let series = role.series { body.append(" data-series=\"\(XMLText.escaped(series))\"") }
      body.append(">\n")
    }
    writtenGroups = openGroups.count
    let elements = run.elements.bytes
    if run.count == 1, let end = elements.firstIndex(of: UInt8(ascii: " ")) {
      body.append(elements[..<end])
      body.append(run.ink)
      body.append(elements[end...])
      body.append("\n" as Unicode.Scalar)
    } else {
      body.append("<g\(run.ink)>\n")
      body.append(run.elements)
      body.append("\n</g>\n")
    }
  }

  private mutating func clip(_ clip: Rect?) -> String {
    guard let clip else { return "" }
    if let name = clips[clip] { return " clip-path=\"url(#\(name))\"" }
    let name = "\(prefix)-c\(clips.count + 1)"
    clips[clip] = name
    definitions.append(
      "<clipPath id=\"\(name)\"><rect x=\"\(SVGNumber.text(clip.x))\" y=\"\(SVGNumber.text(clip.y))\""
        + " width=\"\(SVGNumber.text(clip.width))\" height=\"\(SVGNumber.text(clip.height))\"/></clipPath>\n")
    return " clip-path=\"url(#\(name))\""
  }
}
