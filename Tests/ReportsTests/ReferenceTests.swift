import Diagnostics
import Reports
import Testing

@Suite("References to what a report numbers, and citations by number")
struct ReferenceTests {
  private static let equations = (1...5).map { "\n\n$$ a_\($0) $$ {#eq-\($0)}" }.joined()

  private static let works = """
    @article{zeta1990, author = {Zeta, Ann and Young, Bo}, title = {Springs}, year = {1990}}
    @article{alpha1980, author = {Alpha, Cy}, title = {Beams}, year = {1980}}
    @article{mid1985, author = {Mid, Di}, title = {Cables}, year = {1985}}
    """

  private static func citing(_ text: String, style: String = "numeric") -> ReportSample {
    var sample = ReportSample()
    sample.front += "\nbibliography: refs.bib\ncitation-style: \(style)"
    sample.files["refs.bib"] = works
    sample.body = text
    return sample
  }

  /// The words of the first paragraph.
  private static func words(_ report: ExecutedReport) -> String {
    report.runs.map { run in
      switch run {
      case .text(let text), .crossReference(let text, _): text
      case .citation(_, let text, _, _, _, let separator): separator == .alone ? "(\(text))" : text
      case .softBreak: "\n"
      default: ""
      }
    }.joined().replacing("\u{A0}", with: " ")
  }

  @Test(
    "a series becomes one phrase",
    arguments: [
      ("@eq-1; @eq-2; @eq-3.", "equations 1–3."), ("@eq-1; @eq-2.", "equations 1 and 2."),
      ("@Eq-4; @eq-1; @eq-2; @eq-3 hold.", "Equations 1–4 hold."),
      ("@eq-1;\n@eq-3; @eq-5.", "equations 1, 3 and 5."),
      ("@eq-1; @eq-2; @eq-3; @eq-5.", "equations 1–3 and 5."),
      ("[@eq-1; @eq-2]", "(equations 1 and 2)"), ("[see @eq-1; @eq-2; @eq-3]", "(see equations 1–3)"),
      ("[-@eq-2; -@eq-1]", "(1 and 2)"), ("[@eq-4]", "equation 4"), ("[-@eq-4]", "4"),
      ("@eq-1; and @eq-2.", "equation 1; and equation 2."), ("@eq-1; @eq-1.", "equation 1."),
    ])
  func series(_ source: String, _ expected: String) throws {
    var sample = ReportSample()
    sample.body = source + Self.equations
    #expect(Self.words(try sample.run()) == expected)
  }

  @Test("a tag is what its formula is called, and takes no number")
  func tags() throws {
    var sample = ReportSample()
    sample.body =
      #"@eq-a; @eq-2; and @eq-b."#
      + "\n\n$$ x \\tag{A1} $$ {#eq-a}\n\n$$ y $$ {#eq-2}\n\n$$ z \\tag*{B} $$ {#eq-b}"
    #expect(Self.words(try sample.run()) == "equations A1 and 1; and equation B.")
  }

  @Test("each of a series that does not resolve is an error at its column")
  func unresolvedInSeries() {
    var sample = ReportSample()
    sample.body = "@eq-1; @eq-7; @eq-22." + Self.equations
    let errors = sample.errors()
    #expect(errors.map(\.code) == ["E0201", "E0201"])
    #expect(errors.map { $0.location?.column } == [8, 15])
  }

  @Test("code with an id is a listing with a number and a caption")
  func listings() throws {
    var sample = ReportSample()
    sample.body = """
      @lst-run and @Lst-more.

      ~~~{#lst-run .bash caption="How `{val} widgets.rows` runs are made"}
      make runs
      ~~~

      ```python {#lst-more lst-cap="More"}
      pass
      ```
      """
    let report = try sample.run()
    #expect(report.links == ["listing\u{A0}1", "Listing\u{A0}2"])
    let listings = report.blocks.compactMap { block -> String? in
      guard case .div(let classes, let id?, let inner) = block, classes == ["listing"],
        case .code(let language, _)? = inner.last
      else { return nil }
      return "\(id) \(language)"
    }
    #expect(listings == ["lst-run bash", "lst-more python"])
    #expect(report.diagnostics.filter { $0.code == "W0204" }.isEmpty)
  }

