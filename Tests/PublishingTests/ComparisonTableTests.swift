import Diagnostics
import Expressions
import Fitting
import Laws
import Publishing
import Reports
import Testing

/// How a comparison of fits looks in every format.
struct ComparisonTableTests {
  static let x = [1.0, 2, 3, 4, 5, 6, 7, 8]
  static let y = [2.9, 5.2, 6.8, 9.1, 11.2, 12.7, 15.3, 16.8]

  private func entrant(_ label: String, _ text: String, _ parameters: [String]) throws
    -> LawComparison.Entrant
  {
    let formula = try Formula.parse(text, at: SampleReport.place)
    let law = Law(
      name: label, formula: formula, parameters: parameters.map { LawParameter(name: $0, range: -20...20) },
      variables: [LawVariable(name: "x")], lossUnit: "mm")
    let data = FitData(variables: ["x": Self.x], observed: Self.y)
    let options = FitOptions(objective: Objective(.squared, isLog: false), starts: 8, bootstrap: 0)
    return LawComparison.Entrant(
      label: label, law: law, data: data, options: options,
      fit: try FitResult.fit(law, to: data, options: options))
  }

  private func rendered() async throws -> [String: String] {
    let comparison = try LawComparison.run(
      [try entrant("steep", "y = a + b*x", ["a", "b"]), try entrant("level", "y = a + 0*x", ["a"])],
      by: [
        ComparisonCriterion(name: "aicc", title: "AICc", rule: .aicc),
        ComparisonCriterion(
          name: "loo", title: "Leave one out",
          rule: .heldOut(groups: (0..<8).map { [$0] }, fromScratch: false)),
      ], seed: 3)
    var report = try SampleReport.make()
    let executed = ExecutedComparison(
      id: "tbl-laws", number: "9", caption: [.text("Steep <or> level.")], comparison: comparison,
      lossUnit: "mm")
    report.comparisons = [executed]
    report.blocks.append(.table(executed.table))
    let files = try Publisher(templates: TemplateSet()).render(report, folder: "/nowhere").files
    return Dictionary(files.map { ($0.path, String(decoding: $0.bytes, as: UTF8.self)) }) { first, _ in first
    }
  }

  @Test("the best is marked in words, the others by how much they are above it")
  func formats() async throws {
    let files = try await rendered()
    let page = try #require(files["index.html"])
    #expect(page.contains("id=tbl-laws"))
    #expect(page.contains("</strong> best"))
    #expect(page.contains("Steep &lt;or&gt; level."))
    #expect(page.contains("href=\"tables/tbl-laws.csv\""))
    #expect(page.contains("Smaller is better"))
    let markdown = try #require(files["report.md"])
    #expect(markdown.contains("** best |"))
    let row = try #require(markdown.split(separator: "\n").first { $0.hasPrefix("| Leave one out") })
    #expect(row.contains("** best |"), "\(row)")
    #expect(row.contains("<br>+"), "\(row)")
    let csv = try #require(files["tables/tbl-laws.csv"]).split(separator: "\n")
    #expect(csv.count == 5)
    #expect(csv[0].hasPrefix("fit,free_parameters,criterion,description,score,difference"))
    #expect(csv[1].hasPrefix("steep,2,aicc,AICc,") && csv[1].hasSuffix(",yes,8"))
    #expect(csv[4].hasPrefix("level,1,loo,") && csv[4].hasSuffix(",no,8"))
  }
}
