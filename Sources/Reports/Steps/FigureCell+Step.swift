import Cache
import Diagnostics
import Figures
import Fitting
import Runs

extension FigureCell {
  /// The figure as a step of a build: its settings and the tables and fits that these name.
  ///
  /// - Parameter inputs: the settings, with all tables and fits of the report.
  func step(_ inputs: FigureInputs, _ marks: ContentMarks) -> BuildNode {
    var node = BuildNode(kind: "figure", label: label)
    node.reads("kind", kind)
    node.reads("label", label)
    if case .map(let entries) = settings.content {
      for entry in entries { node.reads("setting \(entry.key)", entry.value.shown) { $0.add(entry.value) } }
    }
    node.reads("places of settings", "of \(label)") { $0.addPlaces(settings, from: location.line) }
    // The names of all make the suggestions of an error and nothing else, and errors are not stored.
    let words = settings.words
    for (label, table) in inputs.tables.sorted(by: { $0.key < $1.key }) where words.contains(label) {
      node.reads(table: label, table, marks)
      if FigureKinds.namesLines(kind) {
        node.reads("lines of \(label)", "of \(table.source)") { $0.add(table.lines) }
      }
    }
    for (label, fit) in inputs.fits.sorted(by: { $0.key < $1.key }) where words.contains(label) {
      node.reads(fit: label, fit, marks)
    }
    return node
  }

  /// The figure, from the cache where the same figure is stored; with the key of the step.
  func figure(
    _ inputs: FigureInputs, cache: BuildCache?, _ marks: ContentMarks
  ) throws(DiagnosticError) -> (figure: Figure, key: String?) {
    func make() throws(DiagnosticError) -> Figure {
      try FigureKinds.make(kind: kind, at: kindLocation, inputs: inputs)
    }
    guard let cache else { return (try make(), nil) }
    let node = step(inputs, marks)
    let lines = inputs.tables.filter { settings.words.contains($0.key) }.mapValues(\.lines)
    let stored = try cache.value(of: node, isUsable: { (stored: StoredFigure) in stored.canStand(on: lines) })
    {
      () throws(DiagnosticError) in
      StoredFigure(figure: try make(), file: location.file, line: location.line, lines: lines)
    }
    return (stored.figure(at: location, lines), cache.key(of: node))
  }
}

/// A figure with the place of its cell and the lines of its tables' rows when it was made, which its findings and its data are
/// moved from.
private struct StoredFigure: Codable {
  var figure: Figure
  var file: String
  var line: Int
  /// Of each table, by its label, the lines of its rows.
  var lines: [String: [Int]]

  /// Whether every line that the data can name stands on one line now.
  func canStand(on now: [String: [Int]]) -> Bool { moves(to: now) != nil }

  /// The lines now by those then; nil where one line of then is two now, of two files.
  private func moves(to now: [String: [Int]]) -> [Int: Int]? {
    var moves: [Int: Int] = [:]
    for (label, old) in lines {
      guard let new = now[label], new.count == old.count else { return nil }
      for (before, after) in zip(old, new) {
        if let known = moves.updateValue(after, forKey: before), known != after { return nil }
      }
    }
    return moves
  }

  func figure(at location: SourceLocation, _ now: [String: [Int]]) -> Figure {
    var moved = figure
    if now != lines, let moves = moves(to: now) {
      for row in moved.data.rows.indices {
        for cell in moved.data.rows[row].indices {
          guard case .line(let line) = moved.data.rows[row][cell] else { continue }
          moved.data.rows[row][cell] = .line(moves[line] ?? line)
        }
      }
    }
    for index in moved.warnings.indices {
      guard var place = moved.warnings[index].location, place.file == file else { continue }
      (place.file, place.line) = (location.file, place.line - line + location.line)
      moved.warnings[index].location = place
    }
    return moved
  }
}

extension ConfigNode {
  /// The setting on one line, shortened where it is long, for the answer to "what changed".
  fileprivate var shown: String {
    let text = oneLine
    return text.count > 120 ? text.prefix(117) + " …" : text
  }

  private var oneLine: String {
    switch content {
    case .scalar(let text, _): text.split(whereSeparator: \.isNewline).joined(separator: " ")
    case .list(let items): "[" + items.map { $0.oneLine }.joined(separator: ", ") + "]"
    case .map(let entries):
      "{" + entries.map { "\($0.key): \($0.value.oneLine)" }.joined(separator: ", ") + "}"
    case .null: "nothing"
    }
  }

  /// All names in keys and values: whatever could be the label of a table or fit.
  var words: Set<String> {
    var words: Set<String> = []
    collect(into: &words)
    return words
  }

  private func collect(into words: inout Set<String>) {
    func add(_ text: String) {
      words.insert(text)
      for word in text.split(whereSeparator: { !($0.isLetter || $0.isNumber || $0 == "_" || $0 == "-") }) {
        words.insert(String(word))
        // A label is a name in an expression, where a hyphen is a minus.
        for part in word.split(separator: "-") { words.insert(String(part)) }
      }
    }
    switch content {
    case .scalar(let text, _): add(text)
    case .list(let items): for item in items { item.collect(into: &words) }
    case .map(let entries):
      for entry in entries {
        add(entry.key)
        entry.value.collect(into: &words)
      }
    case .null: break
    }
  }
}
