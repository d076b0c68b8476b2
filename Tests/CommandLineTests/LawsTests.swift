import Foundation
import Testing

/// `isoloss laws`, as a process.
@Suite struct LawsTests {
  private struct Entry: Decodable {
    struct Constants: Decodable {
      struct Value: Decodable { var parameter: String; var value: Double; var standardError: Double? }
      var name: String
      var values: [Value]
      var unpublished: [String]
      var obstacle: String?
    }
    var name: String
    var title: String
    var group: String
    var formula: [String]
    var tex: String
    var constants: [Constants]
    var caveats: [String]
    var citation: String
  }

  private func entries() throws -> [Entry] {
    let list = try Program.run(["laws", "--json"])
    #expect(list.status == 0 && list.errors == "")
    return try list.output.split(separator: "\n").map {
      try JSONDecoder().decode(Entry.self, from: Data($0.utf8))
    }
  }

  @Test func lawsAreListedByGroup() throws {
    let result = try Program.run(["laws"], environment: ["COLUMNS": "80"])
    #expect(result.status == 0)
    #expect(result.errors == "")
    let entries = try entries()
    #expect(entries.count >= 3)
    var last = result.output.startIndex
    for entry in entries {
      // In the order of the machine's list, each under the heading of its group.
      let place = try #require(result.output[last...].firstRange(of: "\n  \(entry.name) "), "\(entry.name)")
      let heading = result.output[..<place.upperBound].split(separator: "\n").last { !$0.hasPrefix(" ") }
      #expect(heading.map(String.init) == entry.group)
      last = place.lowerBound
    }
    #expect(
      result.output.contains(
        """
          chinchilla                   Loss by parameters and tokens
                                       3 sets published; Hoffmann et al. 2022
        """))
    #expect(result.output.contains("constants incomplete; Kumar et al. 2024"))
    #expect(result.output.contains("(our reading)"))
  }

  @Test func everyLawHasAPage() throws {
    for entry in try entries() {
      let page = try Program.run(["laws", entry.name], environment: ["COLUMNS": "62"])
      #expect(page.status == 0)
      for line in entry.formula { #expect(page.output.contains("\n  \(line)\n")) }
      for set in entry.constants {
        #expect(page.output.contains("\n  \(set.name): "))
        #expect(
          page.output.contains("Not published: ") == entry.constants.contains { !$0.unpublished.isEmpty })
      }
      let words = { (text: String) in text.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
      for text in entry.caveats.map({ "- \($0)" }) + [entry.citation] {
        #expect(words(page.output).contains(words(text)), "\(entry.name): \(text)")
      }
      // Nothing but the text that is to be copied is wider than the terminal.
      for line in page.output.split(separator: "\n")
      where !entry.formula.contains(where: { line.contains($0) }) {
        #expect(line.count <= 62, "\(line)")
        #expect(!line.hasSuffix(" "), "\(line)")
      }
    }
  }

  @Test func aPageIsTypeset() throws {
    let page = try Program.run(["laws", "kumar-unified"], environment: ["COLUMNS": "80", "NO_COLOR": "1"])
    #expect(page.status == 0)
    #expect(page.output == LawPageGolden.unified)
  }

  @Test func headingsAreBoldOnRequest() throws {
    let plain = try Program.run(["laws", "qid"]).output
    #expect(!plain.contains("\u{1B}"))
    let bold = try Program.run(["laws", "qid", "--color", "always"]).output
    #expect(bold.contains("\u{1B}[1mCaveats\u{1B}[0m"))
    #expect(bold.replacing("\u{1B}[1m", with: "").replacing("\u{1B}[0m", with: "") == plain)
  }

  @Test func machinesGetValuesWithErrors() throws {
    let entry = try #require(try entries().first { $0.name == "chinchilla" })
    let refit = try #require(entry.constants.first { $0.name == "chinchilla-besiroglu" })
    #expect(refit.values.map(\.value) == [482.01, 0.3478, 2085.43, 0.3658, 1.8172])
    #expect(refit.values.map(\.standardError) == [124.58, 0.02, 1293.23, 0.02, 0.03])
    #expect(refit.unpublished.isEmpty && refit.obstacle == nil)
    let one = try Program.run(["laws", "chinchilla", "--json"]).output
    #expect(try JSONDecoder().decode(Entry.self, from: Data(one.utf8)).tex == entry.tex)
  }

  /// The name of a set of constants shows the law that they belong to.
  @Test func aSetOfConstantsIsAName() throws {
    let page = try Program.run(["laws", "chinchilla-besiroglu"])
    #expect(page.status == 0)
    #expect(page.output.hasPrefix("chinchilla\n"))
  }

  @Test(arguments: [("chinchila", "chinchilla"), ("kumar-unifed", "kumar-unified")])
  func aNearMissIsNamed(name: String, meant: String) throws {
    let result = try Program.run(["laws", name])
    #expect(result.status == 2)
    #expect(result.errors.contains("did you mean \"\(meant)\"?"))
  }
}
