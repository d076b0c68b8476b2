import ArgumentParser
import Cache
import Diagnostics
import Drawing
import Foundation
import Publishing
import Typesetting

/// `isoloss explain THING…`
struct ExplainCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Say where a picture comes from, why a step of the last build ran, or what a code means.",
    discussion: """
      A PNG, SVG or PDF that a report was built with says which report, cell, rows and fits it comes from. Where the \
      report.json of that build, or of a later one, lies beside it or is named, what has changed since is a warning.

      The label of a fit, comparison or figure tells what the last build here read for it, and why it ran.

      The code of a finding, such as E0203, tells what it is about and how to mend it.
      """)

  @Argument(
    help: ArgumentHelp(
      "PNG, SVG or PDF files, labels of cells of the last build, or codes of findings.", valueName: "thing"))
  var things: [String]

  @Option(
    help: ArgumentHelp(
      "The report to compare with: a report.json or the folder that holds it.", valueName: "path"))
  var report: String?

  @OptionGroup(title: "Common options") var global: GlobalOptions

  func run() async throws {
    let console = try global.start()
    var failure: ExitStatus?
    for thing in things {
      do throws(DiagnosticError) {
        if CodePage.isCode(thing) {
          let page = try CodePage(thing)
          console.data(console.isJSON ? page.json.text : page.text(TextLayout(width: 80, isStyled: false)))
        } else if !explainStep(thing, console) {
          try explain(thing, console)
        }
      } catch {
        console.report(error.diagnostics)
        failure = failure ?? ExitStatus(error)
      }
    }
    if let failure { throw failure }
  }

  /// Tells about the steps of that label; false where no remembered build has one, or a file has the name.
  private func explainStep(_ label: String, _ console: Console) -> Bool {
    guard !FileManager.default.fileExists(atPath: label) else { return false }
    let steps = CacheFolder().builds.flatMap(\.steps).filter {
      $0.node.label == label || $0.node.name == label
    }
    for step in steps {
      console.data(
        console.isJSON
          ? StepText.json(step).text
          : ([StepText.line(step)] + StepText.inputs(step)).joined(separator: "\n"))
    }
    return !steps.isEmpty
  }

  private func explain(_ picture: String, _ console: Console) throws(DiagnosticError) {
    let bytes = try Self.read(picture)
    guard let text = try PictureRecord.provenance(in: bytes, name: picture) else {
      throw DiagnosticError(
        "E0945", "\"\(picture)\" does not say where it comes from",
        notes: ["pictures that Isoloss builds say so, until another program saves them without it"])
    }
    let provenance = try Provenance(reading: text, of: picture)
    // A figure that no report has is compared with none, unless one is named.
    let report = provenance.settings == nil || self.report != nil ? try reportFile(of: picture) : nil
    var changes: [String]?
    if let report {
      guard let check = ProvenanceCheck(report: try Self.read(report)) else {
        throw DiagnosticError("E0946", "\"\(report)\" is no report.json that this program knows")
      }
      changes = check.changes(since: provenance, picture: bytes)
    }
    let explanation = Explanation(
      picture: picture, provenance: provenance, report: report, changes: changes ?? [])
    console.data(console.isJSON ? explanation.json.text : explanation.text)
    if let report, let changes, !changes.isEmpty {
      console.report([
        Diagnostic(
          .warning, "W0945", "\(picture) is not the picture of \(report)",
          notes: changes.map { TerminalText.safe($0) })
      ])
    }
  }

  /// The report that was named, else one beside the picture or beside its folder.
  private func reportFile(of picture: String) throws(DiagnosticError) -> String? {
    let files = FileManager.default
    if let report {
      var isFolder: ObjCBool = false
      guard files.fileExists(atPath: report, isDirectory: &isFolder) else {
        throw DiagnosticError("E0925", "no file or folder \"\(report)\"")
      }
      return isFolder.boolValue ? "\(report)/report.json" : report
    }
    let folder = (picture as NSString).deletingLastPathComponent
    // The folder above "", "." and ".." is not found by taking a name away.
    let above =
      folder.isEmpty
      ? ".." : folder.hasSuffix(".") ? "\(folder)/.." : (folder as NSString).deletingLastPathComponent
    return [folder, above].map { $0.isEmpty ? "report.json" : "\($0)/report.json" }
      .first { files.fileExists(atPath: $0) }
  }

  private static func read(_ path: String) throws(DiagnosticError) -> [UInt8] {
    let files = FileManager.default
    var isFolder: ObjCBool = false
    guard files.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw DiagnosticError("E0925", "no file \"\(path)\"")
    }
    let size = ((try? files.attributesOfItem(atPath: path))?[.size] as? Int) ?? 0
    guard !isFolder.boolValue, size <= 256 << 20, let bytes = files.contents(atPath: path) else {
      throw DiagnosticError(
        "E0902",
        isFolder.boolValue
          ? "\"\(path)\" is a folder"
          : size > 256 << 20 ? "\"\(path)\" is larger than 256 MiB" : "the file \"\(path)\" cannot be read")
    }
    return [UInt8](bytes)
  }
}
