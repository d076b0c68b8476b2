import ArgumentParser
import Diagnostics
import Foundation
import Publishing
import Typesetting

/// `isoloss diff BEFORE AFTER`, `isoloss diff REF..REF [PATH…]`
struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Say what changed in the results between two builds or two commits.",
    discussion: """
      Two folders that `build` wrote are compared as they are. A range of commits, like main..HEAD, is built twice from \
      the repository, the reports named after it (or the folder reports), without touching the working tree.

      Rows added and removed, parameters moved and by how many standard errors, claims that flipped, laws that swapped \
      rank, figures with other data: the gravest first. --markdown is for a comment on a pull request and at most 60,000 bytes \
      long; --html is a page with each figure before and after. Exits with 0 whether or not anything changed.
      """)

  @Argument(
    help: ArgumentHelp(
      "Two built folders; or a range of commits, then reports.", valueName: "what"))
  var arguments: [String]

  @Flag(help: "Print Markdown.")
  var markdown = false

  @Option(help: ArgumentHelp("Write a page with all changes and pictures.", valueName: "file"))
  var html: String?

  @OptionGroup(title: "Common options") var global: GlobalOptions

  func validate() throws {
    if range == nil, arguments.count != 2 {
      throw ValidationError("name two built folders, or a range of commits like main..HEAD")
    }
  }

  /// The commits of `a..b`; an existing folder of that name is a folder.
  private var range: (before: String, after: String)? {
    guard let first = arguments.first, !FileManager.default.fileExists(atPath: first),
      let dots = first.firstRange(of: "..")
    else { return nil }
    let (before, after) = (String(first[..<dots.lowerBound]), String(first[dots.upperBound...]))
    return (before.isEmpty ? "HEAD" : before, after.isEmpty ? "HEAD" : after)
  }

  func run() throws {
    try global.perform(sources: [:]) { (console, progress) throws(DiagnosticError) in
      let folder = NSTemporaryDirectory() + "isoloss-diff-" + UUID().uuidString
      defer { try? FileManager.default.removeItem(atPath: folder) }
      var sides = (before: arguments[0], after: arguments.count > 1 ? arguments[1] : "")
      var titles = sides
      if let range {
        let paths = arguments.count > 1 ? Array(arguments.dropFirst()) : ["reports"]
        do {
          try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
          throw DiagnosticError("E0920", "cannot write \"\(folder)\"", notes: [error.localizedDescription])
        }
        let git = GitBuild(paths: paths, folder: folder)
        progress.show("building \(range.before)", nil)
        let before = try git.build(range.before, as: "before")
        progress.show("building \(range.after)", nil)
        sides = (before, try git.build(range.after, as: "after"))
        titles = range
      }
      let difference = ReportDifference(
        before: try PublishedReport.all(in: sides.before), after: try PublishedReport.all(in: sides.after))
      if let html {
        let page = try DifferencePage(difference, titles: titles, templates: TemplateSet()).html()
        try OutputFile.write(Array(page.utf8), to: html)
      }
      progress.finish()
      if console.isJSON {
        console.data(DifferenceText(difference).json.text)
      } else {
        console.data(
          markdown ? DifferenceMarkdown(difference).text : DifferenceText(difference).text)
      }
    }
  }
}
