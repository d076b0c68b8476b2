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
    #expect(definitions.count == 24)
    for (kind, definition) in definitions {
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
    for (kind, definition) in definitions where kind != "figure" {
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
