import Diagnostics
import Reports

/// A small report in memory, with column names and a law that nothing in the program knows.
struct ReportSample {
  var front = "title: 'Widgets in `{val} widgets.rows` sizes'\nseed: 7"
  var cells = Self.standardCells
  var body = "Text."
  var files: [String: String] = ["widgets.csv": Self.widgets()]

  static let standardCells = """
    ```{runs}
    label: widgets
    from: widgets.csv
    columns: {load: load_kg, sag: sag_mm}
    cluster: batch
    ```

    ```{law}
    label: bending
    formula: |
      sag = rest + slope*load^power
    parameters: {rest: 0.01..10, slope: 0.01..10, power: 0.1..3}
    ```

    ```{fit}
    label: main
    data: widgets
    law: bending
    loss: squared on sag
    starts: 12
    bootstrap: 60
    ```
    """

  /// Loads 1 to 8 in four batches; sag = 0.5 + 0.25·load^1.2 with a small wobble.
  static func widgets(changing row: Int? = nil, to value: String = "") -> String {
    var lines = ["batch,load_kg,sag_mm,kind"]
    // Powers of the loads, so that the file needs no arithmetic that a machine could round otherwise.
    let powers = [1.0, 2.2974, 3.7372, 5.2780, 6.8986, 8.5858, 10.3304, 12.1257]
    for batch in 0..<4 {
      for load in 1...8 {
        let wobble = Double((batch * 37 + load * 53) % 11 - 5) * 0.004
        var sag = String((0.5 + 0.25 * powers[load - 1] + wobble) * 10_000)
        sag = String(sag.prefix { $0 != "." })
        let text = lines.count - 1 == row ? value : "\(Double(sag).map { $0 / 10_000 } ?? 0)"
        lines.append("b\(batch),\(load),\(text),\(load > 6 ? "heavy" : "light")")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  var text: String { "---\n\(front)\n---\n\n\(cells)\n\n\(body)\n" }

  func run(parameters: [String] = []) throws(DiagnosticError) -> ExecutedReport {
    var all = files
    all["r/report.md"] = text
    let placed = Dictionary(
      uniqueKeysWithValues: all.map { ($0.key.hasPrefix("r/") ? $0.key : "r/\($0.key)", $0.value) })
    var settings = ReportSettings()
    for text in parameters { settings.parameters.append(try ParameterSetting(text)) }
    return try ReportBuilder.execute("r", files: MemoryFiles(placed), settings: settings)
  }

  /// The findings that stop the report; empty when it builds.
  func errors() -> [Diagnostic] { findings().filter { $0.severity == .error } }

  /// Everything that is found, whether or not it stops the report.
  func findings(parameters: [String] = []) -> [Diagnostic] {
    do throws(DiagnosticError) {
      return try run(parameters: parameters).diagnostics
    } catch { return error.diagnostics }
  }

  /// The line and column (from 1) at which a text first stands in the report.
  func place(of needle: String, after marker: String = "") -> SourceLocation? {
    let source = text
    let start =
      marker.isEmpty ? source.startIndex : source.firstRange(of: marker)?.upperBound ?? source.startIndex
    guard let range = source[start...].firstRange(of: needle) else { return nil }
    let before = source[..<range.lowerBound]
    let line = before.count { $0 == "\n" } + 1
    let column = before.reversed().prefix { $0 != "\n" }.count + 1
    return SourceLocation(file: "r/report.md", line: line, column: column)
  }
}

extension ExecutedReport {
  /// All runs of all paragraphs, flat.
  var runs: [Run] { blocks.flatMap(Self.runs) }

  private static func runs(_ content: Content) -> [Run] {
    switch content {
    case .paragraph(let runs): runs
    case .heading(let heading): heading.title
    case .quote(let inner), .div(_, _, let inner), .callout(_, _, let inner), .claim(_, let inner):
      inner.flatMap(runs)
    case .list(_, _, let items): items.flatMap { $0.flatMap(runs) }
    default: []
    }
  }

  /// The values of the text, in order.
  var values: [ExecutedValue] {
    runs.compactMap { run in
      if case .value(let value) = run { return value }
      return nil
    }
  }

  /// The texts of cross-references and citations, in order.
  var links: [String] {
    runs.compactMap { run in
      switch run {
      case .crossReference(let text, _), .citation(_, let text, _, _, _, _): text
      default: nil
      }
    }
  }
}
