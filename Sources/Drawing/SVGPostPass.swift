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

  func rewrite(_ drawn: String, _ record: PictureRecord) throws(DiagnosticError) -> String {
    let source = try CairoSVG(drawn)
    var builder = SVGBuilder(prefix: scene.id, ink: .file)
    for (index, item) in list.items.enumerated() {
      switch item {
      case .begin(let role): builder.begin(role)
      case .end: builder.end()
      case .draw(let operation):
        switch operation.shape {
        case .path:
          guard let path = source.paths[index] else { continue }
          builder.add(operation, path)
        case .glyphs(_, let run):
          guard let glyphs = source.glyphs[index] else { continue }
          add(operation, run, glyphs, symbols: source.symbols, to: &builder)
        }
      }
    }
    return SVGDocument.text(scene, builder, record)
  }

  private func add(
    _ operation: DrawingList.Operation, _ run: TextRun, _ glyphs: [CairoSVG.Glyph],
    symbols: [String: SVGPath],
    to builder: inout SVGBuilder
  ) {
    let scale = run.size / Self.unitsPerEm
    var transform = "translate(\(SVGNumber.text(run.origin.x)) \(SVGNumber.text(run.origin.y)))"
    if run.rotation != 0 { transform += " rotate(\(SVGNumber.text(run.rotation)))" }
    transform += " scale(\(SVGNumber.text(scale, places: 5)))"
    var element = "<g transform=\"\(transform)\">"
    for glyph in glyphs {
      guard let outline = symbols[glyph.symbol], !outline.isEmpty else { continue }
      let name = builder.letter(glyph.symbol) { outline.integerData }
      element += "<use href=\"#\(name)\"" + (glyph.x == 0 ? "/>" : " x=\"\(glyph.x)\"/>")
    }
    guard element.hasSuffix("/>") else { return }
    var ink = operation.ink
    if case .halo(let width) = ink {
      ink = .stroke(ink.paint, width: width / scale, dash: [], isChrome: false)
    }
    builder.append(element + "</g>", shared: SVGInk.file.attributes(ink), clip: operation.clip)
  }
}
