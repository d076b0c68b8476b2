import Diagnostics

/// Marks of data points: an outline that is stated once and stands at many places.
extension SVGBuilder {
  /// From so many on, marks that carry no words are vertices of one path.
  private static let several = 4
  /// From so many on, dots without words are one path.
  private static let crowd = 1000

  /// Adds marks: an outline, moved by `offset` to lie about the origin, at each centre.
  mutating func add(_ marks: DrawingList.Marks, outline: SVGPath, offset: (x: Int, y: Int) = (0, 0)) {
    let hasWords = !isCompact && marks.tooltips.contains { $0 != nil }
    if let diameter = marks.dotDiameter, let fill = marks.fill, marks.centers.count >= Self.crowd, !hasWords {
      return addDots(marks.centers, fill, diameter)
    }
    // A fill and its rim are one element, so that a mark has one tooltip.
    let inks = [marks.fillInk, marks.strokeInk].compactMap { $0 }
    // A mark without fill inherits that of the picture, which is none.
    var attributes = SVGInk.merge(inks.map { ink.attributes($0, hasEnds: false) }.joined())
    var shape = SVGText()
    let circle = ink == .page ? marks.circle : nil
    shape.append(circle == nil ? "<path" : "<circle")
    if ink == .page {
      // Series of marks differ in shape and colour: one statement has both.
      shape.append(attributes)
      attributes = ""
    }
    if let circle {
      shape.append(" r=\"")
      shape.append(circle / 2)
    } else {
      shape.append(" d=\"")
      outline.write(to: &shape, offset: offset)
    }
    shape.append("\"/>")
    guard hasWords || ink == .file || marks.centers.count < Self.several else {
      return addVertices(marks.centers, shape, hasFill: marks.fillInk != nil)
    }
    let name = shared("m", shape)
    for (index, center) in marks.centers.enumerated() {
      var element = SVGText()
      element.append("<use href=\"#")
      element.append(name)
      element.append("\" x=\"")
      element.append(center.x, places: isCompact ? 1 : 2)
      element.append("\" y=\"")
      element.append(center.y, places: isCompact ? 1 : 2)
      if hasWords, index < marks.tooltips.count, let words = marks.tooltips[index] {
        element.append("\"><title>")
        element.append(XMLText.escaped(words))
        element.append("</title></use>")
      } else {
        element.append("\"/>")
      }
      append(element, ink: attributes)
    }
  }

  /// Marks in their order at the vertices of a line that is not drawn: a fifth of the bytes of an element each. A
  /// browser paints them one after the other, each with its rim, and shows no words over them. The first and the last
  /// stand there twice: so all are between others, and the mark is named once.
  private mutating func addVertices(_ centers: [Point], _ shape: SVGText, hasFill: Bool) {
    var marker = SVGText()
    // What is stated apart from the picture inherits nothing from it.
    marker.append("<marker markerUnits=\"userSpaceOnUse\" overflow=\"visible\"><g stroke-linejoin=\"round\"")
    if !hasFill { marker.append(" fill=\"none\"") }
    marker.append(">")
    marker.append(shape)
    marker.append("</g></marker>")
    let name = shared("k", marker)
    var path = SVGPath(unitsPerPixel: unitsPerPixel)
    let scale = Double(unitsPerPixel)
    for (index, center) in centers.enumerated() {
      let (x, y) = (Int((center.x * scale).rounded()), Int((center.y * scale).rounded()))
      if index == 0 {
        path.move(x, y)
        path.stay()
      } else {
        path.line(x, y)
      }
    }
    path.stay()
    var element = SVGText()
    element.append("<path d=\"")
    path.write(to: &element)
    element.append("\"/>")
    append(element, ink: " marker-mid=\"url(#\(name))\"")
  }

  /// Dots as pieces of no length under a round pen, in steps of 1/10 pixel from one to the next; those of one opaque
  /// colour as bars where they leave no paper.
  private mutating func addDots(_ centers: [Point], _ paint: Paint, _ diameter: Double) {
    var places = centers.map { (x: Int(($0.x * 10).rounded()), y: Int(($0.y * 10).rounded())) }
    if paint.opacity == 1 {
      let crowd = CrowdBars(places, diameter: diameter)
      places = crowd.dots
      // They lie in any order; in rows of 4 pixels the steps are short.
      places.sort { ($0.y / 40, $0.x, $0.y) < ($1.y / 40, $1.x, $1.y) }
      if !crowd.bars.isEmpty {
        let pen = DrawingList.Ink.stroke(paint, width: CrowdBars.height, dash: [], isChrome: false)
        add(crowd.bars.map { ($0.x, $0.y, $0.length) }, ink.attributes(pen, hasEnds: false))
      }
    }
    let pen = DrawingList.Ink.stroke(paint, width: diameter, dash: [], isChrome: false)
    add(places.map { ($0.x, $0.y, 0) }, ink.attributes(pen))
  }

  /// Level pieces of a line, in tenths of a pixel.
  private mutating func add(_ pieces: [(x: Int, y: Int, length: Int)], _ ink: String) {
    guard !pieces.isEmpty else { return }
    var path = SVGPath(unitsPerPixel: 10)
    for piece in pieces {
      path.move(piece.x, piece.y)
      path.line(piece.x + piece.length, piece.y)
    }
    var element = SVGText()
    element.append("<path d=\"")
    path.write(to: &element)
    element.append("\"/>")
    append(element, ink: ink)
  }
}
