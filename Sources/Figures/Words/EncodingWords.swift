import Charts

/// How a picture's marks are to be read, and how many there are; all of it follows from the chart.
extension Figure {
  /// One sentence of how to read the picture.
  public struct Encoding: Sendable, Hashable {
    /// The stem of a word that a caption which says so itself would use.
    public var stem: String
    /// The sentence.
    public var sentence: String
  }

  /// What is hollow, dashed, labelled, shaded or has whiskers. What a kind's own notes under the picture explain is
  /// among them too: whoever sets the words leaves out what has been said.
  public var encodings: [Encoding] {
    let marks = chart.panels.flatMap(\.marks)
    func has(_ test: (Mark) -> Bool) -> Bool { marks.contains(where: test) }
    var result: [Encoding] = []
    if pointCounts.drawn > 0 {
      result.append(Encoding(stem: "oint", sentence: "Points are rows of the table under the picture."))
    }
    if pointCounts.hollow > 0 {
      result.append(Encoding(stem: "ollow", sentence: "Hollow points had no part in the fit."))
    }
    let isDashed = has { mark in
      switch mark {
      case .line(let line): line.isExtrapolated
      case .contours(let contours): contours.lines.contains(where: \.isExtrapolated)
      default: false
      }
    }
    if isDashed {
      result.append(Encoding(stem: "ashed", sentence: "Lines are dashed beyond the fitted runs."))
    }
    if has({ if case .contours = $0 { true } else { false } }) {
      result.append(
        Encoding(stem: "level", sentence: "Each line is one level; strong lines carry their values."))
    }
    if has({ if case .cells = $0 { true } else { false } }) {
      result.append(Encoding(stem: "olour", sentence: "The colour of a cell is its value."))
    }
    // An author's own marks may stand for anything.
    guard kind != "marks" else { return result }
    // What this kind shades is no interval, and its note says what it is.
    if kind != "predicted-observed", has({ if case .band = $0 { true } else { false } }) {
      result.append(Encoding(stem: "and", sentence: "Bands are 95 % intervals."))
    }
    // Bars without caps join what a note explains.
    if has({ if case .interval(let mark) = $0 { mark.hasCaps } else { false } }) {
      result.append(Encoding(stem: "nterval", sentence: "Whiskers are 95 % intervals."))
    }
    return result
  }

  /// Rows drawn as points, and those of them that are hollow.
  public var pointCounts: (drawn: Int, hollow: Int) {
    // Points of these kinds are estimates and means, not runs.
    guard !["draws", "forest", "forms", "heat-map"].contains(kind) else { return (0, 0) }
    var (drawn, hollow): (Set<Int>, Set<Int>) = ([], [])
    for case .points(let mark) in chart.panels.flatMap(\.marks) {
      drawn.formUnion(mark.data)
      if mark.isHollow { hollow.formUnion(mark.data) }
    }
    return (drawn.count, hollow.count)
  }
}
