import Diagnostics
import Laws
import Markup

/// A report as decoded: settings, cells and texts, before any data is read.
struct ReportPlan {
  /// The text, with what it includes and repeats.
  var blocks: [Block]
  var footnotes: [Document.Footnote]
  /// The settings of cells.
  var bodies: CellBodies
  /// The parameters that the report declares.
  var parameters: [ReportParameter]
  var front: FrontMatter
  /// The file and its cells, for the record of the build.
  var source: ExecutedSource
  var title: EmbeddedText
  var subtitle: EmbeddedText?
  var abstract: EmbeddedText?
  var runs: [RunsCell] = []
  /// Laws that the report defines, by label.
  var laws: [String: Law] = [:]
  var fits: [FitCell] = []
  /// Fits whose values are known without fitting.
  var given: [GivenFit] = []
  /// The labels of all fits in source order.
  var fitLabels: [String] = []
  var figures: [FigureCell] = []
  var comparisons: [CompareCell] = []
  var tables: [TableCell] = []
  var named = NamedValues()
  /// The titles of the columns of each table, by its label.
  var titles: [String: [EmbeddedText]] = [:]
  var captions: [String: EmbeddedText] = [:]
  var bibliographies: [Bibliography] = []
  /// What is wrong in the source.
  var problems = Problems()
  /// What the wrong places define.
  var failed = FailedNames()

  /// Reads and decodes a report's source as far as it can be; throws only when there is no text to read.
  static func decode(
    _ reader: inout SourceReader, _ settings: ReportSettings = ReportSettings()
  ) throws(DiagnosticError) -> ReportPlan {
    let text = try reader.report()
    var problems = Problems()
    var failed = FailedNames()
    var findings: [Diagnostic] = []
    let document = Document.parse(text, file: reader.path.file, findings: &findings)
    for finding in findings { problems.add(DiagnosticError(finding)) }
    failed.add(findings, in: text)
    let beginning = SourceLocation(file: reader.path.file, line: 1, column: 1)
    if document.frontMatter == nil, !findings.contains(where: { $0.location == beginning }) {
      problems.report(
        "E0114", "the report has no front matter", at: beginning,
        help: ["begin the file with a line ---, a line title: '…', and a line ---"])
    }
    let node = document.frontMatter.flatMap { source in
      problems.attempt { () throws(DiagnosticError) in
        try YAMLReader.read(source.text, at: source.location)
      }
    }
    let parameters =
      node == nil
      ? nil
      : problems.attempt { () throws(DiagnosticError) in
        try ParameterDecoder.decode(
          node?["parameters"], settings.parameters, mayBeOthers: settings.mayBeOthers)
      }
    if parameters == nil { failed.add(SettingParameters.label) }
    let start = document.frontMatter?.location ?? beginning
    let front =
      node.map { FrontMatter(filled($0, parameters ?? [], &problems), &problems) } ?? .empty(at: start)
    let assembly = ReportAssembly(document, parameters: parameters ?? [], &reader, &problems)
    failed.add(assembly.failed)
    let cells = Cell.collect(assembly.blocks, assembly.bodies, &problems, &failed)
    let title = problems.attempt { () throws(DiagnosticError) in
      try EmbeddedText.line(front.title, "the title")
    }
    var plan = ReportPlan(
      blocks: assembly.blocks, footnotes: assembly.footnotes, bodies: assembly.bodies,
      parameters: parameters ?? [], front: front,
      source: ExecutedSource(
        file: reader.path.name, text: text, cells: cells,
        included: assembly.included, folder: reader.path.folder),
      title: title ?? EmbeddedText(blocks: [], base: start))
    plan.decodeFront(&reader, &problems)
    let isWhole = plan.bibliographies.count == front.bibliography.count
    failed.hasUnreadWorks =
      node == nil || !isWhole || (node?["bibliography"] != nil && front.bibliography.isEmpty)
    plan.decode(cells, &reader, &problems, &failed)
    (plan.problems, plan.failed) = (problems, failed)
    return plan
  }

  /// The front matter with its placeholders filled in; what declares them stays.
  private static func filled(
    _ node: ConfigNode, _ parameters: [ReportParameter], _ problems: inout Problems
  ) -> ConfigNode {
    var placeholders = Placeholders()
    for parameter in parameters { placeholders.values["params.\(parameter.name)"] = parameter.value }
    let named = SettingParameters(parameters)
    var rewriter = TreeRewriter(placeholders, bodies: CellBodies(named))
    var result = node.naming(named)
    guard case .map(let entries) = result.content else { return result }
    result.content = .map(
      entries.map { entry in
        var entry = entry
        if entry.key != "parameters" { entry.value = rewriter.settings(entry.value) }
        return entry
      })
    problems.add(rewriter.problems)
    return result
  }

  private mutating func decodeFront(_ reader: inout SourceReader, _ problems: inout Problems) {
    let front = front
    if let text = front.subtitle {
      subtitle = problems.attempt { () throws(DiagnosticError) in try EmbeddedText.line(text, "the subtitle")
      }
    }
    if let text = front.abstract {
      abstract = problems.attempt { () throws(DiagnosticError) in try EmbeddedText.parse(text) }
    }
    for source in front.bibliography {
      let bibliography = problems.attempt { () throws(DiagnosticError) in
        let (name, bytes) = try reader.file(source.text, at: source.location)
        return try Bibliography.read(try reader.text(bytes, name: name), file: name)
      }
      if let bibliography { bibliographies.append(bibliography) }
    }
  }
}
