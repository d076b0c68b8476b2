import Charts
import Drawing

/// A curve that is solid where runs were measured and dashed outside.
enum MeasuredLine {
  /// The pieces of the curve, each from where the last one ends; the last carries the label.
  static func marks(
    _ points: [Point], _ style: SeriesStyle, isLabelled: Bool, width: Double? = nil,
    isOutside: (Point) -> Bool
  ) -> [Mark] {
    var pieces: [(points: [Point], isOutside: Bool)] = []
    for point in points {
      let outside = isOutside(point)
      if let last = pieces.last, last.isOutside == outside {
        pieces[pieces.count - 1].points.append(point)
      } else {
        pieces.append(((pieces.last?.points.last).map { [$0, point] } ?? [point], outside))
      }
    }
    pieces = pieces.filter { $0.points.count > 1 }
    return pieces.enumerated().map { index, piece in
      .line(
        LineMark(
          series: style, points: piece.points, isExtrapolated: piece.isOutside,
          isLabelled: isLabelled && index == pieces.count - 1, width: width))
    }
  }
}
