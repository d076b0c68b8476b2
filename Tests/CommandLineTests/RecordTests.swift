import Foundation
import TestSupport
import Testing

/// `report.json` as another program reads it.
@Suite struct RecordTests {
  struct Record: Decodable {
    struct Place: Decodable { var file: String; var line: Int; var column: Int }
    struct Interval: Decodable { var low: Double; var high: Double; var level: Double }
    struct Cell: Decodable { var line: Int; var sha256: String }
    struct Value: Decodable {
      var expression: String; var text: String; var number: Double?; var interval: Interval?;
      var from: String?
      var place: Place
    }
    struct Claim: Decodable {
      var id: String; var check: String; var verdict: String; var expected: String; var asExpected: Bool
      var words: String
    }
    struct File: Decodable { var path: String; var sha256: String }
    struct Data: Decodable { var columns: [String]; var rows: Int; var sha256: String }
    struct Figure: Decodable {
      var id: String; var caption: String; var alt: String; var files: [File]; var data: Data
      var runs: [String]; var fits: [String]; var cell: Cell
    }
    struct Dropped: Decodable { var reason: String; var count: Int; var lines: [Int] }
    struct Runs: Decodable {
      var label: String; var file: String; var copy: String?; var sha256: String; var rowsRead: Int
      var rows: Int; var dropped: [Dropped]
    }
    struct Symbol: Decodable { var name: String }
    struct Law: Decodable {
      var text: String; var sha256: String; var unit: String; var parameters: [Symbol];
      var variables: [Symbol]
    }
    struct Parameter: Decodable { var estimate: Double; var interval: [Double]?; var status: String }
    struct Made: Decodable {
      var parameters: [String: Parameter]; var objective: Double; var loss: String; var rows: Int
      var starts: Int; var rmse: Double
    }
    struct Fit: Decodable {
      var label: String; var law: Law; var origin: String; var data: String?; var draws: Int; var fit: Made
      var cell: Cell
    }
    struct Table: Decodable {
      var id: String?; var caption: String; var header: [String]; var rows: [[String]]
    }
    var format: String
    var program: String
    var runs: [Runs]
    var fits: [Fit]
    var values: [Value]
    var claims: [Claim]
    var figures: [Figure]
    var tables: [Table]
  }

  static let extra = """

    The floor is $\\val{main.floor}$ and the ratio `{val} main.a/main.b | sig(2)`[^1].

    | what | value |
    |--|--:|
    | slope | `{val} main.slope | ci` |

    : The slope again, over `{val} main.rows` rows. {#tbl-slope}

    [^1]: At the most `{val} max(table, loss)`.
    """

  private func built() throws -> (folder: TemporaryFolder, record: Record, source: String) {
    let folder = try TemporaryFolder()
    let source = SmallReport.document(extra: Self.extra)
    try folder.write("small/report.md", source)
    try folder.write("small/small.csv", SmallReport.runs())
    let result = try Program.run(["build", "small"], in: folder.path)
    #expect(result.status == 0, "\(result.errors)")
    let text = try #require(folder.read("_site/small/report.json"))
    return (folder, try JSONDecoder().decode(Record.self, from: Data(text.utf8)), source)
  }

  private func sha256(_ folder: TemporaryFolder, _ name: String) throws -> String {
    let result = try Program.tool("sha256sum", [name], in: folder.path)
    return String(result.output.prefix(64))
  }

