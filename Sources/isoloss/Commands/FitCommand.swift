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
      fit minimises the sum of huber(1e-3) on the log of the loss unless --loss says otherwise; intervals are 95 % percentiles of a bootstrap over \
      rows. With --json the fit is written as a fit cell's `from` reads it (isoloss schema fit).
      """)

  @Argument(help: ArgumentHelp("A CSV file with a header.", valueName: "file.csv"))
  var file: String

  @OptionGroup(title: "Table and law") var table: BareTableOptions

  @Option(
    help: ArgumentHelp(
      "What is summed over the rows: huber(1e-3) on log L, squared on L, absolute on log L, cauchy(0.01) on log L.",
      valueName: "loss"))
  var loss: String?

  @Option(
    help: ArgumentHelp(
      "What is known of a parameter, as a mean with a standard deviation ('alpha=0.34 +- 0.05') or a median with a factor ('A=400 */ 2'). Counts like one measurement. Repeatable.",
      valueName: "name=prior"))
  var prior: [String] = []

  @OptionGroup(title: "Search") var search: SearchOptions

  @OptionGroup(title: "Common options") var global: GlobalOptions

  func run() async throws {
    let sources = table.sources.merging(["--prior": prior.joined(separator: " "), "--loss": loss ?? ""]) {
      old, _ in old
    }
    try global.perform(sources: sources) { (console, progress) throws(DiagnosticError) in
      let (bare, _) = try table.read(file)
      for line in BareTableOptions.guesses(bare) { console.say(line) }
      var options = search.options
      if let loss { options.objective = try bare.objective(loss, option: "--loss") }
      options.priors = try PriorText.assignments(prior, option: "--prior", law: bare.law)
      let fit = try bare.fit(options) {
        progress.show("fit \(bare.law.name)", $0)
      }
      progress.finish()
      let text = FitText(fit, table: bare, layout: TextLayout(color: global.color))
      console.data(console.isJSON ? text.json.document : text.page)
      let arguments = table.arguments.isEmpty ? "" : " \(table.arguments)"
      console.say(
        "a report of it: isoloss new \(BareTableOptions.folder(for: file)) --from \(Shell.quoted(file))\(arguments)"
      )
    }
  }
}
