import ArgumentParser
import Diagnostics
import Typesetting

/// `isoloss check PATH…`
struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Check reports without writing anything.",
    discussion:
      "Executes each report and exits with 3 when a claim fails, or holds where its author expects it to fail."
  )

  @Argument(help: "Reports: a folder with a report.md, a Markdown file, or a folder of such folders.")
  var paths: [String]

  @OptionGroup var work: WorkOptions
  @OptionGroup var caching: CacheOptions
  @OptionGroup(title: "Common options") var global: GlobalOptions

  func run() async throws {
    try await global.remember(["check"], paths: paths, caching) { console, session, selection in
      let execution = Execution(console: console, session: session, jobs: work.jobs, isStrict: true)
      let executed = try execution.run(selection).reports
      for one in executed {
        console.say("\(one.source.path): \(Execution.summary(one.report))")
        if console.isJSON {
          console.data(Execution.json(one.report, path: one.source.path, output: nil).text)
        }
      }
      let hasFailed = executed.contains { Execution.hasFailed($0.report) }
      return RememberedRun.Outcome(status: hasFailed ? .claimFailed : .ok)
    }
  }
}
