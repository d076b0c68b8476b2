import Diagnostics
import Reports
import Testing

/// A mistake: what is changed in a good report, and what must be said where.
struct Mistake: Sendable, CustomTestStringConvertible {
  var name: String
  var code: String
  var needle: String
  var after = ""
  var help = ""
  var change: @Sendable (inout ReportSample) -> Void

  var testDescription: String { name }

  static func body(_ name: String, _ code: String, _ body: String, at needle: String, help: String = "")
    -> Mistake
  {
    Mistake(name: name, code: code, needle: needle, after: "bootstrap: 60", help: help) { $0.body = body }
  }

  static func cell(
    _ name: String, _ code: String, _ old: String, _ new: String, at needle: String, help: String = ""
  ) -> Mistake {
    Mistake(name: name, code: code, needle: needle, after: "seed: 7", help: help) {
      $0.cells = $0.cells.replacing(old, with: new)
    }
  }

  static func front(_ name: String, _ code: String, _ line: String, at needle: String, help: String = "")
    -> Mistake
  {
    Mistake(name: name, code: code, needle: needle, help: help) { $0.front += "\n\(line)" }
  }
}

@Suite("Every mistake has its code and its place")
struct ErrorTests {
  static let figure = "```{figure}\nlabel: fig-a\nkind: isoloss\nfit: main\nx: load\ny: load\n"

