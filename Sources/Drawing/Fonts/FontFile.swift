import CFreeType
import Diagnostics

/// An open font file: glyph numbers, advances, kerning and outlines in fractions of the em.
///
/// FreeType allows no two threads in one library. Every file has a library of its own, so that files can be freed
/// wherever their last user lets go of them; who shares one file between threads must lock.
final class FontFile {
  /// FreeType's face. `cairo-ft` takes it; nothing else outside this file should.
  let face: FT_Face
  private let library: FT_Library
  private let unitsPerEm: Double

  init(path: String) throws(DiagnosticError) {
    var library: FT_Library?
    guard FT_Init_FreeType(&library) == 0, let library else {
      throw DiagnosticError("E0905", "FreeType does not start")
    }
    var face: FT_Face?
    guard FT_New_Face(library, path, 0, &face) == 0, let face, face.pointee.units_per_EM > 0 else {
      FT_Done_FreeType(library)
      throw DiagnosticError(
        "E0905", "\"\(path)\" is not a readable font",
        help: ["apt-get install --reinstall fonts-open-sans fonts-dejavu-core"])
    }
    self.library = library
    self.face = face
    unitsPerEm = Double(face.pointee.units_per_EM)
  }

  deinit {
    FT_Done_Face(face)
    FT_Done_FreeType(library)
  }

  var ascender: Double { Double(face.pointee.ascender) / unitsPerEm }
  /// Negative: below the baseline.
  var descender: Double { Double(face.pointee.descender) / unitsPerEm }

  /// The glyph of a character, or nil when the font has none.
  func glyph(_ scalar: Unicode.Scalar) -> UInt32? {
    let index = FT_Get_Char_Index(face, FT_ULong(scalar.value))
    return index == 0 ? nil : UInt32(index)
  }

  func advance(_ glyph: UInt32) -> Double {
    guard FT_Load_Glyph(face, glyph, Self.unscaled) == 0 else { return 0 }
    return Double(face.pointee.glyph.pointee.metrics.horiAdvance) / unitsPerEm
  }

  func kerning(_ left: UInt32, _ right: UInt32) -> Double {
    var vector = FT_Vector()
    guard FT_Get_Kerning(face, left, right, UInt32(FT_KERNING_UNSCALED.rawValue), &vector) == 0 else {
      return 0
    }
    return Double(vector.x) / unitsPerEm
  }

  /// The outline with y downwards and the origin at the left end of the baseline.
  func outline(_ glyph: UInt32) -> Path {
    guard FT_Load_Glyph(face, glyph, Self.unscaled) == 0 else { return Path() }
    let pen = OutlinePen(scale: 1 / unitsPerEm)
    var functions = FT_Outline_Funcs(
      move_to: { to, user in OutlinePen.from(user) { $0.move(to) } },
      line_to: { to, user in OutlinePen.from(user) { $0.line(to) } },
      conic_to: { control, to, user in OutlinePen.from(user) { $0.quadratic(control, to) } },
      cubic_to: { first, second, to, user in OutlinePen.from(user) { $0.cubic(first, second, to) } },
      shift: 0, delta: 0)
    withExtendedLifetime(pen) {
      _ = FT_Outline_Decompose(
        &face.pointee.glyph.pointee.outline, &functions, Unmanaged.passUnretained(pen).toOpaque())
    }
    pen.finish()
    return Path(pen.elements)
  }

  /// `FT_LOAD_NO_SCALE`, a macro that Swift does not import.
  private static let unscaled: FT_Int32 = 1
}

/// Collects an outline that FreeType spells out call by call.
private final class OutlinePen {
  var elements: [Path.Element] = []
  private let scale: Double
  private var here = Point(0, 0)

  init(scale: Double) { self.scale = scale }

  static func from(_ user: UnsafeMutableRawPointer?, _ body: (OutlinePen) -> Void) -> Int32 {
    guard let user else { return 1 }
    body(Unmanaged<OutlinePen>.fromOpaque(user).takeUnretainedValue())
    return 0
  }

  func move(_ to: UnsafePointer<FT_Vector>?) {
    finish()
    here = point(to)
    elements.append(.move(here))
  }

  func line(_ to: UnsafePointer<FT_Vector>?) {
    here = point(to)
    elements.append(.line(here))
  }

  func quadratic(_ control: UnsafePointer<FT_Vector>?, _ to: UnsafePointer<FT_Vector>?) {
    let (c, end) = (point(control), point(to))
    func third(_ p: Point) -> Point { Point(p.x + 2.0 / 3.0 * (c.x - p.x), p.y + 2.0 / 3.0 * (c.y - p.y)) }
    elements.append(.curve(third(here), third(end), end))
    here = end
  }

  func cubic(
    _ first: UnsafePointer<FT_Vector>?, _ second: UnsafePointer<FT_Vector>?, _ to: UnsafePointer<FT_Vector>?
  ) {
    here = point(to)
    elements.append(.curve(point(first), point(second), here))
  }

  func finish() {
    if !elements.isEmpty, elements.last != .close { elements.append(.close) }
  }

  private func point(_ vector: UnsafePointer<FT_Vector>?) -> Point {
    guard let vector = vector?.pointee else { return here }
    return Point(Double(vector.x) * scale, -Double(vector.y) * scale)
  }
}
