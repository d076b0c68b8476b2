import ArgumentParser
import Diagnostics
import Publishing

/// `isoloss compare CURRENT REFERENCE`
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare", abstract: "Say whether a report's fits agree with those of a reference.",
    discussion: """
      Both are folders that `build` wrote. Fits of the same label are compared parameter by parameter: they agree where \
      the 95 % interval of the difference contains 0. Refuses (exit 1) when the data cuts differ: other rows, another `where`, \
      another loss. Exits with 3 when a parameter differs.
      """)

  @Argument(help: "The report to judge: its built folder or report.json.")
  var current: String

  @Argument(help: "The report that it is held against.")
  var reference: String

  @Option(
    help: ArgumentHelp("How near numbers without intervals must be, relative.", valueName: "share"))
  var tolerance = 1e-6

  @Flag(help: "Print Markdown.")
  var markdown = false

  @OptionGroup(title: "Common options") var global: GlobalOptions

  func validate() throws {
    if !(tolerance >= 0) { throw ValidationError("--tolerance is a share from 0, found \(tolerance)") }
  }

  func run() throws {
    var agrees = true
    try global.perform(sources: [:]) { (console, _) throws(DiagnosticError) in
      let verdict = try ReferenceVerdict(
        current: PublishedReport(current), reference: PublishedReport(reference), tolerance: tolerance)
      agrees = verdict.agrees
      console.data(console.isJSON ? verdict.json.text : markdown ? verdict.markdown : verdict.text)
    }
    if !agrees { throw ExitStatus.claimFailed }
  }
}
