import Foundation
import TestSupport
import Testing

@Suite("Fitting a table that no report describes")
struct FitTests {
  /// The runs of the small report under other headers.
  private func table(_ header: String, scale: Double = 1, asCompute: Bool = false) -> String {
    let rows = SmallReport.runs().split(separator: "\n").dropFirst().map { line -> String in
      let cells = line.split(separator: ",").map(String.init)
      let size = Double(cells[1]) ?? 0
      let words = Double(cells[2]) ?? 0
      return "\(size / scale),\(asCompute ? 6 * size * words : words),\(cells[3])"
    }
    return ([header] + rows.dropLast()).joined(separator: "\n") + "\n"
  }

  private func run(_ text: String, _ arguments: [String]) throws -> Program.Result {
    let folder = try TemporaryFolder()
    try folder.write("my runs.csv", text)
    return try Program.run(
      ["fit", "my runs.csv", "--starts", "16", "--bootstrap", "20"] + arguments, in: folder.path)
  }

  private func json(_ result: Program.Result) throws -> [String: Any] {
    #expect(result.status == 0, "\(result.errors)")
    let value = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
    return try #require(value as? [String: Any])
  }

  private func estimate(_ name: String, _ fit: [String: Any]) throws -> Double {
    let parameters = try #require(fit["parameters"] as? [String: Any])
    let parameter = try #require(parameters[name] as? [String: Any])
    #expect((parameter["interval"] as? [Double])?.count == 2)
    return try #require(parameter["estimate"] as? Double)
  }

  @Test("prints the law with intervals, what it guessed, and how to make a report of it")
  func text() throws {
    let result = try run(SmallReport.runs(), ["--law", "chinchilla", "--where", "state == 'done'"])
    #expect(result.status == 0)
    for part in ["L = A*N^-alpha", "95 % interval", "alpha", "20 of 21", "not state == \"done\"", "16"] {
      #expect(result.output.contains(part), "\(part)")
    }
    for part in [
      "N is model_size", "D is words_seen", "L is final_loss",
      "isoloss new my-runs-report --from 'my runs.csv' --law chinchilla --where 'state == '\\''done'\\'''",
    ] { #expect(result.errors.contains(part), "\(result.errors)") }
    #expect(!result.output.contains("model_size"), "what was guessed is no data")
    #expect(try run(SmallReport.runs(), ["-q", "--where", "state == 'done'"]).errors == "")
  }

  @Test("writes JSON that conforms to its schema")
  func asJSON() throws {
    let result = try run(table("N,D,loss"), ["--law", "chinchilla", "--json"])
    let fit = try json(result)
    #expect(abs(try estimate("alpha", fit) - 0.35) < 0.1)
    #expect(fit["law"] as? String == "chinchilla" && fit["loss"] as? String == "huber(0.001) on log L")
    #expect(try #require(fit["objective"] as? Double) > 0)
    #expect((fit["data"] as? [String: Any])?["rows"] as? Int == 20)
    #expect(result.errors == "")
    if SchemaValidator.isAvailable {
      #expect(
        try SchemaValidator.findings(result.output, schema: try Program.run(["schema", "fit"]).output) == "")
    }
  }

  @Test("warns of losses that are missing, rows that repeat and columns that never change, as a report does")
  func rowChecks() throws {
    var lines = table("N,D,loss").split(separator: "\n").map(String.init)
    lines.append(lines[1])
    lines.append("1e6,1e9,nan")
    lines.append("1e6,1e9,-2")
    let arguments = ["--law", "chinchilla", "--bootstrap", "0", "--starts", "8"]
    let result = try run(lines.joined(separator: "\n") + "\n", arguments)
    for words in ["no value of L (line 23)", "L is not above 0", "1 row repeats another"] {
      #expect(result.output.replacing("\n         ", with: " ").contains(words), "\(words): \(result.output)")
    }
    let flat = try run("N,loss\n1,3\n1,2\n1,2.5\n", ["--law", "loss = a*N + 0*N", "--bootstrap", "0"])
    #expect(flat.output.contains("N is 1 in every row"), "\(flat.output)\(flat.errors)")
  }

