import CCairo
import Diagnostics

/// Outlines of letters as Cairo draws them.
///
/// Letters are drawn at one great size and scaled, so that a letter is one outline at all sizes and rotations, and the
/// same in every picture: a font set draws each once.
enum SVGLetters {
  /// The size that letters are drawn at.
  static let unitsPerEm = 1000.0

  /// Path data in units of the em's thousandth about each letter's origin; empty for a letter without ink.
  static func draw(
    _ glyphs: [ShapedText.Glyph], _ fonts: FontSet
  ) throws(DiagnosticError) -> [SVGBuilder.Letter: [UInt8]] {
    let sink = ByteSink()
    let canvas = try CairoCanvas.svg(sink)
    cairo_set_font_size(canvas.context, unitsPerEm)
    for (number, glyph) in glyphs.enumerated() {
      canvas.setPaint(SVGPostPass.color(number))
      cairo_set_font_face(canvas.context, try fonts.open.face(glyph.file, of: fonts).pointer)
      var shown = cairo_glyph_t(index: UInt(glyph.index), x: 0, y: 2 * unitsPerEm)
      cairo_show_glyphs(canvas.context, &shown, 1)
    }
    try canvas.finish()
    let source = try CairoSVG(withExtendedLifetime(sink) { sink.bytes }, count: 0)
    var outlines: [SVGBuilder.Letter: [UInt8]] = [:]
    for (number, glyph) in glyphs.enumerated() {
      var text = SVGText()
      source.letter(number)?.write(to: &text, divisor: 1)
      outlines[SVGBuilder.Letter(glyph)] = text.bytes
    }
    return outlines
  }
}
