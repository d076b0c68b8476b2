import Diagnostics

/// What a picture's file says about itself besides its title and description.
public struct PictureRecord: Sendable, Hashable {
  /// The program that drew it, with its version; empty when the file need not say.
  public var program: String
  /// Where the picture comes from, as one line of ASCII; empty when the file need not say.
  public var provenance: String

  /// Makes a record; without arguments one that says nothing.
  public init(program: String = "", provenance: String = "") {
    self.program = program
    self.provenance = provenance
  }

  /// Reads the provenance out of a file: `iTXt` of a PNG, `metadata` of an SVG, the keywords of a PDF. Nil when the file
  /// has none; its text is what somebody put there.
  ///
  /// Throws `E0943` for a file that is no PNG, SVG or PDF, and `E0944` for one that is damaged or ends too early.
  public static func provenance(in file: [UInt8], name: String) throws(DiagnosticError) -> String? {
    if file.starts(with: PNGChunk.signature) { return try PNGReader(file, name).text(PNGChunk.recordKeyword) }
    if file.starts(with: Array("%PDF-".utf8)) { return try PDFInformation(file, name).text("Keywords") }
    if file.prefix(1024).contains(Array("<svg".utf8)) { return try SVGMetadata.text(file, name) }
    throw DiagnosticError("E0943", "\"\(name)\" is no PNG, SVG or PDF")
  }

  /// A file that cannot be read further.
  static func damaged(_ name: String, _ what: String) -> DiagnosticError {
    DiagnosticError("E0944", "\"\(name)\" is damaged: \(what)")
  }
}