  @Test func everyValueIsThereWithItsPlace() throws {
    let (folder, record, source) = try built()
    #expect(record.format == "isoloss-report/1")
    #expect(
      record.values.map(\.expression)
        == [
          "table.rows", "main.slope", "main.floor", "main.a/main.b", "main.slope", "main.rows",
          "max(table, loss)",
        ])
    let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
    for value in record.values {
      #expect(value.place.file == "report.md")
      let rest = lines[value.place.line - 1].dropFirst(value.place.column - 1)
      #expect(rest.hasPrefix(value.expression), "\(rest)")
    }
    let slope = try #require(record.values.first { $0.expression == "main.slope" })
    let interval = try #require(slope.interval)
    let number = try #require(slope.number)
    #expect(interval.low < interval.high && interval.level == 0.95)
    #expect((interval.low...interval.high).contains(number))
    let parameter = try #require(record.fits.first?.fit.parameters["slope"])
    #expect(parameter.estimate == number)
    #expect(parameter.interval == [interval.low, interval.high])
    #expect(record.values[0].number == 20 && record.values[0].interval == nil)
    // What the page prints as a value is what the record says is printed.
    let page = try #require(folder.read("_site/small/index.html"))
    let value = /<span class=v [^>]*>((?:[^<]|<i [^>]*>[^<]*<\/i>)+)</
    let printed = page.matches(of: value).map { String($0.output.1).replacing(/<[^>]*>/, with: "") }
    #expect(printed.count == 6)
    for text in printed { #expect(record.values.contains { $0.text == text }, "\(text)") }
    #expect(page.contains("<a href=report.json>"))
  }

  @Test func claimsFitsRunsAndTablesAreThere() throws {
    let (_, record, _) = try built()
    let claim = try #require(record.claims.first)
    #expect(record.claims.count == 1)
    #expect((claim.id, claim.check, claim.verdict) == ("clm-slope", "main.slope > 0", "holds"))
    #expect(claim.words == "The slope is positive" && claim.expected == "holds" && claim.asExpected)
    let fit = try #require(record.fits.first)
    #expect(fit.law.parameters.map(\.name) == ["floor", "a", "b", "slope", "decay"])
    #expect(fit.law.variables.map(\.name) == ["size", "words"])
    #expect(fit.fit.parameters.keys.sorted() == ["a", "b", "decay", "floor", "slope"])
    #expect(fit.law.text == "loss = floor + a*size^-slope + b*words^-decay")
    #expect(fit.law.unit == "nats per word")
    #expect(fit.origin == "rows" && fit.data == "table" && fit.draws == 20)
    #expect(fit.fit.loss == "huber(0.001) on log loss" && fit.fit.starts == 16 && fit.fit.rows == 20)
    let runs = try #require(record.runs.first)
    #expect(runs.rowsRead == 21 && runs.rows == 20 && runs.copy == "small.csv")
    #expect(runs.dropped.map(\.reason) == ["state == \"done\""])
    #expect(runs.dropped.map(\.lines) == [[22]])
    let table = try #require(record.tables.first)
    #expect(table.id == "tbl-slope" && table.header == ["what", "value"] && table.rows.count == 1)
    #expect(table.caption.contains("over 20 rows"))
  }

