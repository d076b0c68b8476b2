import Fitting
import Typesetting

/// What a figure of loss against tokens shows, in words.
extension TokensFigure {
  func footnotes(_ turnings: [TokensData.Turning]) -> [String] {
    var notes: [String] = []
    let flat =
      data.curve == nil
      ? []
      : data.levels.compactMap { level -> String? in
        let without = data.facets.filter { facet in
          !turnings.contains { $0.series == level && $0.facet == facet }
        }
        guard !without.isEmpty else { return nil }
        let places = without.map(SymbolText.count).joined(separator: ", ")
        let place =
          without.count == data.facets.count ? "" : " at $\(SymbolText.tex(data.facetName))$ = \(places)"
        return style(level).name + place
      }
    if !flat.isEmpty {
      let range = data.isConstant ? "drawn" : "measured"
      notes.append("No turning point within the \(range) range: \(flat.joined(separator: "; ")).")
    }
    if let note = overlap?.note(named: { style($0).name }, data.baselineName, unit: overlapUnit) {
      notes.append(note)
    }
    let loose = turnings.filter { $0.interval == nil && !data.isConstant && !isHidden($0.series) }.map {
      "\(style($0.series).name) at $\(SymbolText.tex(data.facetName))$ = \(SymbolText.count($0.facet))"
    }
    if let note = damage?.note { notes.append(note) }
    if (data.curve?.drawCount ?? 0) > 0 {
      let names = banded.map { style($0).name }
      notes.append(
        "Bands: 95 % of the bootstrap draws"
          + (banded.count < data.levels.count ? ", for \(names.joined(separator: ", "))." : "."))
    }
    if hasSeeds { notes.append("Bars join runs that differ in their seeds.") }
    if let facet = data.facets.first, let slope = slope(facet), let level = data.levels.last {
      notes.append(
        "Triangle: how the damage of \(style(level).name) grows"
          + (slope.interval == nil ? "." : ", with the 95 % interval of the exponent."))
    }
    if !loose.isEmpty {
      notes.append(
        "Hollow turning points are not identified, their intervals leave the measured range: "
          + loose.joined(separator: "; ") + ".")
    }
    let labels = (data.curve?.fitLabels ?? []) + (data.baseline?.fitLabels ?? [])
    let fits = labels.compactMap { label in settings.inputs.fits[label].map { (label: label, result: $0) } }
    if data.isConstant, let note = ConstantsNote.text(fits) { notes.append(note) }
    let shaded = data.levels.first.map { level in
      !isHidden(level) && turnings.contains { $0.series == level }
    }
    if shaded ?? false, let level = data.levels.first {
      notes.append("Shade: past the turning point of \(style(level).name) \(Self.beyond).")
    }
    return notes
  }

  private var overlapUnit: String? { (try? settings.text("y-unit")) ?? nil }

  func alt(_ turnings: [TokensData.Turning]) -> String {
    guard let level = data.levels.first, let first = turnings.first(where: { $0.series == level }) else {
      return
        "\(data.facets.count) panels of \(data.isConstant ? "" : "points and ")curves: no curve turns up within "
        + "the \(data.isConstant ? "drawn" : "measured") range."
    }
    let count = turnings.filter { $0.series == level }.count
    return "At \(style(level).name) the loss turns up in \(count) of \(data.facets.count) panels, first past "
      + "\(SymbolText.count(first.x)) at \(SymbolText.plain(data.facetName)) = \(SymbolText.count(first.facet))."
  }

  func description(_ turnings: [TokensData.Turning], _ notes: [String]) -> String {
    var sentences = [
      "\(data.facets.count) panels side by side, one for each \(SymbolText.plain(data.facetName)): "
        + data.facets.map(SymbolText.count).joined(separator: ", ") + ".",
      "Horizontal axis: \(SymbolText.plain(data.xName)), logarithmic, \(SymbolText.count(data.xRange.lowerBound)) to "
        + "\(SymbolText.count(data.xRange.upperBound)). Vertical axis: \(SymbolText.plain(data.yName)), linear.",
      "Series: \(data.levels.map { style($0).name }.joined(separator: ", ")).",
      data.isConstant
        ? "No measured points."
        : "\(data.measurements.count) measured points, \(data.measurements.filter(\.isHollow).count) of them held out.",
    ]
    if let damage {
      sentences.append(
        "Under each panel, on a logarithmic axis: \(SymbolText.plain(markup: damage.label)), the loss over "
          + "that of \(data.baselineName).")
    }
    for turning in turnings {
      let interval = SymbolText.interval(turning.interval).map { ", 95 % interval \($0)" } ?? ""
      sentences.append(
        "At \(SymbolText.plain(data.facetName)) = \(SymbolText.count(turning.facet)) the curve of "
          + "\(style(turning.series).name) is lowest at \(SymbolText.count(turning.x))\(interval), "
          + "where it is \(NumberText.decimal(turning.y, places: 3)).")
    }
    if let facet = data.facets.first, let slope = slope(facet), let level = data.levels.last {
      sentences.append(
        "The damage of \(style(level).name) grows \(SymbolText.plain(markup: slope.words)).")
    }
    let symbol = "$\(SymbolText.tex(data.facetName))$"
    let plainNotes = notes.map {
      SymbolText.plain(markup: $0.replacing(symbol, with: SymbolText.plain(data.facetName)))
    }
    return (sentences + plainNotes).joined(separator: " ")
  }
}
