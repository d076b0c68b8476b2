import ArgumentParser
import Diagnostics
import Drawing
import Foundation
import Publishing
import Typesetting

/// `isoloss doctor`
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Say what this machine has and lacks.",
    discussion: "Exits with 5 when something is missing that every build needs. `check` is about a report.")

  @OptionGroup(title: "Common options") var global: GlobalOptions

  /// One thing that was looked for.
  private struct Finding {
    var name: String
    var value: String?
    var isNeeded = true
    /// What to do without it.
    var help = ""
  }

  func run() throws {
    let console = try global.start()
    let findings = Self.findings()
    for finding in findings {
      if console.isJSON {
        console.data(
          JSON.object([
            ("name", .string(finding.name)), ("found", .bool(finding.value != nil)),
            ("value", JSON(finding.value)), ("needed", .bool(finding.isNeeded)),
            ("help", .string(finding.help)),
          ]).text)
      } else {
        let mark = finding.value != nil ? "ok     " : finding.isNeeded ? "MISSING" : "absent "
        console.data("\(mark) \(finding.name): \(finding.value ?? finding.help)")
      }
    }
    if findings.contains(where: { $0.isNeeded && $0.value == nil }) { throw ExitStatus.inputOutput }
  }

  private static func findings() -> [Finding] {
    let process = ProcessInfo.processInfo
    let fonts = try? FontSet.load()
    let chromium = ["chromium", "chromium-browser", "google-chrome"].lazy.compactMap(onPath).first
    return [
      Finding(name: "program", value: ProgramVersion.name),
      Finding(name: "drawing libraries", value: DrawingLibraries.versions),
      Finding(
        name: "fonts of figures", value: fonts.flatMap { $0.paths[.regular] },
        help: "apt-get install fonts-open-sans fonts-dejavu-core"),
      Finding(name: "processor cores", value: "\(process.activeProcessorCount)"),
      Finding(
        name: "memory of builds",
        value: isWritable() ? ".isoloss in \(FileManager.default.currentDirectoryPath)" : nil,
        isNeeded: false, help: "this folder takes no files, so every build computes everything"),
      Finding(
        name: "Chromium, for reports as PDF", value: chromium, isNeeded: false,
        help: "apt-get install chromium"),
      Finding(
        name: "LaTeX, to set reports written as LaTeX", value: onPath("pdflatex") ?? onPath("tectonic"),
        isNeeded: false, help: "apt-get install texlive-latex-recommended"),
    ]
  }

  private static func onPath(_ name: String) -> String? {
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { "\($0)/\(name)" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  private static func isWritable() -> Bool {
    FileManager.default.isWritableFile(atPath: FileManager.default.currentDirectoryPath)
  }
}
