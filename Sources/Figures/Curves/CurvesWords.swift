import Charts
import Drawing
import Fitting
import Typesetting

/// The words about a figure of curves: title, alternative text, long description.
struct CurvesWords {
  let plan: CurvesPlan
  let sampled: [[SampledCurve]]
  let landmarks: [[CurveLandmarks]]

  /// What is drawn against what.
  var title: String {
    guard let panel = plan.panels.first else { return "" }
    return "\(quantity(panel)) against \(axis(panel))"
  }

  /// The finding in at most 150 characters: the first marked place, or where the first curve goes.
  var alt: String {
    for (panel, curves) in zip(plan.panels, sampled) {
      for (curve, computed) in zip(panel.curves, curves) {
        guard let mark = curve.mark, let extremum = computed.extremum else { continue }
        let place =
          "\(mark.isMaximum ? "greatest" : "least") at \(axis(panel)) = \(Self.place(extremum)), where it is "
          + Self.value(extremum.place.y)
        return shortest([
          "\(quantity(panel)) of \(name(curve, panel)) is \(place).", "\(quantity(panel)) is \(place).",
          "A curve is \(place).",
          "A curve has its \(mark.isMaximum ? "maximum" : "minimum") at \(Self.place(extremum)).",
        ])
      }
    }
    guard let panel = plan.panels.first, let curve = panel.curves.first,
      let course = sampled[0].first.flatMap(course)
    else { return "Curves without a value." }
    let from = "from \(Self.value(course.first.y)) to \(Self.value(course.last.y))"
    let over = "over \(SymbolText.count(course.first.x)) to \(SymbolText.count(course.last.x))"
    return shortest([
      "\(quantity(panel)) of \(name(curve, panel)) goes \(from) \(over) in \(axis(panel)).",
      "\(quantity(panel)) goes \(from) \(over).", "A curve goes \(from) \(over).",
    ])
  }

  /// Construction, and each curve's course.
  func description(_ notes: [String]) -> String {
    var sentences = [
      plan.panels.count == 1 ? "One panel of curves." : "\(plan.panels.count) panels of curves."
    ]
    var known = ""
    for (index, (panel, curves)) in zip(plan.panels, sampled).enumerated() {
      if plan.panels.count > 1 { sentences.append("Panel \(Self.panel(panel, index)).") }
      let axes =
        "Horizontal axis: \(axis(panel)), \(panel.x.scale == .log ? "logarithmic" : "linear"), "
        + "\(SymbolText.count(panel.range.lowerBound)) to \(SymbolText.count(panel.range.upperBound)). "
        + "Vertical axis: \(quantity(panel)), \(panel.y.scale == .log ? "logarithmic" : "linear")."
      // Panels side by side have their axes in common.
      if axes != known { sentences.append(axes) }
      known = axes
      for (place, (curve, computed)) in zip(panel.curves, curves).enumerated() {
        guard let course = course(computed) else { continue }
        var sentence =
          "\(name(curve, panel)): from \(Self.value(course.first.y)) at \(SymbolText.count(course.first.x)) to "
          + "\(Self.value(course.last.y)) at \(SymbolText.count(course.last.x))"
        if let mark = curve.mark {
          if let extremum = computed.extremum {
            sentence +=
              ", \(mark.isMaximum ? "greatest" : "least") at \(Self.place(extremum)) with \(Self.value(extremum.place.y))"
            if let flat = extremum.flat {
              sentence +=
                ", within \(Self.percent(flat.share)) of that from \(Self.value(flat.range.lowerBound)) to "
                + Self.value(flat.range.upperBound)
            }
          } else {
            sentence += ", no \(mark.isMaximum ? "maximum" : "minimum") inside the range"
          }
        }
        let found = landmarks[index][place]
        if let start = found.start, let words = panel.ends {
          sentence += ", \(words) \(Self.place(start))"
        }
        let lines = lines(panel, curve, found).map { SymbolText.plain(markup: $0) }
        if !lines.isEmpty { sentence += "; \(lines.joined(separator: ", "))" }
        sentences.append(sentence + ".")
      }
    }
    return (sentences + notes.map { SymbolText.plain(markup: $0) }).joined(separator: " ")
  }

