import Diagnostics

/// Turns the SVG that Cairo 1.16 writes into one that a page can hold.
///
/// Cairo's own has ids from a counter of the process, so that the same drawing differs twice and two drawings in one
/// page swap their letters; it has no title and no colours that a dark page could change. Cairo draws each path, each
/// mark's outline and each letter once, in a colour that is its number. This pass takes geometry by that number and
/// writes it under the scene's groups with the real paint as a CSS variable, ids prefixed with the scene's, marks and
/// letters where they stand, and numbers to 1/100 pixel.
struct SVGPostPass {
  /// Cairo's units to a pixel: its coordinates are multiples of 1/256, too coarse for pixels, fine for hundredths.
  static let unitsPerPixel = 100.0
  /// Marks are drawn about this point, because Cairo leaves out what has negative coordinates.
  static let markCenter = 1000.0

  /// The colour that stands for a number.
  static func color(_ number: Int) -> Paint { Paint(UInt32(number)) }

  private let scene: Scene
  private let list: DrawingList

  init(_ scene: Scene, _ list: DrawingList) {
    self.scene = scene
    self.list = list
  }

  /// The file, from the outlines of the list's items by their index and those of its letters.
  func rewrite(
    _ drawn: CairoSVG, _ letters: [SVGBuilder.Letter: [UInt8]], _ record: PictureRecord
  ) -> [UInt8] {
    var builder = SVGBuilder(prefix: scene.id, ink: .file)
    let clips = list.sharedClips
    for (index, item) in list.items.enumerated() {
      switch item {
      case .begin(let role): builder.begin(role, clip: clips[index])
      case .end: builder.end()
      case .marks(let marks):
        let center = -Int(Self.markCenter * Self.unitsPerPixel)
        if let path = drawn.paths[index] { builder.add(marks, outline: path, offset: (center, center)) }
      case .draw(let operation):
        switch operation.shape {
        case .path:
          if let path = drawn.paths[index] { builder.add(path, operation.ink, clip: operation.clip) }
        case .glyphs(let shaped, let run): add(operation, run, shaped, letters, to: &builder)
        }
      }
    }
    return SVGDocument.bytes(scene, builder, record)
  }

  private func add(
    _ operation: DrawingList.Operation, _ run: TextRun, _ shaped: ShapedText,
    _ letters: [SVGBuilder.Letter: [UInt8]], to builder: inout SVGBuilder
  ) {
    let scale = run.size / SVGLetters.unitsPerEm
    var element = SVGText()
    element.append("<g transform=\"translate(")
    element.append(run.origin.x)
    element.append(" ")
    element.append(run.origin.y)
    if run.rotation != 0 {
      element.append(") rotate(")
      element.append(run.rotation)
    }
    element.append(") scale(")
    element.append(scale, places: 5)
    element.append(")\">")
    var isEmpty = true
    for glyph in shaped.glyphs {
      guard let outline = letters[.init(glyph)], !outline.isEmpty else { continue }
      isEmpty = false
      element.append("<use href=\"#")
      element.append(builder.letter(.init(glyph), outline: outline))
      let x = Int((glyph.x * SVGLetters.unitsPerEm).rounded())
      if x != 0 {
        element.append("\" x=\"")
        element.append(x, 1)
      }
      element.append("\"/>")
    }
    guard !isEmpty else { return }
    element.append("</g>")
    var ink = operation.ink
    if case .halo(let width) = ink {
      ink = .stroke(ink.paint, width: width / scale, dash: [], isChrome: false)
    }
    builder.append(element, shared: SVGInk.file.attributes(ink, hasEnds: false), clip: operation.clip)
  }
}
