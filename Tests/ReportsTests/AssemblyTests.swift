import Diagnostics
import Figures
import Reports
import Testing

@Suite("A report is put together")
struct AssemblyTests {
  @Test("of files whose places stay right, with their cells and footnotes")
  func includes() throws {
    var sample = ReportSample()
    sample.cells = "```{include}\nfile: shared/cells.md\ncells: [widgets, bending, main]\n```"
    sample.files["shared/cells.md"] =
      ReportSample.standardCells + "\n\n```{fit}\nlabel: unused\nlaw: nothing\n```\n"
    sample.files["part.md"] = "Part of `{val} main.rows`.[^n]\n\n[^n]: A note of `{val} widgets.rows`.\n"
    sample.body = "```{include}\nfile: ./part.md\n```"
    let report = try sample.run()
    #expect(report.values.map(\.text) == ["32"])
    #expect(report.footnotes.count == 1)
    #expect(report.values.first?.location == SourceLocation(file: "r/part.md", line: 1, column: 16))
    #expect(report.source.included.map(\.file) == ["shared/cells.md", "part.md"])
    #expect(report.source.cell("main")?.file == "shared/cells.md")
    #expect(report.source.cells.map(\.label) == ["widgets", "bending", "main"])
    sample.files["part.md"] = "One line.\n\nPart of `{val} main.rowss`.\n"
    let error = try #require(sample.errors().first)
    #expect(error.location == SourceLocation(file: "r/part.md", line: 3, column: 16))
  }

  @Test("of a file for Quarto, whose options are settings at their places")
  func quarto() throws {
    var sample = ReportSample()
    sample.cells = sample.cells.replacing(
      "label: widgets\nfrom: widgets.csv", with: "#| label: widgets\n#| from: widgets.csv")
    #expect(try sample.run().values.isEmpty)
    sample.cells = sample.cells.replacing("#| from: widgets.csv", with: "#| form: widgets.csv")
    #expect(sample.errors().first { $0.code == "E0110" }?.location == sample.place(of: "form:"))
    sample.cells = sample.cells.replacing("#| form: widgets.csv", with: "from: widgets.csv\nlabel: other")
    #expect(sample.errors().first?.code == "E0104")
    #expect(sample.errors().first?.location == sample.place(of: "label: other"))
    let files = MemoryFiles(["r/report.qmd": "---\ntitle: Q\n---\n\nText.", "r/report.md": "No."])
    #expect(try ReportBuilder.execute("r/report.qmd", files: files).blocks.count == 1)
  }

  static let badIncludes: [(String, String, String)] = [
    ("file: ../other.md", "E0903", "../other.md"), ("file: /etc/passwd", "E0903", "/etc/passwd"),
    ("file: gone.md", "E0901", "gone.md"), ("fil: part.md", "E0110", "fil"),
    ("file: part.md\ncells: [man]", "E0203", "man]"), ("file: report.md", "E0233", "report.md"),
  ]

  @Test("and refuses what lies outside, is missing or goes round in a circle", arguments: badIncludes)
  func refused(_ body: String, _ code: String, _ needle: String) throws {
    var sample = ReportSample()
    sample.body = "```{include}\n\(body)\n```"
    sample.files["part.md"] = "Text."
    let found = try #require(sample.errors().first { $0.code == code }, "\(sample.errors())")
    #expect(found.location == sample.place(of: needle, after: "```{include}"))
  }

  @Test("and names the way round a circle of files")
  func circle() throws {
    var sample = ReportSample()
    sample.body = "```{include}\nfile: a.md\n```"
    sample.files["a.md"] = "```{include}\nfile: b.md\n```"
    sample.files["b.md"] = "Text.\n\n```{include}\nfile: a.md\n```"
    let error = try #require(sample.errors().first)
    #expect(error.code == "E0233")
    #expect(error.notes == ["a.md → b.md → a.md"])
    #expect(error.location == SourceLocation(file: "r/b.md", line: 4, column: 7))
    sample.files["b.md"] = "---\ntitle: x\n---\n\nText."
    #expect(sample.errors().first?.code == "E0233")
  }

