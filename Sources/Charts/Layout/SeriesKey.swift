import Diagnostics
import Drawing

/// What a series looks like in the whole figure: whether it has lines and markers, for its keys.
struct SeriesTraits {
  let style: SeriesStyle
  /// The name as it is set.
  let label: RichText
  var hasLine = false
  var hasMarker = false
  var hasBand = false
  var hasBars = false
  /// Whether all its markers are hollow.
  var isHollow = true

  /// The named series of some marks in order of appearance.
  static func collect(_ panels: [PanelSpec], source: String) throws(DiagnosticError) -> [SeriesTraits] {
    var result: [SeriesTraits] = []
    for mark in panels.flatMap(\.marks) {
      let style: SeriesStyle
      switch mark {
      case .line(let mark): style = mark.series
      case .points(let mark) where mark.values.isEmpty: style = mark.series
      case .interval(let mark): style = mark.series
      case .band(let mark): style = mark.series
      case .bars(let mark): style = mark.series
      // Colours that stand for numbers have a key of their own.
      default: continue
      }
      guard !style.name.isEmpty else { continue }
      var index = result.firstIndex { $0.style.name == style.name } ?? result.count
      if index == result.count {
        result.append(SeriesTraits(style: style, label: try RichText(markup: style.name, source: source)))
        index = result.count - 1
      }
      switch mark {
      case .points(let mark):
        result[index].hasMarker = true
        if !mark.isHollow { result[index].isHollow = false }
      case .band: result[index].hasBand = true
      case .bars: result[index].hasBars = true
      default: result[index].hasLine = true
      }
    }
    return result
  }

  /// The key: a short line in the series' stroke with its marker on it.
  func key(from x: Double, width: Double, y: Double) -> [Scene.Node] {
    var nodes: [Scene.Node] = []
    var style = style
    // Marks that one sees through are pale alone, as a key shows them.
    style.paint.opacity = max(style.paint.opacity, 0.5)
    let points = [Point(x, y), Point(x + width, y)]
    if hasBand, !hasLine {
      nodes.append(
        .path(
          Path(
            polyline: [Point(x, y - 4), Point(x + width, y - 4), Point(x + width, y + 4), Point(x, y + 4)],
            closed: true), fill: Ink.band(style.paint), stroke: nil))
    }
    if hasBars {
      let rect = Rect(x: x + width / 2 - 5, y: y - 5, width: 10, height: 10)
      nodes.append(.path(Path(rect), fill: style.paint, stroke: nil))
    }
    if hasLine {
      nodes.append(
        .path(
          Path(polyline: points), fill: nil, stroke: Stroke(style.paint, width: Ink.line, dash: style.dash)))
    }
    if hasMarker {
      nodes.append(
        .marker(
          Marker(
            style.shape, center: Point(x + width / 2, y), size: 6.5, fill: isHollow ? nil : style.paint,
            stroke: isHollow ? Stroke(style.paint, width: 1.3) : Stroke(Palette.paper, width: Ink.markerEdge))
        ))
    }
    return nodes
  }
}

/// Widths of strokes and colours of data, in CSS pixels.
enum Ink {
  /// Data lines.
  static let line = 1.7
  /// The paper-coloured edge that keeps overlapping markers apart.
  static let markerEdge = 0.8
  /// Major and minor level lines.
  static let contour = (major: 1.35, minor: 0.7)
  /// Axis lines, ticks, grid.
  static let chrome = 1.0
  /// Lengths of major and minor ticks.
  static let tick = (major: 4.0, minor: 2.5)
  /// Paper behind text that stands on lines.
  static let halo = 2.5

  /// An area in the series' colour. Transparent and not mixed with the paper, so that bands may overlap and the page's
  /// dark counterpart of the colour works too.
  static func band(_ paint: Paint) -> Paint {
    Paint(paint.rgb, opacity: 0.15 * paint.opacity, token: paint.token)
  }

  /// Outside the measured range: lighter.
  static func lighter(_ paint: Paint) -> Paint {
    Paint(paint.rgb, opacity: 0.62 * paint.opacity, token: paint.token)
  }
}
