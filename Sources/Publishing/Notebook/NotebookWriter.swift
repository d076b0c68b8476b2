import Foundation
import Reports
import Typesetting

/// Writes a report as a Jupyter notebook, format 4.5: text as Markdown cells, figures as code cells that show the
/// picture beside the notebook and have it embedded as their output.
///
/// The notebook is read without running anything. Whoever runs it sees the same: the code of a figure's cell shows the
/// figure's file.
struct NotebookWriter {
  let report: ExecutedReport
  /// The figures' files, in the order of the report's figures.
  let figures: [FigureFiles]
  /// Pictures beside the report by path, for those in the text.
  let pictures: [String: [UInt8]]
  private var cells: [JSON] = []
  private var ids: Set<String> = []

  init(report: ExecutedReport, figures: [FigureFiles], pictures: [String: [UInt8]]) {
    (self.report, self.figures, self.pictures) = (report, figures, pictures)
  }

  /// The file's text. `data` is the copied data files: for each table its file's name in the output.
  mutating func document(data: [String: String]) -> String {
    var markdown = MarkdownWriter(report, flavour: .notebook)
    add(markdown.head(), id: "title")
    var parts: [String] = []
    var name = "text"
    for block in report.blocks {
      switch block {
      case .heading(let heading):
        add(parts, id: name)
        (parts, name) = (markdown.blocks([block]), heading.id)
      case .figure(let index):
        let figure = report.figures[index]
        // The anchor and the caption are text; only the picture is an output.
        add(parts, id: name)
        (parts, name) = ([], "\(name)-continued")
        add(figure, files: figures[index])
        parts.append(markdown.caption(figure))
      case .fitCard(let index):
        add(parts, id: name)
        add(markdown.blocks([block]), id: "fit-\(report.fits[index].label)")
        (parts, name) = ([], "\(name)-continued")
      default: parts += markdown.blocks([block])
      }
    }
    add(parts, id: name)
    add(markdown.claims(), id: "claims")
    add(markdown.tables(data), id: "data")
    add(markdown.references(), id: "references")
    add(markdown.footnotes(), id: "notes")
    add([markdown.provenance], id: "provenance")
    return JSON.object([
      ("cells", .array(cells)), ("metadata", metadata), ("nbformat", .number(4)),
      ("nbformat_minor", .number(5)),
    ]).document
  }

  private var metadata: JSON {
    let authors = report.metadata.authors.map { JSON.object([("name", .string($0.name))]) }
    return .object([
      ("authors", .array(authors)),
      (
        "kernelspec",
        .object([
          ("display_name", .string("Python 3")), ("language", .string("python")),
          ("name", .string("python3")),
        ])
      ),
      ("language_info", .object([("name", .string("python"))])),
      ("title", .string(PlainText.text(report.metadata.title))),
    ])
  }

  // MARK: Cells

  /// A Markdown cell, unless there is nothing to say.
  private mutating func add(_ parts: [String], id: String) {
    let text = parts.joined(separator: "\n\n")
    guard !text.isEmpty else { return }
    var fields: [(String, JSON)] = [("cell_type", .string("markdown")), ("id", .string(unused(id)))]
    let shown = pictures.keys.sorted().filter { text.contains("(attachment:\(Self.attachmentName($0)))") }
    let attached = shown.compactMap { path -> (String, JSON)? in
      guard let bytes = pictures[path], let type = Self.mediaType(path) else { return nil }
      return (Self.attachmentName(path), .object([(type, .string(Data(bytes).base64EncodedString()))]))
    }
    if !attached.isEmpty { fields.append(("attachments", .object(attached))) }
    fields += [("metadata", .object([])), ("source", Self.lines(text))]
    cells.append(.object(fields))
  }

  /// A code cell that shows a figure's file, with the picture as its output.
  private mutating func add(_ executed: ExecutedFigure, files: FigureFiles) {
    let path = PictureFormat.doubledPNG.file(of: executed.id)
    let code = """
      from IPython.display import Image, display

      # Drawn by \(ProgramVersion.name); the values that it shows are in \(FigureFiles.table(of: executed.id)).
      display(Image(filename="\(path)", width=\(Self.width)))
      """
    let picture = files.files.first { $0.path == path }?.bytes ?? []
    let output = JSON.object([
      (
        "data",
        .object([
          ("image/png", .string(Data(picture).base64EncodedString())),
          ("text/plain", Self.lines(executed.figure.alt)),
        ])
      ),
      (
        "metadata",
        .object([
          (
            "image/png",
            .object([("alt", .string(executed.figure.alt)), ("width", .number(Double(Self.width)))])
          )
        ])
      ),
      ("output_type", .string("display_data")),
    ])
    cells.append(
      .object([
        ("cell_type", .string("code")), ("execution_count", .null), ("id", .string(unused(executed.id))),
        (
          "metadata",
          .object([
            ("jupyter", .object([("source_hidden", .bool(true))])), ("tags", .array([.string("figure")])),
          ])
        ), ("outputs", .array([output])),
        ("source", Self.lines(code)),
      ]))
  }

  /// The width of a figure in a notebook, in pixels.
  private static let width = 720

  /// Lines with their ends, as notebooks keep texts.
  private static func lines(_ text: String) -> JSON {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    return .array(
      lines.enumerated().map {
        .string($0.offset == lines.count - 1 ? String($0.element) : $0.element + "\n")
      })
  }

  /// A cell's id: 1 to 64 letters, digits, hyphens and underscores, each once.
  private mutating func unused(_ name: String) -> String {
    let plain = name.unicodeScalars.map { scalar -> Character in
      let isPlain = scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
      return isPlain || scalar == "-" || scalar == "_" ? Character(scalar) : "-"
    }
    let base = String(plain.prefix(56))
    var id = base.isEmpty ? "cell" : base
    var count = 1
    while !ids.insert(id).inserted {
      count += 1
      id = "\(base)-\(count)"
    }
    return id
  }

  // MARK: Pictures of the text

  /// The name of a picture that is attached to a cell.
  static func attachmentName(_ path: String) -> String {
    Escape.path(path).replacing("/", with: "-").replacing("%", with: "_")
  }

  private static func mediaType(_ path: String) -> String? {
    let ending = path.split(separator: ".").last?.lowercased() ?? ""
    return [
      "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "webp": "image/webp",
      "svg": "image/svg+xml",
    ][ending]
  }
}