  static let mistakes: [Mistake] = [
    // References
    .body("reference", "E0201", "# A {#sec-alpha}\n\nSee @sec-alpa.", at: "@sec-alpa", help: "sec-alpha"),
    .body("citation", "E0201", "As [see @kumar204] says.", at: "@kumar204", help: "kumar2024"),
    .body("citation in text", "E0201", "As @nobody1999 says.", at: "@nobody1999"),
    .body("footnote", "E0210", "Word[^a].", at: "[^a]"),
    .body("law in math", "E0201", "$\\law{bendin}$", at: "bendin}", help: "bending"),
    .body("duplicate id", "E0202", "[a]{#x} and [b]{#x .c}", at: "{#x .c"),
    // Values
    .body("value of no fit", "E0203", "`{val} man.power`", at: "man.power", help: "main"),
    .body("value of no member", "E0203", "`{val} main.powr`", at: "main.powr", help: "power"),
    .body("value in math", "E0203", "$x=\\val{main.slop}$", at: "main.slop", help: "slope"),
    .body("format", "E0208", "`{val} main.power | fixd(2)`", at: "fixd(2)", help: "fixed"),
    .body("no rows", "E0206", "`{val} max(widgets where load > 99, sag)`", at: "load > 99"),
    .body("several rows", "E0223", "`{val} value(widgets where load == 3, sag)`", at: "widgets where"),
    .body("unknown column", "E03", "`{val} max(widgets, sagg)`", at: "sagg", help: "sag"),
    .body("bare table", "E0216", "`{val} widgets`", at: "widgets`"),
    // Claims
    .body("claim without id", "E0109", "[so]{.claim check=\"main.power > 1\"}", at: "{.claim"),
    .body("claim without check", "E0211", "[so]{.claim #clm-a}", at: "{.claim"),
    .body("claim that does not parse", "E03", "[so]{.claim #clm-a check=\"main.power > > 1\"}", at: "> 1\""),
    .body(
      "claim over no rows", "E0206", "[so]{.claim #clm-a check=\"count(widgets where load > 99) == 0\"}",
      at: "load > 99"),
    .body("claim on a number", "E0204", "[so]{.claim #clm-a check=\"main.power\"}", at: "main.power"),
    .body(
      "claim with a typo", "E0110", "[so]{.claim #clm-a chek=\"1 > 0\" check=\"1 > 0\"}", at: "chek",
      help: "check"),
    .body(
      "expected without reason", "E0211", "[so]{.claim #clm-a check=\"1 > 2\" expected=\"fails\"}",
      at: "expected"),
    // Text
    .body("TeX", "E06", "Then $a + \\nosuch$ here.", at: "\\nosuch"),
    .body("script link", "E0813", "[a](javascript:alert)", at: "[a]"),
    .body("data image", "E0813", "![a](data:text/html,x)", at: "![a]"),
    .body("image that is not there", "E0901", "![a](no.png)", at: "![a]"),
    .body("callout", "E0209", "::: {.callout-warnin}\nx\n:::", at: "{.callout", help: "warning"),
    // Cells
    .cell(
      "unknown key", "E0110", "from: widgets.csv", "from: widgets.csv\nwhre: load > 1", at: "whre",
      help: "where"),
    .cell("unknown cell", "E0107", "```{law}", "```{lawe}", at: "```{lawe}", help: "law"),
    .cell("duplicate label", "E0202", "label: main", "label: widgets", at: "widgets\ndata"),
    .cell("label that is no name", "E0109", "label: main", "label: main-fit", at: "main-fit"),
    .cell("duplicate key", "E0104", "from: widgets.csv", "from: widgets.csv\nfrom: b.csv", at: "from: b"),
    .cell("bad YAML", "E0101", "from: widgets.csv", "from: [widgets.csv", at: ": {load"),
    .cell("missing file", "E0901", "widgets.csv", "widget.csv", at: "widget.csv", help: "widgets.csv"),
    .cell("absolute file", "E0903", "widgets.csv", "/etc/passwd.csv", at: "/etc/passwd.csv"),
    .cell("other source", "E0430", "widgets.csv", "widgets.jsonl", at: "widgets.jsonl"),
    .cell("unknown header", "E0410", "load_kg", "load_lb", at: "load_lb", help: "load_kg"),
    .cell("unknown cluster", "E0431", "cluster: batch", "cluster: bach", at: "bach", help: "batch"),
    .cell("formula", "E03", "slope*load^power", "slope*load^^power", at: "^power"),
    .cell(
      "parameter not in the formula", "E0345", "power: 0.1..3", "powr: 0.1..3", at: "powr", help: "power"),
    .cell(
      "input that is neither", "E0347", "power: 0.1..3}", "power: 0.1..3}\nvariables: [rest]",
      at: "load^power"),
    .cell(
      "comma in braces", "E03", "cluster: batch", "cluster: batch\nderive: {x: max(load, sag)}",
      at: ", sag)}",
      help: "line of its own"),
    .cell("range of one value", "E0501", "0.1..3", "2..2", at: "bending\nloss"),
    .cell(
      "parameter that only another line uses", "E0514", "slope*load^power\nparameters: {",
      "slope*load^power\n  part = k*sag\nparameters: {k: 0..1, ", at: "bending\nloss"),
    .cell("bad range", "E0111", "0.1..3", "3..0.1", at: "3..0.1"),
    .cell("no such law", "E0203", "law: bending", "law: bendng", at: "bendng", help: "bending"),
    .cell("no such table", "E0203", "data: widgets", "data: widget", at: "widget\n", help: "widgets"),
    .cell(
      "no column for a variable", "E0432", "{load: load_kg, sag: sag_mm}", "{sag: sag_mm}", at: "widgets\nlaw"
    ),
    .cell("loss of something else", "E0530", "squared on sag", "squared on log load", at: "load\n"),
    .cell("no such loss", "E0530", "squared on sag", "cubed on sag", at: "cubed"),
    .cell("fix nothing", "E0203", "starts: 12", "fix: {powr: 1}\nstarts: 12", at: "powr", help: "power"),
    .cell("like itself", "E0205", "starts: 12", "like: main\nstarts: 12", at: "main\nstarts"),
    .cell("fit of no rows", "E0206", "starts: 12", "where: load > 99\nstarts: 12", at: "load > 99"),
    .cell(
      "law in a circle", "E0205",
      "formula: |\n  sag = rest + slope*load^power\nparameters: {rest: 0.01..10, slope: 0.01..10, power: 0.1..3}",
      "extends: bending", at: "bending\n```"),
    // Figures
    .body(
      "figure of no kind", "E0701", "@fig-a\n\n\(figure.replacing("isoloss", with: "isolos"))caption: x\n```",
      at: "isolos", help: "isoloss"),
    .body(
      "figure label", "E0109", "\(figure.replacing("fig-a", with: "figure-a"))caption: x\n```", at: "figure-a"
    ),
    .body(
      "vertical tab", "E0103", "@fig-a\n\n\(figure)caption: \"Loss \\val{main.power}\"\n```", at: "\\val{",
      help: "single quotes"),
    .body(
      "value in a caption", "E0203", "@fig-a\n\n\(figure)caption: 'Loss `{val} main.powr`.'\n```",
      at: "main.powr", help: "power"),
    .body(
      "value in a block caption", "E0203",
      "@fig-a\n\n\(figure)caption: |\n  A sag of\n  `{val} main.powr`.\n```", at: "main.powr"),
    // Front matter
    .front("unknown key", "E0110", "autor: A", at: "autor", help: "author"),
    .front("date", "E0111", "date: 2026-02-30", at: "2026-02-30"),
    .front("ORCID", "E0106", "author: {name: A, orcid: 0000-0002-1825-0098}", at: "0000-0002"),
    .front("key figure", "E0201", "key-figure: fig-x", at: "fig-x"),
    .front("value", "E0203", "subtitle: 'Of `{val} widgts.rows`'", at: "widgts", help: "widgets"),
    .front("bibliography", "E0901", "bibliography: refs.bib", at: "refs.bib"),
  ]

