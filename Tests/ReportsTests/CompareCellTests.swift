import Diagnostics
import Figures
import Fitting
import Reports
import Testing

@Suite("A comparison of fits")
struct CompareCellTests {
  static let straight = """


    ```{fit}
    label: straight
    like: main
    fix: {power: 1}
    ```

    """
  static let compare = """
    ```{compare}
    label: tbl-laws
    fits: [straight, main]
    by: [aicc, bic, loo, kfold(load, 4), heldout(load > 6), heldout largest load]
    caption: 'Two laws of `{val} widgets.rows` widgets.'
    ```
    """

  static func sample(_ body: String = "See @tbl-laws.", _ change: (inout ReportSample) -> Void = { _ in })
    -> ReportSample
  {
    var sample = ReportSample()
    sample.cells += straight + compare
    sample.body = body
    change(&sample)
    return sample
  }

  @Test("is a numbered table with the best marked in words, values and checked claims")
  func table() throws {
    let report = try Self.sample(
      """
      See @tbl-laws: `{val} tbl-laws.main.aicc | fixed(3)` against `{val} tbl-laws.straight.aicc - tbl-laws.main.aicc`.
      [The bend is real]{.claim #clm-bend check="tbl-laws.straight.loo > tbl-laws.main.loo"}
      """
    ).run()
    #expect(report.links == ["Table\u{A0}1"])
    let executed = try #require(report.comparisons.first)
    #expect(executed.id == "tbl-laws")
    let table = executed.table
    #expect(table.number == "1")
    #expect(table.header.map(Self.text) == ["Smaller is better", "straight", "main"])
    #expect(
      table.rows.map { Self.text($0[0]) } == [
        "Free parameters", "AICc", "BIC", "Leave one run out", "4 folds by load",
        "Held out: load > 6 (8 rows)",
        "Held out: largest load (4 rows)",
      ])
    #expect(table.rows[0].map(Self.text) == ["Free parameters", "2", "3"])
    for row in table.rows.dropFirst() {
      #expect(Self.text(row[2]).hasSuffix(" best"))
      #expect(Self.text(row[1]).contains("\n+"))
    }
    #expect(
      Self.text(table.caption).hasPrefix(
        "Two laws of 32 widgets. All fits are of the same 32 rows of 4 runs."))
    #expect(executed.data.rows.count == 12)
    #expect(executed.data.rows.allSatisfy { $0.count == executed.data.columns.count })
    let scores = try #require(executed.comparison.results.first).scores
    #expect(report.values.first.map { $0.full.prefix(6) } == "\(scores[1])".prefix(6))
    #expect(report.values.last?.interval != nil)
    #expect(report.claims.map(\.verdict) == [.holds])
    #expect(executed.comparison.results.map(\.rows) == [32, 32, 32, 32, 8, 4])
  }

  @Test("says why it is undecided where the difference is within its interval")
  func undecided() throws {
    // Light loads do not tell a bend from a line: both laws predict the heaviest of them about as well.
    let report = try Self.sample(
      "@tbl-laws [no]{.claim #clm-a check=\"tbl-laws.straight.loo > tbl-laws.main.loo\"}"
    ) {
      $0.cells = $0.cells.replacing("starts: 12", with: "starts: 12\nwhere: load < 4")
        .replacing("heldout(load > 6), heldout largest load", with: "heldout lowest load")
    }.run()
    let result = try #require(
      report.comparisons.first?.comparison.results.first { $0.criterion.name == "loo" })
    let interval = try #require(result.difference(of: result.best == 0 ? 1 : 0)?.interval)
    #expect(
      report.claims[0].verdict == (interval.contains(0) ? .undecided : result.best == 1 ? .holds : .fails))
  }

  static let mistakes: [(String, String, String, String, String)] = [
    ("other rows", "fix: {power: 1}", "fix: {power: 1}\nwhere: load < 5", "E0540", "straight, main]"),
    ("unknown fit", "[straight, main]", "[straigt, main]", "E0203", "straigt"),
    ("one fit", "[straight, main]", "[main]", "E0543", "[main]"),
    ("itself", "[straight, main]", "[main, main]", "E0104", "main]\nby"),
    ("criterion", "[aicc, bic", "[aicc, bicc", "E0541", "bicc"),
    ("folds", "kfold(load, 4)", "kfold(load, 1)", "E0541", "kfold(load"),
    ("column of folds", "kfold(load, 4)", "kfold(lod, 4)", "E0431", "kfold(lod"),
    ("extreme of nothing", "largest load", "largest lod", "E0546", "heldout largest"),
    ("condition", "heldout(load > 6)", "heldout(lod > 6)", "E03", "lod > 6"),
    ("no rows held out", "heldout(load > 6)", "heldout(load > 60)", "E0545", "heldout(load"),
    ("all rows held out", "heldout(load > 6)", "heldout(load > 0)", "E0545", "heldout(load"),
    ("key", "by: [", "buy: [", "E0110", "buy"),
    ("label", "label: tbl-laws", "label: laws", "E0109", "laws\nfits"),
    ("label with a minus", "label: tbl-laws", "label: tbl-my-laws", "E0109", "tbl-my-laws"),
  ]

  @Test("of what cannot be compared is refused at its place", arguments: mistakes)
  func refused(_ mistake: (name: String, old: String, new: String, code: String, needle: String)) throws {
    let sample = Self.sample { $0.cells = $0.cells.replacing(mistake.old, with: mistake.new) }
    let errors = sample.errors()
    let found = try #require(errors.first { $0.code.hasPrefix(mistake.code) }, "\(errors)")
    #expect(found.location == sample.place(of: mistake.needle, after: "seed: 7"), "\(found)")
    if mistake.name == "other rows" {
      #expect(found.notes.contains { $0.contains("only in \"main\": 16 rows") }, "\(found.notes)")
      #expect(found.notes.contains { $0.contains("where load < 5") })
    }
  }

  @Test(
    "a score of no comparison, fit or criterion is an error with a suggestion",
    arguments: [
      ("tbl-lws.main.aicc", "tbl-laws"), ("tbl-laws.man.aicc", "main"), ("tbl-laws.main.aic", "aicc"),
    ])
  func names(_ value: String, _ help: String) throws {
    let sample = Self.sample("@tbl-laws `{val} \(value)`")
    let found = try #require(sample.errors().first)
    #expect(found.code == "E0203")
    #expect(found.help.contains { $0.contains(help) }, "\(found)")
    #expect(found.location?.line == sample.place(of: value)?.line)
  }

  static func text(_ runs: [Run]) -> String {
    runs.map { run in
      switch run {
      case .text(let text): text
      case .strong(let inner), .link(let inner, _, _): Self.text(inner)
      case .value(let value): value.text
      case .hardBreak: "\n"
      default: ""
      }
    }.joined()
  }
}
