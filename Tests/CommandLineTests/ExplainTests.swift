import Foundation
import TestSupport
import Testing

@Suite struct ExplainTests {
  private static let pictures = ["fig-levels.png", "fig-levels@2x.png", "fig-levels.svg", "fig-levels.pdf"]

  private func built() throws -> TemporaryFolder {
    let folder = try SmallReport.folder()
    let result = try Program.run(["build", "small"], in: folder.path)
    #expect(result.status == 0, "\(result.errors)")
    return folder
  }

  private func copy(_ folder: TemporaryFolder, _ from: String, to: String) throws {
    let bytes = try #require(FileManager.default.contents(atPath: "\(folder.path)/\(from)"))
    try folder.write(to, bytes: [UInt8](bytes))
  }

  @Test(arguments: pictures) func aPictureSaysWhereItComesFrom(_ name: String) throws {
    let folder = try built()
    let path = "_site/small/figures/\(name)"
    let result = try Program.run(["explain", path], in: folder.path)
    #expect(result.status == 0 && result.errors == "", "\(result.errors)")
    let lines = result.output.split(separator: "\n").map(String.init)
    #expect(lines.first == "\(path): figure \"fig-levels\" of the report \"small\", drawn by Isoloss 0.1.0")
    let source = SmallReport.document().split(separator: "\n", omittingEmptySubsequences: false)
    let figure = try #require(source.firstIndex(of: "```{figure}")) + 1
    let fit = try #require(source.firstIndex(of: "```{fit}")) + 1
    for words in [
      "  cell    report.md, line \(figure), sha256 ", "  rows    table: 20 of 21 rows of small.csv, sha256 ",
      "  fit     main: 20 rows of table, cell on line \(fit), sha256 ",
      "          loss = floor + a*size^-slope + b*words^-decay",
      "  report  _site/small/report.json has this picture",
    ] {
      #expect(lines.contains { $0.hasPrefix(words) }, "\(words) not in \(result.output)")
    }
  }

  @Test(arguments: pictures) func machinesReadTheSameHashesAsInTheReport(_ name: String) throws {
    struct Explained: Decodable {
      struct Part: Decodable { var sha256: String }
      struct Fit: Decodable { var label: String; var lawSHA256: String; var cell: Part }
      struct Provenance: Decodable { var cell: Part; var runs: [Part]; var fits: [Fit]; var data: String }
      var provenance: Provenance
      var changes: [String]
    }
    let folder = try built()
    let result = try Program.run(["explain", "--json", "_site/small/figures/\(name)"], in: folder.path)
    let explained = try JSONDecoder().decode(Explained.self, from: Data(result.output.utf8))
    let text = try #require(folder.read("_site/small/report.json"))
    let record = try JSONDecoder().decode(RecordTests.Record.self, from: Data(text.utf8))
    #expect(explained.changes == [])
    #expect(explained.provenance.cell.sha256 == record.figures[0].cell.sha256)
    #expect(explained.provenance.data == record.figures[0].data.sha256)
    #expect(explained.provenance.runs.map(\.sha256) == record.runs.map(\.sha256))
    #expect(explained.provenance.fits.map(\.lawSHA256) == record.fits.map(\.law.sha256))
    #expect(explained.provenance.fits.map(\.cell.sha256) == record.fits.map(\.cell.sha256))
  }

