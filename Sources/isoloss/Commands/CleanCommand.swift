import ArgumentParser
import Cache
import Diagnostics

/// `isoloss clean`
struct CleanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clean", abstract: "Forget earlier builds: remove the folder .isoloss.",
    discussion: "Reports, data and built pages stay. The next build computes everything.")

  @OptionGroup(title: "Common options") var global: GlobalOptions

  func run() throws {
    try global.perform(sources: [:]) { (console, _) throws(DiagnosticError) in
      let folder = CacheFolder()
      guard folder.remove() else {
        throw DiagnosticError(
          "E0950", "cannot remove \"\(folder.path)\"",
          help: ["look whether it is a folder that Isoloss made and that you may write"])
      }
    }
  }
}
