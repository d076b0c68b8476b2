/// A path, marks or a line of text of the picture inside a page, with what it may share with others: its look, and the
/// room that it takes.
struct PagePiece {
  enum Content {
    case path(SVGPath, DrawingList.Ink)
    case marks(DrawingList.Marks)
    case line(SVGTextLine)
  }

  var content: Content
  /// What it is for; nil for text, which says so itself.
  var role: Scene.Role?
  var clip: Rect?
  var bounds: Rect
  /// How it is painted, in words that differ for different paint.
  private var paint: String
  /// The rooms of the pieces that were added to it.
  private var parts: [Rect] = []

  /// What pieces that may follow each other as one have in common.
  struct Look: Hashable {
    private var kind: String?
    private var series: String?
    private var paint: String
    private var clip: Rect?

    fileprivate init(_ piece: PagePiece) {
      (kind, series, paint, clip) = (piece.role?.kind, piece.role?.series, piece.paint, piece.clip)
    }
  }

  var look: Look { Look(self) }

  /// A path: lines and exact areas in the picture's own units. A wash over the picture, which has no edge of its own, is
  /// stated to 1/10 pixel, and smoothed as far as nobody sees.
  init(_ operation: DrawingList.Operation, _ path: Path, role: Scene.Role?, clip: Rect?, unitsPerPixel: Int) {
    let isWash = if case .fill(let paint) = operation.ink { paint.opacity < 1 } else { false }
    var drawn = path
    if !operation.ink.isChrome { drawn = CurveFitting.smooth(path, tolerance: isWash ? 0.15 : 0.05) }
    let data = SVGPath(drawn, unitsPerPixel: isWash ? 10 : unitsPerPixel)
    paint = SVGInk.page.attributes(operation.ink, hasCorners: data.hasCorners)
    content = .path(data, operation.ink)
    (self.role, self.clip) = (role, clip)
    let inked = operation.inked(path)
    bounds = clip.map(inked.intersection) ?? inked
  }

  /// Marks of one look.
  init(_ marks: DrawingList.Marks, role: Scene.Role?) {
    content = .marks(marks)
    self.role = role
    var shape = SVGText()
    SVGPath(marks.outline).write(to: &shape)
    let inks = [marks.fillInk, marks.strokeInk].compactMap { $0 }.map { SVGInk.page.attributes($0) }
    let words = marks.tooltips.contains { $0 != nil }
    paint = "\(inks.joined()) \(String(decoding: shape.bytes, as: UTF8.self)) \(words)"
    let reach = Path(polyline: marks.outline.points).bounds.outset(by: marks.stroke?.width ?? 0)
    let centers = Path(polyline: marks.centers).bounds
    bounds = Rect(
      x: centers.x + reach.x, y: centers.y + reach.y, width: centers.width + reach.width,
      height: centers.height + reach.height
    ).outset(by: 0.5)
  }

  /// A line of text.
  init(_ line: SVGTextLine) {
    content = .line(line)
    (clip, bounds, paint) = (line.clip, line.bounds, line.shared)
  }

  /// Adds a piece of the same look as one of this element's, where that paints the same; false where it would not.
  mutating func takes(_ other: PagePiece) -> Bool {
    switch (content, other.content) {
    case (.path(var path, let ink), .path(let more, _)):
      // Lines of one opaque colour may cross; areas that overlap would leave holes, or be darker there.
      var mayCross = false
      if case .stroke(let paint, _, _, _) = ink { mayCross = paint.opacity == 1 }
      guard mayCross || !(parts + [bounds]).contains(where: other.bounds.intersects) else { return false }
      path.append(more)
      parts.append(other.bounds)
      content = .path(path, ink)
      return true
    case (.marks(var marks), .marks(let more)):
      marks.centers += more.centers
      marks.tooltips += more.tooltips
      content = .marks(marks)
      return true
    default: return false
    }
  }
}

extension PagePiece {
  /// The pieces of a drawing, back to front.
  static func pieces(of list: DrawingList, unitsPerPixel: Int) -> [PagePiece] {
    var pieces: [PagePiece] = []
    var roles: [Scene.Role] = []
    var halo: Double?
    var line: SVGTextLine?
    let clips = list.clipsThatCut
    func flush() {
      if let line { pieces.append(PagePiece(line)) }
      line = nil
    }
    for item in list.items {
      // A rim is painted by the text that it surrounds, which is the next operation.
      if case .draw(let operation) = item, case .glyphs(_, let run) = operation.shape {
        if case .halo(let width) = operation.ink {
          halo = width
          continue
        }
        if line?.takes(run, halo: halo, clip: operation.clip) != true {
          flush()
          line = SVGTextLine(run, operation.ink, halo: halo, clip: operation.clip)
        }
        halo = nil
        continue
      }
      flush()
      switch item {
      case .begin(let role): roles.append(role)
      case .end: roles.removeLast()
      case .marks(let marks): pieces.append(PagePiece(marks, role: roles.last))
      case .draw(let operation):
        guard case .path(let path) = operation.shape else { continue }
        let clip = operation.clip.flatMap { clips.contains($0) ? $0 : nil }
        pieces.append(
          PagePiece(operation, path, role: roles.last, clip: clip, unitsPerPixel: unitsPerPixel))
      }
    }
    flush()
    return pieces
  }

  /// The pieces in an order in which those of one look follow each other, joined as far as they can be: runs of one look.
  static func gathered(_ pieces: [PagePiece]) -> [[PagePiece]] {
    var numbers: [Look: Int] = [:]
    let looks = pieces.map { piece in
      let look = piece.look
      let number = numbers[look] ?? numbers.count
      numbers[look] = number
      return (number, piece.bounds)
    }
    return PaintOrder.runs(of: looks).map { run in
      run.reduce(into: []) { elements, index in
        guard elements.isEmpty || !elements[elements.count - 1].takes(pieces[index]) else { return }
        elements.append(pieces[index])
      }
    }
  }
}

extension DrawingList {
  /// The clips outside which some ink lies: a clip that cuts nothing needs no statement.
  fileprivate var clipsThatCut: Set<Rect> {
    var clips: Set<Rect> = []
    for case .draw(let operation) in items {
      guard let clip = operation.clip, !clips.contains(clip) else { continue }
      guard case .path(let path) = operation.shape else { continue }
      if !clip.contains(operation.inked(path)) { clips.insert(clip) }
    }
    return clips
  }
}

extension DrawingList.Operation {
  /// A rectangle that holds all ink of a path, and the softness of its edges.
  fileprivate func inked(_ path: Path) -> Rect {
    guard case .stroke(_, let width, _, let isChrome) = ink else { return path.bounds.outset(by: 0.5) }
    // The corners of chrome are sharp.
    return path.bounds.outset(by: (isChrome ? width : width / 2) + 0.5)
  }
}

extension Path {
  /// The least rectangle about all points that the path names.
  fileprivate var bounds: Rect {
    let points = points
    guard let first = points.first else { return Rect(x: 0, y: 0, width: 0, height: 0) }
    var (left, right, top, bottom) = (first.x, first.x, first.y, first.y)
    for point in points {
      (left, right) = (min(left, point.x), max(right, point.x))
      (top, bottom) = (min(top, point.y), max(bottom, point.y))
    }
    return Rect(x: left, y: top, width: right - left, height: bottom - top)
  }
}

extension Rect {
  /// Whether all of another lies inside.
  fileprivate func contains(_ other: Rect) -> Bool {
    other.x >= x && other.maxX <= maxX && other.y >= y && other.maxY <= maxY
  }
}