  @Test func aReportThatHasChangedIsAWarning() throws {
    let folder = try built()
    for name in Self.pictures { try copy(folder, "_site/small/figures/\(name)", to: "kept/\(name)") }
    let alone = try Program.run(["explain", "kept/fig-levels.svg"], in: folder.path)
    #expect(alone.status == 0 && alone.errors == "")
    #expect(alone.output.contains("no report.json beside it"))
    let same = try Program.run(
      ["explain", "kept/fig-levels.svg", "--report", "_site/small"], in: folder.path)
    #expect(same.errors == "" && same.output.contains("_site/small/report.json has this picture"))

    try folder.write("small/small.csv", SmallReport.runs(changing: 8, to: 2.9))
    try folder.write("small/report.md", SmallReport.document().replacing("starts: 16", with: "starts: 17"))
    #expect(try Program.run(["build", "small"], in: folder.path).status == 0)
    for name in Self.pictures {
      let result = try Program.run(
        ["explain", "kept/\(name)", "--report", "_site/small/report.json"], in: folder.path)
      #expect(result.status == 0)
      #expect(
        result.errors.contains("warning[W0945]: kept/\(name) is not the picture of _site/small/report.json"))
      for words in [
        "the file of the table \"table\" has changed", "the cell of the fit \"main\" has changed",
        "what is drawn has changed",
      ] {
        #expect(result.errors.contains(words), "\(result.errors)")
      }
      #expect(!result.errors.contains("law"))
    }
  }

  @Test func aPictureThatWasAlteredIsNotTheReports() throws {
    let folder = try built()
    let path = "_site/small/figures/fig-levels.svg"
    let svg = try #require(folder.read(path))
    try folder.write(path, svg.replacing("<defs>", with: "<!-- mine --><defs>"))
    let result = try Program.run(["explain", path], in: folder.path)
    #expect(result.errors.contains("it is none of the report's files"), "\(result.errors)")
  }

  @Test(arguments: pictures) func whatIsCutOffIsRefused(_ name: String) throws {
    let folder = try built()
    let whole = [UInt8](
      try #require(FileManager.default.contents(atPath: "\(folder.path)/_site/small/figures/\(name)")))
    for length in [0, 5, 100, whole.count / 2, whole.count - 20] {
      try folder.write(name, bytes: Array(whole.prefix(length)))
      let result = try Program.run(["explain", name], in: folder.path)
      #expect(result.status == 1 && result.output == "")
      #expect(result.errors.contains("error[E094"), "\(result.errors)")
    }
  }

  @Test(arguments: [
    ("<svg></svg>", Int32(1), "does not say where it comes from"),
    ("<svg><metadata>{\"a\":1}</metadata></svg>", 1, "is not one of Isoloss"),
    ("<svg><metadata>\(String(repeating: "[", count: 100_000))</metadata></svg>", 1, "is not one of Isoloss"),
    ("words", 1, "is no PNG, SVG or PDF"),
  ])
  func whatSaysNothingIsRefused(_ text: String, _ status: Int32, _ says: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("picture.svg", text)
    let result = try Program.run(["explain", "picture.svg"], in: folder.path)
    #expect(result.status == status && result.output == "")
    #expect(result.errors.contains(says), "\(result.errors)")
  }

  /// A record that somebody else wrote cannot steer the terminal that it is read on.
  @Test func aHostileRecordIsShownWithoutControlCharacters() throws {
    let folder = try TemporaryFolder()
    let record = """
      {"format":"isoloss-provenance/1","program":"\\u001b[2J\\u0007x","report":"a\\nb","source":"\\u202egnp",\
      "figure":"f","cell":null,"runs":[],"fits":[],"data":"d"}
      """
    try folder.write("picture.svg", "<svg><metadata>\(record)</metadata></svg>")
    let result = try Program.run(["explain", "picture.svg"], in: folder.path)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("\u{FFFD}[2J\u{FFFD}x"))
    for character in ["\u{1B}", "\u{7}", "\u{202E}"] { #expect(!result.output.contains(character)) }
  }

  @Test func placesThatCannotBeReadAreStatus5() throws {
    let folder = try TemporaryFolder()
    try folder.write("folder/file", "")
    for path in ["nowhere.png", "folder"] {
      #expect(try Program.run(["explain", path], in: folder.path).status == 5)
    }
    try folder.write("report.json", "{}")
    let small = try built()
    let result = try Program.run(
      ["explain", "\(small.path)/_site/small/figures/fig-levels.png", "--report", "."], in: folder.path)
    #expect(result.status == 1 && result.errors.contains("E0946"))
  }
}
