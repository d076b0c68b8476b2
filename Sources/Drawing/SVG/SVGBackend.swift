import Diagnostics

/// Writes the picture inside a page: live text that the reader selects, searches and enlarges, shapes under CSS
/// variables, and words over each mark.
///
/// It draws the same list as the other back ends. Text is set in the page's own sans at the size and place that the
/// layout gave it, and fitted to the measured width, so nothing moves when the reader's face differs from the
/// figures' own. Smooth lines are cubic curves. Pieces of one look stand together, whatever panels they are of.
public enum SVGBackend {
  /// How much of a picture its place needs.
  public enum Detail: Sendable {
    /// Words over marks, names of groups, places to 1/100 pixel.
    case full
    /// What a phone shows or a card: nobody points at marks, so there are no words over them and no names of groups;
    /// places are to 1/10 pixel.
    case compact
  }

  /// The picture as one `svg` element for a page.
  ///
  /// - Parameters:
  ///   - describedBy: the id of an element of the page that describes the picture, for one without a description of
  ///     its own.
  /// - Throws: `E0906` for a character that no font has, `E0908` for a size that no device holds.
  public static func page(
    _ scene: Scene, fonts: FontSet, detail: Detail = .full, describedBy: String? = nil
  ) throws(DiagnosticError) -> String {
    let measurer = try TextMeasurer(fonts: fonts)
    // Chrome on whole pixels, as in the picture of a file at its own size.
    let list = try DrawingList(scene, scale: 1, measurer: measurer)
    _ = try CairoBackend.wholePixels(scene)
    var builder = SVGBuilder(prefix: scene.id, ink: .page, isCompact: detail == .compact)
    var pieces = PagePiece.pieces(of: list, unitsPerPixel: builder.unitsPerPixel)
    if detail == .compact {
      for index in pieces.indices { pieces[index].role = nil }
    }
    var open: Scene.Role?
    for run in PagePiece.gathered(pieces) {
      if let open, open != run.first?.role { builder.end() }
      if let role = run.first?.role, role != open { builder.begin(role) }
      open = run.first?.role
      for piece in run { builder.add(piece) }
    }
    if open != nil { builder.end() }
    return String(decoding: SVGDocument.bytes(scene, builder, describedBy: describedBy), as: UTF8.self)
  }
}

extension SVGBuilder {
  fileprivate mutating func add(_ piece: PagePiece) {
    switch piece.content {
    case .path(let path, let ink): add(path, ink, clip: piece.clip)
    case .marks(let marks): add(marks, outline: SVGPath(marks.outline))
    case .line(let line):
      guard let element = line.element(places: 1) else { return }
      append(element, shared: line.shared, clip: line.clip)
    }
  }
}
