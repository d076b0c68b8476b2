import Diagnostics
import Synchronization

/// Measures and shapes the text of figures: the one place that knows how wide a string is.
///
/// Widths are in font units with kerning, so they are the same for PNG, SVG and PDF, at every size and on every
/// machine. Digits are not kerned: columns of numbers stay in line.
public final class TextMeasurer: Sendable {
  private let state: Mutex<ShapingTables>

  /// Opens the fonts. Throws `E0905` when a file is not a font.
  public init(fonts: FontSet) throws(DiagnosticError) {
    state = try Mutex(ShapingTables(fonts))
  }

  /// The width of a text in CSS pixels at a size in CSS pixels.
  public func width(_ text: String, face: FontFace, size: Double) -> Double {
    state.withLock { $0.shape(text, face).advance } * size
  }

  /// The height above the baseline that the face reserves.
  public func ascender(size: Double) -> Double { state.withLock { $0.metrics.ascender } * size }
  /// The depth below the baseline that the face reserves, as a positive number.
  public func descender(size: Double) -> Double { state.withLock { $0.metrics.descender } * size }
  /// The height of capital letters.
  public func capHeight(size: Double) -> Double { state.withLock { $0.metrics.capHeight } * size }
  /// The height of small letters without ascenders.
  public func xHeight(size: Double) -> Double { state.withLock { $0.metrics.xHeight } * size }

  /// The first character that neither the face nor its fallback has.
  public func missingGlyph(in text: String, face: FontFace = .regular) -> Character? {
    state.withLock { $0.shape(text, face).missing }
  }

  /// Glyphs and their places.
  func shape(_ text: String, face: FontFace) -> ShapedText { state.withLock { $0.shape(text, face) } }

  /// The outline of a glyph at size 1.
  func outline(_ glyph: ShapedText.Glyph) -> Path { state.withLock { $0.outline(glyph) } }
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

/// Advances, kerning and outlines as they are asked for; the caller locks.
private struct ShapingTables {
  struct Metrics {
    var ascender, descender, capHeight, xHeight: Double
  }
  private struct Text: Hashable {
    var text: String
    var face: FontFace
  }
  private struct Letter: Hashable {
    var file: FontFileKey
    var scalar: Unicode.Scalar
  }
  private struct Pair: Hashable {
    var file: FontFileKey
    var left, right: UInt32
  }
  private struct Shape: Hashable {
    var file: FontFileKey
    var index: UInt32
  }

  private let files: [FontFileKey: FontFile]
  let metrics: Metrics
  private var texts: [Text: ShapedText] = [:]
  private var letters: [Letter: (index: UInt32, advance: Double)?] = [:]
  private var pairs: [Pair: Double] = [:]
  private var outlines: [Shape: Path] = [:]

  init(_ fonts: FontSet) throws(DiagnosticError) {
    var files: [FontFileKey: FontFile] = [:]
    for face in FontFace.allCases {
      if let path = fonts.paths[face] {
        files[FontFileKey(face: face, isFallback: false)] = try FontFile(path: path)
      }
      if let path = fonts.fallbackPaths[face] {
        files[FontFileKey(face: face, isFallback: true)] = try FontFile(path: path)
      }
    }
    guard let regular = files[FontFileKey(face: .regular, isFallback: false)] else {
      throw DiagnosticError("E0905", "the font set has no regular face")
    }
    func height(_ letter: Unicode.Scalar) -> Double {
      let ys = regular.glyph(letter).map { regular.outline($0).points.map(\.y) } ?? []
      return -(ys.min() ?? -0.7)
    }
    metrics = Metrics(
      ascender: regular.ascender, descender: -regular.descender, capHeight: height("H"), xHeight: height("x"))
    self.files = files
  }

  mutating func shape(_ text: String, _ face: FontFace) -> ShapedText {
    if let known = texts[Text(text: text, face: face)] { return known }
    var shaped = ShapedText()
    var last: (file: FontFileKey, index: UInt32, isDigit: Bool)?
    for character in text {
      for scalar in character.unicodeScalars {
        guard let (file, index, advance) = glyph(scalar, face) else {
          shaped.missing = shaped.missing ?? character
          last = nil
          continue
        }
        let isDigit = ("0"..."9").contains(scalar)
        if let left = last, left.file == file, !(left.isDigit && isDigit) {
          shaped.advance += kerning(Pair(file: file, left: left.index, right: index))
        }
        shaped.glyphs.append(.init(file: file, index: index, x: shaped.advance, scalar: scalar))
        shaped.advance += advance
        last = (file, index, isDigit)
      }
    }
    texts[Text(text: text, face: face)] = shaped
    return shaped
  }

  mutating func outline(_ glyph: ShapedText.Glyph) -> Path {
    let key = Shape(file: glyph.file, index: glyph.index)
    if let known = outlines[key] { return known }
    let path = files[glyph.file]?.outline(glyph.index) ?? Path()
    outlines[key] = path
    return path
  }

  private mutating func glyph(
    _ scalar: Unicode.Scalar, _ face: FontFace
  ) -> (FontFileKey, UInt32, Double)? {
    for isFallback in [false, true] {
      let file = FontFileKey(face: face, isFallback: isFallback)
      let key = Letter(file: file, scalar: scalar)
      let entry: (index: UInt32, advance: Double)?
      if let known = letters[key] {
        entry = known
      } else {
        entry = files[file].flatMap { font in font.glyph(scalar).map { ($0, font.advance($0)) } }
        letters[key] = .some(entry)
      }
      if let entry { return (file, entry.index, entry.advance) }
    }
    return nil
  }

  private mutating func kerning(_ pair: Pair) -> Double {
    if let known = pairs[pair] { return known }
    let value = files[pair.file]?.kerning(pair.left, pair.right) ?? 0
    pairs[pair] = value
    return value
  }
}

extension Path {
  /// Every point that the path names, control points included.
  var points: [Point] {
    elements.flatMap { element -> [Point] in
      switch element {
      case .move(let p), .line(let p): [p]
      case .curve(let a, let b, let p): [a, b, p]
      case .close: []
      }
    }
  }
}