  @Test("minimises what it is told to")
  func loss() throws {
    let arguments = ["--law", "chinchilla", "--json", "--bootstrap", "0", "--loss"]
    let fit = try json(try run(table("N,D,loss"), arguments + ["squared on L"]))
    #expect(fit["loss"] as? String == "squared on L")
    let wrong = try run(table("N,D,loss"), arguments + ["cubed on L"])
    #expect(wrong.status == 1 && wrong.errors.contains("E0530"), "\(wrong.errors)")
  }

  @Test("takes what is known of parameters, and refuses what it cannot read")
  func priors() throws {
    let arguments = ["--law", "chinchilla", "--json", "--prior"]
    let fit = try json(try run(table("N,D,loss"), arguments + ["alpha=0.5 +- 0.001"]))
    #expect(abs(try estimate("alpha", fit) - 0.5) < 0.01)
    #expect(((fit["priors"] as? [String: Any])?["penalty"] as? Double ?? 0) > 0)
    let page = try run(
      table("N,D,loss"), ["--law", "chinchilla", "--bootstrap", "0", "--prior", "E=2 */ 1.5"])
    let words = page.output.split(whereSeparator: { $0 == " " || $0 == "\n" }).joined(separator: " ")
    #expect(words.contains("Prior of E 2.00 ×/÷ 1.5"), "\(words)")
    for (text, words) in [
      ("alpha=0.5", "E0574"), ("alpah=0.5 +- 0.1", "did you mean"), ("0.5 +- 0.1", "E0574"),
      ("alpha=0.5 +- -1", "E0571"),
    ] {
      let result = try run(table("N,D,loss"), ["--law", "chinchilla", "--prior", text])
      #expect(result.status == 1 && result.errors.contains(words), "\(text): \(result.errors)")
    }
  }

  private static let headers: [(String, Double, Bool)] = [
    ("n_params,tokens,val_loss", 1, false), ("Model Size,Training FLOP,loss", 1, true),
    ("Params (M),train tokens,Validation Loss [nats]", 1e6, false), ("numParameters,trainFlops,L", 1, true),
    ("params_millions,D,final-loss", 1e6, false), ("N,compute,evalLoss", 1, true),
  ]

  @Test("finds columns by their names, whatever case, underscores and units", arguments: headers)
  func guesses(_ header: String, _ scale: Double, _ asCompute: Bool) throws {
    let expected = try json(run(table("N,D,L"), ["--law", "chinchilla", "--json"]))
    let arguments = ["--law", "chinchilla", "--json"]
    let found = try json(run(table(header, scale: scale, asCompute: asCompute), arguments))
    for name in ["A", "alpha", "B", "beta", "E"] {
      #expect(abs(try estimate(name, found) / (try estimate(name, expected)) - 1) < 1e-3, "\(name)")
    }
    let data = try #require(found["data"] as? [String: Any])
    let tokens = (data["columns"] as? [String: Any])?["D"] as? [String: Any]
    #expect((tokens?["because"] as? String)?.contains("C = 6ND") == asCompute)
  }

  private static let refusals: [(String, [String], String, [String])] = [
    (
      "N,D,val_loss,eval_loss\n1,2,3,4\n", [], "E0441",
      ["\"val_loss\", \"eval_loss\"", "--column L=val_loss"]
    ),
    ("N,loss\n1,2\n", [], "E0440", ["training tokens", "--column D=COLUMN"]),
    ("N,D,loss\n1,2,3\n", ["--column", "N=size"], "E0442", ["no column \"size\""]),
    ("N,D,loss\n1,2,3\n", ["--column", "Q=N"], "E0442", ["no \"Q\""]),
    ("N,D,loss\n1,2,3\n", ["--column", "N"], "E0442", ["NAME=COLUMN"]),
    ("N,D,loss\n1,2,3\n", ["--law", "chinchila"], "E0443", ["did you mean \"chinchilla\"?"]),
    ("N,D,loss\n1,2,3\n", ["--law", "L = N + D"], "E0443", ["no parameter"]),
  ]

