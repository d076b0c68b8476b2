import Diagnostics
import Reports
import Testing
import Work

/// Fits, a comparison, a table and figures that need one another, run as a graph.
@Suite struct StepGraphTests {
  private static let cells = """

    ```{law}
    label: straight
    formula: |
      sag = rest + slope*load
    parameters: {rest: 0.01..10, slope: 0.01..10}
    ```

    ```{fit}
    label: line
    data: widgets
    law: straight
    loss: squared on sag
    starts: 8
    bootstrap: 40
    ```

    ```{fit}
    label: held
    data: widgets
    law: bending
    loss: squared on sag
    fix: {rest: line.rest}
    starts: 8
    bootstrap: 30
    ```

    ```{compare}
    label: tbl-laws
    fits: [main, line]
    by: [loo]
    ```

    ```{table}
    label: tbl-fits
    fits: [line, held]
    caption: Two fits.
    ```

    """

  private static func figure(_ label: String, fit: String) -> String {
    """
    ```{figure}
    label: \(label)
    kind: curves
    x: load
    x-range: 1..8
    y: \(fit).sag(load=load)
    caption: A law.
    ```

    """
  }

  private func sample(figureOf fit: String = "held") -> ReportSample {
    var sample = ReportSample()
    sample.cells +=
      Self.cells + Self.figure("fig-one", fit: fit) + Self.figure("fig-two", fit: "line")
    sample.body =
      "@fig-one, @fig-two, @tbl-laws, @tbl-fits: `{val} held.slope` and `{val} tbl_laws.line.loo`."
    return sample
  }

  @Test(arguments: [2, 5])
  func nothingDependsOnTheNumberOfThreads(_ threads: Int) throws {
    let alone = try WorkPool.run(threads: 1) { () throws(DiagnosticError) in try sample().run() }
    let together = try WorkPool.run(threads: threads) { () throws(DiagnosticError) in try sample().run() }
    #expect(alone.fits.map(\.label) == ["main", "line", "held"])
    #expect(together.fits.map(\.label) == alone.fits.map(\.label))
    #expect(together.fits.map(\.result.draws) == alone.fits.map(\.result.draws))
    #expect(together.figures.map(\.id) == ["fig-one", "fig-two"])
    #expect(together.figures.map(\.figure.data.rows.count) == alone.figures.map(\.figure.data.rows.count))
    #expect(together.values.map(\.text) == alone.values.map(\.text))
    #expect(together.values.count == 2)
    #expect(together.diagnostics == alone.diagnostics)
    // What is held has the value of the other fit.
    let rest = alone.fits[1].result.parameters.first { $0.name == "rest" }?.estimate
    #expect(alone.fits[2].result.parameters.first { $0.name == "rest" }?.estimate == rest)
  }

  @Test func aFigureOfNoFitIsToldWhichThereAre() throws {
    let errors = sample(figureOf: "hold").errors()
    #expect(errors.count == 1, "\(errors)")
    // The step saw no fit but those that it names; the author sees all.
    let words = "\(errors.first?.notes ?? []) \(errors.first?.help ?? [])"
    #expect(words.contains("held"), "\(errors)")
  }

  @Test func whatIsWrongWithAFitHidesNoOtherMistakeAndIsSaidOnce() throws {
    var sample = sample(figureOf: "hold")
    // Half of the line's values cannot be reached by any parameters in these ranges.
    sample.cells = sample.cells.replacing(
      "formula: |\n  sag = rest + slope*load\n", with: "formula: |\n  sag = rest + slope*log(load - 100)\n")
    let errors = sample.errors()
    #expect(errors.count == 2, "\(errors)")
    // The other fit, the comparison, the table and the second figure need the line and say nothing.
    #expect(errors.contains { $0.code.hasPrefix("E05") }, "\(errors)")
    #expect(errors.contains { $0.message.contains("hold") }, "\(errors)")
  }
}
