import Diagnostics
import Drawing

/// Plays a layout into a scene.
extension ChartLayout {
  func scene() throws(DiagnosticError) -> Scene {
    var nodes: [Scene.Node] = []
    if !legend.entries.isEmpty {
      nodes.append(.group(Scene.Role("label"), clip: nil, legend.nodes(at: Point(0, 0))))
    }
    if !colorKey.scales.isEmpty {
      nodes += colorKey.nodes(top: legend.height > 0 ? legend.height + 8 : 0)
    }
    var hidden = 0
    var crowd = (drawn: 0, all: 0)
    var homeless: [String] = []
    var unlabelled: [String] = []
    for (i, cell) in cells.enumerated() {
      let drawing = PanelDrawing(
        cell, frame: frames[i], guides: guides[i], shows: (titles.showsX[i], titles.showsY[i]),
        profile: profile, measurer: measurer, source: spec.id)
      let result = try drawing.draw()
      let name = [cell.tag, cell.spec.heading].compactMap { $0 }.joined(separator: " ")
      let labels = endLabels.indices.contains(i) ? endLabels[i]?.nodes() ?? [] : []
      nodes.append(
        .group(Scene.Role("panel", series: name.isEmpty ? nil : name), clip: nil, result.nodes + labels))
      hidden += result.hiddenPoints
      crowd = (crowd.drawn + result.crowd.drawn, crowd.all + result.crowd.all)
      homeless += result.homeless
      unlabelled += result.unlabelled.filter { !unlabelled.contains($0) }
    }
    nodes += titles.nodes(in: self)
    nodes += asides.nodes(at: asideOrigin)

    var notes = spec.footnotes
    if asides.width == 0 { notes += spec.asides.map(\.sentence) }
    notes += homeless
    if hidden > 0 { notes.append("Outside the axes: \(hidden) \(hidden == 1 ? "point" : "points").") }
    if crowd.all > 0 {
      notes.append(
        "Drawn: \(crowd.drawn) of \(crowd.all) points, those that can be told apart at this size.")
    }
    if !unlabelled.isEmpty {
      notes.append("Level lines without room for a label: \(unlabelled.joined(separator: ", ")).")
    }
    var y = bottom
    for (i, note) in notes.enumerated() {
      let text = try RichText(markup: note, source: spec.id)
      let block = TextBlock(text, wrappedTo: profile.width, size: profile.contourSize, measurer: measurer)
      y += i == 0 ? 12 : 5
      nodes.append(
        .group(Scene.Role("label"), clip: nil, block.nodes(x: 0, y: y, paint: Palette.muted)))
      y += block.height
    }
    return Scene(
      id: spec.id, width: profile.width, height: (y + 2).rounded(.up), title: spec.title,
      summary: spec.summary,
      nodes: nodes)
  }
}
