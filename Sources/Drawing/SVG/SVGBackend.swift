import Diagnostics

/// Writes the picture inside a page: live text that the reader selects, searches and enlarges, shapes under CSS
/// variables, and words over each mark.
///
/// It draws the same list as the other back ends. Text is set in the page's own sans at the size and place that the
/// layout gave it, and fitted to the measured width, so nothing moves when the reader's face differs from the
/// figures' own. Smooth lines are cubic curves.
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
    var words = Words()
    var halo: Double?
    var line: SVGTextLine?
    let clips = list.sharedClips
    for (index, item) in list.items.enumerated() {
      // A rim is painted by the text that it surrounds, which is the next operation.
      if case .draw(let operation) = item, case .glyphs(_, let run) = operation.shape {
        if case .halo(let width) = operation.ink {
          halo = width
          continue
        }
        if line?.takes(run, halo: halo, clip: operation.clip) != true {
          words.add(line, to: &builder)
          line = SVGTextLine(run, operation.ink, halo: halo, clip: operation.clip)
        }
        halo = nil
        continue
      }
      words.add(line, to: &builder)
      line = nil
      switch item {
      case .begin(let role): builder.begin(role, clip: clips[index])
      case .end: builder.end()
      case .marks(let marks): builder.add(marks, outline: SVGPath(marks.outline))
      case .draw(let operation):
        guard case .path(var path) = operation.shape else { continue }
        if !operation.ink.isChrome { path = CurveFitting.smooth(path) }
        builder.add(operation, SVGPath(path, unitsPerPixel: builder.unitsPerPixel))
      }
    }
    words.add(line, to: &builder)
    words.finish(&builder)
    return String(decoding: SVGDocument.bytes(scene, builder, describedBy: describedBy), as: UTF8.self)
  }
}

/// The lines of text of a picture. No mark lies over words, so those of a compact picture stand last, all of one ink
/// together; in a full one they stand in their groups.
private struct Words {
  /// By ink, in order of appearance.
  private var held: [(line: SVGTextLine, elements: [SVGText])] = []
  private var places: [String: Int] = [:]

  mutating func add(_ line: SVGTextLine?, to builder: inout SVGBuilder) {
    guard let line, let element = line.element(places: 1) else { return }
    guard builder.isCompact, line.clip == nil else {
      return builder.append(element, shared: line.shared, clip: line.clip)
    }
    if let place = places[line.shared] {
      held[place].elements.append(element)
    } else {
      places[line.shared] = held.count
      held.append((line, [element]))
    }
  }

  mutating func finish(_ builder: inout SVGBuilder) {
    for (line, elements) in held {
      for element in elements { builder.append(element, shared: line.shared, clip: nil) }
    }
  }
}