  @Test("a listing's mistakes have their place")
  func badListings() {
    var sample = ReportSample()
    sample.body = "@lst-a\n\n```{#lst-a .bash captoin=\"A\"}\nx\n```"
    let errors = sample.errors()
    #expect(errors.map(\.code) == ["E0110"])
    #expect(errors.first?.location == sample.place(of: "captoin"))
    #expect(errors.first?.help.contains { $0.contains("caption") } == true)
  }

  @Test(
    "works are cited by number in the order of appearance",
    arguments: [
      ("@zeta1990 first.", "Zeta and Young [1] first."), ("[@zeta1990].", "[1]."),
      ("[@zeta1990; @alpha1980].", "[1, 2]."), ("[@mid1985; @zeta1990; @alpha1980].", "[1–3]."),
      ("[@zeta1990] [see @mid1985, p. 3; @zeta1990].", "[1] [see 2, p. 3; 1]."),
      ("[-@zeta1990].", "[1]."),
    ])
  func numeric(_ source: String, _ expected: String) throws {
    #expect(Self.words(try Self.citing(source).run()) == expected)
  }

  @Test("the list of works by number is in that order, and leads back from each")
  func numericList() throws {
    let report = try Self.citing("[@mid1985; @zeta1990; @alpha1980], and @zeta1990.").run()
    #expect(report.references.map(\.key) == ["mid1985", "zeta1990", "alpha1980"])
    #expect(report.references.map(\.number) == [1, 2, 3])
    #expect(report.references[1].mentions.count == 2)
    // The work inside the range has an anchor too.
    let anchors = report.runs.compactMap { run -> String? in
      if case .span(_, let id, _) = run { return id }
      return nil
    }
    #expect(anchors == [report.references[1].mentions[0]])
  }

  @Test("a year alone stands in brackets")
  func yearAlone() throws {
    let report = try Self.citing("Zeta [-@zeta1990], [@alpha1980; @mid1985].", style: "author-year").run()
    #expect(report.links == ["1990", "Alpha, 1980", "Mid, 1985"])
  }

  @Test("an unknown style is an error with the nearest")
  func unknownStyle() {
    let sample = Self.citing("[@zeta1990]", style: "numerc")
    let errors = sample.errors()
    #expect(errors.map(\.code) == ["E0115"])
    #expect(errors.first?.location == sample.place(of: "numerc"))
    #expect(errors.first?.help.contains { $0.contains("numeric") } == true)
  }

  @Test("works of the report's own file that nobody cites are a warning, those of the catalogue are not")
  func unused() throws {
    let report = try Self.citing("[@alpha1980]").run()
    let found = report.diagnostics.filter { $0.code == "W0213" }
    #expect(found.map(\.message) == ["2 works are never cited: \"zeta1990\", \"mid1985\""])
    #expect(found.first?.location?.file == "r/refs.bib")
    #expect(found.first?.location?.line == 1)
    let all = try Self.citing("[@alpha1980; @zeta1990; @mid1985; @kumar2024]").run()
    #expect(!all.diagnostics.contains { $0.code == "W0213" })
    #expect(
      all.references.contains { $0.key == "kumar2024" && $0.url?.hasPrefix("https://arxiv.org/") == true })
  }

  @Test("a work twice in a file, and an id twice in a text, are errors")
  func duplicates() {
    var sample = Self.citing("[@alpha1980]")
    sample.files["refs.bib"] = Self.works + "\n@book{alpha1980, title = {Again}, year = {1981}}"
    #expect(sample.errors().map(\.code) == ["E0213"])
    sample = ReportSample()
    sample.body = "$$ a $$ {#eq-a}\n\n$$ b $$ {#eq-a}"
    #expect(sample.errors().map(\.code) == ["E0202"])
  }

  @Test("a figure that nobody mentions is a warning")
  func unmentionedFigure() throws {
    var sample = ReportSample()
    sample.cells += """


      ```{figure}
      label: fig-sag
      kind: curves
      x: load
      x-range: 1..8
      y: main.sag(load=load)
      caption: Sag.
      ```
      """
    let alone = try sample.run().diagnostics.filter { $0.code == "W0203" }
    #expect(alone.map(\.message) == ["the figure \"fig-sag\" is never mentioned in the text"])
    sample.body = "@fig-sag; see [-@fig-sag]."
    let report = try sample.run()
    #expect(!report.diagnostics.contains { $0.code == "W0203" })
    #expect(report.links == ["Figure\u{A0}1", "1"])
  }
}
