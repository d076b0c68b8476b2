import Diagnostics
import Foundation

/// The font files that figures are set in: one face each for regular, italic and bold, and one each for characters
/// that it lacks.
///
/// Fonts are opened by path. Asking the machine's font configuration for a family name would let it answer with
/// another font, and the same report would come out differently on two machines. Copies of a set share what has been
/// opened and measured, between threads too: a program makes one and hands it on.
public struct FontSet: Sendable {
  /// The file of each face.
  public let paths: [FontFace: String]
  /// The file that supplies a character which the face's own file lacks.
  public let fallbackPaths: [FontFace: String]
  let open = OpenFonts()
  /// What finished pictures leave for the next ones in this set.
  let pixels = SparePixels()

  /// Makes a set from files.
  public init(paths: [FontFace: String], fallbackPaths: [FontFace: String]) {
    self.paths = paths
    self.fallbackPaths = fallbackPaths
  }

  /// Finds Open Sans, and DejaVu Sans for single characters, where Debian installs them.
  ///
  /// `ISOLOSS_FONTS` names another folder to look in first. Throws `E0905` when a file is in none of the folders.
  public static func load() throws(DiagnosticError) -> FontSet {
    try load(environment: ProcessInfo.processInfo.environment["ISOLOSS_FONTS"])
  }

  /// As `load()`, with the value of `ISOLOSS_FONTS` given.
  public static func load(environment: String?) throws(DiagnosticError) -> FontSet {
    let named = environment.flatMap { $0.isEmpty ? nil : $0 }
    let folders = (named.map { [$0] } ?? []) + standardFolders
    var missing: [String] = []
    func find(_ file: String) -> String? {
      let found = folders.lazy.map { "\($0)/\(file)" }.first {
        FileManager.default.isReadableFile(atPath: $0)
      }
      if found == nil { missing.append(file) }
      return found
    }
    var (paths, fallbackPaths): ([FontFace: String], [FontFace: String]) = ([:], [:])
    for face in FontFace.allCases {
      paths[face] = find(openSans(face))
      fallbackPaths[face] = find(dejaVu(face))
    }
    guard missing.isEmpty else {
      throw DiagnosticError(
        "E0905",
        "the figures' fonts are not installed: no \(missing.map { "\"\($0)\"" }.joined(separator: ", "))",
        notes: ["looked in \(folders.joined(separator: ", "))"],
        help: [
          "apt-get install fonts-open-sans fonts-dejavu-core",
          "or set ISOLOSS_FONTS to a folder that holds these files",
        ])
    }
    return FontSet(paths: paths, fallbackPaths: fallbackPaths)
  }

  /// Throws `E0905` when the set has no such face.
  func path(_ key: FontFileKey) throws(DiagnosticError) -> String {
    guard let path = key.isFallback ? fallbackPaths[key.face] : paths[key.face] else {
      throw DiagnosticError("E0905", "the font set has no \(key.face.rawValue) face")
    }
    return path
  }

  private static let standardFolders = [
    "/usr/share/fonts/truetype/open-sans", "/usr/share/fonts/truetype/dejavu",
    "/usr/share/fonts/open-sans", "/usr/share/fonts/dejavu", "/usr/share/fonts/TTF",
    "/usr/local/share/fonts",
  ]

  private static func openSans(_ face: FontFace) -> String {
    switch face {
    case .regular: "OpenSans-Regular.ttf"
    case .italic: "OpenSans-Italic.ttf"
    case .bold: "OpenSans-Semibold.ttf"
    }
  }

  private static func dejaVu(_ face: FontFace) -> String {
    switch face {
    case .regular: "DejaVuSans.ttf"
    case .italic: "DejaVuSans-Oblique.ttf"
    case .bold: "DejaVuSans-Bold.ttf"
    }
  }
}
