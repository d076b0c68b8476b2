import ArgumentParser
import Diagnostics
import Fitting
import Foundation
import Publishing
import Reports
import Typesetting

/// `isoloss new DIR --from FILE.csv`, `isoloss new DIR --template NAME`
struct NewCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Make a report of a CSV file of runs, or of a template.",
    discussion: """
      With --from the folder gets a copy of the table and a report.md that builds at once: the columns found by their names, \
      a law, its fit, a figure and two claims. With --template it gets an example to write over, which builds at once, too; \
      --list shows them. Nothing is overwritten.
      """)

  @Argument(help: ArgumentHelp("The report's folder, which must not exist.", valueName: "dir"))
  var folder: String?

  @Option(help: ArgumentHelp("A CSV file with a header.", valueName: "file.csv"))
  var from: String?

  @Option(help: ArgumentHelp("An example to start from.", valueName: "name"))
  var template: String?

  @Flag(help: "List the examples.")
  var list = false

  @OptionGroup(title: "Table and law") var table: BareTableOptions

  @OptionGroup(title: "Search") var search: SearchOptions

  @OptionGroup(title: "Common options") var global: GlobalOptions

  func validate() throws {
    if list { return }
    if folder == nil { throw ValidationError("name the folder to make") }
    if (from == nil) == (template == nil) {
      throw ValidationError("say what the report is made of: --from FILE.csv or --template NAME")
    }
  }

  func run() async throws {
    try global.perform(sources: table.sources) { (console, progress) throws(DiagnosticError) in
      if list { return tell(console) }
      guard let folder else { return }
      try refuseToOverwrite(folder)
      if let from {
        try write(scaffold(of: from, console, progress), to: folder)
      } else if let template {
        try write(ExampleReport.named(template).files, to: folder)
      }
      let main = template == "site" ? folder : "\(folder)/report.md"
      console.say("wrote \(main); build it: isoloss build \(Shell.quoted(folder))")
      if console.isJSON { console.data(JSON.object([("report", .string(folder))]).text) }
    }
  }

  private func tell(_ console: Console) {
    for example in ExampleReport.all {
      console.data(
        console.isJSON
          ? JSON.object([("template", .string(example.name)), ("summary", .string(example.summary))]).text
          : "\(example.name)  \(example.summary)")
    }
  }

  private func scaffold(
    of file: String, _ console: Console, _ progress: ProgressLine
  ) throws(DiagnosticError) -> [(path: String, bytes: [UInt8])] {
    let (bare, bytes) = try table.read(file)
    for line in BareTableOptions.guesses(bare) { console.say(line) }
    let options = search.options
    let fit = try bare.fit(options) { progress.show("fit \(bare.law.name)", $0) }
    progress.finish()
    let scaffold = ReportScaffold(bare, fit: fit, options: options)
    return [("report.md", Array(scaffold.text.utf8)), (scaffold.dataFile, bytes)]
  }

  private func refuseToOverwrite(_ folder: String) throws(DiagnosticError) {
    guard !FileManager.default.fileExists(atPath: folder) else {
      throw DiagnosticError(
        "E0929", "\"\(folder)\" exists, and nothing is overwritten",
        help: ["name a folder that does not exist"])
    }
  }

  /// Writes all files into a folder beside the place and moves that there.
  private func write(
    _ contents: [(path: String, bytes: [UInt8])], to folder: String
  ) throws(DiagnosticError) {
    let files = FileManager.default
    let target = URL(fileURLWithPath: folder)
    let fresh = target.deletingLastPathComponent().appendingPathComponent(
      ".\(target.lastPathComponent)-new-\(ProcessInfo.processInfo.processIdentifier)")
    do {
      defer { try? files.removeItem(at: fresh) }
      for file in contents {
        let place = fresh.appendingPathComponent(file.path)
        try files.createDirectory(at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(file.bytes).write(to: place)
      }
      try files.moveItem(at: fresh, to: target)
    } catch {
      throw DiagnosticError("E0920", "cannot write \"\(folder)\"", notes: [error.localizedDescription])
    }
  }
}
