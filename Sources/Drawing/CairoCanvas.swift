import CCairo
import Diagnostics

/// A Cairo context with the settings that every back end shares, and the few strokes of the pen that they need.
///
/// Only the OVER operator is ever used: any other makes Cairo put a bitmap into an SVG.
final class CairoCanvas {
  let context: OpaquePointer
  private let surface: OpaquePointer

  /// Takes over a surface.
  init(_ surface: OpaquePointer?) throws(DiagnosticError) {
    guard let surface, let context = cairo_create(surface) else {
      throw DiagnosticError("E0907", "Cairo failed: out of memory")
    }
    self.surface = surface
    self.context = context
    let options = cairo_font_options_create()
    // Hinted metrics would make a string wider in one back end than in another.
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
    cairo_set_font_options(context, options)
    cairo_font_options_destroy(options)
    cairo_set_antialias(context, CAIRO_ANTIALIAS_GRAY)
    cairo_set_tolerance(context, 0.02)
    try check()
  }

  /// A canvas that writes SVG into a sink, which must outlive it.
  static func svg(_ sink: ByteSink) throws(DiagnosticError) -> CairoCanvas {
    // Cairo leaves out glyphs beyond the surface, and texts are drawn at one great size: the surface is greater.
    let surface = cairo_svg_surface_create_for_stream(ByteSink.write, sink.pointer, 4e6, 4e6)
    cairo_svg_surface_set_document_unit(surface, CAIRO_SVG_UNIT_PX)
    return try CairoCanvas(surface)
  }

  deinit {
    cairo_destroy(context)
    cairo_surface_destroy(surface)
  }

  func check() throws(DiagnosticError) {
    let status = cairo_status(context)
    guard status != CAIRO_STATUS_SUCCESS else { return }
    throw DiagnosticError("E0907", "Cairo failed: \(String(cString: cairo_status_to_string(status)))")
  }

  /// Ends the drawing; a surface that writes to a stream has written everything after this.
  func finish() throws(DiagnosticError) {
    try check()
    cairo_surface_finish(surface)
    let status = cairo_surface_status(surface)
    guard status == CAIRO_STATUS_SUCCESS else {
      throw DiagnosticError("E0907", "Cairo failed: \(String(cString: cairo_status_to_string(status)))")
    }
  }

  func setPaint(_ paint: Paint) {
    let (r, g, b) = (paint.rgb >> 16 & 0xFF, paint.rgb >> 8 & 0xFF, paint.rgb & 0xFF)
    cairo_set_source_rgba(context, Double(r) / 255, Double(g) / 255, Double(b) / 255, paint.opacity)
  }

  func trace(_ path: Path, scale: Double = 1, offset: Point = Point(0, 0)) {
    cairo_new_path(context)
    append(path) { Point(($0.x + offset.x) * scale, ($0.y + offset.y) * scale) }
  }

  /// A path in its ink.
  func draw(_ path: Path, _ ink: DrawingList.Ink, at offset: Point = Point(0, 0)) {
    setPaint(ink.paint)
    trace(path, offset: offset)
    guard case .stroke(_, let width, let dash, let isChrome) = ink else { return cairo_fill(context) }
    setStroke(width: width, dash: dash, isChrome: isChrome)
    cairo_stroke(context)
  }

  /// Marks one after the other, each filled, then stroked.
  func draw(_ marks: DrawingList.Marks) {
    if let rim = marks.rim, let edge = marks.stroke?.paint { return draw(marks, rim, edge) }
    let inks = [marks.fillInk, marks.strokeInk].compactMap { $0 }
    for center in marks.centers {
      for ink in inks { draw(marks.outline, ink, at: center) }
    }
  }

  /// Opaque marks: all of each in the rim's colour, then what is inside the rim.
  private func draw(_ marks: DrawingList.Marks, _ rim: MarkRim, _ edge: Paint) {
    guard let fill = marks.fill else {
      setPaint(edge)
      cairo_set_fill_rule(context, CAIRO_FILL_RULE_EVEN_ODD)
      for center in marks.centers {
        trace(rim.outer, offset: center)
        append(rim.inner) { Point($0.x + center.x, $0.y + center.y) }
        cairo_fill(context)
      }
      return cairo_set_fill_rule(context, CAIRO_FILL_RULE_WINDING)
    }
    for center in marks.centers {
      draw(rim.outer, .fill(edge), at: center)
      draw(rim.inner, .fill(fill), at: center)
    }
  }

  /// Adds a path to the current one.
  @inline(__always)
  func append(_ path: Path, _ transform: (Point) -> Point) {
    for element in path.elements {
      switch element {
      case .move(let p):
        let p = transform(p)
        cairo_move_to(context, p.x, p.y)
      case .line(let p):
        let p = transform(p)
        cairo_line_to(context, p.x, p.y)
      case .curve(let a, let b, let p):
        let (a, b, p) = (transform(a), transform(b), transform(p))
        cairo_curve_to(context, a.x, a.y, b.x, b.y, p.x, p.y)
      case .close: cairo_close_path(context)
      }
    }
  }

  func setStroke(width: Double, dash: [Double], isChrome: Bool, scale: Double = 1) {
    cairo_set_line_width(context, width * scale)
    // Round caps would close the gaps of a dash.
    cairo_set_line_cap(context, isChrome || !dash.isEmpty ? CAIRO_LINE_CAP_BUTT : CAIRO_LINE_CAP_ROUND)
    cairo_set_line_join(context, isChrome ? CAIRO_LINE_JOIN_MITER : CAIRO_LINE_JOIN_ROUND)
    let lengths = dash.contains { $0 > 0 } ? dash.map { $0 * scale } : []
    cairo_set_dash(context, lengths, Int32(lengths.count), 0)
  }

  func withClip(_ clip: Rect?, _ body: () throws(DiagnosticError) -> Void) throws(DiagnosticError) {
    guard let clip else { return try body() }
    cairo_save(context)
    cairo_rectangle(context, clip.x, clip.y, clip.width, clip.height)
    cairo_clip(context)
    try body()
    cairo_restore(context)
  }
}

/// Where a surface that writes to a stream puts its bytes.
final class ByteSink {
  var bytes: [UInt8] = []

  /// For Cairo's `closure` argument; the sink must outlive the surface.
  var pointer: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }

  static let write: cairo_write_func_t = { closure, data, length in
    guard let closure, let data else { return CAIRO_STATUS_WRITE_ERROR }
    Unmanaged<ByteSink>.fromOpaque(closure).takeUnretainedValue().bytes
      .append(contentsOf: UnsafeBufferPointer(start: data, count: Int(length)))
    return CAIRO_STATUS_SUCCESS
  }
}
