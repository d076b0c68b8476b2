import CCairo
import Diagnostics

/// Cairo's view of a font file, for the back ends that keep glyphs as glyphs.
///
/// Cairo caches what it made of a font after everybody else has let go of it. A face therefore owns its font file and
/// frees it when Cairo is done. Cairo counts its users atomically and locks the file while it reads it, so that threads
/// may share one.
final class CairoFace: @unchecked Sendable {
  let pointer: OpaquePointer

  init(path: String) throws(DiagnosticError) {
    let file = try FontFile(path: path)
    guard let face = cairo_ft_font_face_create_for_ft_face(file.face, Self.noHintingNoBitmaps) else {
      throw DiagnosticError("E0905", "Cairo does not take the font \"\(path)\"")
    }
    let owner = Unmanaged.passRetained(file)
    let status = cairo_font_face_set_user_data(face, fontOwnerKey.pointer, owner.toOpaque()) { owner in
      if let owner { Unmanaged<FontFile>.fromOpaque(owner).release() }
    }
    guard status == CAIRO_STATUS_SUCCESS else {
      cairo_font_face_destroy(face)
      owner.release()
      throw DiagnosticError("E0907", "Cairo failed: out of memory")
    }
    pointer = face
  }

  deinit { cairo_font_face_destroy(pointer) }

  /// `FT_LOAD_NO_HINTING | FT_LOAD_NO_BITMAP`, macros that Swift does not import.
  private static let noHintingNoBitmaps: Int32 = 1 << 1 | 1 << 3
}

/// Cairo tells user data apart by the address of a key, which must live as long as the program.
private struct OwnerKey: @unchecked Sendable {
  let pointer = UnsafeMutablePointer<cairo_user_data_key_t>.allocate(capacity: 1)
}

private let fontOwnerKey = OwnerKey()
