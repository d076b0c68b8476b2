import Diagnostics
import Reports
import Testing

@Suite("Numbers, references, citations and footnotes")
struct TextTests {
  @Test("headings are numbered and have unique ids")
  func headings() throws {
    var sample = ReportSample()
    sample.body = "## One\n\n### Sub\n\n## One\n\n## Free {.unnumbered}\n\n## Last {.appendix}\n\n### Deep"
    let contents = try sample.run().contents
    #expect(contents.map(\.number) == ["1", "1.1", "2", "", "A", "A.1"])
    #expect(contents.map(\.id) == ["sec-one", "sec-sub", "sec-one-2", "sec-free", "sec-last", "sec-deep"])
  }

  @Test("references say the word and the number, before what they name")
  func references() throws {
    var sample = ReportSample()
    sample.body = """
      @tbl-a, @eq-b, @Eq-b, [-@eq-b], @sec-c, @Tbl-a.

      $$ a $$ {#eq-a}

      $$ b $$ {#eq-b}

      | x | y |
      |---|--:|
      | a | 1 |

      : Words. {#tbl-a}

      # C {#sec-c}
      """
    let report = try sample.run()
    #expect(
      report.links == [
        "Table\u{A0}1", "equation\u{A0}2", "Equation\u{A0}2", "2", "Section\u{A0}1", "Table\u{A0}1",
      ])
    let tables = report.blocks.compactMap { block -> ExecutedTable? in
      if case .table(let table) = block { return table }
      return nil
    }
    #expect(tables.first?.isNumeric == [false, true])
  }

  @Test("an item that begins with a box is a task, any other stays as it is")
  func tasks() throws {
    var sample = ReportSample()
    sample.body = "- [x] *all* done\n- [ ] to do\n- [X] $y$\n- [y] a\n- [x]b\n- b [x] c"
    let items = try #require(
      try sample.run().blocks.compactMap { block -> [[Content]]? in
        if case .list(_, _, let items) = block { items } else { nil }
      }.first)
    let boxes = items.map { item -> Bool? in
      guard case .paragraph(let runs)? = item.first, case .task(let isDone)? = runs.first else { return nil }
      return isDone
    }
    #expect(boxes == [true, false, true, nil, nil, nil])
  }

  @Test("citations are author-year, in a list by author")
  func citations() throws {
    var sample = ReportSample()
    sample.front += "\nbibliography: refs.bib"
    sample.files["refs.bib"] = """
      @article{zeta1990, author = {Zeta, Ann and Young, Bo}, title = {Springs}, journal = {J. Bend.}, year = {1990}}
      @article{alpha1980, author = {Alpha, Cy}, title = {Beams}, journal = {J. Bend.}, year = {1980}}
      """
    sample.body = "@zeta1990 and [see @alpha1980, p. 3; @zeta1990]."
    let report = try sample.run()
    #expect(report.links == ["Zeta and Young (1990)", "Alpha, 1980", "Zeta and Young, 1990"])
    #expect(report.references.map(\.key) == ["alpha1980", "zeta1990"])
    #expect(report.references[1].mentions.count == 2)
  }

  @Test("a DOI leads to its resolver")
  func digitalObjectIdentifiers() throws {
    var sample = ReportSample()
    sample.body = "[a work](doi:10.1000/182)"
    let destinations = try sample.run().runs.compactMap { run in
      if case .link(_, let destination, _) = run { return destination }
      return nil
    }
    #expect(destinations == ["https://doi.org/10.1000/182"])
  }

  @Test("footnotes are numbered by first mention")
  func footnotes() throws {
    var sample = ReportSample()
    sample.body = "One[^b], two[^a], again[^b].\n\n[^a]: First `{val} widgets.rows`.\n\n[^b]: Second."
    let report = try sample.run()
    #expect(report.footnotes.map(\.number) == [1, 2])
    #expect(report.footnotes[0].mentions.count == 2)
    #expect(report.diagnostics.filter { $0.code == "W0210" }.isEmpty)
  }

  @Test("raw HTML is text unless the report allows it", arguments: [true, false])
  func rawHTML(_ isAllowed: Bool) throws {
    var sample = ReportSample()
    if isAllowed { sample.front += "\nraw-html: true" }
    sample.body = "a <b>c</b>"
    let hasHTML = try sample.run().runs.contains { run in
      if case .html = run { return true }
      return false
    }
    #expect(hasHTML == isAllowed)
  }
}
