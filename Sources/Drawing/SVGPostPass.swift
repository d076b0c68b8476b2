import Diagnostics

/// Turns the SVG that Cairo 1.16 writes into one that a page can hold.
///
/// Cairo's own has ids from a counter of the process, so that the same drawing differs twice and two drawings in one
/// page swap their letters; it has no title and no colours that a dark page could change. Cairo draws each operation in
/// a colour that is the operation's number. This pass reads geometry and glyphs back by that number, and writes them
/// under the scene's groups with the real paint as a CSS variable, ids prefixed with the scene's, marks of one shape
/// stated once, and numbers to 1/100 pixel.
struct SVGPostPass {
  /// Cairo's units to a pixel: its coordinates are multiples of 1/256, too coarse for pixels, fine for hundredths.
  static let unitsPerPixel = 100.0
  /// Every text is drawn at this size and scaled, so that a letter is one symbol at all sizes and rotations.
  static let unitsPerEm = 1000.0

  /// The colour that stands for an operation.
  static func number(_ index: Int) -> Paint { Paint(UInt32(index + 1)) }

  private let scene: Scene
  private let list: DrawingList

  init(_ scene: Scene, _ list: DrawingList) {
    self.scene = scene
    self.list = list
  }

  func rewrite(_ drawn: String) throws(DiagnosticError) -> String {
    let source = try CairoSVG(drawn)
    var writer = SVGWriter(prefix: scene.id)
    for (index, item) in list.items.enumerated() {
      switch item {
      case .begin(let role): writer.begin(role)
      case .end: writer.end()
      case .draw(let operation):
        switch operation.shape {
        case .path:
          guard let path = source.paths[index] else { continue }
          writer.add(operation, path)
        case .glyphs(_, let run):
          guard let glyphs = source.glyphs[index] else { continue }
          writer.add(operation, run, glyphs, symbols: source.symbols)
        }
      }
    }
    writer.finish()
    let (width, height) = (SVGNumber.text(scene.width), SVGNumber.text(scene.height))
    let prefix = XMLText.attribute(scene.id)
    let summary = scene.summary.isEmpty ? "" : " \(prefix)-desc"
    var lines = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-labelledby=\"\(prefix)-title\(summary)\""
        + " class=\"figure\" width=\"\(width)\" height=\"\(height)\" viewBox=\"0 0 \(width) \(height)\">",
      "<title id=\"\(prefix)-title\">\(XMLText.content(scene.title.isEmpty ? scene.id : scene.title))</title>",
    ]
    if !scene.summary.isEmpty {
      lines.append("<desc id=\"\(prefix)-desc\">\(XMLText.content(scene.summary))</desc>")
    }
    if !writer.definitions.isEmpty { lines += ["<defs>"] + writer.definitions + ["</defs>"] }
    lines.append("<g fill=\"none\" stroke-linecap=\"round\" stroke-linejoin=\"round\">")
    lines += writer.body
    return (lines + ["</g>", "</svg>", ""]).joined(separator: "\n")
  }
}

/// What Cairo wrote, by the number of the operation.
private struct CairoSVG {
  struct Glyph {
    var symbol: String
    var x: Int
  }
  /// Outlines in hundredths of a pixel.
  var paths: [Int: SVGPath] = [:]
  var glyphs: [Int: [Glyph]] = [:]
  /// Outlines of letters in thousandths of the em, by Cairo's id.
  var symbols: [String: SVGPath] = [:]

  init(_ text: String) throws(DiagnosticError) {
    var symbol: String?
    var run: Int?
    for line in text.split(separator: "\n") {
      let line = line.drop { $0 == " " }
      if line.hasPrefix("<symbol") {
        symbol = Self.value("id", in: line)
      } else if line.hasPrefix("<path"), let data = Self.value("d", in: line) {
        let path = try SVGPath(cairo: data)
        if let name = symbol {
          symbols[name] = path
          symbol = nil
        } else if let index = Self.operation(line) {
          paths[index] = path
        }
      } else if line.hasPrefix("<g style") {
        run = Self.operation(line)
      } else if line.hasPrefix("<use"), let run, let name = Self.value("xlink:href", in: line),
        let x = Self.value("x", in: line).flatMap({ Double(String($0)) })
      {
        glyphs[run, default: []].append(Glyph(symbol: String(name.dropFirst()), x: Int(x.rounded())))
      } else if line.hasPrefix("</g>") {
        run = nil
      } else if line.hasPrefix("<image") {
        throw DiagnosticError("E0907", "Cairo put a bitmap into an SVG")
      }
    }
  }

  private static func value(_ name: String, in line: Substring) -> String? {
    guard let start = line.firstRange(of: " \(name)=\"")?.upperBound else { return nil }
    return String(line[start...].prefix { $0 != "\"" })
  }

  /// The number in `rgb(0%,1.176471%,99.607843%)`.
  private static func operation(_ line: Substring) -> Int? {
    guard let start = line.firstRange(of: "rgb(")?.upperBound else { return nil }
    let parts = line[start...].prefix { $0 != ")" }.split(separator: ",")
    let bytes = parts.compactMap { Double(String($0.dropLast())) }.map { Int(($0 * 2.55).rounded()) }
    guard bytes.count == 3 else { return nil }
    return (bytes[0] << 16 | bytes[1] << 8 | bytes[2]) - 1
  }
}

