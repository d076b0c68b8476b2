import ArgumentParser
import Cache
import Diagnostics
import Typesetting

/// `isoloss inspect`
struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Show the last builds: what was read, the steps between, what was written.",
    discussion: """
      Builds are those that the folder .isoloss remembers. A step is reused where everything that it reads is as it was. \
      With --json each build is one object on a line.
      """)

  @Argument(help: "Only builds of these reports, named as they were to build or check.")
  var paths: [String] = []

  @OptionGroup(title: "Common options") var global: GlobalOptions

  func run() throws {
    try global.perform(sources: [:]) { (console, _) throws(DiagnosticError) in
      let builds = CacheFolder().builds.filter { build in
        paths.isEmpty || paths.contains { build.request.contains($0) }
      }
      guard !builds.isEmpty else {
        throw DiagnosticError(
          "E0951", "no build\(paths.isEmpty ? "" : " of this") is remembered here",
          help: ["build or check a report first; --no-cache remembers nothing"])
      }
      for build in builds { console.data(console.isJSON ? json(build).text : text(build)) }
    }
  }

  private func text(_ build: BuildRecord) -> String {
    var lines = [build.request.filter { !$0.isEmpty && $0 != "--" }.joined(separator: " ")]
    lines.append("read")
    lines += build.sources.map { "  \($0.path)  \($0.sha256?.prefix(12) ?? "not there")" }
    for step in build.steps {
      lines.append(StepText.line(step))
      lines += StepText.inputs(step)
    }
    if !build.outputs.isEmpty { lines.append("wrote") }
    lines += build.outputs.filter { !$0.path.hasSuffix("/") }.map {
      "  \($0.path)  \($0.sha256?.prefix(12) ?? "")"
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func json(_ build: BuildRecord) -> JSON {
    func files(_ sources: [BuildRecord.Source]) -> JSON {
      .array(sources.map { .object([("path", .string($0.path)), ("sha256", JSON($0.sha256))]) })
    }
    return .object([
      ("request", .array(build.request.map { .string($0) })), ("program", .string(build.program)),
      ("sources", files(build.sources)), ("steps", .array(build.steps.map(StepText.json))),
      ("outputs", files(build.outputs)),
    ])
  }
}
