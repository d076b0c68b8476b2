import ArgumentParser
import Diagnostics
import Fitting
import Foundation
import Publishing
import Reports
import Typesetting

/// `isoloss new DIR --from FILE.csv`, `isoloss new DIR --template NAME`, `isoloss new --ci SERVICE`
struct NewCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new",
    abstract: "Make a report of a CSV file of runs or of a template, and what hosted CI does with it.",
    discussion: """
      With --from the folder gets a copy of the table and a report.md that builds at once: the columns found by their names, \
      a law, its fit, a figure and two claims. With --template it gets an example to write over, which builds at once, too; \
      --list shows them.

      With --ci the repository gets a workflow, .github/workflows/report.yml or .gitlab-ci.yml: every push builds the reports \
      and fails when a claim fails, the default branch is published to Pages, and a pull request gets a comment that says what \
      changed in the results. Alone it is about reports that exist, in the folder "reports" where none is named.

      Nothing is overwritten.
      """)

  @Argument(
    help: ArgumentHelp(
      "The report's folder, which must not exist; with --ci alone one that does.", valueName: "dir"))
  var folder: String?

  @Option(help: ArgumentHelp("A CSV file with a header.", valueName: "file.csv"))
  var from: String?

  @Option(help: ArgumentHelp("An example to start from.", valueName: "name"))
  var template: String?

  @Flag(help: "List the examples.")
  var list = false

  @OptionGroup(title: "Hosted CI") var hosting: HostingOptions

  @OptionGroup(title: "Table and law") var table: BareTableOptions

  @OptionGroup(title: "Search") var search: SearchOptions

  @OptionGroup(title: "Common options") var global: GlobalOptions

  func validate() throws {
    if list { return }
    if from != nil, template != nil { throw ValidationError("--from and --template exclude each other") }
    if from == nil, template == nil {
      guard hosting.ci != nil else {
        throw ValidationError("say what the report is made of: --from FILE.csv or --template NAME")
      }
    } else if folder == nil {
      throw ValidationError("name the folder to make")
    }
  }

  func run() async throws {
    try global.perform(sources: table.sources) { (console, progress) throws(DiagnosticError) in
      if list { return tell(console) }
      var files: [(path: String, bytes: [UInt8])]?
      if let from {
        files = try scaffold(of: from, console, progress)
      } else if let template {
        files = try ExampleReport.named(template).files
      }
      let folder = folder ?? "reports"
      if files != nil { try refuseToOverwrite(folder) }
      var workflow: (place: String, text: String)?
      if let service = hosting.ci { workflow = try self.workflow(service, of: folder, files?.map(\.path)) }
      if let files {
        try StagedFolder(target: folder).replace(with: files)
        let main = template == "site" ? folder : "\(folder)/report.md"
        console.say("wrote \(main); build it: isoloss build \(Shell.quoted(folder))")
      }
      if let workflow {
        try write(workflow.text, to: workflow.place)
        console.say("wrote \(workflow.place)")
        if hosting.source == nil {
          console.say("set the variable ISOLOSS_SOURCE there to the address that isoloss is cloned from")
        }
      }
      guard console.isJSON else { return }
      let made =
        (files == nil ? [] : [("report", folder)]) + (workflow.map { [("workflow", $0.place)] } ?? [])
      console.data(JSON.object(made.map { ($0.0, .string($0.1)) }).text)
    }
  }

  /// The workflow and where it goes. `files` are those of a report that is about to be made.
  private func workflow(
    _ service: HostedWorkflow.Service, of folder: String, _ files: [String]?
  ) throws(DiagnosticError) -> (place: String, text: String) {
    var isReport = files?.contains("report.md") ?? false
    if files == nil {
      let selection = try ReportSelection([folder])
      isReport = selection.sites.isEmpty
    }
    let (root, workflow) = try hosting.workflow(service, of: folder, isReport: isReport)
    let place = "\(root)/\(workflow.path)"
    try refuseToOverwrite(place)
    return (place, workflow.text)
  }

  /// Writes a file and the folders above it.
  private func write(_ text: String, to place: String) throws(DiagnosticError) {
    do {
      try FileManager.default.createDirectory(
        atPath: (place as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    } catch {
      throw DiagnosticError("E0920", "cannot write \"\(place)\"", notes: [error.localizedDescription])
    }
    try OutputFile.write(Array(text.utf8), to: place)
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
        help: ["name a place that does not exist, or move it away"])
    }
  }
}