  @Test("refuses what it cannot tell, and says how to go on", arguments: refusals)
  func refuses(_ text: String, _ arguments: [String], _ code: String, _ parts: [String]) throws {
    let law = arguments.contains("--law") ? [] : ["--law", "chinchilla"]
    let result = try run(text, law + arguments)
    #expect(result.status == 2)
    #expect(result.output == "")
    for part in [code] + parts { #expect(result.errors.contains(part), "\(result.errors)") }
  }

  @Test("reports mistakes of the file and of options at their place")
  func places() throws {
    let broken = try run("N,D,loss\n1,2\n", ["--law", "chinchilla"])
    #expect(broken.status == 1 && broken.errors.contains("my runs.csv:2:"))
    let filter = try run("N,D,loss\n1,2,3\n", ["--law", "chinchilla", "--where", "loss <"])
    #expect(filter.status == 1 && filter.errors.contains("--where:1:"))
    let other = try run("[{\"N\": 1}]", ["--law", "chinchilla"])
    #expect(other.status == 1 && other.errors.contains("is JSON"))
    #expect(try Program.run(["fit", "nowhere.csv"]).status == 5)
  }

  @Test("takes a formula, and columns that the user names")
  func formula() throws {
    let text = table("width,words,score")
    let result = try run(
      text,
      [
        "--law", "score = floor + a*width^(-slope) + b*words^(-decay)", "--column", "words=words", "--json",
      ])
    let fit = try json(result)
    #expect(abs(try estimate("slope", fit) - 0.35) < 0.1)
    #expect((fit["law"] as? String)?.hasPrefix("score = floor") == true)
    let mapped = try run(
      text, ["--law", "chinchilla", "--column", "N=width", "--column", "D=2*words/2", "--column", "L=score"])
    #expect(mapped.status == 0 && mapped.errors.contains("D is 2*words/2: as you say"))
  }

  @Test("gives the same bytes for the same seed, and other draws for another")
  func seed() throws {
    let (text, arguments) = (table("N,D,L"), ["--law", "chinchilla", "--json"])
    let first = try run(text, arguments).output
    #expect(try run(text, arguments).output == first)
    #expect(try run(text, arguments + ["--seed", "1"]).output != first)
  }

  @Test("reads what it wrote: a report takes the fit and finds the same objective")
  func roundTrip() throws {
    let folder = try TemporaryFolder()
    try folder.write("r/runs.csv", table("N,D,L"))
    let fit = try Program.run(
      ["fit", "runs.csv", "--law", "chinchilla", "--starts", "16", "--bootstrap", "20", "--json"],
      in: "\(folder.path)/r")
    try folder.write("r/fit.json", fit.output)
    try folder.write(
      "r/report.md",
      """
      ---
      title: A fit made elsewhere
      ---

      ```{runs}
      label: runs
      from: runs.csv
      ```

      ```{fit}
      label: theirs
      data: runs
      from: fit.json
      ```

      Here $\\alpha=\\val{theirs.alpha}$.
      """)
    let result = try Program.run(["build", "r"], in: folder.path)
    #expect(result.status == 0 && !result.errors.contains("warning"), "\(result.errors)")
    let page = try String(contentsOfFile: "\(folder.path)/_site/r/report.md", encoding: .utf8)
    #expect(page.contains("the same on these rows, to the printed digits") && page.contains("95 % interval"))
  }

  @Test(
    "finds the optimum of the public points",
    .enabled(if: PublishedData.holds("chinchilla-epoch.csv"), "\(PublishedData.hint)"))
  func publishedPoints() throws {
    let text = try PublishedData.text("chinchilla-epoch.csv")
    let fifth = text.split(whereSeparator: \.isNewline).dropFirst().compactMap { line in
      line.split(separator: ",", omittingEmptySubsequences: false).last.flatMap { Double($0) }
    }.sorted(by: >)[4]
    let fit = try json(run(text, ["--law", "chinchilla", "--where", "loss < \(fifth)", "--json"]))
    #expect(fit["rows"] as? Int == 240)
    #expect(abs(try #require(fit["objective"] as? Double) / 0.0010182740179 - 1) < 1e-6)
    #expect(abs(try estimate("E", fit) - 1.817218) < 1e-5)
  }
}