  @Test func hashesAreThoseOfTheFiles() throws {
    let (folder, record, source) = try built()
    #expect(try record.runs[0].sha256 == sha256(folder, "small/small.csv"))
    let figure = try #require(record.figures.first)
    #expect(figure.files.count == 6)
    for file in figure.files { #expect(try file.sha256 == sha256(folder, "_site/small/\(file.path)")) }
    #expect(figure.data.sha256 == figure.files.first { $0.path == "figures/fig-levels.csv" }?.sha256)
    #expect(figure.runs == ["table"] && figure.fits == ["main"])
    let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
    for cell in [figure.cell, record.fits[0].cell] {
      #expect(lines[cell.line - 1].hasPrefix("```{"))
      let body = lines[cell.line...].prefix { !$0.hasPrefix("```") }.joined(separator: "\n") + "\n"
      try folder.write("body", body)
      #expect(try cell.sha256 == sha256(folder, "body"))
    }
    try folder.write("law", record.fits[0].law.text)
    #expect(try record.fits[0].law.sha256 == sha256(folder, "law"))
  }

  @Test func whatChangesShowsInTheHashes() throws {
    let (folder, before, source) = try built()
    try folder.write("small/report.md", source.replacing("starts: 16", with: "starts: 17"))
    #expect(try Program.run(["build", "small"], in: folder.path).status == 0)
    let text = try #require(folder.read("_site/small/report.json"))
    let after = try JSONDecoder().decode(Record.self, from: Data(text.utf8))
    #expect(before.fits[0].cell.sha256 != after.fits[0].cell.sha256)
    #expect(before.fits[0].law.sha256 == after.fits[0].law.sha256)
    #expect(before.runs[0].sha256 == after.runs[0].sha256)
    #expect(before.figures[0].cell.sha256 == after.figures[0].cell.sha256)
  }

  @Test func aFitOfTheRecordIsReadByAnotherReport() throws {
    let (folder, record, source) = try built()
    let text = try #require(folder.read("_site/small/report.json"))
    let all = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    let fits = try #require(all?["fits"] as? [[String: Any]])
    let fit = try JSONSerialization.data(withJSONObject: try #require(fits[0]["fit"]))
    try folder.write("other/fit.json", bytes: [UInt8](fit))
    try folder.write("other/small.csv", SmallReport.runs())
    let cell = try #require(source.firstRange(of: "```{fit}\n"))
    let end = try #require(source[cell.upperBound...].firstRange(of: "```"))
    var other = source
    other.replaceSubrange(
      cell.upperBound..<end.lowerBound, with: "label: main\ndata: table\nfrom: fit.json\n")
    try folder.write("other/report.md", other)
    let result = try Program.run(["build", "other"], in: folder.path)
    #expect(result.status == 0, "\(result.errors)")
    let read = try JSONDecoder().decode(
      Record.self, from: Data(try #require(folder.read("_site/other/report.json")).utf8))
    let made = try #require(read.fits.first)
    #expect(made.origin == "file")
    for (name, parameter) in record.fits[0].fit.parameters {
      #expect(made.fit.parameters[name]?.estimate == parameter.estimate, "\(name)")
    }
  }

  /// Every key removed, every object given one more key, every hash, number and text of another kind: all refused.
  private static let validation = """
    import copy, json, sys
    from jsonschema import Draft202012Validator as Validator
    schema, document = (json.load(open(path)) for path in sys.argv[1:3])
    Validator.check_schema(schema)
    validator = Validator(schema)
    for error in validator.iter_errors(document):
        print("refused:", list(error.absolute_path), error.message)
    count = 0
    def altered(path, change):
        global count
        count += 1
        other = copy.deepcopy(document)
        place = other
        for step in path: place = place[step]
        change(place)
        if validator.is_valid(other): print("accepted:", path, change.__name__)
    def walk(value, path):
        if isinstance(value, dict):
            for key in value:
                def removed(place, key=key): del place[key]
                def replaced(place, key=key): place[key] = {"another": "kind"}
                # A fit may leave out what it does not know.
                if "fit" not in path: altered(path, removed)
                altered(path, replaced)
                walk(value[key], path + [key])
            def added(place): place["more"] = 1
            # A parameter may have any name.
            if path[-2:] != ["fit", "parameters"] and "minima" not in path: altered(path, added)
        elif isinstance(value, list):
            for index, item in enumerate(value[:2]): walk(item, path + [index])
    walk(document, [])
    # The part that both schemas have is the same in both.
    fit = json.load(open(sys.argv[3]))
    shared = fit.pop("$defs")
    if {key: fit[key] for key in fit if key not in ("$schema", "$id")} != schema["$defs"]["fit"]:
        print("the schema of fits differs from its copy in the schema of reports")
    for name in shared:
        if shared[name] != schema["$defs"].get(name): print("another definition of", name)
    print("altered", count)
    """

  @Test(.enabled(if: SchemaValidator.isAvailable, "\(SchemaValidator.hint)"))
  func theSchemaTakesTheRecordAndRefusesAnAlteredOne() throws {
    let (folder, _, _) = try built()
    let schema = try Program.run(["schema", "report"])
    #expect(schema.status == 0 && schema.errors == "")
    try folder.write("schema.json", schema.output)
    try folder.write("fit.json", try Program.run(["schema", "fit"]).output)
    let result = try Program.tool(
      "python3", ["-c", Self.validation, "schema.json", "_site/small/report.json", "fit.json"],
      in: folder.path)
    #expect(result.status == 0, "\(result.errors)")
    let lines = result.output.split(separator: "\n")
    #expect(lines.count == 1, "\(result.output)")
    let altered = try #require(lines.last?.split(separator: " ").last.flatMap { Int($0) })
    #expect(altered > 200)
  }
}
