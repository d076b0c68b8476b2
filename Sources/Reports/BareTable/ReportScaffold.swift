import Diagnostics
import Expressions
import Fitting
import Laws
import Typesetting

/// The source of a report on a bare table: what `isoloss new` writes.
///
/// It builds as it stands: the columns that were chosen, the law, the fit, a figure of how well it describes the runs, and
/// two claims that the fit supports. All numbers of its text are values; only the limits of the claims are written.
public struct ReportScaffold {
  private let table: BareTable
  private let fit: ExecutedFit
  private let options: FitOptions
  /// The name of the data file in the report's folder.
  public let dataFile: String

  /// Makes a report's source from a table and the fit of it with these options.
  public init(_ table: BareTable, fit: ExecutedFit, options: FitOptions) {
    (self.table, self.fit, self.options) = (table, fit, options)
    let last = table.source.split(separator: "/").last.map(String.init) ?? ""
    let stem = last.lastIndex(of: ".").map { String(last[..<$0]) } ?? last
    let safe = Identifier.fileSafe(stem)
    dataFile = "\(safe.isEmpty ? "runs" : safe).csv"
  }

  private var law: Law { table.law }
  private var target: String { law.target }

  /// The law at a row: `main.L(N=N, D=D)`.
  private var prediction: String {
    let names = law.formula.inputs(of: target).filter { name in law.variables.contains { $0.name == name } }
    return names.isEmpty
      ? "main.\(target)" : "main.\(target)(\(names.map { "\($0)=\($0)" }.joined(separator: ", ")))"
  }

  /// The text of `report.md`.
  public var text: String {
    [front, runs, form, fitting, agreement, limits].joined(separator: "\n\n") + "\n"
  }

  // MARK: Parts

  private var front: String {
    """
    ---
    title: \(ScaffoldText.yaml("A scaling law of \(ScaffoldText.markdown(fileName))"))
    seed: \(options.seed)
    key-figure: fig-agreement
    abstract: |
      A law of the loss is fitted to `{val} main.rows` runs. It explains
      `{val} main.r2 | pct` of the variance\(fit.result.objectiveKind.isLog ? " of the log of the loss" : ""), with a root mean square error of
      `{val} main.rmse | sig(2)`.
    ---
    """
  }

  private var fileName: String { table.source.split(separator: "/").last.map(String.init) ?? table.source }

  private var runs: String {
    var cell = ["```{runs}", "label: runs", "from: \(dataFile)"]
    if !table.plan.columns.isEmpty {
      cell.append("columns:")
      cell += table.plan.columns.map { "  \($0.name): \(ScaffoldText.yaml($0.header))" }
    }
    if !table.plan.derived.isEmpty {
      cell.append("derive:")
      cell += table.plan.derived.map { "  \($0.name): \(ScaffoldText.yaml($0.expression))" }
    }
    if let condition = table.condition { cell.append("where: \(ScaffoldText.yaml(condition.source))") }
    cell.append("```")
    let choices = table.choices.map { choice in
      "- \(math(choice.name)) is \(ScaffoldText.markdown(choice.text)): \(ScaffoldText.markdown(choice.because))."
    }
    let ranges = law.variables.map { variable -> String in
      let rows = isWhole(variable.name) ? "runs" : "runs where not missing(\(variable.name))"
      let meaning = variable.meaning.isEmpty ? "" : " (\(ScaffoldText.markdown(variable.meaning)))"
      return
        "\(math(variable.name))\(meaning) goes from `{val} min(\(rows), \(variable.name)) | si` to "
        + "`{val} max(\(rows), \(variable.name)) | si`"
    }
    return """
      # Runs

      \(cell.joined(separator: "\n"))

      The table has `{val} runs.rows` rows\(ranges.isEmpty ? "" : ". \(ranges.joined(separator: "; "))"). Its columns were chosen
      by their names:

      \(choices.joined(separator: "\n"))
      """
  }

  /// Whether no row misses a value.
  private func isWhole(_ name: String) -> Bool {
    table.table.numbers(name)?.allSatisfy(\.isFinite) ?? false
  }

  private var form: String {
    var cell = ["```{law}", "label: form"]
    if LawCatalogue.law(named: law.name) != nil {
      cell.append("extends: \(law.name)")
    } else {
      cell += ["formula: |"] + law.formula.lines.map { "  \($0)" } + ["parameters:"]
      cell += law.parameters.map { parameter in
        let ends = [parameter.range.lowerBound, parameter.range.upperBound].map(NumberText.machine)
        return "  \(parameter.name): \(ends.joined(separator: ".."))"
      }
    }
    if let unit = table.lossUnit {
      cell.append("loss-unit: \(ScaffoldText.yaml(unit))")
    } else if !law.lossUnit.isEmpty {
      cell += [
        "# The unit that the law was published in: write here what the column holds.",
        "loss-unit: \(law.lossUnit)",
      ]
    }
    cell.append("```")
    let caveats = law.caveats.map { "\n\n\(ScaffoldText.markdown($0))" }.joined()
    return """
      # Law

      \(cell.joined(separator: "\n"))

      $$ \\law{form} $$ {#eq-law}

      @eq-law gives the loss \(math(target)).\(caveats)
      """
  }

  private var fitting: String {
    var cell = ["```{fit}", "label: main", "data: runs", "law: form"]
    cell.append("loss: \(FitFileWriter.loss(options.objective, target: target))")
    let usual = FitOptions()
    if options.starts != usual.starts { cell.append("starts: \(options.starts)") }
    if options.bootstrap != usual.bootstrap { cell.append("bootstrap: \(options.bootstrap)") }
    cell.append("```")
    let estimates = fit.result.parameters.map { parameter -> String in
      let meaning = law.parameters.first { $0.name == parameter.name }?.meaning ?? ""
      return
        "- \(math(parameter.name))\(meaning.isEmpty ? "" : ", the \(ScaffoldText.markdown(meaning)),") is "
        + "`{val} main.\(parameter.name)`."
    }
    let intervals =
      options.bootstrap > 0
      ? "Intervals come from a bootstrap of `{val} main.draws` draws over rows."
      : "There is no bootstrap, so nothing has an interval."
    let warned =
      fit.result.warnings.isEmpty
      ? "" : "\n\nThe fit has warnings, which its card lists: read them before believing a parameter."
    return """
      # Fit

      \(cell.joined(separator: "\n"))

      Over `{val} main.rows` runs and `{val} main.starts` starts:

      \(estimates.joined(separator: "\n"))

      \(intervals)\(warned)
      """
  }

  private var agreement: String {
    let claims = ScaffoldClaims(fit).sentences { "$\(symbol($0))$" }
    let caption =
      "Observed and predicted $\(symbol(target))$, and what is between them. The root mean square error is "
      + "`{val} main.rmse | sig(2)`."
    return """
      # How well it describes the runs

      ```{figure}
      label: fig-agreement
      kind: predicted-observed
      data: runs
      observed: \(target)
      predicted: \(ScaffoldText.yaml(prediction))
      caption: \(ScaffoldText.yaml(caption))
      ```

      @fig-agreement sets the runs beside the law. \(claims.joined(separator: " "))
      """
  }

  private var limits: String {
    """
    # Limits

    Every row counts as a run of its own. Where several rows are checkpoints of one run, `cluster:` in the runs cell
    names the column that tells runs apart; without it the intervals are too narrow. Beyond the ranges above the law is
    an extrapolation.
    """
  }

  private func symbol(_ name: String) -> String { (fit.symbols[name] ?? SymbolNames.node(for: name)).tex }
  private func math(_ name: String) -> String { "$\(symbol(name))$" }
}
