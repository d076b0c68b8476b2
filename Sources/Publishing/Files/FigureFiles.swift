import Cache
import Charts
import Diagnostics
import Drawing
import Foundation
import Reports
import Work

/// A figure in every form that a report ships it in.
struct FigureFiles: Sendable, Codable {
  /// SVG for the page, laid out for the wide column.
  var inline: String
  /// SVG for the page on a phone: laid out again, not scaled.
  var inlineNarrow: String
  /// Files by path below the report's folder.
  var files: [(path: String, bytes: [UInt8])]

  private init(inline: String, inlineNarrow: String, files: [(path: String, bytes: [UInt8])]) {
    (self.inline, self.inlineNarrow, self.files) = (inline, inlineNarrow, files)
  }

  private enum Key: CodingKey { case inline, inlineNarrow, files }

  private struct File: Codable {
    var path: String
    /// Coded as a block; an array would be coded number by number.
    var bytes: Data
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    inline = try container.decode(String.self, forKey: .inline)
    inlineNarrow = try container.decode(String.self, forKey: .inlineNarrow)
    files = try container.decode([File].self, forKey: .files).map { ($0.path, [UInt8]($0.bytes)) }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(inline, forKey: .inline)
    try container.encode(inlineNarrow, forKey: .inlineNarrow)
    try container.encode(files.map { File(path: $0.path, bytes: Data($0.bytes)) }, forKey: .files)
  }

  /// Lays a figure out for page and phone and renders it. A measurer of its own makes this safe beside others.
  /// The files, of the formats named, carry `record`; the pictures inside the page do not, the page being what they come from.
  static func render(
    _ executed: ExecutedFigure, formats: [PictureFormat], fonts: FontSet, record: PictureRecord
  ) throws(DiagnosticError) -> FigureFiles {
    guard !WorkPool.isCancelled else { throw .abandoned }
    let measurer = try TextMeasurer(fonts: fonts)
    let wide = try scene(executed, .web, id: executed.id, measurer)
    // Ids inside the two pictures of one page must differ.
    let narrow = try scene(executed, .narrow, id: "\(executed.id)-narrow", measurer)
    let wanted = formats.map { Picture.file($0) } + [.inline, .inlineNarrow]
    let pictures = try ParallelMap.attempt(wanted) { (picture) throws(DiagnosticError) in
      try picture.bytes(of: wide, narrow, fonts: fonts, record: record)
    }
    var files: [(path: String, bytes: [UInt8])] = []
    var inline: [Picture: String] = [:]
    for (picture, bytes) in zip(wanted, pictures) {
      if case .file(let format) = picture {
        files.append((format.file(of: executed.id), bytes))
      } else {
        inline[picture] = String(decoding: bytes, as: UTF8.self).trimmingSpaces()
      }
    }
    files.append((Self.table(of: executed.id), Array(CSVFile.text(executed.figure.data).utf8)))
    if !executed.figure.curves.rows.isEmpty {
      files.append(("figures/\(executed.id)-curves.csv", Array(CSVFile.text(executed.figure.curves).utf8)))
    }
    return FigureFiles(
      inline: inline[.inline] ?? "", inlineNarrow: inline[.inlineNarrow] ?? "", files: files)
  }

  /// The file of a figure's drawn data.
  static func table(of figure: String) -> String { "figures/\(figure).csv" }

  /// The forms that a figure is drawn in: a file, or what stands in the page.
  private enum Picture: Hashable, Sendable {
    case file(PictureFormat)
    case inline, inlineNarrow

    func bytes(
      of scene: Scene, _ narrow: Scene, fonts: FontSet, record: PictureRecord
    ) throws(DiagnosticError) -> [UInt8] {
      switch self {
      case .file(.svg): try CairoBackend.svg(scene, fonts: fonts, record: record)
      case .file(.png): try CairoBackend.png(scene, scale: 1, fonts: fonts, record: record)
      case .file(.doubledPNG): try CairoBackend.png(scene, scale: 2, fonts: fonts, record: record)
      case .file(.pdf): try CairoBackend.pdf(scene, fonts: fonts, record: record)
      case .inline: try page(scene, fonts: fonts, of: scene.id)
      case .inlineNarrow: try page(narrow, fonts: fonts, detail: .compact, of: scene.id)
      }
    }

    /// A picture in the page, whose description stands there once, beside the values.
    private func page(
      _ scene: Scene, fonts: FontSet, detail: SVGBackend.Detail = .full, of figure: String
    ) throws(DiagnosticError) -> [UInt8] {
      var scene = scene
      let isDescribed = !scene.summary.isEmpty
      scene.summary = ""
      return Array(
        try SVGBackend.page(
          scene, fonts: fonts, detail: detail, describedBy: isDescribed ? "\(figure)-desc" : nil
        )
        .utf8)
    }
  }

  /// As `render`, from the cache where the same figure is stored with the same record.
  private static func render(
    _ executed: ExecutedFigure, formats: [PictureFormat], fonts: FontSet, record: PictureRecord,
    cache: BuildCache?
  ) throws(DiagnosticError) -> FigureFiles {
    guard let cache, let key = executed.key else {
      return try render(executed, formats: formats, fonts: fonts, record: record)
    }
    var node = BuildNode(kind: "pictures", label: executed.id)
    let figure = executed.figure
    node.reads("figure", "of \(executed.id)", from: "figure \(executed.id)") { $0.add(key) }
    node.reads("words", figure.alt) { $0.add([figure.chart.title, figure.alt, figure.description]) }
    // A figure is known without the lines that its rows stand on; the file of its data names them.
    node.reads("lines of rows", "of \(executed.id)") { $0.add(figure.data.lines) }
    let names = formats.map(\.rawValue)
    node.reads("files", names.joined(separator: ", ")) { $0.add(names) }
    node.reads("provenance", "of \(executed.id)") { $0.add([record.program, record.provenance]) }
    return try cache.value(of: node) { () throws(DiagnosticError) in
      try render(executed, formats: formats, fonts: fonts, record: record)
    }
  }

  /// Renders a report's figures side by side, at most `maxThreads` at once; they come back in order, and the first that failed is
  /// thrown.
  static func renderAll(
    of report: ExecutedReport, formats: [PictureFormat], maxThreads: Int?, cache: BuildCache?
  ) throws(DiagnosticError) -> [FigureFiles] {
    guard !report.figures.isEmpty else { return [] }
    let fonts = try FontSet.load()
    return try ParallelMap.attempt(report.figures, maxThreads: maxThreads) {
      (figure) throws(DiagnosticError) in
      let record = PictureRecord(
        program: ProgramVersion.name, provenance: Provenance(of: figure, in: report).text)
      return try render(figure, formats: formats, fonts: fonts, record: record, cache: cache)
    }
  }

  private static func scene(
    _ executed: ExecutedFigure, _ profile: Profile, id: String, _ measurer: TextMeasurer
  ) throws(DiagnosticError) -> Scene {
    var scene = try executed.figure.chart.layout(profile, measurer: measurer)
    scene.id = id
    if scene.title.isEmpty { scene.title = executed.figure.alt }
    if scene.summary.isEmpty { scene.summary = executed.figure.description }
    return scene
  }
}
