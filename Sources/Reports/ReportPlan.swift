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

  /// Reads and decodes a report's source; every mistake of this phase at once.
  static func decode(
    _ reader: inout SourceReader, _ settings: ReportSettings = ReportSettings()
  ) throws(DiagnosticError) -> ReportPlan {
    let text = try reader.report()
    let document = try Document.parse(text, file: reader.path.file)
    guard let source = document.frontMatter else {
      throw DiagnosticError(
        "E0114", "the report has no front matter",
        at: SourceLocation(file: reader.path.file, line: 1, column: 1),
        help: ["begin the file with a line ---, a line title: '…', and a line ---"])
    }
    var problems = Problems()
    let settingsNode = problems.attempt { () throws(DiagnosticError) in
      try YAMLReader.read(source.text, at: source.location)
    }
    let parameters = problems.attempt { () throws(DiagnosticError) in
      try ParameterDecoder.decode(
        settingsNode?["parameters"], settings.parameters, mayBeOthers: settings.mayBeOthers)
    }
    // Placeholders of parameters that could not be decoded are not at fault.
    let front = parameters.flatMap { parameters in
      settingsNode.flatMap { node in
        problems.attempt { () throws(DiagnosticError) in try FrontMatter(filled(node, parameters)) }
      }
    }
    if parameters == nil { try problems.finish() }
    let assembly = ReportAssembly(document, parameters: parameters ?? [], &reader, &problems)
    let cells = Cell.collect(assembly.blocks, assembly.bodies, &problems)
    let embedded = front.flatMap { front in
      problems.attempt { () throws(DiagnosticError) in try EmbeddedText.line(front.title, "the title") }
    }
    var plan = ReportPlan(
      blocks: assembly.blocks, footnotes: assembly.footnotes, bodies: assembly.bodies,
      parameters: parameters ?? [], front: front ?? .empty(at: source.location),
      source: ExecutedSource(
        file: reader.path.name, text: text, cells: cells,
        included: assembly.included, folder: reader.path.folder),
      title: embedded ?? EmbeddedText(blocks: [], base: source.location))
    plan.decodeFront(&reader, &problems)
    plan.decode(cells, &reader, &problems)
    try problems.finish()
    return plan
  }

  /// The front matter with its placeholders filled in; what declares them stays.
  private static func filled(_ node: ConfigNode, _ parameters: [ReportParameter]) throws(DiagnosticError)
    -> ConfigNode
  {
    var placeholders = Placeholders()
    for parameter in parameters { placeholders.values["params.\(parameter.name)"] = parameter.value }
    let named = SettingParameters(parameters)
    var rewriter = TreeRewriter(placeholders, bodies: CellBodies(named))
    var result = node.naming(named)
    result.content = .map(
      try result.entries("the front matter").map { entry in
        var entry = entry
        if entry.key != "parameters" { entry.value = rewriter.settings(entry.value) }
        return entry
      })
    try rewriter.problems.finish()
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

  private mutating func decode(
    _ cells: [Cell], _ reader: inout SourceReader, _ problems: inout Problems
  ) {
    func byLabel(_ kind: Cell.Kind) -> [String: Cell] {
      Dictionary(cells.filter { $0.kind == kind }.map { ($0.label, $0) }) { first, _ in first }
    }
    for cell in cells where cell.kind == .runs {
      if let runs = problems.attempt({ () throws(DiagnosticError) in try RunsCell(cell) }) {
        self.runs.append(runs)
      }
    }
    named = NamedValues(cells, &problems)
    var resolver = LawResolver(cells: byLabel(.law))
    for cell in cells where cell.kind == .law {
      problems.attempt { () throws(DiagnosticError) in
        laws[cell.label] = try resolver.law(named: cell.label, at: cell.labelLocation)
      }
    }
    // A table whose cell is wrong exists all the same: the fit of it is not at fault.
    let tables = cells.filter { $0.kind == .runs }.map(\.label)
    let fitCells = byLabel(.fit)
    for cell in cells where cell.kind == .fit {
      fitLabels.append(cell.label)
      problems.attempt { () throws(DiagnosticError) in
        if let fit = try GivenFit(
          cell, cells: fitCells, laws: &resolver, tables: tables, reader: &reader)
        {
          given.append(fit)
        } else {
          fits.append(try FitCell(cell, cells: fitCells, laws: &resolver, tables: tables))
        }
      }
    }
    problems.attempt { () throws(DiagnosticError) in fits = try fits.inOrderOfNeed() }
    for cell in cells where cell.kind == .compare {
      problems.attempt { () throws(DiagnosticError) in
        let comparison = try CompareCell(
          cell, known: fitLabels,
          withoutLikelihood: Set(
            (fits + given.compactMap(\.rows)).filter { !$0.hasLikelihood }.map(\.label)))
        comparisons.append(comparison)
        if let caption = comparison.caption {
          captions[comparison.label] = try EmbeddedText.line(caption, "a caption")
        }
      }
    }
    for cell in cells where cell.kind == .table {
      problems.attempt { () throws(DiagnosticError) in
        let table = try TableCell(cell)
        self.tables.append(table)
        captions[table.label] = try table.caption.map { text throws(DiagnosticError) in
          try EmbeddedText.line(text, "a caption")
        }
        var heads: [EmbeddedText] = []
        for column in table.columns { heads.append(try EmbeddedText.line(column.title, "a column's title")) }
        titles[table.label] = heads
      }
    }
    for cell in cells where cell.kind == .figure {
      problems.attempt { () throws(DiagnosticError) in
        let figure = try FigureCell(cell)
        figures.append(figure)
        captions[figure.label] = try EmbeddedText.line(figure.caption, "a caption")
      }
    }
  }
}