  /// Under the name of each curve what its reader looks up: numbers of its law, and where it reaches the values asked for.
  var asides: [Aside] {
    zip(plan.panels, landmarks).enumerated().flatMap { index, pair in
      let (panel, landmarks) = pair
      return zip(panel.curves, landmarks).compactMap { curve, found -> Aside? in
        let lines = lines(panel, curve, found)
        guard !lines.isEmpty, !curve.style.name.isEmpty else { return nil }
        // Panels are lettered in this order.
        let letter = plan.panels.count > 1 ? "abcdefghijklmnopqrstuvwxyz".dropFirst(index).first : nil
        let title = curve.style.name + (letter.map { ", \($0)" } ?? "")
        return Aside(series: curve.style.name, title: title, lines: lines)
      }
    }
  }

  private func lines(
    _ panel: CurvesPlan.Panel, _ curve: PlannedCurve, _ found: CurveLandmarks
  ) -> [String] {
    let unit = panel.x.unit.map { " \($0)" } ?? ""
    let numbers = curve.shown.map { label, value in
      let draws = value.drawValues(curve.held(for: value))
      return
        "\(label) = \(NumberWords.estimate(value.value(curve.held(for: value)), Interval.percentile(draws)))"
    }
    return numbers
      + found.reached.map { item in
        "\(SymbolText.trimmed(item.value)) at \(Self.place(item.place))\(unit)"
      }
  }

  /// What the measured points are, and how many could not be drawn.
  var pointNotes: [String] {
    let points = plan.panels.flatMap(\.curves).compactMap(\.points)
    guard !points.isEmpty else { return [] }
    let missing = points.reduce(0) { $0 + $1.missing }
    let bars = points.flatMap(\.rows).contains { $0.interval != nil }
    return [
      bars ? "Bars: 95 % of the draws of the fits that the points rest on." : nil,
      missing > 0 ? "\(NumberText.counted(missing, "row")) without a value: not drawn." : nil,
    ].compactMap { $0 }
  }

  // MARK: Parts

  /// A panel's name in tables: its heading, or its number.
  static func panel(_ panel: CurvesPlan.Panel, _ index: Int) -> String {
    panel.heading.map { SymbolText.plain(markup: $0) } ?? "\(index + 1)"
  }

  /// `7.00`, with the interval where there is one.
  static func place(_ extremum: SampledCurve.Extremum) -> String {
    let interval = extremum.interval.map { " [\(value($0.lowerBound)), \(value($0.upperBound))]" }
    return value(extremum.place.x) + (interval ?? "")
  }

  /// A place along the axis with its interval where there is one.
  static func place(_ place: CurveLandmarks.Place) -> String {
    let interval = place.interval.map { " [\(value($0.lowerBound)), \(value($0.upperBound))]" }
    return value(place.point.x) + (interval ?? "")
  }

  static func value(_ value: Double) -> String {
    value.magnitude >= 1e4 ? SymbolText.count(value) : NumberText.significant(value, digits: 3)
  }

  static func percent(_ share: Double) -> String {
    "\(SymbolText.trimmed((share * 1e4).rounded() / 100)) %"
  }

  private func name(_ curve: PlannedCurve, _ panel: CurvesPlan.Panel) -> String {
    curve.style.name.isEmpty ? "the curve" : SymbolText.plain(markup: curve.style.name)
  }

  private func axis(_ panel: CurvesPlan.Panel) -> String { SymbolText.plain(markup: panel.x.label) }

  private func quantity(_ panel: CurvesPlan.Panel) -> String {
    SymbolText.plain(markup: panel.y.label)
  }

  private func course(_ computed: SampledCurve) -> (first: Point, last: Point)? {
    let finite = computed.points.filter(\.y.isFinite)
    guard let first = finite.first, let last = finite.last else { return nil }
    return (first, last)
  }

  private func shortest(_ texts: [String]) -> String {
    texts.first { $0.count <= 150 } ?? String((texts.last ?? "").prefix(150))
  }
}
