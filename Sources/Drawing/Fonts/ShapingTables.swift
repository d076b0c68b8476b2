import Diagnostics

/// Advances, kerning and outlines of a font set, kept as they are asked for; the caller locks.
struct ShapingTables {
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
