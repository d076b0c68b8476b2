import ArgumentParser
import Diagnostics
import Typesetting

/// `isoloss check PATH…`
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Check reports without writing anything.",
    discussion: """
      Executes each report and exits with 3 when a claim fails, or holds where its author expects it to fail.

      A number that is typed into the text though the report computes it is a warning. With --fix the computed value is \
      written into the source instead, wherever only one value can be meant.
      """)

  @Argument(help: "Reports: a folder with a report.md, a Markdown file, or a folder of such folders.")
  var paths: [String]

  @Flag(help: "Write into the source what a finding says to write, where that is unambiguous.")
  var fix = false

  @Flag(help: "With --fix: show the changes and write nothing.")
  var dryRun = false

  @OptionGroup var parameters: ParameterOptions
  @OptionGroup var work: WorkOptions
  @OptionGroup var caching: CacheOptions
  @OptionGroup var results: ResultFileOptions
  @OptionGroup(title: "Common options") var global: GlobalOptions

  func validate() throws {
    if dryRun, !fix { throw ValidationError("--dry-run needs --fix") }
  }

  func run() throws {
    try global.remember(
      ["check"] + parameters.parameter, paths: paths, caching, isFresh: fix || results.isAsked
    ) { console, session, selection in
      let execution = Execution(
        console: console, session: session, settings: try parameters.settings(console), jobs: work.jobs,
        isStrict: true, files: ResultFiles(results))
      let checked = try execution.run(selection) { source, report, _ in
        Checked(
          summary: "\(source.path): \(Execution.summary(report))",
          json: Execution.json(report, path: source.path, output: nil), diagnostics: report.diagnostics,
          hasFailed: Execution.hasFailed(report))
      }.made
      for one in checked {
        console.say(one.summary)
        if console.isJSON { console.data(one.json.text) }
      }
      if fix {
        try execution.attempt { () throws(DiagnosticError) in
          try mend(checked.flatMap(\.diagnostics), console)
        }
      }
      return RememberedRun.Outcome(status: checked.contains(where: \.hasFailed) ? .claimFailed : .ok)
    }
  }

  /// What is said of a report.
  private struct Checked {
    var summary: String
    var json: JSON
    var diagnostics: [Diagnostic]
    var hasFailed: Bool
  }

  private func mend(_ diagnostics: [Diagnostic], _ console: Console) throws(DiagnosticError) {
    let changes = try SourceMending.changes(diagnostics)
    for change in changes {
      if !dryRun { try SourceMending.write(change) }
      console.say(change.patch)
      if console.isJSON { console.data(change.json(isWritten: !dryRun).text) }
    }
    let lines = changes.reduce(0) { $0 + $1.lines.count }
    console.say("\(dryRun ? "would change" : "changed") \(NumberText.counted(lines, "line"))")
  }
}
