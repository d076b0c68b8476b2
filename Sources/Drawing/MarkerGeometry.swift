extension MarkerShape {
  /// The outline about the origin whose area is that of a circle of the given diameter.
  ///
  /// Equal areas keep shapes equally loud; equal widths would make squares shout.
  func outline(size: Double) -> Path {
    let area = Double.pi / 4 * size * size
    switch self {
    case .circle: return Self.circle(radius: size / 2)
    case .square:
      let h = area.squareRoot() / 2
      return polygon([(-h, -h), (h, -h), (h, h), (-h, h)])
    case .diamond:
      let h = (area / 2).squareRoot()
      return polygon([(0, -h), (h, 0), (0, h), (-h, 0)])
    case .triangleUp, .triangleDown:
      // The centroid, not the box, sits on the datum.
      let side = (area * 4 / 3.0.squareRoot()).squareRoot()
      let height = side * 3.0.squareRoot() / 2
      let sign: Double = self == .triangleUp ? -1 : 1
      return polygon([
        (0, sign * height * 2 / 3), (side / 2, -sign * height / 3), (-side / 2, -sign * height / 3),
      ])
    case .plus, .cross:
      let length = 3 * (area / 5).squareRoot()
      let (l, t) = (length / 2, length / 6)
      let corners: [(Double, Double)] = [
        (-t, -l), (t, -l), (t, -t), (l, -t), (l, t), (t, t), (t, l), (-t, l), (-t, t), (-l, t), (-l, -t),
        (-t, -t),
      ]
      guard self == .cross else { return polygon(corners) }
      let c = 0.5.squareRoot()
      return polygon(corners.map { (c * ($0.0 - $0.1), c * ($0.0 + $0.1)) })
    case .star:
      let inner = 0.45
      let radius = (area / (5 * inner * 0.5877852522924731)).squareRoot()
      // cos and sin of -90° + 36° k, written out so that no libm decides the last bit.
      let rays: [(Double, Double)] = [
        (0, -1), (0.5877852522924731, -0.8090169943749475), (0.9510565162951535, -0.3090169943749474),
        (0.9510565162951535, 0.3090169943749474), (0.5877852522924731, 0.8090169943749475), (0, 1),
        (-0.5877852522924731, 0.8090169943749475), (-0.9510565162951535, 0.3090169943749474),
        (-0.9510565162951535, -0.3090169943749474), (-0.5877852522924731, -0.8090169943749475),
      ]
      return polygon(
        rays.enumerated().map { index, ray in
          let r = index.isMultiple(of: 2) ? radius : radius * inner
          return (ray.0 * r, ray.1 * r)
        })
    }
  }

  /// Four cubic pieces; off by less than 0.03 % of the radius.
  private static func circle(radius r: Double) -> Path {
    let k = 0.5522847498307936 * r
    return Path([
      .move(Point(r, 0)),
      .curve(Point(r, k), Point(k, r), Point(0, r)),
      .curve(Point(-k, r), Point(-r, k), Point(-r, 0)),
      .curve(Point(-r, -k), Point(-k, -r), Point(0, -r)),
      .curve(Point(k, -r), Point(r, -k), Point(r, 0)),
      .close,
    ])
  }

  private func polygon(_ corners: [(Double, Double)]) -> Path {
    Path(polyline: corners.map { Point($0.0, $0.1) }, closed: true)
  }
}
