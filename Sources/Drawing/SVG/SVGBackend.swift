import Diagnostics

/// Writes the picture inside a page: live text that the reader selects, searches and enlarges, shapes under CSS
/// variables, and words over each mark.
///
/// It draws the same list as the other back ends. Text is set in the page's own sans at the size and place that the
/// layout gave it, and fitted to the measured width, so nothing moves when the reader's face differs from the
/// figures' own.
public enum SVGBackend {
  /// The picture as one `svg` element for a page.
  ///
  /// - Parameters:
  ///   - tooltips: whether marks carry their words; a phone has no pointer to show them.
  /// - Throws: `E0906` for a character that no font has, `E0908` for a size that no device holds.
  public static func page(
    _ scene: Scene, fonts: FontSet, tooltips: Bool = true
  ) throws(DiagnosticError) -> String {
    let measurer = try TextMeasurer(fonts: fonts)
    // Chrome on whole pixels, as in the picture of a file at its own size.
    let list = try DrawingList(scene, scale: 1, measurer: measurer)
    _ = try CairoBackend.wholePixels(scene)
    var builder = SVGBuilder(prefix: scene.id, ink: .page, hasTooltips: tooltips)
    var halo: Double?
    for item in list.items {
      switch item {
      case .begin(let role): builder.begin(role)
      case .end: builder.end()
      case .marks(let marks): builder.add(marks, outline: SVGPath(marks.outline))
      case .draw(let operation):
        switch (operation.shape, operation.ink) {
        case (.path(let path), _): builder.add(operation, SVGPath(path))
        // A rim is painted by the text that it surrounds, which is the next operation.
        case (.glyphs, .halo(let width)): halo = width
        case (.glyphs(_, let run), _):
          builder.append(text(run), shared: shared(operation.ink, run, halo), clip: operation.clip)
          halo = nil
        }
      }
    }
    return String(decoding: SVGDocument.bytes(scene, builder), as: UTF8.self)
  }

  /// One run on its baseline; the width as measured, so that another face takes the same room.
  private static func text(_ run: TextRun) -> SVGText {
    var text = SVGText()
    text.append("<text x=\"")
    text.append(run.origin.x)
    text.append("\" y=\"")
    text.append(run.origin.y)
    if run.rotation != 0 {
      text.append("\" transform=\"rotate(")
      text.append(run.rotation)
      text.append(" ")
      text.append(run.origin.x)
      text.append(" ")
      text.append(run.origin.y)
      text.append(")")
    }
    if run.text.count > 1 {
      text.append("\" textLength=\"")
      text.append(run.width, places: 1)
      text.append("\" lengthAdjust=\"spacingAndGlyphs")
    }
    text.append("\">" + XMLText.escaped(run.text) + "</text>")
    return text
  }

  /// What neighbouring runs share: colour, size, face and rim.
  private static func shared(_ ink: DrawingList.Ink, _ run: TextRun, _ halo: Double?) -> String {
    var text = SVGInk.page.attributes(ink) + " font-size=\"\(SVGNumber.text(run.size))\""
    switch run.face {
    case .regular: break
    case .italic: text += " font-style=\"italic\""
    case .bold: text += " font-weight=\"600\""
    }
    if let halo {
      let rim = DrawingList.Ink.halo(width: halo)
      text += SVGInk.page.attributes(.stroke(rim.paint, width: halo, dash: [], isChrome: false))
    }
    return text
  }
}
