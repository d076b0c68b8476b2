import ArgumentParser
import Diagnostics
import Fitting
import Foundation
import Reports
import Typesetting

/// `isoloss new DIR --from FILE.csv`
struct NewCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Make a report of a CSV file of runs.",
    discussion: """
      The folder gets a copy of the table and a report.md that builds at once: the columns found by their names, a law, its \
      fit, a figure and two claims. Nothing is overwritten.
      """)

  @Argument(help: ArgumentHelp("The report's folder, which must not exist.", valueName: "dir"))
  var folder: String

  @Option(help: ArgumentHelp("A CSV file with a header.", valueName: "file.csv"))
  var from: String

  @OptionGroup(title: "Table and law") var table: BareTableOptions

  @OptionGroup(title: "Search") var search: SearchOptions

  @OptionGroup(title: "Common options") var global: GlobalOptions

  func run() async throws {
    try global.perform(sources: table.sources) { (console, progress) throws(DiagnosticError) in
      try refuseToOverwrite()
      let (bare, bytes) = try table.read(from)
      for line in BareTableOptions.guesses(bare) { console.say(line) }
      let options = search.options
      let fit = try bare.fit(options) { progress.show("fit \(bare.law.name)", $0) }
      progress.finish()
      let scaffold = ReportScaffold(bare, fit: fit, options: options)
      try write(["report.md": Data(scaffold.text.utf8), scaffold.dataFile: Data(bytes)])
      console.say("wrote \(folder)/report.md; build it: isoloss build \(Shell.quoted(folder))")
      if console.isJSON { console.data(JSON.object([("report", .string(folder))]).text) }
    }
  }

  private func refuseToOverwrite() throws(DiagnosticError) {
    guard !FileManager.default.fileExists(atPath: folder) else {
      throw DiagnosticError(
        "E0929", "\"\(folder)\" exists, and nothing is overwritten",
        help: ["name a folder that does not exist"])
    }
  }

  /// Writes all files into a folder beside the place and moves that there.
  private func write(_ contents: [String: Data]) throws(DiagnosticError) {
    let files = FileManager.default
    let target = URL(fileURLWithPath: folder)
    let fresh = target.deletingLastPathComponent().appendingPathComponent(
      ".\(target.lastPathComponent)-new-\(ProcessInfo.processInfo.processIdentifier)")
    do {
      defer { try? files.removeItem(at: fresh) }
      try files.createDirectory(at: fresh, withIntermediateDirectories: true)
      for (name, bytes) in contents { try bytes.write(to: fresh.appendingPathComponent(name)) }
      try files.moveItem(at: fresh, to: target)
    } catch {
      throw DiagnosticError("E0920", "cannot write \"\(folder)\"", notes: [error.localizedDescription])
    }
  }
}
