import Drawing

extension DrawDensity {
  /// The mean and the covariance of points.
  struct Spread {
    let x, y: Double
    let xx, xy, yy: Double

    var determinant: Double { xx * yy - xy * xy }

    init(_ points: [Point]) {
      let n = Double(points.count)
      let (x, y) = (points.reduce(0) { $0 + $1.x } / n, points.reduce(0) { $0 + $1.y } / n)
      var (xx, xy, yy) = (0.0, 0.0, 0.0)
      for point in points {
        xx += (point.x - x) * (point.x - x) / (n - 1)
        xy += (point.x - x) * (point.y - y) / (n - 1)
        yy += (point.y - y) * (point.y - y) / (n - 1)
      }
      (self.x, self.y) = (x, y)
      (self.xx, self.xy, self.yy) = (xx, xy, yy)
    }

    private init(_ middle: Spread, scaledBy factor: Double) {
      (x, y) = (middle.x, middle.y)
      (xx, xy, yy) = (factor * middle.xx, factor * middle.xy, factor * middle.yy)
    }

    /// The square of Mahalanobis' distance, times the determinant.
    private func distance(_ point: Point) -> Double {
      let (dx, dy) = (point.x - x, point.y - y)
      return yy * dx * dx - 2 * xy * dx * dy + xx * dy * dy
    }

    /// The spread that the middle half of the points speaks for, as the concentration steps of Rousseeuw and
    /// Van Driessen (1999) find it; that of all points where the half hardly spreads, as with parameters at a bound.
    static func middle(of points: [Point], within all: Spread) -> Spread {
      // What half of a normal distribution's covariance is short of: ½ over the share of χ² with 4 degrees of freedom
      // below the median 2 ln 2 of that with 2.
      let factor = 3.2589
      var (spread, chosen) = (all, [Int]())
      for _ in 0..<20 {
        let distances = points.map(spread.distance)
        let order = points.indices.sorted { (distances[$0], $0) < (distances[$1], $1) }
        let next = order.prefix((points.count + 1) / 2).sorted()
        if next == chosen { break }
        chosen = next
        let middle = Spread(next.map { points[$0] })
        guard factor * factor * middle.determinant > 1e-5 * all.determinant else { return all }
        spread = middle
      }
      return Spread(spread, scaledBy: factor)
    }
  }
}
