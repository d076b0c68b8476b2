import ArgumentParser
import Diagnostics
import Fitting
import Publishing
import Reports
import Typesetting

/// `isoloss fit FILE.csv`
struct FitCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fit", abstract: "Fit a law to a CSV file of runs.",
    discussion: """
      Finds the columns of parameters, tokens, compute, bits and loss by their names and says what it took for what. The \
      fit minimises the sum of huber(1e-3) on the log of the loss; intervals are 95 % percentiles of a bootstrap over \
      rows. With --json the fit is written as a fit cell's `from` reads it (isoloss schema fit).
      """)

  @Argument(help: ArgumentHelp("A CSV file with a header.", valueName: "file.csv"))
  var file: String

  @OptionGroup(title: "Table and law") var table: BareTableOptions

  @Option(help: ArgumentHelp("Bootstrap draws; 0 for none.", valueName: "n"))
  var bootstrap = FitOptions().bootstrap

  @Option(help: ArgumentHelp("Starting points of the search.", valueName: "n"))
  var starts = FitOptions().starts

  @Option(help: ArgumentHelp("Seed of starts and draws.", valueName: "n"))
  var seed: UInt64 = 0

  @OptionGroup(title: "Common options") var global: GlobalOptions

  func validate() throws {
    if bootstrap < 0 || bootstrap > 1_000_000 { throw ValidationError("--bootstrap is from 0 to 1000000") }
    if starts < 1 || starts > 1_000_000 { throw ValidationError("--starts is from 1 to 1000000") }
  }

  func run() async throws {
    let console = try global.start()
    let progress = ProgressLine(console: console)
    do throws(DiagnosticError) {
      let bare = try table.read(file)
      for line in BareTableOptions.guesses(bare) { console.say(line) }
      let fit = try bare.fit(FitOptions(starts: starts, bootstrap: bootstrap, seed: seed)) {
        progress.show("fit \(bare.law.name)", $0)
      }
      progress.finish()
      let text = FitText(fit, table: bare)
      console.data(console.isJSON ? text.json.document : text.page)
      let options = table.arguments.isEmpty ? "" : " \(table.arguments)"
      console.say(
        "a report of it: isoloss new \(BareTableOptions.folder(for: file)) --from \(Shell.quoted(file))\(options)"
      )
    } catch {
      progress.finish()
      console.report(error.diagnostics, sources: sources)
      throw ExitStatus(error)
    }
  }

  /// The texts of options, for the excerpts under findings.
  private var sources: [String: String] {
    var texts = ["--law": table.lawText, "--column": table.column.joined(separator: " ")]
    if let condition = table.condition { texts["--where"] = condition }
    return texts
  }
}
