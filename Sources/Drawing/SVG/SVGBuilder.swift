import Diagnostics

/// Writes the elements of a picture under its groups; neighbours with the same ink share it, marks of one shape are
/// stated once. Both SVG writers use it: they differ in how letters are written and colours named.
struct SVGBuilder {
  let prefix: String
  let ink: SVGInk
  /// Whether nobody points at the picture: no words over marks, no names of groups, places to 1/10 pixel.
  let isCompact: Bool
  private(set) var definitions = SVGText()
  private(set) var body = SVGText()
  private var clips: [Rect: String] = [:]
  /// Ids of what is stated once, by what it is.
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

  init(prefix: String, ink: SVGInk, isCompact: Bool = false) {
    self.prefix = XMLText.escaped(prefix)
    self.ink = ink
    self.isCompact = isCompact
  }

  /// How many units of path data a pixel has.
  var unitsPerPixel: Int { isCompact ? 10 : 100 }

  /// Writes what is held back; nothing may be added after it.
  mutating func finish() { flush() }

  mutating func begin(_ role: Scene.Role) {
    guard !isCompact else { return }
    flush()
    openGroups.append(role)
  }

  mutating func end() {
    guard !isCompact else { return }
    // A group of one ink is one element with that ink.
    if writtenGroups < openGroups.count, let role = openGroups.popLast() {
      return flush(as: role)
    }
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
    var element = SVGText()
    element.append("<path d=\"")
    outline.write(to: &element, divisor: 1)
    element.append("\"/>")
    define(name, element)
    return name
  }

  // MARK: -

  /// The id of what is stated once: an element without its id.
  mutating func shared(_ role: Character, _ element: SVGText) -> String {
    if let name = shapes[element.bytes] { return name }
    let name = "\(prefix)-\(role)\(shapes.count + 1)"
    shapes[element.bytes] = name
    define(name, element)
    return name
  }

  private mutating func define(_ name: String, _ element: SVGText) {
    guard let end = element.bytes.firstIndex(of: UInt8(ascii: " ")) else { return }
    definitions.append(element.bytes[..<end])
    definitions.append(" id=\"\(name)\"")
    definitions.append(element.bytes[end...])
    definitions.append("\n" as Unicode.Scalar)
  }

  mutating func append(_ element: SVGText, ink: String, endsInPath: Bool = false) {
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

  /// Writes what is held back, under the groups that are open; `role` is the innermost one's, where all of it is this.
  private mutating func flush(as role: Scene.Role? = nil) {
    guard let run = pending else { return }
    pending = nil
    for role in openGroups[writtenGroups...] { body.append("<g\(Self.attributes(role))>\n") }
    writtenGroups = openGroups.count
    let ink = (role.map(Self.attributes) ?? "") + run.ink
    let elements = run.elements.bytes
    if run.count == 1, let end = elements.firstIndex(of: UInt8(ascii: " ")) {
      body.append(elements[..<end])
      body.append(ink)
      body.append(elements[end...])
      body.append("\n" as Unicode.Scalar)
    } else {
      body.append("<g\(ink)>\n")
      body.append(run.elements)
      body.append("\n</g>\n")
    }
  }

  private static func attributes(_ role: Scene.Role) -> String {
    let series = role.series.map { " data-series=\"\(XMLText.escaped($0))\"" } ?? ""
    return " class=\"\(XMLText.escaped(role.kind))\"\(series)"
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
