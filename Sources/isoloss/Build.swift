import ArgumentParser
import Diagnostics
import Foundation
import Publishing
import Reports

/// `isoloss build PATH…`
struct Build: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Build reports into a folder.",
    discussion: """
      For each report the folder gets SLUG/index.html, SLUG/report.md, the figures as SVG, PDF, PNG and CSV, and the data. \
      A report is written whole or not at all.
      """)

  @Argument(help: "Reports: a folder with a report.md, a Markdown file, or a folder of such folders.")
  var paths: [String]

  @Option(
    name: [.customShort("o"), .customLong("output")], help: ArgumentHelp("Where to write.", valueName: "dir"))
  var output = "_site"

  @Option(
    help: ArgumentHelp(
      "Page templates; files there replace the built-in ones. Without this a folder \"templates\" beside the report does.",
      valueName: "dir"))
  var templates: String?

  @Flag(help: "Exit with 3 when a claim fails.")
  var strict = false

  @Flag(
    help: ArgumentHelp(
      "Build a second time and compare: exit with 4, and write nothing, when a byte differs.",
      discussion:
        "The second build runs in another process and folder, with another time zone, locale and number of threads."
    ))
  var twice = false

  @OptionGroup var work: WorkOptions
  @OptionGroup(title: "Common options") var global: GlobalOptions

  func run() async throws {
    let console = try global.start()
    let execution = Execution(console: console, jobs: work.jobs)
    let executed = try execution.run(paths)
    do throws(DiagnosticError) {
      let written = try await publish(executed, execution)
      for (report, target) in written {
        console.say("\(target): \(Execution.summary(report.report))")
        if console.isJSON {
          console.data(Execution.json(report.report, path: report.source.path, output: target).text)
        }
      }
    } catch {
      throw execution.fail(error)
    }
    if strict, executed.contains(where: { Execution.hasFailed($0.report) }) { throw ExitStatus.claimFailed }
  }

  private typealias Executed = (source: ReportSource, report: ExecutedReport)

  /// Everything is rendered before anything is written, so that an error leaves the folder as it was.
  private func publish(
    _ executed: [Executed], _ execution: Execution
  ) async throws(DiagnosticError) -> [(Executed, String)] {
    let folder = OutputFolder(output)
    var slugs: [String: String] = [:]
    for one in executed {
      if let other = slugs.updateValue(one.source.path, forKey: one.report.slug) {
        throw DiagnosticError(
          "E0927",
          "\"\(other)\" and \"\(one.source.path)\" would both be written to \"\(output)/\(one.report.slug)\"")
      }
      try folder.check(slug: one.report.slug, sourceFolder: one.source.folder)
    }
    var rendered: [(Executed, Publisher.Rendered)] = []
    for one in executed {
      execution.progress.show("drawing \(one.report.slug)", nil)
      let templates = try self.templates(for: one.source, execution.console)
      let pages = try await Publisher(templates: templates, maxThreads: work.jobs).render(
        one.report, folder: one.source.folder)
      execution.console.report(pages.warnings)
      rendered.append((one, pages))
    }
    if twice {
      execution.progress.show("building a second time", nil)
      let files = rendered.flatMap { one in one.1.files.map { ("\(one.1.slug)/\($0.path)", $0.bytes) } }
      try SecondBuild(paths: paths, templates: templates, jobs: work.jobs).compare(with: files)
    }
    var written: [(Executed, String)] = []
    for (one, pages) in rendered { written.append((one, try folder.write(pages))) }
    execution.progress.finish()
    return written
  }

  private func templates(for source: ReportSource, _ console: Console) throws(DiagnosticError) -> TemplateSet
  {
    let beside = "\(source.folder)/templates"
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: beside, isDirectory: &isFolder) && isFolder.boolValue
    let set = try TemplateSet(folder: templates ?? (exists ? beside : nil))
    console.report(set.warnings)
    return set
  }
}
