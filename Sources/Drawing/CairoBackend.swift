import CCairo
import Diagnostics
import Foundation

/// Draws scenes with Cairo.
///
/// The bytes depend on the scene, the font files and Cairo's version only: no clock, no counter of the process and no
/// order of threads shows in them.
public enum CairoBackend {
  /// A PNG of `scale` device pixels to a CSS pixel on white, with its resolution, sRGB, title, description and
  /// record.
  public static func png(
    _ scene: Scene, scale: Int, fonts: FontSet, record: PictureRecord = PictureRecord()
  ) throws(DiagnosticError) -> [UInt8] {
    let measurer = try TextMeasurer(fonts: fonts)
    let list = try DrawingList(scene, scale: Double(scale), measurer: measurer)
    let (width, height) = try wholePixels(scene)
    let (columns, rows) = (width * scale, height * scale)
    let rowBytes = cairo_format_stride_for_width(CAIRO_FORMAT_RGB24, Int32(columns))
    let stride = Int(rowBytes) / MemoryLayout<UInt32>.stride
    var chunks = [PNGChunk.sRGB, .resolution(scale: scale)]
    if !scene.title.isEmpty { chunks.append(.text("Title", scene.title)) }
    if !scene.summary.isEmpty { chunks.append(.text("Description", scene.summary)) }
    if !record.program.isEmpty { chunks.append(.text("Software", record.program)) }
    if !record.provenance.isEmpty { chunks.append(.text(PNGChunk.recordKeyword, record.provenance)) }
    let file = try fonts.pixels.with(count: stride * rows) { (pixels) throws(DiagnosticError) in
      let surface = cairo_image_surface_create_for_data(
        UnsafeMutableRawPointer(pixels).assumingMemoryBound(to: UInt8.self), CAIRO_FORMAT_RGB24,
        Int32(columns), Int32(rows), rowBytes)
      let canvas = try CairoCanvas(surface)
      cairo_scale(canvas.context, Double(scale), Double(scale))
      try play(list, on: canvas) { (canvas, shaped, run, halo) throws(DiagnosticError) in
        // Glyphs as outlines: Cairo would move bitmaps of glyphs to whole pixels.
        trace(shaped, run, on: canvas, measurer: measurer)
        finishGlyphs(canvas, halo)
      }
      try canvas.finish()
      return PNGEncoder(pixels: UnsafePointer(pixels), width: columns, height: rows, stride: stride)
        .encode(chunks)
    }
    guard let file else { throw DiagnosticError("E0907", "no memory for \(columns) × \(rows) pixels") }
    return file
  }

