import Diagnostics
import Reports
import Testing

@Suite("Laws outside their domain")
struct DomainTests {
  private func sample(_ body: String, cells: String = "") -> ReportSample {
    var sample = ReportSample()
    sample.cells += """


      ```{fit}
      label: damage
      published: kumar-ptq
      ```

      ```{law}
      label: both
      extends: kumar-unified-weights
      fix: {C_w: 1}
      ```
      \(cells)
      """
    sample.body = body
    return sample
  }

  private func warnings(_ report: ExecutedReport) -> [Diagnostic] {
    report.diagnostics.filter { $0.code == "W0502" }
  }

  @Test("warn at the value, and tell the reader")
  func values() throws {
    let inside = "`{val} damage.delta(N=30e6, D=13.1e9, P_post=3)`"
    let outside = "`{val} damage.delta(N=30e6, D=13.1e9, P_post=12)`"
    let sample = sample("\(inside) \(outside)")
    let report = try sample.run()
    let found = warnings(report)
    #expect(found.count == 1)
    #expect(found.first?.message == "\"damage\" is evaluated where P_post ≥ 2 and P_post ≤ 8 does not hold")
    #expect(found.first?.notes == ["outside the runs behind the constants"])
    #expect(found.first?.location == sample.place(of: "damage.delta", after: inside))
    #expect(!report.values[0].method.contains("does not hold"))
    #expect(report.values[1].method.contains("P_post ≥ 2 and P_post ≤ 8 does not hold for damage"))
  }

  /// Quantised to more bits than it was trained in: the law is not given there.
  @Test("warn of what the law itself excludes", arguments: [(4, 1), (8, 0)])
  func conditionsOfTheLaw(bits: Int, count: Int) throws {
    let report = try sample("`{val} both.L(N=30e6, D=13.1e9, P_w=\(bits), P_post=6)`").run()
    #expect(warnings(report).count { $0.message.contains("P_w ≥ P_post") } == count)
  }

  @Test("warn at the check of a claim")
  func claims() throws {
    let sample = sample(
      "[So]{.claim #clm-so check=\"damage.delta(N=30e6, D=13.1e9, P_post=1) > 0\"}.")
    let report = try sample.run()
    #expect(warnings(report).map(\.location) == [sample.place(of: "damage.delta", after: "check=")])
    #expect(report.claims.first?.evidence.contains("does not hold for damage") == true)
  }

  @Test("count the rows on which constants are evaluated")
  func rows() throws {
    let report = try sample(
      "Text.",
      cells: """

        ```{fit}
        label: onrows
        published: kumar-ptq
        data: widgets
        observed: sag
        variables: {N: 30e6 + 0*load, D: 13.1e9 + 0*load, P_post: load}
        ```
        """
    ).run()
    let fit = try #require(report.fits.first { $0.label == "onrows" })
    #expect(
      fit.result.warnings == [
        "P_post ≥ 2 and P_post ≤ 8 does not hold in 4 of 32 rows: outside the runs behind the constants"
      ])
  }
}
