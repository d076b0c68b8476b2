import ArgumentParser
import Foundation
import Publishing

/// The command line: a thin layer over Reports and Publishing. A command is a file of `Commands`; what commands share is in
/// `Options` and `Output`.
@main
struct Isoloss: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "isoloss",
    abstract: "Turns a table of training runs into a paper.",
    discussion: """
      Reads runs, fits scaling laws to them, draws the figures and writes the report as HTML and Markdown. Every number, \
      figure and claim in the report is computed from the runs.

      Exit status: 0 ok, 1 the build failed, 2 usage or configuration, 3 a claim or an expectation failed, 4 two \
      builds differ, 5 input, output or a missing system library.
      """,
    version: ProgramVersion.current,
    subcommands: [
      BuildCommand.self, CheckCommand.self, CleanCommand.self, CompareCommand.self, DiffCommand.self,
      DoctorCommand.self, ExplainCommand.self,
      FitCommand.self, InspectCommand.self, LawsCommand.self,
      NewCommand.self,
      PlotCommand.self, PreviewCommand.self, SchemaCommand.self, VerifyCommand.self,
    ])

  static func main() async {
    do {
      var command = try parseAsRoot()
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch let status as ExitStatus {
      exit(status)
    } catch {
      let code = exitCode(for: error)
      // Help and the version are data; a usage error goes to stderr with the status that this program documents.
      if code == .success { exit(withError: error) }
      Console.write(fullMessage(for: error) + "\n", to: .standardError)
      exit(ExitStatus.usage)
    }
  }

  private static func exit(_ status: ExitStatus) -> Never { Foundation.exit(status.rawValue) }
}