/// Writes elements under groups; neighbours with the same ink share it.
private struct SVGWriter {
  let prefix: String
  private(set) var definitions: [String] = []
  private(set) var body: [String] = []
  private var clips: [Rect: String] = [:]
  private var shapes: [String: String] = [:]
  private var letters: [String: String] = [:]
  private var openGroups: [(start: Int, tag: String)] = []
  private var pending: (ink: String, elements: [String])?
  /// The last mark's outline and elements, to which its rim may be added.
  private var lastMark: (reference: String, tooltip: String?, fill: String)?

  init(prefix: String) { self.prefix = XMLText.attribute(prefix) }

  /// Writes what is held back; nothing may be added after it.
  mutating func finish() { flush() }

  mutating func begin(_ role: Scene.Role) {
    flush()
    var tag = "<g class=\"\(XMLText.attribute(role.kind))\""
    if let series = role.series { tag += " data-series=\"\(XMLText.attribute(series))\"" }
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
      let ink = ink(operation.ink) + clip(operation.clip)
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
    let tooltip = marker.tooltip.map { "><title>\(XMLText.content($0))</title></use>" } ?? "/>"
    let ink = ink(operation.ink)
    // A rim over its own fill is the same element, so that a mark has one tooltip.
    if let last = lastMark, last.reference == reference, case .stroke = operation.ink, var run = pending,
      run.elements.last == reference + tooltip
    {
      run.elements.removeLast()
      pending = run.elements.isEmpty ? nil : run
      let merged = last.fill + ink.replacing(" fill=\"none\"", with: "")
      append(reference + tooltip, ink: Self.merge(merged))
      lastMark = nil
      return
    }
    append(reference + tooltip, ink: ink)
    lastMark = (reference, marker.tooltip, ink)
  }

  mutating func add(
    _ operation: DrawingList.Operation, _ run: TextRun, _ glyphs: [CairoSVG.Glyph], symbols: [String: SVGPath]
  ) {
    let scale = run.size / SVGPostPass.unitsPerEm
    var transform = "translate(\(SVGNumber.text(run.origin.x)) \(SVGNumber.text(run.origin.y)))"
    if run.rotation != 0 { transform += " rotate(\(SVGNumber.text(run.rotation)))" }
    transform += " scale(\(SVGNumber.text(scale, places: 5)))"
    var element = "<g transform=\"\(transform)\">"
    for glyph in glyphs {
      guard let outline = symbols[glyph.symbol], !outline.isEmpty else { continue }
      let name = letters[glyph.symbol] ?? "\(prefix)-g\(letters.count + 1)"
      if letters[glyph.symbol] == nil {
        letters[glyph.symbol] = name
        definitions.append("<path id=\"\(name)\" d=\"\(outline.integerData)\"/>")
      }
      element += "<use href=\"#\(name)\"" + (glyph.x == 0 ? "/>" : " x=\"\(glyph.x)\"/>")
    }
    guard element.hasSuffix("/>") else { return }
    var attributes = ink(operation.ink)
    if case .halo(let width) = operation.ink {
      attributes = ink(.stroke(operation.ink.paint, width: width / scale, dash: [], isChrome: false))
    }
    append(element + "</g>", ink: attributes + clip(operation.clip))
  }

  // MARK: -

  private mutating func append(_ element: String, ink: String) {
    lastMark = nil
    if pending?.ink == ink {
      pending?.elements.append(element)
    } else {
      flush()
      pending = (ink, [element])
    }
  }

  private mutating func flush() {
    guard let run = pending else { return }
    pending = nil
    lastMark = nil
    if run.elements.count == 1, let element = run.elements.first,
      let end = element.firstIndex(where: { $0 == " " })
    {
      body.append(String(element[..<end]) + run.ink + String(element[end...]))
    } else {
      body += ["<g\(run.ink)>"] + run.elements + ["</g>"]
    }
  }

  private func ink(_ ink: DrawingList.Ink) -> String {
    switch ink {
    case .fill(let paint): return Self.paint("fill", paint)
    case .halo: return ""
    case .stroke(let paint, let width, let dash, let isChrome):
      var text = Self.paint("stroke", paint) + " stroke-width=\"\(SVGNumber.text(width))\""
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

  /// The attribute for readers without CSS variables, and the variable that a dark page sets.
  private static func paint(_ property: String, _ paint: Paint) -> String {
    let digits = String(paint.rgb & 0xFFFFFF, radix: 16)
    let hex = "#" + String(repeating: "0", count: 6 - digits.count) + digits
    var text = " \(property)=\"\(hex)\""
    if let token = paint.token {
      text += " style=\"\(property):var(--\(XMLText.attribute(token)),\(hex))\""
    }
    if paint.opacity < 1 { text += " \(property)-opacity=\"\(SVGNumber.text(paint.opacity))\"" }
    return text
  }

  /// An element may have one `style`.
  private static func merge(_ ink: String) -> String {
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
