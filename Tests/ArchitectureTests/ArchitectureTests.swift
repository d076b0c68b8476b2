import Foundation
import Testing

/// The order of the parts, lowest first. A part may import parts of lower levels, never of its own or a higher one.
private let levels: [[String]] = [
  ["Diagnostics", "Cache", "Work"],
  ["Typesetting", "Drawing", "Markup"],
  ["Expressions", "Charts"],
  ["Laws", "Runs"],
  ["Fitting"],
  ["Figures"],
  ["Reports", "Templates", "Schemas", "Codes"],
  ["Publishing", "Preview"],
  ["isoloss"],
]

@Suite struct ArchitectureTests {
  let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  func swiftFiles(under folder: String) throws -> [URL] {
    let base = root.appendingPathComponent(folder)
    let paths = try FileManager.default.subpathsOfDirectory(atPath: base.path)
    return paths.filter { $0.hasSuffix(".swift") }.sorted().map { base.appendingPathComponent($0) }
  }

  @Test func everyPartHasALevelAndEveryLevelItsParts() throws {
    let parts = try FileManager.default.contentsOfDirectory(
      atPath: root.appendingPathComponent("Sources").path)
    let known = Set(levels.joined()).subtracting(["Templates", "Schemas", "Codes"])
    let shims: Set = ["CCairo", "CFreeType", "CCrypto", "CZlib", "CKernels", "CFiles"]
    #expect(Set(parts).subtracting(shims) == known)
  }

  @Test func noImportPointsUp() throws {
    var level: [String: Int] = [:]
    for (index, parts) in levels.enumerated() { for part in parts { level[part] = index } }
    var imports = 0
    for (part, own) in level where !["Templates", "Schemas", "Codes"].contains(part) {
      for file in try swiftFiles(under: "Sources/\(part)") {
        for line in try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline) {
          let words = line.split(separator: " ")
          guard let position = words.firstIndex(of: "import"), position <= 1, words.count > position + 1
          else {
            continue
          }
          #expect(
            !words[position + 1].hasSuffix("TestSupport"),
            "\(file.lastPathComponent) imports what is for tests")
          guard let other = level[String(words[position + 1])] else { continue }
          imports += 1
          #expect(other < own, "\(file.lastPathComponent) of \(part) imports \(words[position + 1])")
        }
      }
    }
    #expect(imports > 30)
  }

  /// Names of the shipped report, its columns and laws belong into reports and the catalogue, not into the program.
  @Test func theProgramKnowsNoReport() throws {
    let forbidden = ["tiny-precision", "P_post", "P_kv", "kumar", "chinchilla", "gptq", "gcide"]
    for file in try swiftFiles(under: "Sources") where !file.path.contains("/Sources/Laws/") {
      let code = try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline)
        // Documentation may show an example; code may not depend on one.
        .filter { !$0.drop(while: \.isWhitespace).hasPrefix("//") }.joined(separator: "\n").lowercased()
      for name in forbidden {
        #expect(!code.contains(name.lowercased()), "\(file.lastPathComponent) names \(name)")
      }
    }
  }

  @Test func filesStaySmall() throws {
    for file in try swiftFiles(under: "Sources") {
      let lines = try String(contentsOf: file, encoding: .utf8).split(
        omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      #expect(
        lines.count <= 401, "\(file.lastPathComponent) has \(lines.count) lines: has it grown a second job?")
    }
  }
}
