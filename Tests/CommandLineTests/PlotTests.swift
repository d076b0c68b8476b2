import Foundation
import TestSupport
import Testing

@Suite("Drawing a figure without a report")
struct PlotTests {
  private static let grid = [
    "--kind", "heat-map", "--set", "x=model_size", "--set", "y=words_seen", "--set", "value=final_loss",
    "--where", "state == 'done'",
  ]
  private static let law = [
    "--fit", "main=chinchilla", "--where", "state == 'done'", "--starts", "16", "--bootstrap", "20",
  ]
  private static let predicted = [
    "--kind", "predicted-observed", "--set", "observed=L", "--set", "predicted=main.L(N=N, D=D)",
  ]

  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write("my runs.csv", SmallReport.runs())
    return folder
  }

  private func plot(_ arguments: [String], in folder: TemporaryFolder) throws -> Program.Result {
    try Program.run(["plot", "my runs.csv"] + arguments, in: folder.path)
  }

  private func bytes(_ name: String, in folder: TemporaryFolder) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/\(name)")))
  }

  private func files(_ folder: TemporaryFolder) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }

  /// Width in pixels, from the header of a PNG.
  private func width(_ png: [UInt8]) -> Int { png[16..<20].reduce(0) { $0 << 8 | Int($1) } }

  @Test("writes every format by its ending, and says the alternative text")
  func formats() throws {
    let folder = try folder()
    let outputs = ["-o", "grid.svg", "-o", "grid.png", "--output", "grid.PDF", "--data", "grid.csv"]
    let result = try plot(Self.grid + outputs, in: folder)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.split(separator: "\n").count == 1 && result.output.contains("final_loss"))
    #expect(result.errors.contains("wrote grid.svg, grid.png, grid.PDF, grid.csv"))
    #expect(try String(decoding: bytes("grid.svg", in: folder), as: UTF8.self).contains("<title"))
    #expect(try bytes("grid.png", in: folder).starts(with: [0x89, 0x50, 0x4E, 0x47]))
    #expect(try bytes("grid.PDF", in: folder).starts(with: Array("%PDF-".utf8)))
    let rows = try String(decoding: bytes("grid.csv", in: folder), as: UTF8.self).split(separator: "\n")
    #expect(rows.count == 21 && rows[0] == "model_size,words_seen,final_loss,rows")
    #expect(try files(folder) == ["grid.PDF", "grid.csv", "grid.png", "grid.svg", "my runs.csv"])
  }

  @Test("is laid out for its medium, at the pixels asked for, in the same bytes every time")
  func media() throws {
    let folder = try folder()
    for (name, options) in [("a", ["--profile", "single"]), ("b", ["--profile", "single", "--scale", "2"])] {
      #expect(try plot(Self.grid + options + ["-q", "-o", "\(name).png"], in: folder).errors == "")
    }
    #expect(try width(bytes("a.png", in: folder)) == 312)
    #expect(try width(bytes("b.png", in: folder)) == 624)
    _ = try plot(Self.grid + ["--profile", "single", "-o", "c.png"], in: folder)
    #expect(try bytes("c.png", in: folder) == bytes("a.png", in: folder))
  }

  @Test("every picture says which rows, settings and fits it comes from", arguments: ["svg", "png", "pdf"])
  func provenance(ending: String) throws {
    let folder = try folder()
    func explained(_ name: String, _ options: [String]) throws -> String {
      #expect(try plot(options + ["-o", name], in: folder).status == 0)
      let result = try Program.run(["explain", name], in: folder.path)
      #expect(result.status == 0, "\(result.errors)")
      return result.output
    }
    let text = try explained("a.\(ending)", Self.predicted + Self.law)
    #expect(text.contains("figure \"fig-predicted-observed\" of my runs.csv, drawn by Isoloss"))
    #expect(text.contains(#/rows +runs: 20 of \d+ rows of my runs\.csv, sha256 [0-9a-f]{64}/#), "\(text)")
    #expect(text.contains(#/fit +main: \d+ rows of runs/#))
    let settings = #/kind and settings of sha256 [0-9a-f]{64}/#
    let other = try explained("b.\(ending)", Self.predicted + ["--set", "title=Other"] + Self.law)
    let (first, second) = (text.firstMatch(of: settings)?.output, other.firstMatch(of: settings)?.output)
    #expect(first != nil && second != nil && first != second)
  }

  @Test("fits a law to the rows, whose quantities become columns")
  func fits() throws {
    let folder = try folder()
    let result = try plot(
      Self.predicted + Self.law + ["-o", "a.svg", "--data", "a.csv", "--json"], in: folder)
    #expect(result.status == 0, "\(result.errors)")
    let said = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
    #expect((said?["alt"] as? String)?.hasPrefix("20 fitted rows lie within") == true)
    #expect(said?["files"] as? [String] == ["a.svg", "a.csv"])
    let loud = try plot(Self.predicted + Self.law + ["-o", "a.svg"], in: folder)
    #expect(loud.errors.contains("main: N is model_size"))
  }

  @Test("takes a fit from a file, settings from another, and lets the command line win")
  func givenFiles() throws {
    let folder = try folder()
    let fit = try Program.run(
      [
        "fit", "my runs.csv", "--law", "chinchilla", "--json", "--where", "state == 'done'", "--starts", "16",
        "--bootstrap", "20",
      ], in: folder.path)
    try folder.write("fit.json", fit.output)
    try folder.write(
      "curves.yml",
      "title: Curves\nx: N\nx-range: 1e4..1e5\nx-scale: log\ny: main.L(N=N, D=D)\nat:\n  D: 1e6\n")
    let arguments = ["--kind", "curves", "--fit", "main=fit.json", "--settings", "curves.yml"]
    let plain = try plot(arguments + ["-o", "a.svg", "--data", "a.csv"], in: folder)
    #expect(plain.status == 0, "\(plain.errors)")
    let other = ["--set", "at.D=1e7", "--set", "x-range=1e4..1e6", "-o", "b.svg", "--data", "b.csv"]
    #expect(try plot(arguments + other, in: folder).status == 0)
    func last(_ name: String) throws -> [Substring] {
      let text = String(decoding: try bytes(name, in: folder), as: UTF8.self)
      return text.split(separator: "\n").last?.split(separator: ",", omittingEmptySubsequences: false) ?? []
    }
    let (a, b) = try (last("a.csv"), last("b.csv"))
    #expect(a[3] == "100000" && b[3] == "1000000")
    #expect(try #require(Double(a[4])) > #require(Double(b[4])))
    #expect(try String(decoding: bytes("a.svg", in: folder), as: UTF8.self).contains(">Curves</title>"))
  }

  private static let refusals: [([String], Int32, [String])] = [
    (["--kind", "heat-map", "-o", "a.svg"], 1, ["E0105", "give each with --set KEY=VALUE"]),
    (["--kind", "heat-mop", "-o", "a.svg"], 1, ["E0701", "did you mean \"heat-map\"?", "--kind:1:1"]),
    (grid + ["--set", "colour=3", "-o", "a.svg"], 1, ["E0110", "--set:4:1", "\"colour\""]),
    (grid + ["--set", "value=loss", "-o", "a.svg"], 1, ["E0712", "--set:4:7"]),
    (grid + ["--set", "digits=[1, 2", "-o", "a.svg"], 1, ["E0101", "--set:4:"]),
    (grid + ["--set", "digits", "-o", "a.svg"], 2, ["E0445", "KEY=VALUE", "--set:4:1"]),
    (predicted + ["--fit", "main", "-o", "a.svg"], 2, ["E0444", "NAME=LAW", "--fit:1:1"]),
    (predicted + ["--fit", "main=none.json", "-o", "a.svg"], 5, ["no file \"none.json\""]),
    (predicted + ["-o", "a.svg", "--fit", "a=chinchila"], 2, ["E0443", "did you mean \"chinchilla\"?"]),
    (grid + ["-o", "a.jpg"], 2, ["E0930", ".svg, .png or .pdf"]),
    (grid, 2, ["name a picture with -o"]),
    (grid + ["-o", "a.svg", "--profile", "wall"], 2, ["no profile \"wall\": web, narrow"]),
    (grid + ["-o", "a.svg", "--data", "my runs.csv"], 2, ["E0921", "would replace what is read"]),
    (grid + ["-o", "none/a.svg"], 5, ["E0920", "none/a.svg"]),
  ]

  @Test("refuses what it cannot draw at the option that says so, and writes nothing", arguments: refusals)
  func refuses(_ arguments: [String], _ status: Int32, _ parts: [String]) throws {
    let folder = try folder()
    let result = try plot(arguments, in: folder)
    #expect(result.status == status, "\(result.errors)")
    #expect(result.output == "")
    for part in parts { #expect(result.errors.contains(part), "\(result.errors)") }
    #expect(try files(folder) == ["my runs.csv"])
    #expect(try String(decoding: bytes("my runs.csv", in: folder), as: UTF8.self) == SmallReport.runs())
  }

  @Test("names the rows that a condition leaves out when none is left")
  func noRows() throws {
    let folder = try folder()
    let result = try plot(
      ["--kind", "heat-map", "--where", "model_size > 1e9", "-o", "a.svg"], in: folder)
    #expect(result.status == 1 && result.errors.contains("--where:1:1"))
  }
}
