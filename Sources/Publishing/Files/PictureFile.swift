import Charts
import Diagnostics
import Drawing
import Figures
import Foundation

/// Files of one figure outside a report: pictures by their extension, and its table.
public struct PictureFile: Sendable {
  /// Where it is written.
  public let path: String
  private let format: Format

  private enum Format: String, CaseIterable { case svg, png, pdf, csv }

  /// A picture's file. Throws `E0930` for an extension that no picture has.
  public init(picture path: String) throws(DiagnosticError) {
    let name = path.split(separator: "/").last ?? ""
    let ending = name.lastIndex(of: ".").map { name[name.index(after: $0)...].lowercased() } ?? ""
    guard let format = Format(rawValue: ending), format != .csv else {
      throw DiagnosticError(
        "E0930", "\"\(path)\" does not say what to draw: its name ends in no .svg, .png or .pdf",
        help: Spelling.didYouMean(ending, among: ["svg", "png", "pdf"]))
    }
    (self.path, self.format) = (path, format)
  }

  /// The file of the drawn data, as CSV.
  public init(data path: String) { (self.path, format) = (path, .csv) }

  /// The media that a figure can be laid out for.
  public static var profiles: [String] { Profile.all.map(\.name) }

  /// Draws a figure into files: all of them, or none when one cannot be drawn.
  ///
  /// - Parameters:
  ///   - files: what to write.
  ///   - profile: one of `profiles`; another name stands for the first.
  ///   - provenance: what the pictures say about where they come from.
  ///   - scale: how many pixels of a PNG a CSS pixel has.
  /// - Throws: what fonts and back ends find, and `E0920` for a place that cannot be written.
  public static func write(
    _ figure: Figure, to files: [PictureFile], provenance: Provenance, profile: String, scale: Int
  ) throws(DiagnosticError) {
    let fonts = try FontSet.load()
    let medium = Profile.all.first { $0.name == profile }?.profile ?? .web
    var scene = try figure.chart.layout(medium, measurer: TextMeasurer(fonts: fonts))
    if scene.title.isEmpty { scene.title = figure.alt }
    if scene.summary.isEmpty { scene.summary = figure.description }
    let record = PictureRecord(program: ProgramVersion.name, provenance: provenance.text)
    var contents: [(path: String, bytes: [UInt8])] = []
    for file in files {
      let bytes =
        switch file.format {
        case .svg: try CairoBackend.svg(scene, fonts: fonts, record: record)
        case .png: try CairoBackend.png(scene, scale: scale, fonts: fonts, record: record)
        case .pdf: try CairoBackend.pdf(scene, fonts: fonts, record: record)
        case .csv: Array(CSVFile.text(figure.data).utf8)
        }
      contents.append((file.path, bytes))
    }
    for file in contents {
      do {
        try Data(file.bytes).write(to: URL(fileURLWithPath: file.path), options: .atomic)
      } catch {
        throw DiagnosticError(
          "E0920", "cannot write \"\(file.path)\"", notes: [error.localizedDescription])
      }
    }
  }
}
