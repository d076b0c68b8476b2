import Cache
import Diagnostics

extension ExecutedSource {
  /// Records a report's text and cells.
  init(
    file: String, text: String, cells: [Reports.Cell], included: [(name: String, text: String)],
    folder: String
  ) {
    let labels = Set(cells.map(\.label))
    func name(_ path: String) -> String {
      folder.isEmpty || !path.hasPrefix(folder + "/") ? path : String(path.dropFirst(folder.count + 1))
    }
    self.init(
      file: file, hash: Hashing.sha256(text),
      cells: cells.map { cell in
        var uses: [String] = []
        for label in cell.settings.scalars.flatMap({ mentions(in: $0, of: labels) })
        where label != cell.label && !uses.contains(label) {
          uses.append(label)
        }
        return Cell(
          kind: cell.kind.rawValue, label: cell.label, line: cell.location.line,
          hash: Hashing.sha256(cell.text), uses: uses, file: name(cell.location.file))
      }, included: included.map { Included(file: $0.name, hash: Hashing.sha256($0.text)) })
  }
}

/// The labels that a setting names: it is one, or has one before a dot (`base.L + gptq.delta`).
private func mentions(in setting: String, of labels: Set<String>) -> [String] {
  if labels.contains(setting) { return [setting] }
  let parts = setting.split(separator: ".", omittingEmptySubsequences: false).dropLast()
  return parts.compactMap { part in
    let name = String(part.reversed().prefix { $0.isLetter || $0.isNumber || $0 == "_" }.reversed())
    return labels.contains(name) ? name : nil
  }
}

extension ConfigNode {
  /// All scalars in it, in order; keys are none.
  fileprivate var scalars: [String] {
    switch content {
    case .scalar(let text, quoted: _): [text]
    case .list(let items): items.flatMap(\.scalars)
    case .map(let entries): entries.flatMap(\.value.scalars)
    case .null: []
    }
  }
}
