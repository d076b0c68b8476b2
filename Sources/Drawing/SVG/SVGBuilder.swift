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
  private var openGroups: [Group] = []
  private var writtenGroups = 0
  /// Whether each group that has begun is one of those.
  private var isOpen: [Bool] = []
  private var pending: Run?

  private struct Group {
    var attributes: String
    /// The clip that it states for all that is in it.
    var clip: Rect?
  }

  /// A glyph of a font.
  struct Letter: Hashable {
    private var file: FontFileKey
    private var index: UInt32

    init(_ glyph: ShapedText.Glyph) { (file, index) = (glyph.file, glyph.index) }
  }

  /// Neighbouring elements of one ink.
  private struct Run {
    var ink: String
    var elements = SVGText()
    var count = 0
    /// The last element, which more pieces may join.
    var path: SVGPath?

    mutating func add(_ element: SVGText) {
      writePath()
      if count > 0 { elements.append("\n" as Unicode.Scalar) }
      elements.append(element)
      count += 1
    }

    mutating func writePath() {
      guard let last = path else { return }
      path = nil
      var element = SVGText()
      element.append("<path d=\"")
      last.write(to: &element)
      element.append("\"/>")
      add(element)
    }
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

  /// Opens a group; `clip` is that of all that is in it, where one cuts it all.
  mutating func begin(_ role: Scene.Role, clip: Rect? = nil) {
    let attributes = isCompact ? "" : Self.attributes(role)
    let isNeeded = !attributes.isEmpty || clip != nil
    isOpen.append(isNeeded)
    guard isNeeded else { return }
    flush()
    openGroups.append(Group(attributes: attributes + self.clip(clip), clip: clip))
  }

  mutating func end() {
    guard isOpen.popLast() == true else { return }
    // A group of one ink is one element with that ink.
    if writtenGroups < openGroups.count, let group = openGroups.popLast() { return flush(as: group) }
    flush()
    guard openGroups.popLast() != nil else { return }
    if writtenGroups > openGroups.count {
      writtenGroups -= 1
      body.append("</g>\n")
    }
  }

  /// Adds a path in an ink, inside a clip.
  mutating func add(_ path: SVGPath, _ ink: DrawingList.Ink, clip rectangle: Rect?) {
    let attributes = self.ink.attributes(ink, hasCorners: path.hasCorners) + clip(rectangle)
    var run = next(attributes)
    pending = nil
    // Lines of one opaque colour are one path: ticks, a grid, bars of error.
    if case .stroke(let paint, _, _, _) = ink, paint.opacity == 1, run.path != nil {
      run.path?.append(path)
    } else {
      run.writePath()
      run.path = path
    }
    pending = run
  }

  /// Adds an element written elsewhere, in the operation's ink (and anything else that it may share with its
  /// neighbours), inside the operation's clip.
  mutating func append(_ element: SVGText, shared: String, clip rectangle: Rect?) {
    append(element, ink: shared + clip(rectangle))
  }

  /// The id of a letter's outline, which is stated at its first use.
  ///
  /// - Parameter outline: path data.
  mutating func letter(_ letter: Letter, outline: [UInt8]) -> String {
    if let name = letters[letter] { return name }
    let name = "\(prefix)-g\(letters.count + 1)"
    letters[letter] = name
    var element = SVGText()
    element.append("<path d=\"")
    element.append(outline[...])
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

  mutating func append(_ element: SVGText, ink: String) {
    var run = next(ink)
    pending = nil
    run.add(element)
    pending = run
  }

  /// The neighbours that an element of an ink stands with.
  private mutating func next(_ ink: String) -> Run {
    if let run = pending, run.ink == ink { return run }
    flush()
    return Run(ink: ink)
  }

  /// Writes what is held back, under the groups that are open; `group` is the innermost, where all of it is this.
  private mutating func flush(as group: Group? = nil) {
    guard var run = pending else { return }
    pending = nil
    run.writePath()
    for group in openGroups[writtenGroups...] { body.append("<g\(group.attributes)>\n") }
    writtenGroups = openGroups.count
    let ink = (group?.attributes ?? "") + run.ink
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
    let series = role.series.flatMap { $0.isEmpty ? nil : " data-series=\"\(XMLText.escaped($0))\"" } ?? ""
    return " class=\"\(XMLText.escaped(role.kind))\"\(series)"
  }

  private mutating func clip(_ clip: Rect?) -> String {
    guard let clip, !openGroups.contains(where: { $0.clip == clip }) else { return "" }
    if let name = clips[clip] { return " clip-path=\"url(#\(name))\"" }
    let name = "\(prefix)-c\(clips.count + 1)"
    clips[clip] = name
    definitions.append(
      "<clipPath id=\"\(name)\"><rect x=\"\(SVGNumber.text(clip.x))\" y=\"\(SVGNumber.text(clip.y))\""
        + " width=\"\(SVGNumber.text(clip.width))\" height=\"\(SVGNumber.text(clip.height))\"/></clipPath>\n")
    return " clip-path=\"url(#\(name))\""
  }
}
