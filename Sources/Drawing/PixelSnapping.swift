/// Puts axes, ticks and frames on whole device pixels, so that a line of one pixel is one pixel of full ink and not
/// two of half ink. Data are never moved.
struct PixelSnapping {
  /// Device pixels to a CSS pixel.
  let scale: Double

  /// A line's width as a whole number of device pixels, at least one.
  func width(_ width: Double) -> Double { max(1, (width * scale).rounded()) / scale }

  /// A chrome path with its straight horizontal and vertical pieces on the grid; anything else stays as it is.
  func snapped(_ path: Path, width: Double) -> Path {
    let isOdd = Int((self.width(width) * scale).rounded()) % 2 == 1
    func center(_ value: Double) -> Double {
      (isOdd ? (value * scale).rounded(.down) + 0.5 : (value * scale).rounded()) / scale
    }
    func end(_ value: Double) -> Double { (value * scale).rounded() / scale }
    return Path(
      subpaths(path).flatMap { elements -> [Path.Element] in
        let points = Path(elements).points
        let corners = elements.contains(.close) ? points + points.prefix(1) : points
        let steps = zip(corners, corners.dropFirst())
        guard !points.isEmpty, !elements.contains(where: \.isCurve),
          steps.allSatisfy({ $0.x == $1.x || $0.y == $1.y })
        else { return elements }
        // Only along a line that never turns are the ends butt ends, which belong between pixels.
        let isHorizontal = steps.allSatisfy { $0.y == $1.y }
        let isVertical = steps.allSatisfy { $0.x == $1.x }
        return elements.map {
          $0.map { point in
            Point(
              isHorizontal && !isVertical ? end(point.x) : center(point.x),
              isVertical && !isHorizontal ? end(point.y) : center(point.y))
          }
        }
      })
  }

  private func subpaths(_ path: Path) -> [[Path.Element]] {
    var result: [[Path.Element]] = []
    for element in path.elements {
      if case .move = element { result.append([]) }
      if result.isEmpty { result.append([]) }
      result[result.count - 1].append(element)
    }
    return result
  }
}

extension Path.Element {
  var isCurve: Bool {
    if case .curve = self { true } else { false }
  }

  func map(_ transform: (Point) -> Point) -> Path.Element {
    switch self {
    case .move(let p): .move(transform(p))
    case .line(let p): .line(transform(p))
    case .curve(let a, let b, let p): .curve(transform(a), transform(b), transform(p))
    case .close: .close
    }
  }
}
