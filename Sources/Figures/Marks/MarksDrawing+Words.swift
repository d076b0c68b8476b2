import Charts
import Typesetting

/// What free marks show, in words.
extension MarksDrawing {
  /// What is drawn, in words.
  private var inventory: String {
    counts.isEmpty
      ? "No data" : counts.map { NumberText.counted($0.count, $0.kind) }.joined(separator: ", ")
  }

  func alt(_ x: AxisSpec, _ y: AxisSpec) -> String {
    let text =
      "\(SymbolText.plain(markup: y.label)) against \(SymbolText.plain(markup: x.label)): \(inventory)."
    return String(text.prefix(150))
  }

  func description(_ panels: [PanelSpec], _ x: AxisSpec, _ y: AxisSpec) -> String {
    func axis(_ axis: AxisSpec) -> String {
      let unit = axis.unit.map { " (\($0))" } ?? ""
      return
        "\(SymbolText.plain(markup: axis.label))\(unit), \(axis.scale == .log ? "logarithmic" : "linear")"
    }
    func extent(_ column: Int) -> String? {
      let values = data.rows.compactMap { row -> Double? in
        if case .number(let value) = row[column] { value } else { nil }
      }
      guard let low = values.min(), let high = values.max() else { return nil }
      return "\(SymbolText.count(low)) to \(SymbolText.count(high))"
    }
    let names = Set(
      data.rows.compactMap { row -> String? in
        if case .text(let name) = row[2], !name.isEmpty, row[1] != .text("cells") { name } else { nil }
      }
    ).sorted()
    let sentences = [
      panels.count == 1
        ? "One panel."
        : "\(panels.count) panels: \(panels.compactMap(\.heading).map { SymbolText.plain(markup: $0) }.joined(separator: ", ")).",
      "Horizontal axis: \(axis(x))\(extent(3).map { ", data from \($0)" } ?? "").",
      "Vertical axis: \(axis(y))\(extent(4).map { ", data from \($0)" } ?? "").", "\(inventory).",
      names.isEmpty ? "" : "Series: \(names.joined(separator: ", ")).",
    ]
    return sentences.filter { !$0.isEmpty }.joined(separator: " ")
  }
}
