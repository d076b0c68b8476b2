import ArgumentParser
import Diagnostics
import Foundation
import Preview

/// `isoloss preview PATH…`
struct PreviewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "preview", abstract: "Show reports in a browser while they are written.",
    discussion: """
      Builds the reports, shows them to browsers of this machine and builds them again whenever a file changes that they were \
      made of: the text, what it includes, data, laws, pictures, the bibliography, templates, the project file. The page \
      reloads and keeps the reader's place, and the terminal says what changed in the results.

      While a build fails the last good page stays, under the findings. Pages are kept in memory and nothing is written but \
      results of steps, as `build` does. Ctrl-C ends it.
      """)

  @Argument(help: "Reports: a folder with a report.md, a Markdown file, or a folder of such folders.")
  var paths: [String]

  @Option(
    help: ArgumentHelp(
      "Serve on this port of localhost, or on the next one that is free; 0 takes any.", valueName: "n"))
  var port: UInt16 = 4880

  @Flag(help: "Open the page in the browser.")
  var open = false

  @Option(
    help: ArgumentHelp(
      "Page templates; files there replace the built-in ones. Without this a folder \"templates\" beside the report does.",
      valueName: "dir"))
  var templates: String?

  @OptionGroup var parameters: ParameterOptions
  @OptionGroup var work: WorkOptions
  @OptionGroup var caching: CacheOptions
  @OptionGroup(title: "Common options") var global: GlobalOptions

  func run() throws {
    let console = try global.start()
    Interrupts.endProgram(console)
    let build = PreviewBuild(
      paths: paths, templates: templates, settings: try parameters.settings(console), jobs: work.jobs,
      caching: caching)
    let server: PreviewServer
    do throws(DiagnosticError) {
      // What is misspelt on the command line does not become right by waiting.
      _ = try ReportSelection(paths)
      server = try PreviewServer(port: port)
    } catch {
      console.report(error.diagnostics)
      throw ExitStatus(error)
    }
    if port != 0, server.port != port { console.say("port \(port) is taken, so this is port \(server.port)") }
    console.say("serving \(server.address()), Ctrl-C ends")
    var loop = PreviewLoop(console: console, build: build, server: server)
    loop.begin()
    if open { openBrowser(server.address(), console) }
    while true { loop.next() }
  }

  /// Asks the desktop to show a page, and does not wait for it.
  private func openBrowser(_ address: String, _ console: Console) {
    #if os(macOS)
      let name = "open"
    #else
      let name = "xdg-open"
    #endif
    do throws(DiagnosticError) { try ChildProcess.start(name, [address]) } catch {
      console.report(error.diagnostics)
    }
  }
}
