import Diagnostics

/// Writes the elements of a picture under its groups; neighbours with the same ink share it, marks of one shape are
/// stated once. Both SVG writers use it: they differ in how letters are written and colours named.
struct SVGBuilder {
  let prefix: String
  private let ink: SVGInk
  private let hasTooltips: Bool
  private(set) var definitions: [String] = []
  private(set) var body: [String] = []
  private var clips: [Rect: String] = [:]
  private var shapes: [String: String] = [:]
  private var letters: [Letter: String] = [:]
  private var openGroups: [(start: Int, tag: String)] = []
  private var pending: (ink: String, elements: [String])?
  /// A mark's fill, held back until it is known whether its rim follows.
  private var heldMark: (element: String, ink: String)?

  /// A glyph of a font, as the source of its outline names it.
  typealias Letter = String

  init(prefix: String, ink: SVGInk, hasTooltips: Bool = true) {
    self.prefix = XMLText.escaped(prefix)
    self.ink = ink
    self.hasTooltips = hasTooltips
  }

  /// Writes what is held back; nothing may be added after it.
  mutating func finish() { flush() }

  mutating func begin(_ role: Scene.Role) {
    flush()
    var tag = "<g class=\"\(XMLText.escaped(role.kind))\""
    if let series = role.series { tag += " data-series=\"\(XMLText.escaped(series))\"" }
    body.append(tag + ">")
    openGroups.append((body.count, tag))
  }

  mutating func end() {
    flush()
    guard let group = openGroups.popLast() else { return }
    if body.count == group.start { body.removeLast() } else { body.append("</g>") }
  }

  mutating func add(_ operation: DrawingList.Operation, _ path: SVGPath) {
    guard let marker = operation.marker else {
      release()
      let ink = ink.attributes(operation.ink) + clip(operation.clip)
      // Ticks and grid lines of one ink are one path.
      if case .stroke(let paint, _, _, isChrome: true) = operation.ink, paint.opacity == 1, var run = pending,
        run.ink == ink, let last = run.elements.last, last.hasPrefix("<path"), last.hasSuffix("\"/>")
      {
        run.elements[run.elements.count - 1] = last.dropLast(3) + path.data + "\"/>"
        pending = run
        return
      }
      return append("<path d=\"\(path.data)\"/>", ink: ink)
    }
    let (x, y) = (Int((marker.center.x * 100).rounded()), Int((marker.center.y * 100).rounded()))
    let shape = path.moved(by: (-x, -y)).data
    let name = shapes[shape] ?? "\(prefix)-m\(shapes.count + 1)"
    if shapes[shape] == nil {
      shapes[shape] = name
      definitions.append("<path id=\"\(name)\" d=\"\(shape)\"/>")
    }
    let reference = "<use href=\"#\(name)\" x=\"\(SVGNumber.text(x, 100))\" y=\"\(SVGNumber.text(y, 100))\""
    let words = hasTooltips ? marker.tooltip : nil
    let tooltip = words.map { "><title>\(XMLText.escaped($0))</title></use>" } ?? "/>"
    let ink = ink.attributes(operation.ink)
    // A rim over its own fill is the same element, so that a mark has one tooltip.
    if let fill = heldMark, fill.element == reference + tooltip, case .stroke = operation.ink {
      heldMark = nil
      append(fill.element, ink: SVGInk.merge(fill.ink + ink.replacing(" fill=\"none\"", with: "")))
    } else if case .fill = operation.ink {
      release()
      heldMark = (reference + tooltip, ink)
    } else {
      append(reference + tooltip, ink: ink)
    }
  }

  /// Adds an element written elsewhere, in the operation's ink (and anything else that it may share with its
  /// neighbours), inside the operation's clip.
  mutating func append(_ element: String, shared: String, clip rectangle: Rect?) {
    append(element, ink: shared + clip(rectangle))
  }

  /// The id of a letter's outline, which is stated at its first use.
  mutating func letter(_ letter: Letter, outline: () -> String) -> String {
    if let name = letters[letter] { return name }
    let name = "\(prefix)-g\(letters.count + 1)"
    letters[letter] = name
    definitions.append("<path id=\"\(name)\" d=\"\(outline())\"/>")
    return name
  }

  // MARK: -

  private mutating func append(_ element: String, ink: String) {
    release()
    if pending?.ink == ink {
      pending?.elements.append(element)
    } else {
      flush()
      pending = (ink, [element])
    }
  }

  private mutating func release() {
    guard let mark = heldMark else { return }
    heldMark = nil
    append(mark.element, ink: mark.ink)
  }

  private mutating func flush() {
    release()
    guard let run = pending else { return }
    pending = nil
    if run.elements.count == 1, let element = run.elements.first,
      let end = element.firstIndex(where: { $0 == " " })
    {
      body.append(String(element[..<end]) + run.ink + String(element[end...]))
    } else {
      body += ["<g\(run.ink)>"] + run.elements + ["</g>"]
    }
  }

  private mutating func clip(_ clip: Rect?) -> String {
    guard let clip else { return "" }
    if let name = clips[clip] { return " clip-path=\"url(#\(name))\"" }
    let name = "\(prefix)-c\(clips.count + 1)"
    clips[clip] = name
    definitions.append(
      "<clipPath id=\"\(name)\"><rect x=\"\(SVGNumber.text(clip.x))\" y=\"\(SVGNumber.text(clip.y))\""
        + " width=\"\(SVGNumber.text(clip.width))\" height=\"\(SVGNumber.text(clip.height))\"/></clipPath>")
    return " clip-path=\"url(#\(name))\""
  }
}
