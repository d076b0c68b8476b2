import Diagnostics
import Foundation
import Reports
import TestSupport
import Testing

/// The published schema of cells and front matter.
struct SchemaTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent()
    .deletingLastPathComponent()

  /// Definitions of values, not of cells.
  private static let shared = ["parameter", "number", "boolean"]

  private struct Broken: Error {}

  private func schema() throws -> [String: Any] {
    guard let value = try JSONSerialization.jsonObject(with: Data(CellSchema.text.utf8)) as? [String: Any]
    else {
      throw Broken()
    }
    return value
  }

  @Test func isWhatTheCellsDecode() throws {
    let file = try String(
      contentsOf: Self.root.appendingPathComponent("schemas/cells.schema.json"), encoding: .utf8)
    #expect(file == CellSchema.text, "write it anew: isoloss schema cells > schemas/cells.schema.json")
  }

  @Test func everyKeyHasWords() throws {
    let definitions = try #require(try schema()["$defs"] as? [String: Any])
    #expect(definitions.count == 27)
    for (kind, definition) in definitions where !Self.shared.contains(kind) {
      let properties = (definition as? [String: Any])?["properties"] as? [String: Any] ?? [:]
      #expect(!properties.isEmpty, "\(kind)")
      for (key, value) in properties where kind != "figure" {
        let words = (value as? [String: Any])?["description"] as? String ?? ""
        #expect(words.count > 5, "\(kind).\(key)")
      }
    }
  }

  @Test(.enabled(if: SchemaValidator.isAvailable, "\(SchemaValidator.hint)"))
  func shippedReportsConform() throws {
    let reports = Self.root.appendingPathComponent("reports")
    var count = 0
    for name in try FileManager.default.contentsOfDirectory(atPath: reports.path).sorted() {
      let folder = reports.appendingPathComponent(name).path
      guard FileManager.default.fileExists(atPath: "\(folder)/report.md") else { continue }
      let documents = try CellSchema.documents(of: folder)
      count += documents.count
      let list = try list()
      let findings = try SchemaValidator.findings("[\(documents.joined(separator: ","))]", schema: list)
      #expect(findings.isEmpty, "\(name): \(findings.prefix(2000))")
    }
    #expect(count > 60)
  }

  /// The schema of a list of documents.
  private func list() throws -> String {
    var schema = try schema()
    let item = schema.filter { $0.key != "$defs" && $0.key != "$schema" }
    schema = [
      "$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": schema["$defs"] ?? [:],
      "type": "array",
      "items": item,
    ]
    return String(decoding: try JSONSerialization.data(withJSONObject: schema), as: UTF8.self)
  }

  @Test(.enabled(if: SchemaValidator.isAvailable, "\(SchemaValidator.hint)"))
  func examplesConformAndMistakesDoNot() throws {
    let definitions = try #require(try schema()["$defs"] as? [String: Any])
    for (kind, definition) in definitions where kind != "figure" && !Self.shared.contains(kind) {
      guard var object = definition as? [String: Any], let properties = object["properties"] as? [String: Any]
      else { throw Broken() }
      var document: [String: Any] = [:]
      for (key, value) in properties {
        document[key] = ((value as? [String: Any])?["examples"] as? [Any])?.first
      }
      object["$defs"] = definitions
      let schema = String(decoding: try JSONSerialization.data(withJSONObject: object), as: UTF8.self)
      func findings(_ document: [String: Any]) throws -> String {
        try SchemaValidator.findings(
          String(decoding: JSONSerialization.data(withJSONObject: document), as: UTF8.self), schema: schema)
      }
      let found = try findings(document)
      #expect(found.isEmpty, "\(kind): \(found.prefix(1000))")
      document["nonsense"] = 1
      let refused = try findings(document)
      #expect(refused.contains("nonsense"), "\(kind)")
    }
  }

  static let figures: [(String, String, Bool)] = [
    ("marks", "x: {scale: log, range: 1e5..1e9}, marks: [{points: {x: N, y: L}}, {rule: {y: 1.7}}]", true),
    ("marks", "x: {scal: log}, marks: [{points: {x: N}}]", false),
    ("marks", "y: {scale: logarithmic}, marks: [{points: {x: N}}]", false),
    ("marks", "marks: [{point: {x: N}}]", false), ("marks", "marks: [{points: {x: N, colour: red}}]", false),
    ("marks", "marks: [{rule: {y: high}}]", false), ("marks", "marks: [{zone: {x: 1e5..1e6}}]", true),
    ("marks", "marks: [{rule: {y: params.floor}}]", true),
    ("curves", "x: N, x-range: 1e5..1e9, series: {P: [3, 4]}, rules: [{y: main.E}]", true),
    (
      "curves",
      "x: N, x-range: 1e5..1e9, series: [{label: a, y: main.L(N=N), style: ink}], mark: {at: minimum}", true
    ),
    ("curves", "x: N, x-range: 1e5..1e9, series: [{label: a, colour: red}]", false),
    ("curves", "x: N, x-range: 1e5..1e9, facet: N", false),
    ("curves", "x: N, x-range: 1e5..1e9, panels: [{headin: a}]", false),
    ("draws", "fit: main, pairs: [[A, alpha]]", true), ("draws", "fit: main, pairs: [{A: alpha}]", false),
    ("sweeps", "data: runs, y: L, sweeps: [P_w, {column: P_a, where: P_w == 16}]", true),
    ("sweeps", "data: runs, y: L, sweeps: [{columns: P_a}]", false),
  ]

  /// An editor is told what stands inside the maps and lists of a figure.
  @Test(.enabled(if: SchemaValidator.isAvailable, "\(SchemaValidator.hint)"))
  func nestedSettingsOfFiguresAreTyped() throws {
    let texts = Self.figures.map { kind, settings, _ in
      "```{figure}\n{label: fig-a, kind: \(kind), caption: A., \(settings)}\n```"
    }
    let files = MemoryFiles(["r/report.md": "---\ntitle: x\n---\n\n" + texts.joined(separator: "\n\n")])
    let documents = try CellSchema.documents(of: "r", files: files).dropFirst()
    #expect(documents.count == Self.figures.count)
    let list = try list()
    for (document, figure) in zip(documents, Self.figures) {
      let findings = try SchemaValidator.findings("[\(document)]", schema: list)
      #expect(findings.isEmpty == figure.2, "\(figure): \(findings.prefix(500))")
    }
  }

  /// A value of a type that the schema forbids is an error where the cell is decoded, too.
  @Test(arguments: ["runs", "fit", "compare", "table", "law"])
  func wrongTypesAreErrorsOfTheDecoder(_ kind: String) throws {
    let definitions = try #require(try schema()["$defs"] as? [String: Any])
    let properties = try #require((definitions[kind] as? [String: Any])?["properties"] as? [String: Any])
    let bodies = [
      "runs": "label: more\nfrom: runs.csv",
      "fit": "label: more\ndata: runs\nlaw: chinchilla\nbootstrap: 0\nstarts: 1",
      "compare": "label: tbl-more\nfits: [main, other]", "table": "label: tbl-more\ndata: runs",
      "law": "label: more\nextends: chinchilla",
    ]
    var tried = 0
    for (key, value) in properties {
      let text = String(decoding: try JSONSerialization.data(withJSONObject: value), as: UTF8.self)
      if text.contains("\"object\"") { continue }
      let body = (bodies[kind] ?? "").split(separator: "\n").filter { !$0.hasPrefix("\(key):") }.joined(
        separator: "\n")
      let report = """
        ---
        title: x
        ---

        ```{runs}
        label: runs
        from: runs.csv
        ```

        ```{\(kind)}
        \(body)
        \(key): {nonsense: {nonsense: 1}}
        ```
        """
      let files = MemoryFiles(["r/report.md": report, "r/runs.csv": "N,D,L\n1,2,3\n2,3,4\n"])
      do throws(DiagnosticError) {
        _ = try ReportBuilder.execute("r", files: files)
        Issue.record("\(kind).\(key)")
      } catch {
        #expect(
          error.diagnostics.contains { $0.code.hasPrefix("E01") }, "\(kind).\(key): \(error.diagnostics)")
      }
      tried += 1
    }
    #expect(tried >= 3)
  }
}
