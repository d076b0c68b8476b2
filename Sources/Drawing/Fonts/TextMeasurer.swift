import Diagnostics

/// Measures and shapes the text of figures: the one place that knows how wide a string is.
///
/// Widths are in font units with kerning, so they are the same for PNG, SVG and PDF, at every size and on every
/// machine. Digits are not kerned: columns of numbers stay in line.
public struct TextMeasurer: Sendable {
  private let state: SharedShaping

  /// Opens the fonts, where nobody who has the set did so before. Throws `E0905` when a file is not a font.
  public init(fonts: FontSet) throws(DiagnosticError) {
    state = try fonts.open.shaping(of: fonts)
  }

  /// The width of a text in CSS pixels at a size in CSS pixels.
  public func width(_ text: String, face: FontFace, size: Double) -> Double {
    state.tables.withLock { $0.shape(text, face).advance } * size
  }

  /// The height above the baseline that the face reserves.
  public func ascender(size: Double) -> Double { state.tables.withLock { $0.metrics.ascender } * size }
  /// The depth below the baseline that the face reserves, as a positive number.
  public func descender(size: Double) -> Double { state.tables.withLock { $0.metrics.descender } * size }
  /// The height of capital letters.
  public func capHeight(size: Double) -> Double { state.tables.withLock { $0.metrics.capHeight } * size }
  /// The height of small letters without ascenders.
  public func xHeight(size: Double) -> Double { state.tables.withLock { $0.metrics.xHeight } * size }

  /// The first character that neither the face nor its fallback has.
  public func missingGlyph(in text: String, face: FontFace = .regular) -> Character? {
    state.tables.withLock { $0.shape(text, face).missing }
  }

  /// Glyphs and their places.
  func shape(_ text: String, face: FontFace) -> ShapedText { state.tables.withLock { $0.shape(text, face) } }

  /// The outline of a glyph at size 1.
  func outline(_ glyph: ShapedText.Glyph) -> Path { state.tables.withLock { $0.outline(glyph) } }
}

/// A text as glyphs in fractions of the em.
struct ShapedText: Sendable, Hashable {
  struct Glyph: Sendable, Hashable {
    var file: FontFileKey
    var index: UInt32
    var x: Double
    var scalar: Unicode.Scalar
  }
  var glyphs: [Glyph] = []
  var advance = 0.0
  var missing: Character?
}

/// A font file of the set.
struct FontFileKey: Sendable, Hashable {
  var face: FontFace
  var isFallback: Bool
}