  /// A PDF page of the scene's size with embedded fonts, selectable text and fixed dates.
  public static func pdf(
    _ scene: Scene, fonts: FontSet, record: PictureRecord = PictureRecord()
  ) throws(DiagnosticError) -> [UInt8] {
    let measurer = try TextMeasurer(fonts: fonts)
    let list = try DrawingList(scene, scale: nil, measurer: measurer)
    _ = try wholePixels(scene)
    let sink = ByteSink()
    let pointsPerPixel = 0.75
    let surface = cairo_pdf_surface_create_for_stream(
      ByteSink.write, sink.pointer, scene.width * pointsPerPixel, scene.height * pointsPerPixel)
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, scene.title)
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_SUBJECT, scene.summary)
    if !record.program.isEmpty {
      cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, record.program)
    }
    if !record.provenance.isEmpty {
      cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_KEYWORDS, record.provenance)
    }
    // Without dates of its own Cairo writes the clock's.
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, "2000-01-01T00:00:00Z")
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_MOD_DATE, "2000-01-01T00:00:00Z")
    let canvas = try CairoCanvas(surface)
    cairo_scale(canvas.context, pointsPerPixel, pointsPerPixel)
    try play(list, on: canvas) { (canvas, shaped, run, halo) throws(DiagnosticError) in
      if halo != nil {
        trace(shaped, run, on: canvas, measurer: measurer)
        return finishGlyphs(canvas, halo)
      }
      cairo_save(canvas.context)
      cairo_translate(canvas.context, run.origin.x, run.origin.y)
      cairo_rotate(canvas.context, run.rotation * .pi / 180)
      cairo_set_font_size(canvas.context, run.size)
      for segment in shaped.segments {
        cairo_set_font_face(canvas.context, try fonts.open.face(segment.file, of: fonts).pointer)
        showText(segment, size: run.size, on: canvas)
      }
      cairo_restore(canvas.context)
    }
    try canvas.finish()
    return withExtendedLifetime(sink) { sink.bytes }
  }

  /// An SVG that can stand alone or inline in a page: Cairo's geometry and glyphs after `SVGPostPass`.
  public static func svg(
    _ scene: Scene, fonts: FontSet, record: PictureRecord = PictureRecord()
  ) throws(DiagnosticError) -> [UInt8] {
    let measurer = try TextMeasurer(fonts: fonts)
    let list = try DrawingList(scene, scale: 1, measurer: measurer)
    _ = try wholePixels(scene)
    let unit = SVGPostPass.unitsPerPixel
    let sink = ByteSink()
    let canvas = try CairoCanvas.svg(sink)
    for (index, item) in list.items.enumerated() {
      canvas.setPaint(SVGPostPass.color(index))
      switch item {
      case .begin, .end: continue
      case .marks(let marks):
        let center = SVGPostPass.markCenter
        canvas.trace(marks.outline, scale: unit, offset: Point(center, center))
        cairo_fill(canvas.context)
      case .draw(let operation):
        guard case .path(let path) = operation.shape else { continue }
        canvas.trace(operation.ink.isChrome ? path : CurveFitting.smooth(path), scale: unit)
        if case .stroke(_, let width, let dash, let isChrome) = operation.ink {
          canvas.setStroke(width: width, dash: dash, isChrome: isChrome, scale: unit)
          cairo_stroke(canvas.context)
        } else {
          cairo_fill(canvas.context)
        }
      }
    }
    try canvas.finish()
    let drawn = try CairoSVG(withExtendedLifetime(sink) { sink.bytes }, count: list.items.count)
    let letters = try fonts.open.outlines(of: list.letters, in: fonts)
    return SVGPostPass(scene, list).rewrite(drawn, letters, record)
  }

  // MARK: -

  /// The scene's size in whole CSS pixels. Throws for a size that no device can hold.
  static func wholePixels(_ scene: Scene) throws(DiagnosticError) -> (width: Int, height: Int) {
    guard (1...10_000).contains(scene.width), (1...10_000).contains(scene.height) else {
      throw DiagnosticError(
        "E0908", "a figure of \(scene.width) × \(scene.height) px cannot be drawn",
        notes: ["each side is from 1 to 10000 px"])
    }
    return (Int(scene.width.rounded(.up)), Int(scene.height.rounded(.up)))
  }

  private static func play(
    _ list: DrawingList, on canvas: CairoCanvas,
    glyphs: (CairoCanvas, ShapedText, TextRun, _ halo: Double?) throws(DiagnosticError) -> Void
  ) throws(DiagnosticError) {
    for item in list.items {
      switch item {
      case .begin, .end: continue
      case .marks(let marks): canvas.draw(marks)
      case .draw(let operation):
        try canvas.withClip(operation.clip) { () throws(DiagnosticError) in
          switch (operation.shape, operation.ink) {
          case (.path(let path), let ink): canvas.draw(path, ink)
          case (.glyphs(let shaped, let run), let ink):
            canvas.setPaint(ink.paint)
            if case .halo(let width) = ink {
              try glyphs(canvas, shaped, run, width)
            } else {
              try glyphs(canvas, shaped, run, nil)
            }
          }
        }
      }
    }
  }

  private static func trace(
    _ shaped: ShapedText, _ run: TextRun, on canvas: CairoCanvas, measurer: TextMeasurer
  ) {
    let angle = run.rotation * .pi / 180
    let (cosine, sine) = run.rotation == 0 ? (1, 0) : (cos(angle), sin(angle))
    cairo_new_path(canvas.context)
    for glyph in shaped.glyphs {
      canvas.append(measurer.outline(glyph)) { point in
        let (x, y) = ((point.x + glyph.x) * run.size, point.y * run.size)
        return Point(run.origin.x + x * cosine - y * sine, run.origin.y + x * sine + y * cosine)
      }
    }
  }

  private static func finishGlyphs(_ canvas: CairoCanvas, _ halo: Double?) {
    guard let halo else { return cairo_fill(canvas.context) }
    canvas.setStroke(width: halo, dash: [], isChrome: false)
    cairo_stroke(canvas.context)
  }

  /// Shows glyphs of one font together with their characters, from which a PDF's text can be selected.
  private static func showText(
    _ segment: ShapedText.Segment, size: Double, on canvas: CairoCanvas
  ) {
    let glyphs = segment.glyphs.map {
      cairo_glyph_t(index: UInt($0.index), x: $0.x * size, y: 0)
    }
    let text = String(String.UnicodeScalarView(segment.glyphs.map(\.scalar)))
    let clusters = segment.glyphs.map {
      cairo_text_cluster_t(num_bytes: Int32(String(Character($0.scalar)).utf8.count), num_glyphs: 1)
    }
    cairo_show_text_glyphs(
      canvas.context, text, Int32(text.utf8.count), glyphs, Int32(glyphs.count), clusters,
      Int32(clusters.count), cairo_text_cluster_flags_t(0))
  }
}

extension ShapedText {
  /// Neighbouring glyphs of one font.
  struct Segment {
    var file: FontFileKey
    var glyphs: [Glyph]
  }

  var segments: [Segment] {
    var result: [Segment] = []
    for glyph in glyphs {
      if result.last?.file == glyph.file {
        result[result.count - 1].glyphs.append(glyph)
      } else {
        result.append(Segment(file: glyph.file, glyphs: [glyph]))
      }
    }
    return result
  }
}