  static let repeated = """
    ```{for-each}
    as: kind
    in: [{id: light, words: Light loads}, {id: heavy, words: 'Heavy: loads'}]
    ```

    ::: {.each}
    ## {{kind.words}} {#sec-kind}

    ```{fit}
    label: one
    data: widgets
    law: bending
    where: kind == "{{kind}}"
    loss: squared on sag
    starts: 4
    bootstrap: 0
    ```

    $$ \\law{one} $$ {#eq-one}

    In @sec-kind, @eq-one and [above](#sec-kind) there are `{val} one.rows` rows of $n=\\val{one.rows}$.
    [So it is]{.claim #clm-some check="one.rows > 10 and all(widgets where kind == '{{kind}}', load > 0)"}, see @clm-some.

    ```{table}
    label: tbl-one
    fits: [one]
    facts: [rows]
    caption: 'Of `{val} one.rows`, @eq-one, {{kind.number}}.'
    ```

    See @tbl-one.
    :::

    At the end `{val} one_light.rows + one_heavy.rows`: @tbl-one_heavy.
    """

  @Test("of a section for each item, with ids, labels and references of its own")
  func forEach() throws {
    var sample = ReportSample()
    sample.body = Self.repeated
    let report = try sample.run()
    #expect(report.contents.map(\.id) == ["sec-kind_light", "sec-kind_heavy"])
    #expect(report.contents.map { TableCellTests.text($0.title) } == ["Light loads", "Heavy: loads"])
    #expect(report.fits.map(\.label) == ["main", "one_light", "one_heavy"])
    #expect(report.fits.dropFirst().map(\.result.rowsUsed) == [24, 8])
    #expect(report.claims.map(\.id) == ["clm-some_light", "clm-some_heavy"])
    #expect(report.claims.map(\.verdict) == [.holds, .fails])
    #expect(
      report.links == [
        "Section\u{A0}1", "equation\u{A0}1", "claim\u{A0}1", "Table\u{A0}1", "Section\u{A0}2",
        "equation\u{A0}2",
        "claim\u{A0}2", "Table\u{A0}2", "Table\u{A0}2",
      ])
    #expect(report.values.map(\.text) == ["24", "8", "32"])
    let tables = report.blocks.compactMap { if case .table(let table) = $0 { table } else { nil } }
    #expect(tables.map(\.id) == ["tbl-one_light", "tbl-one_heavy"])
    #expect(TableCellTests.texts(tables[1]).last == ["Rows", "8"])
    #expect(TableCellTests.text(tables[1].caption).hasSuffix(", 2."))
    #expect(report.source.cell("one_light")?.hash != report.source.cell("one_heavy")?.hash)
  }

  static let badLoops: [(String, String, String, String)] = [
    ("as: kind\n", "", "E0105", "```{for-each}"), ("in: [", "inn: [", "E0110", "inn"),
    ("id: heavy", "id: light", "E0104", "{id: light, words: 'H"),
    ("{{kind.words}}", "{{kind.word}}", "E0232", "{{kind.word}}"),
    ("::: {.each}", "Words.\n\n::: {.each}", "E0233", "```{for-each}"),
    ("{{kind}}", "{{kinds.id}}", "E0232", "{{kinds.id}}"),
    ("one.rows > 10", "two.rows > 10", "E0203", "two.rows"),
  ]

  @Test("and refuses a loop that cannot be", arguments: badLoops)
  func badLoop(_ old: String, _ new: String, _ code: String, _ needle: String) throws {
    var sample = ReportSample()
    sample.body = Self.repeated.replacing(old, with: new, maxReplacements: 1)
    let found = sample.errors().filter { $0.code == code }
    #expect(!found.isEmpty, "\(sample.errors())")
    #expect(
      found.first?.location == sample.place(of: needle, after: needle.hasPrefix("```") ? "" : "```{for-each}")
    )
  }

  @Test("with parameters that the command line sets")
  func parameters() throws {
    var sample = ReportSample()
    sample.front +=
      "\nsubtitle: 'Up to {{params.most}}'\nparameters:\n  most: 4\n  kind: {default: light, choices: [light, heavy]}"
    sample.cells = sample.cells.replacing(
      "cluster: batch", with: "cluster: batch\nwhere: load <= {{params.most}}")
    sample.body =
      "Of {{params.kind}}: `{val} widgets.rows`, `{val} params.most*2`. [x]{.claim #clm-a check=\"count(widgets where load <= params.most and kind == params.kind) > 0\"}"
    let report = try sample.run()
    #expect(report.values.map(\.text) == ["16", "8"])
    #expect(report.parameters.map(\.value) == ["4", "light"])
    #expect(TableCellTests.text(report.metadata.subtitle) == "Up to 4")
    let changed = try sample.run(parameters: ["most=8"])
    #expect(changed.values.map(\.text) == ["32", "16"])
    #expect(changed.parameters[0].isSet && changed.parameters[0].kind == .number)
  }

  /// Uses of a parameter in expressions and settings, in a cell that stands behind the standard ones.
  static let uses: [(String, String, String)] = [
    ("runs", "where: load <= params.most and kind == params.kind", "part.rows"),
    ("runs", "derive: {share: load/params.most}\nwhere: share <= 1 and kind == params.kind", "part.rows"),
    ("runs", "where: load <= {{params.most}} and kind == params.kind", "part.rows"),
  ]

  @Test("with parameters as names in expressions of cells", arguments: uses)
  func parametersInCells(_ kind: String, _ settings: String, _ value: String) throws {
    var sample = ReportSample()
    sample.front += "\nparameters:\n  most: 4\n  kind: light"
    sample.body =
      "```{\(kind)}\nlabel: part\nfrom: widgets.csv\ncolumns: {load: load_kg}\n\(settings)\n```\n\n`{val} \(value)`"
    #expect(try sample.run().values.map(\.text) == ["16"])
    #expect(try sample.run(parameters: ["most=2"]).values.map(\.text) == ["8"])
    let changed = try sample.run(parameters: ["most=8", "kind=heavy"])
    #expect(changed.values.map(\.text) == ["8"])
    let hashes = try [[], ["most=2"]].map { try sample.run(parameters: $0).source.cell("part")?.hash }
    #expect(hashes[0] != hashes[1])
  }

  @Test("with parameters in settings, named values, tables, comparisons, figures and repeated sections")
  func parametersInSettings() throws {
    var sample = ReportSample()
    sample.front += "\nparameters:\n  most: 4\n  kind: light\n  starts: 12\n  smallest: true"
    sample.cells = sample.cells.replacing(
      "starts: 12", with: "starts: params.starts\nwhere: load <= 2*params.most")
    sample.body = """
      ```{values}
      label: some
      values: {twice: 2*params.most, what: params.kind}
      ```

      ```{table}
      label: tbl-some
      data: widgets
      where: load == params.most and kind == params.kind
      columns: {Load: load, Share: load/params.most}
      limit: 1
      ```

      ```{figure}
      label: fig-some
      kind: marks
      data: widgets
      where: load <= params.most
      marks: [{points: {x: load, y: sag/params.most}}, {rule: {x: params.most}}]
      caption: Some.
      ```

      ```{for-each}
      as: kind
      in: [params.kind, heavy]
      ```

      ::: {.each}
      ## {{kind}}

      `{val} count(widgets where kind == '{{kind}}' and load > params.most)`
      :::

      `{val} twice`, `{val} main.starts`, @tbl-some, @fig-some.
      """
    let report = try sample.run()
    #expect(report.values.map(\.text) == ["8", "8", "8", "12"])
    #expect(report.contents.map { TableCellTests.text($0.title) } == ["light", "heavy"])
    let table = try #require(
      report.blocks.lazy.compactMap { if case .table(let table) = $0 { table } else { nil } }.first)
    #expect(TableCellTests.texts(table).last == ["4", "1"])
    #expect(report.figures.first?.figure.data.rows.count == 16)
    let changed = try sample.run(parameters: ["most=2", "starts=6"])
    #expect(changed.values.map(\.text) == ["16", "8", "4", "6"])
    #expect(changed.figures.first?.figure.data.rows.count == 8)
  }

  static let badUses: [(String, String, String, [String])] = [
    ("where: load <= params.mots", "E0203", "params.mots", ["did you mean \"most\"?"]),
    ("where: load <= params.kind", "E0343", "load <= params", []),
    ("derive: {a: 2*params.kind}", "E0342", "params.kind}", []),
    ("expect: {rows: params.kind}", "E0111", "params.kind}", []),
    ("cluster: params.clust", "E0203", "params.clust", []),
  ]

  @Test(
    "and refuses parameters that are not declared or of another type, at their columns", arguments: badUses)
  func badUse(_ settings: String, _ code: String, _ needle: String, _ help: [String]) throws {
    var sample = ReportSample()
    sample.front += "\nparameters:\n  most: 4\n  kind: light"
    sample.body = "```{runs}\nlabel: part\nfrom: widgets.csv\ncolumns: {load: load_kg}\n\(settings)\n```"
    let error = try #require(sample.errors().first)
    #expect(error.code == code, "\(error)")
    #expect(error.location == sample.place(of: needle, after: "label: part"))
    #expect(error.help == help)
  }

  @Test("and finds the slips in several figures at once, before a fit is made")
  func figureKeys() throws {
    var sample = ReportSample()
    sample.body = """
      ```{figure}
      label: fig-a
      kind: marks
      data: widgets
      mark: [{points: {x: load, y: sag}}]
      caption: A.
      ```

      ```{figure}
      label: fig-b
      kind: isoloss
      x: load
      caption: B.
      ```

      @fig-a, @fig-b and @fig-c.
      """
    let errors = sample.errors()
    #expect(errors.map(\.code) == ["E0110", "E0105", "E0201"], "\(errors)")
    #expect(errors[0].help == ["did you mean \"marks\"?"])
    #expect(errors[1].notes == ["it needs: fit, y"])
  }

  @Test("with footnotes of its own for each copy of a section")
  func repeatedFootnotes() throws {
    var sample = ReportSample()
    sample.body = """
      ```{for-each}
      as: kind
      in: [light, heavy]
      ```

      ::: {.each}
      A {{kind}} load.[^own] And one for all.[^all]

      [^own]: There are `{val} count(widgets where kind == '{{kind}}')` {{kind}} ones.[^deep]
      :::

      At the end.[^all]

      [^all]: The same for all.
      [^deep]: More of {{kind}}.
      """
    let report = try sample.run()
    #expect(
      report.footnotes.map { Self.words($0.blocks) } == [
        "There are 24 light ones.", "The same for all.", "There are 8 heavy ones.", "The same for all.",
        "The same for all.", "More of light.", "More of heavy.",
      ])
    #expect(report.diagnostics.filter { $0.code == "W0210" }.isEmpty)
    sample.body = sample.body.replacing("More of {{kind}}", with: "More of {{kind.word}}")
    #expect(sample.errors().first?.code == "E0232")
    sample.body = "```{for-each}\nas: kind\nin: [light, heavy]\nfile: part.md\n```"
    sample.files["part.md"] = "A {{kind}} load.[^own]\n\n[^own]: Of {{kind}}.\n"
    #expect(try sample.run().footnotes.map { Self.words($0.blocks) } == ["Of light.", "Of heavy."])
  }

  private static func words(_ blocks: [Content]) -> String {
    blocks.map { if case .paragraph(let runs) = $0 { TableCellTests.text(runs) } else { "" } }.joined()
  }

  static let badSettings: [(String, String)] = [
    ("mots=3", "E0234"), ("most=many", "E0234"), ("kind=hevy", "E0234"), ("most", "E0234"),
  ]

  @Test("and refuses a setting of nothing or of another type", arguments: badSettings)
  func badSetting(_ setting: String, _ code: String) throws {
    var sample = ReportSample()
    sample.front += "\nparameters:\n  most: 4\n  kind: {default: light, choices: [light, heavy]}"
    do {
      _ = try sample.run(parameters: [setting])
      Issue.record("it builds")
    } catch {
      #expect(error.diagnostics.filter { $0.severity == .error }.map(\.code) == [code])
      if setting == "mots=3" { #expect(error.diagnostics[0].help == ["did you mean \"most\"?"]) }
    }
  }

  static let badDeclarations: [(String, String, String)] = [
    ("{most: {type: number}}", "E0105", "{type"), ("{most: {default: a, type: number}}", "E0111", "a, type"),
    ("{most: {default: 1, typ: number}}", "E0110", "typ"), ("{2nd: 1}", "E0109", "2nd"),
  ]

  @Test("and refuses a parameter that is declared wrongly", arguments: badDeclarations)
  func badDeclaration(_ text: String, _ code: String, _ needle: String) throws {
    var sample = ReportSample()
    sample.front += "\nparameters: \(text)"
    let error = try #require(sample.errors().first)
    #expect(error.code == code)
    #expect(error.location == sample.place(of: needle, after: "parameters: "))
  }
}
