import Diagnostics
import Synchronization

/// What a font set has opened, once for all who hold a copy of the set.
///
/// The files that are measured and those that Cairo draws from are apart: FreeType allows one user of a file at a
/// time, and Cairo locks only its own.
final class OpenFonts: Sendable {
  private let measured = Mutex<SharedShaping?>(nil)
  private let drawn = Mutex<[FontFileKey: CairoFace]>([:])
  private let letters = Mutex<[SVGBuilder.Letter: [UInt8]]>([:])

  /// The tables to measure with. Throws `E0905` when a file is not a font.
  func shaping(of fonts: FontSet) throws(DiagnosticError) -> SharedShaping {
    try measured.withLock { (known) throws(DiagnosticError) in
      if let known { return known }
      let opened = try SharedShaping(fonts)
      known = opened
      return opened
    }
  }

  /// Cairo's view of one file. Throws `E0905` when the file is not a font or the set has none.
  func face(_ key: FontFileKey, of fonts: FontSet) throws(DiagnosticError) -> CairoFace {
    try drawn.withLock { (known) throws(DiagnosticError) in
      if let face = known[key] { return face }
      let face = try CairoFace(path: fonts.path(key))
      known[key] = face
      return face
    }
  }

  /// Outlines of glyphs as path data, among others that were asked for before. Throws as `face`.
  func outlines(
    of glyphs: [ShapedText.Glyph], in fonts: FontSet
  ) throws(DiagnosticError) -> [SVGBuilder.Letter: [UInt8]] {
    try letters.withLock { (known) throws(DiagnosticError) in
      let missing = glyphs.filter { known[SVGBuilder.Letter($0)] == nil }
      if !missing.isEmpty {
        known.merge(try SVGLetters.draw(missing, fonts)) { first, _ in first }
      }
      return known
    }
  }
}

/// Shaping tables under a lock.
final class SharedShaping: Sendable {
  let tables: Mutex<ShapingTables>

  init(_ fonts: FontSet) throws(DiagnosticError) { tables = try Mutex(ShapingTables(fonts)) }
}
