import Foundation
import TestSupport
import Testing

@Suite("Making a report of a table")
struct NewTests {
  private static let search = ["--starts", "16", "--bootstrap", "20"]

  private func make(
    _ text: String, _ arguments: [String], file: String = "runs.csv"
  ) throws -> (folder: TemporaryFolder, result: Program.Result) {
    let folder = try TemporaryFolder()
    try folder.write(file, text)
    let result = try Program.run(
      ["new", "mine", "--from", file] + Self.search + arguments, in: folder.path)
    return (folder, result)
  }

  /// Builds and checks the report; the page as Markdown.
  private func page(_ folder: TemporaryFolder) throws -> String {
    let built = try Program.run(["build", "mine"], in: folder.path)
    #expect(
      built.status == 0 && !built.errors.contains("error") && !built.errors.contains("warning"),
      "\(built.errors)")
    let checked = try Program.run(["check", "mine"], in: folder.path)
    #expect(checked.status == 0, "\(checked.errors)")
    #expect(checked.errors.contains("claims: 2 hold"), "\(checked.errors)")
    return try String(contentsOfFile: "\(folder.path)/_site/mine/report.md", encoding: .utf8)
  }

  @Test("gives a folder that builds and checks at once")
  func buildsAtOnce() throws {
    let (folder, result) = try make(
      SmallReport.runs(), ["--law", "chinchilla", "--where", "state == 'done'"])
    #expect(result.status == 0 && result.output == "", "\(result.errors)")
    #expect(result.errors.contains("isoloss build mine"))
    let source = try String(contentsOfFile: "\(folder.path)/mine/report.md", encoding: .utf8)
    for part in [
      "N: 'model_size'", "where: 'state == \"done\"'", "extends: chinchilla", "kind: predicted-observed",
      "\\law{form}", "`{val} main.alpha`",
    ] { #expect(source.contains(part), "\(part)") }
    let names = try FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/mine")
    #expect(Set(names) == ["report.md", "runs.csv"])
    let page = try page(folder)
    #expect(page.contains("Fit main.") && page.contains("figures/fig-agreement.png"))
    let fit = try Program.run(
      ["fit", "runs.csv", "--law", "chinchilla", "--where", "state == 'done'"] + Self.search, in: folder.path)
    let line = try #require(fit.output.split(separator: "\n").first { $0.hasPrefix("  alpha ") })
    let estimate = try #require(line.split(separator: " ").dropFirst().first)
    #expect(page.contains("| \(estimate) |"), "the report has the fit that was printed: \(line)")
  }

  /// Headers, and the name of the file.
  private static let odd: [(String, String)] = [
    ("Params (M),\"tokens, total\",Val 'loss' [nats]", "rüns of 2026!.csv"),
    ("*N* {x},`{val} D` @key,| $L$ |", "#1 <b>.csv"), ("N\"\"o: [1],D: - #x,loss\\n", "DATA"),
    ("\"N\n\"\"size\"\"\",D % & ~,L!", "a.b.csv"), ("{val},#,---", "%.csv"),
  ]

  @Test("works whatever the columns and the file are called", arguments: odd)
  func oddNames(_ header: String, _ file: String) throws {
    let rows = SmallReport.runs().split(separator: "\n").dropFirst().dropLast().map { line in
      line.split(separator: ",").dropFirst().prefix(3).joined(separator: ",")
    }
    let text = ([header] + rows).joined(separator: "\n") + "\n"
    let names = Self.cells(header)
    let columns = zip(["N", "D", "L"], names).flatMap { ["--column", "\($0)=\($1)"] }
    let (folder, result) = try make(text, ["--law", "chinchilla"] + columns, file: file)
    #expect(result.status == 0, "\(result.errors)")
    _ = try page(folder)
  }

  /// The cells of a header, quotes taken away as a CSV reader does.
  private static func cells(_ header: String) -> [String] {
    var cells = [""]
    var isQuoted = false
    for character in header.replacing("\"\"", with: "\u{1}") {
      switch character {
      case "\"": isQuoted.toggle()
      case "," where !isQuoted: cells.append("")
      case "\u{1}": cells[cells.count - 1] += isQuoted ? "\"" : "\"\""
      default: cells[cells.count - 1].append(character)
      }
    }
    return cells
  }

  @Test("takes a formula, tokens from compute, columns in millions, and rows that lack a value")
  func formula() throws {
    var lines = ["Params (M),Train FLOPs,score"]
    for line in SmallReport.runs().split(separator: "\n").dropFirst().dropLast() {
      let cells = line.split(separator: ",").map(String.init)
      let (size, words) = (Double(cells[1]) ?? 0, Double(cells[2]) ?? 0)
      lines.append("\(size / 1e6),\(6 * size * words),\(cells[3])")
    }
    lines.append("0.01,,3")
    let (folder, result) = try make(
      lines.joined(separator: "\n") + "\n", ["--law", "score = A*N^(-a) + B*D^(-b) + E"])
    #expect(result.status == 0 && result.errors.contains("C = 6ND"), "\(result.errors)")
    let source = try String(contentsOfFile: "\(folder.path)/mine/report.md", encoding: .utf8)
    #expect(source.contains("D: 'C/(6*N)'") && source.contains("N: '1000000*N_given'"), "\(source)")
    #expect(try page(folder).contains("Left out: 1 row"))
  }

  @Test("overwrites nothing, and leaves nothing half written")
  func refusals() throws {
    let folder = try TemporaryFolder()
    try folder.write("runs.csv", SmallReport.runs())
    try folder.write("mine/notes.txt", "mine")
    let arguments = ["--from", "runs.csv", "--law", "chinchilla"] + Self.search
    let again = try Program.run(["new", "mine"] + arguments, in: folder.path)
    #expect(again.status == 2 && again.errors.contains("E0929"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/mine") == ["notes.txt"])
    let unknown = try Program.run(["new", "other", "--column", "N=nothing"] + arguments, in: folder.path)
    #expect(unknown.status == 2)
    let nowhere = try Program.run(["new", "runs.csv/below"] + arguments, in: folder.path)
    #expect(nowhere.status == 5, "\(nowhere.errors)")
    #expect(Set(try FileManager.default.contentsOfDirectory(atPath: folder.path)) == ["runs.csv", "mine"])
    #expect(try Program.run(["new", "other"], in: folder.path).status == 2)
  }

  @Test(arguments: ["paper", "article", "site"])
  func aTemplateBuildsAtOnceWithoutAWarning(_ name: String) throws {
    let folder = try TemporaryFolder()
    let made = try Program.run(["new", "mine", "--template", name], in: folder.path)
    #expect(made.status == 0, "\(made.errors)")
    let built = try Program.run(["build", "mine", "--strict", "-o", "out"], in: folder.path)
    #expect(built.status == 0, "\(built.errors)")
    #expect(!built.errors.contains("warning["), "\(built.errors)")
    #expect(folder.names("out").contains(name == "site" ? "index.html" : "mine"))
    let again = try Program.run(["new", "mine", "--template", name], in: folder.path)
    #expect(again.errors.contains("E0929") && again.status == 2)
  }

  @Test func templatesAreListedAndMisspellingsAreNoticed() throws {
    let list = try Program.run(["new", "--list"]).output
    #expect(["paper", "article", "site"].allSatisfy { list.contains($0 + "  ") })
    let folder = try TemporaryFolder()
    let wrong = try Program.run(["new", "x", "--template", "papr"], in: folder.path)
    #expect(wrong.errors.contains("E0456") && wrong.errors.contains("did you mean \"paper\"?"))
    #expect(try Program.run(["new", "x"], in: folder.path).status == 2)
    #expect(folder.names() == [])
  }

  @Test(arguments: ["article", "slides"])
  func aLookIsAStyleSheetOnTheSamePage(_ look: String) throws {
    let folder = try SmallReport.folder()
    let document = SmallReport.document()
    var pages: [String] = []
    for text in [document, document.replacing("seed: 7", with: "seed: 7\nlook: \(look)")] {
      try folder.write("small/report.md", text)
      let result = try Program.run(["build", "small", "--no-cache"], in: folder.path)
      #expect(result.status == 0, "\(result.errors)")
      pages.append(folder.read("_site/small/index.html") ?? "")
    }
    // A rule that only this look has.
    let own = look == "article" ? "--accent:" : "scroll-snap-type:"
    #expect(pages[1].contains(own) && !pages[0].contains(own))
    let bodies = pages.map { String($0[($0.firstRange(of: "<body>")?.lowerBound ?? $0.startIndex)...]) }
    // The line of the cells moves by one.
    #expect(bodies[0].count == bodies[1].count)
    try folder.write("small/report.md", document.replacing("seed: 7", with: "look: artcle"))
    let wrong = try Program.run(["check", "small"], in: folder.path)
    #expect(wrong.errors.contains("E0115") && wrong.errors.contains("did you mean \"article\"?"))
  }
}
