import Cache
import Charts
import Diagnostics
import Drawing
import Foundation
import Reports

/// A figure in every form that a report ships it in.
struct FigureFiles: Sendable, Codable {
  /// SVG for the page, laid out for the wide column.
  var inline: String
  /// SVG for the page on a phone: laid out again, not scaled.
  var inlineNarrow: String
  /// Files by path below the report's folder.
  var files: [(path: String, bytes: [UInt8])] {
    get { stored.map { ($0.path, [UInt8]($0.bytes)) } }
    set { stored = newValue.map { File(path: $0.path, bytes: Data($0.bytes)) } }
  }
  private var stored: [File] = []

  private struct File: Codable {
    var path: String
    var bytes: Data
  }

  private init(inline: String, inlineNarrow: String, files: [(path: String, bytes: [UInt8])]) {
    (self.inline, self.inlineNarrow) = (inline, inlineNarrow)
    self.files = files
  }

  /// Lays a figure out for page and phone and renders it. A measurer of its own makes this safe beside others.
  /// The files carry `record`; the pictures inside the page do not, the page being what they come from.
  static func render(
    _ executed: ExecutedFigure, fonts: FontSet, record: PictureRecord
  ) throws(DiagnosticError) -> FigureFiles {
    let measurer = try TextMeasurer(fonts: fonts)
    let wide = try scene(executed, .web, id: executed.id, measurer)
    // Ids inside the two pictures of one page must differ.
    let narrow = try scene(executed, .narrow, id: "\(executed.id)-narrow", measurer)
    let base = "figures/\(executed.id)"
    var files: [(path: String, bytes: [UInt8])] = [
      ("\(base).svg", try CairoBackend.svg(wide, fonts: fonts, record: record)),
      ("\(base).png", try CairoBackend.png(wide, scale: 1, fonts: fonts, record: record)),
      ("\(base)@2x.png", try CairoBackend.png(wide, scale: 2, fonts: fonts, record: record)),
      ("\(base).pdf", try CairoBackend.pdf(wide, fonts: fonts, record: record)),
      ("\(base).csv", Array(CSVFile.text(executed.figure.data).utf8)),
    ]
    if !executed.figure.curves.rows.isEmpty {
      files.append(("\(base)-curves.csv", Array(CSVFile.text(executed.figure.curves).utf8)))
    }
    return FigureFiles(
      inline: try SVGBackend.page(wide, fonts: fonts).trimmingSpaces(),
      inlineNarrow: try SVGBackend.page(narrow, fonts: fonts, tooltips: false).trimmingSpaces(), files: files)
  }

  /// As `render`, from the cache where the same figure is stored with the same record.
  private static func render(
    _ executed: ExecutedFigure, fonts: FontSet, record: PictureRecord, cache: BuildCache?
  ) throws(DiagnosticError) -> FigureFiles {
    guard let cache, let key = executed.key else {
      return try render(executed, fonts: fonts, record: record)
    }
    var node = BuildNode(kind: "pictures", label: executed.id)
    let figure = executed.figure
    node.reads("figure", "of \(executed.id)", from: "figure \(executed.id)") { $0.add(key) }
    node.reads("words", figure.alt) { $0.add([figure.chart.title, figure.alt, figure.description]) }
    node.reads("provenance", "of \(executed.id)") { $0.add([record.program, record.provenance]) }
    return try cache.value(of: node) { () throws(DiagnosticError) in
      try render(executed, fonts: fonts, record: record)
    }
  }

  /// Renders a report's figures side by side, at most `maxThreads` at once; they come back in order, and the first that failed is
  /// thrown.
  static func renderAll(
    of report: ExecutedReport, maxThreads: Int?, cache: BuildCache?
  ) async throws(DiagnosticError) -> [FigureFiles] {
    let figures = report.figures
    guard !figures.isEmpty else { return [] }
    let fonts = try FontSet.load()
    let results = await withTaskGroup(of: (Int, Result<FigureFiles, DiagnosticError>).self) { group in
      var rest = Array(figures.enumerated()).makeIterator()
      func start(_ next: (offset: Int, element: ExecutedFigure)) {
        group.addTask {
          do throws(DiagnosticError) {
            let record = PictureRecord(
              program: ProgramVersion.name, provenance: Provenance(of: next.element, in: report).text)
            return (
              next.offset, .success(try render(next.element, fonts: fonts, record: record, cache: cache))
            )
          } catch {
            return (next.offset, .failure(error))
          }
        }
      }
      for _ in 0..<(maxThreads ?? figures.count) { if let next = rest.next() { start(next) } }
      var results: [(Int, Result<FigureFiles, DiagnosticError>)] = []
      while let result = await group.next() {
        results.append(result)
        if let next = rest.next() { start(next) }
      }
      return results.sorted { $0.0 < $1.0 }
    }
    var files: [FigureFiles] = []
    for (_, result) in results { files.append(try result.get()) }
    return files
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
