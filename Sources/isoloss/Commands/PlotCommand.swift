import ArgumentParser
import Diagnostics
import Foundation
import Publishing
import Reports
import Typesetting

/// `isoloss plot FILE.csv --kind KIND`
struct PlotCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plot", abstract: "Draw a figure of a CSV file of runs.",
    discussion: """
      Settings are those of a figure cell, as --set key=value or in a YAML file. Columns go by their own names; a fit \
      that is made here brings the quantities of its law under the law's names. Prints the alternative text.
      """)

  @Argument(help: ArgumentHelp("A CSV file with a header.", valueName: "file.csv"))
  var file: String

  @Option(help: ArgumentHelp("The kind of figure.", valueName: "kind"))
  var kind: String

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "A setting of the kind: y-scale=log, x.scale=log, sizes=[1e8, 1e9]. Repeatable.", valueName: "key=value"
    ))
  var assignments: [String] = []

  @Option(help: ArgumentHelp("A YAML file of settings; --set wins.", valueName: "file.yml"))
  var settings: String?

  @Option(
    name: .customLong("fit"),
    help: ArgumentHelp(
      "A fit that the settings name: a law of the catalogue or a formula, fitted to the rows, or a file of one. Repeatable.",
      valueName: "name=law|file.json"))
  var fits: [String] = []

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("A picture to write; the ending says what. Repeatable.", valueName: "name.svg|png|pdf")
  )
  var output: [String] = []

  @Option(help: ArgumentHelp("Write the drawn data there, as CSV.", valueName: "out.csv"))
  var data: String?

  @Option(
    help: ArgumentHelp("What it is laid out for.", valueName: PictureFile.profiles.joined(separator: "|")))
  var profile = PictureFile.profiles.first ?? ""

  @Option(help: ArgumentHelp("Pixels of a PNG for each pixel of the layout.", valueName: "n"))
  var scale = 1

  @OptionGroup(title: "Rows and columns") var rows: RowOptions

  @OptionGroup(title: "Search") var search: SearchOptions

  @OptionGroup(title: "Common options") var global: GlobalOptions

  func validate() throws {
    if output.isEmpty, data == nil { throw ValidationError("name a picture with -o, or a table with --data") }
    if !(1...8).contains(scale) { throw ValidationError("--scale is from 1 to 8") }
    if !PictureFile.profiles.contains(profile) {
      throw ValidationError(
        "no profile \"\(profile)\": \(PictureFile.profiles.joined(separator: ", "))")
    }
  }

  func run() async throws {
    try global.perform(sources: sources) { (console, progress) throws(DiagnosticError) in
      let files = try outputs()
      let bare = try plan()
      for (name, table) in bare.tables {
        for line in BareTableOptions.guesses(table) { console.say("\(name): \(line)") }
      }
      let drawn = try bare.figure(search.options) { progress.show($0, $1) }
      let figure = drawn.figure
      progress.finish()
      console.report(figure.warnings, sources: sources)
      try PictureFile.write(
        figure, to: files, provenance: Provenance(of: drawn, from: bare), profile: profile, scale: scale)
      let paths = files.map(\.path)
      console.data(
        console.isJSON
          ? JSON.object([
            ("alt", .string(figure.alt)), ("description", .string(figure.description)),
            ("files", .array(paths.map { .string($0) })),
          ]).text : figure.alt)
      console.say("wrote \(paths.joined(separator: ", "))")
    }
  }

  private func plan() throws(DiagnosticError) -> BareFigure {
    var settingsFile: (name: String, text: String)?
    if let settings { settingsFile = (settings, try InputFile.text(settings)) }
    let settings = try PlotSettings(file: settingsFile, assignments: assignments)
    var given: [BareFigure.Fit] = []
    for (index, text) in fits.enumerated() {
      given.append(
        try BareFigure.Fit(text, line: index + 1) { (name) throws(DiagnosticError) in try InputFile.text(name)
        })
    }
    return try BareFigure(
      csv: try InputFile.bytes(file, expected: "a CSV file"), source: file, kind: kind, settings: settings,
      fits: given, columns: rows.column, condition: rows.condition)
  }

  /// What is written; never over what is read.
  private func outputs() throws(DiagnosticError) -> [PictureFile] {
    var files: [PictureFile] = []
    for path in output { files.append(try PictureFile(picture: path)) }
    if let data { files.append(PictureFile(data: data)) }
    func place(_ path: String) -> String {
      URL(fileURLWithPath: path).resolvingSymlinksInPath().standardizedFileURL.path
    }
    let inputs = ([file, settings] + fits.map { $0.split(separator: "=").last.map(String.init) }).compactMap {
      $0
    }
    for path in files.map(\.path) where inputs.map(place).contains(place(path)) {
      throw DiagnosticError("E0921", "the output \"\(path)\" would replace what is read")
    }
    return files
  }

  /// The texts of the options, for the excerpts under findings.
  private var sources: [String: String] {
    rows.sources.merging([
      "--set": assignments.joined(separator: "\n"), "--fit": fits.joined(separator: "\n"), "--kind": kind,
    ]) { first, _ in first }
  }
}
