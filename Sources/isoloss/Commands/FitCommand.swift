import ArgumentParser
import Diagnostics
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

  @OptionGroup(title: "Search") var search: SearchOptions

  @OptionGroup(title: "Common options") var global: GlobalOptions

  func run() async throws {
    try global.perform(sources: table.sources) { (console, progress) throws(DiagnosticError) in
      let (bare, _) = try table.read(file)
      for line in BareTableOptions.guesses(bare) { console.say(line) }
      let fit = try bare.fit(search.options) {
        progress.show("fit \(bare.law.name)", $0)
      }
      progress.finish()
      let text = FitText(fit, table: bare, layout: TextLayout(color: global.color))
      console.data(console.isJSON ? text.json.document : text.page)
      let options = table.arguments.isEmpty ? "" : " \(table.arguments)"
      console.say(
        "a report of it: isoloss new \(BareTableOptions.folder(for: file)) --from \(Shell.quoted(file))\(options)"
      )
    }
  }
}
