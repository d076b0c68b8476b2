import ArgumentParser
import Diagnostics
import Foundation

/// When to colour diagnostics.
enum ColorChoice: String, ExpressibleByArgument, CaseIterable {
  case auto, always, never
}

/// Options that every command has.
struct GlobalOptions: ParsableArguments {
  @Option(name: .customShort("C"), help: ArgumentHelp("Work in this folder.", valueName: "dir"))
  var directory: String?

  @Flag(name: .shortAndLong, help: "Print errors only.")
  var quiet = false

  @Flag(name: .shortAndLong, help: "Also print notes and each step.")
  var verbose = false

  @Option(help: ArgumentHelp("Colour diagnostics.", valueName: "auto|always|never"))
  var color = ColorChoice.auto

  @Flag(help: "Print diagnostics and results as JSON, one object a line.")
  var json = false

  func validate() throws {
    if quiet, verbose { throw ValidationError("-q and -v exclude each other") }
  }

  /// Does what a command is for; findings that stop it are reported and become its exit status.
  func perform(
    sources: [String: String], _ work: (Console, ProgressLine) throws(DiagnosticError) -> Void
  ) throws {
    let console = try start()
    let progress = ProgressLine(console: console)
    do throws(DiagnosticError) {
      try work(console, progress)
      progress.finish()
    } catch {
      progress.finish()
      console.report(error.diagnostics, sources: sources)
      throw ExitStatus(error)
    }
  }

  /// Goes to the working folder and makes the console.
  func start() throws(ExitStatus) -> Console {
    let console = Console(options: self)
    if let directory, !FileManager.default.changeCurrentDirectoryPath(directory) {
      console.report([Diagnostic(.error, "E0926", "no folder \"\(directory)\" to work in")])
      throw .usage
    }
    return console
  }
}
