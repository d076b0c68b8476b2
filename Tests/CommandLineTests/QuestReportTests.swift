import Foundation
import TestSupport
import Testing

/// QuEST's 104 runs as a report: one multiplier a method, and four forms of the loss of training in low precision.
@Suite(.enabled(if: PublishedData.holds(QuestRun.file), "\(PublishedData.hint)"))
struct QuestReportTests {
  @Test func aReportComparesTheForms() throws {
    let folder = try TemporaryFolder()
    try folder.write("quest/report.md", Self.document)
    try folder.write("quest/quest.csv", QuestRun.csv(try QuestRun.read()))
    let result = try Program.run(["build", "quest", "--strict"], in: folder.path)
    #expect(result.status == 0, "\(result.errors)")
    let markdown = try #require(folder.read("_site/quest/report.md"))
    for row in [
      "| fewer parameters | 6 | 0.0322 |", "| the same, shifted | 8 | 0.0103 |",
      "| a multiplier a method | 11 | 0.0099 |", "| an added loss | 10 | 0.0058 |",
      "| 4 bits | 0.692 | 0.603 | 0.840 |", "| 2 bits | 0.152 | 0.078 | 0.414 |",
    ] { #expect(markdown.contains(row), "\(row) in\n\(markdown)") }
  }

  static let document = #"""
    ---
    title: Four forms on the runs of QuEST
    seed: 7
    ---

    ```{runs}
    label: quest
    from: quest.csv
    ```

    ```{fit}
    label: methods
    data: quest
    law:
      extends: free-multiplier
      parameters: {E: 0..5}
    fix: {m_16: 1}
    loss: squared on log L
    starts: 16
    bootstrap: 0
    ```

    | | both, with Hadamard | both, without | weights |
    |--|--|--|--|
    | 2 bits | `{val} methods.m_QuEST_2 | fixed(3)` | `{val} methods.m_plain_2 | fixed(3)` | `{val} methods.m_weights_2 | fixed(3)` |
    | 4 bits | `{val} methods.m_QuEST_4 | fixed(3)` | `{val} methods.m_plain_4 | fixed(3)` | `{val} methods.m_weights_4 | fixed(3)` |

    # Four forms

    ```{law}
    label: fewer
    formula: |
      L = A*N_eff^(-alpha) + B*D^(-beta) + E
      N_eff = N*max(0, 1 - exp(n_w - P_w/gamma_w))*max(0, 1 - exp(n_a - P_a/gamma_a))
    parameters:
      A: 1e-2..1e6
      alpha: 0.01..2
      B: 1e-2..1e8
      beta: 0.01..2
      E: 0..5
      gamma_w: 0.1..20
      n_w: -5..5
      gamma_a: 0.1..20
      n_a: -5..5
    tie: {beta: alpha}
    ```

    ```{law}
    label: added
    formula: |
      L = A*N^(-alpha) + B*D^(-beta) + E + k*D^a/N^b*(exp(-P_w/g_1) + c*exp(-P_a/g_2))
    parameters:
      A: 1e-2..1e6
      alpha: 0.01..2
      B: 1e-2..1e8
      beta: 0.01..2
      E: 0..5
      k: 1e-4..1e6
      a: -1..2
      b: -1..2
      c: 1e-3..1e3
      g_1: 0.1..20
      g_2: 0.1..20
    tie: {beta: alpha}
    ```

    ```{runs}
    label: integers
    from: quest.csv
    where: P_w >= 2 and method != "FP4" and method != "sparse INT4" and method != "plain 2" and method != "plain 3" and method != "plain 4" and method != "plain 8"
    ```

    ```{fit}
    label: unshifted
    data: integers
    law: fewer
    fix: {n_w: 0, n_a: 0}
    starts: 32
    bootstrap: 0
    ```

    ```{fit}
    label: shifted
    data: integers
    law: fewer
    starts: 32
    bootstrap: 0
    ```

    ```{fit}
    label: multipliers
    data: integers
    law:
      extends: free-multiplier
      parameters: {E: 0..5}
      tie: {beta: alpha}
    fix: {m_16: 1}
    starts: 32
    bootstrap: 0
    ```

    ```{fit}
    label: additive
    data: integers
    law: added
    starts: 32
    bootstrap: 0
    ```

    Over `{val} integers.rows` runs:

    | training in low precision is | free parameters | RMSE |
    |--|--|--|
    | fewer parameters | 6 | `{val} unshifted.rmse | fixed(4)` |
    | the same, shifted | 8 | `{val} shifted.rmse | fixed(4)` |
    | a multiplier a method | 11 | `{val} multipliers.rmse | fixed(4)` |
    | an added loss | 10 | `{val} additive.rmse | fixed(4)` |

    [The shift matters more than the choice among the others]{.claim #clm-shift check="unshifted.rmse - shifted.rmse > shifted.rmse - additive.rmse"}.
    """#
}
