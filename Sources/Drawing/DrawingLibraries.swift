import CCairo
import CFreeType

/// The libraries that shape a picture's bytes.
public enum DrawingLibraries {
  /// Names and versions as the system has them: `cairo 1.16.0, FreeType 2.12.1`.
  public static var versions: String {
    var (major, minor, patch) = (FT_Int(0), FT_Int(0), FT_Int(0))
    var library: FT_Library?
    if FT_Init_FreeType(&library) == 0 {
      FT_Library_Version(library, &major, &minor, &patch)
      FT_Done_FreeType(library)
    }
    return "cairo \(String(cString: cairo_version_string())), FreeType \(major).\(minor).\(patch)"
  }
}
