import Diagnostics
import Reports
import Testing

@Suite("Law cells")
struct LawCellTests {
  /// `y` of two inputs, and laws made of it.
  static let cells = """
    ```{runs}
    label: widgets
    from: widgets.csv
    ```

    ```{law}
    label: pair
    formula: |
      y = a*u^(-1) + b*v^(-1)
    parameters: [a, b]
    variables: {u: {unit: kg}, v: {unit: kg}}
    fix: {a: 4, b: 1}
    ```

    """

  private func sample(_ law: String, _ body: String = "Text.") -> ReportSample {
    var sample = ReportSample()
    sample.cells = Self.cells + "```{law}\nlabel: made\n" + law + "\n```\n"
    sample.body = body
    return sample
  }

  @Test("write variables as expressions of others")
  func replace() throws {
    let values = try sample(
      "extends: pair\nreplace: {u: w, v: 2*w}", "`{val} made.y(w=2)` `{val} pair.y(u=2, v=4)` $\\law{made}$"
    ).run().values.map(\.text)
    #expect(values == ["2.25", "2.25"])
    let swapped = try sample("extends: pair\nreplace: {u: v, v: u}", "`{val} made.y(u=1, v=2)`").run()
    #expect(swapped.values.map(\.text) == ["3"])
  }

  @Test("take constants from other laws, through ties")
  func constants() throws {
    let values = try sample(
      """
      formula: |
        z = c*t + d + e
      parameters: [c, d, e]
      fix: {c: pair.a, d: pair.b, e: kumar-base.beta}
      """, "`{val} made.z(t=2) | fixed(4)` `{val} made.c`"
    ).run().values.map(\.text)
    #expect(values == ["9.4965", "4"])
  }

  @Test(
    "that cannot be made are errors at their place",
    arguments: [
      ("extends: pair\nreplace: {uu: w}", "uu", "E0203"), ("extends: pair\nreplace: {u: y}", "y}", "E0348"),
      ("extends: pair\nreplace: 3", "3", "E0111"), ("extends: pair\nfix: {a: pear.a}", "pear", "E0203"),
      ("extends: pair\nfix: {a: pair.aa}", "aa}", "E0203"),
      ("formula: z = c*t\nparameters: [c]\nreplace: {t: u}", "{t: u}", "E0108"),
      ("formula: z = c*t\nparameters: [c]\nfix: {c: free.k}", "k}", "E0506"),
    ])
  func errors(law: String, at needle: String, code: String) throws {
    var sample = sample(law)
    sample.cells += "\n```{law}\nlabel: free\nformula: z = k*t\nparameters: [k]\n```\n"
    let errors = sample.errors()
    #expect(errors.map(\.code) == [code])
    #expect(errors.first?.location == sample.place(of: needle, after: "label: made"))
  }
}