  @Test("with code, line and column", arguments: mistakes)
  func place(_ mistake: Mistake) throws {
    var sample = ReportSample()
    mistake.change(&sample)
    let errors = sample.errors()
    let found = try #require(errors.first { $0.code.hasPrefix(mistake.code) }, "\(errors)")
    #expect(found.location == sample.place(of: mistake.needle, after: mistake.after), "\(found)")
    if !mistake.help.isEmpty {
      #expect(found.help.contains { $0.contains(mistake.help) }, "\(found)")
    }
  }

  @Test("the mistakes of a phase come together, in source order")
  func together() {
    var sample = ReportSample()
    sample.body = "@sec-no, `{val} man.power`, $\\nosuch$, [^z], [@nobody]"
    let errors = sample.errors()
    #expect(errors.count == 5)
    #expect(errors.compactMap(\.location?.column) == errors.compactMap(\.location?.column).sorted())
  }

  @Test("no report, no front matter, no title")
  func missing() {
    #expect(throws: DiagnosticError.self) { try ReportBuilder.execute("none", files: MemoryFiles([:])) }
    for (text, code) in [("Text.", "E0114"), ("---\nseed: 1\n---\n", "E0105")] {
      do throws(DiagnosticError) {
        _ = try ReportBuilder.execute("r.md", files: MemoryFiles(["r.md": text]))
        Issue.record("built \(text)")
      } catch { #expect(error.diagnostics.map(\.code) == [code]) }
    }
  }

  @Test("sources come back when the report fails")
  func sources() {
    var sources: [String: String] = [:]
    let files = MemoryFiles(["r/report.md": "---\ntitle: a\n---\n@fig-x\n"])
    _ = try? ReportBuilder.execute("r", files: files, sources: &sources)
    #expect(sources["r/report.md"]?.contains("@fig-x") == true)
  }

  @Test("a figure that nobody mentions and a footnote that nobody uses are warned of")
  func warnings() throws {
    var sample = ReportSample()
    sample.body = "Text.\n\n[^a]: Never."
    let warnings = try sample.run().diagnostics
    #expect(warnings.contains { $0.code == "W0210" && $0.severity == .warning })
  }

  @Test(
    "a picture that a page cannot show is warned of at its place",
    arguments: ["https://example.org/a.png", "../secret.png", "/etc/a.png", "//example.org/a.png"])
  func pictures(destination: String) throws {
    var sample = ReportSample()
    sample.body = "Text with ![a](\(destination))."
    let warning = try #require(try sample.run().diagnostics.first { $0.code == "W0931" })
    #expect(warning.location == sample.place(of: "![a]"))
    #expect(warning.message.contains(destination))
  }
}
