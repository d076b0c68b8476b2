import Cache
import Diagnostics
import Reports

/// Writes executed reports as folders of pages, Markdown, figures and data.
public struct Publisher: Sendable {
  /// The templates of the pages.
  public let templates: TemplateSet
  /// How many figures are drawn at once; nil for as many as there are cores. No byte depends on it.
  public let maxThreads: Int?
  /// Where data files and pictures are copied from.
  public let sources: any SourceFiles
  /// Pictures of earlier builds; nil draws all of them. No byte depends on it.
  public let cache: BuildCache?
  /// Whether the page's style sheet and figures are files beside it, or all in it.
  public let hasAssets: Bool

  /// Makes a publisher.
  public init(
    templates: TemplateSet, maxThreads: Int? = nil, sources: any SourceFiles = DiskFiles(),
    cache: BuildCache? = nil, hasAssets: Bool = false
  ) {
    self.templates = templates
    self.maxThreads = maxThreads
    (self.sources, self.cache, self.hasAssets) = (sources, cache, hasAssets)
  }

  /// A report in all its files, not yet on disk.
  public struct Rendered: Sendable {
    /// The name of the report's folder.
    public var slug: String
    /// Files by path below the folder, in the order of their paths.
    public var files: [(path: String, bytes: [UInt8])]
    /// What the index of a site shows of it; nil for a report that stands alone.
    public var card: ReportCard?

    /// Makes a report's files.
    public init(slug: String, files: [(path: String, bytes: [UInt8])], card: ReportCard? = nil) {
      (self.slug, self.files, self.card) = (slug, files, card)
    }
  }

  /// Everything that the report ships.
  ///
  /// - Parameters:
  ///   - report: the report.
  ///   - folder: where its source lies: data files and pictures are copied from there.
  ///   - site: the site that the report is a page of, or nil when it stands alone.
  ///   - formats: what to write it in; nil for what its front matter says.
  public func render(
    _ report: ExecutedReport, folder: String, site: SiteSettings? = nil, formats: [OutputFormat]? = nil
  ) throws(DiagnosticError) -> Rendered {
    var formats = formats ?? report.metadata.outputs
    // The index of a site leads to pages.
    if site != nil, !formats.contains(.html) { formats.insert(.html, at: 0) }
    // What prints is looked for before figures take their time.
    let printer = formats.contains(.pdf) ? try PagePrinter() : nil
    let figures = try FigureFiles.renderAll(
      of: report, formats: pictureFormats(report, formats), maxThreads: maxThreads, cache: cache)
    var files: [(path: String, bytes: [UInt8])] = figures.flatMap(\.files)

    var dataNames: [String: String] = [:]
    var copied: [String: String] = [:]
    for table in report.tables {
      if let name = copied[table.source] {
        dataNames[table.label] = name
        continue
      }
      // What is no file (a folder, a query, an address) is named in the page and not copied.
      guard let bytes = try fileBytes(folder: folder, path: table.source) else { continue }
      var name = LocalPath.name(table.source)
      if copied.values.contains(name) || Self.ownNames.contains(name) { name = "\(table.label)-\(name)" }
      copied[table.source] = name
      dataNames[table.label] = name
      files.append((name, bytes))
    }

    var html = HTMLWriter(
      report: report, templates: templates, figures: figures, formats: formats, hasAssets: hasAssets)
    let page = try html.page(data: dataNames, site: site)
    let style = templates.style(report.metadata.look.rawValue)
    var pictures: [(path: String, bytes: [UInt8])] = []
    for picture in html.pictures {
      guard let bytes = try fileBytes(folder: folder, path: picture) else {
        throw DiagnosticError("E0922", "no picture \"\(picture)\" beside the report")
      }
      pictures.append((picture, bytes))
    }
    files += pictures.filter { !copied.values.contains($0.path) }
    for format in formats {
      let bytes: [UInt8]
      switch format {
      case .html:
        bytes = Array(CompactPage(page, variables: style.variables).text.utf8)
        if hasAssets {
          files.append(
            (HTMLWriter.styleFile, Array(style.text.utf8)))
        }
      case .markdown:
        var writer = MarkdownWriter(report)
        bytes = Array(writer.document(data: dataNames).utf8)
      case .latex:
        var writer = LaTeXWriter(report)
        bytes = Array(writer.document().utf8)
      case .pdf:
        var writer = HTMLWriter(report: report, templates: templates, figures: figures, formats: formats)
        let whole = PrintedPage.withoutLocalLinks(try writer.page(data: dataNames, site: nil))
        let printed = pictures + [(OutputFormat.html.file, Array(whole.utf8))]
        bytes = try printer?.pdf(printed, page: OutputFormat.html.file) ?? []
      case .notebook:
        var writer = NotebookWriter(
          report: report, figures: figures,
          pictures: Dictionary(pictures.map { ($0.path, $0.bytes) }) { first, _ in first })
        bytes = Array(writer.document(data: dataNames).utf8)
      }
      files.append((format.file, bytes))
    }
    files += TableFiles.render(report)
    let record = ReportRecord(report: report, figures: figures, data: dataNames)
    files.append(("report.json", Array(record.text.utf8)))
    files.sort { $0.path < $1.path }
    for (one, next) in zip(files, files.dropFirst()) where one.path == next.path {
      throw DiagnosticError("E0923", "two files of the report want the name \"\(one.path)\"")
    }
    let card = site == nil ? nil : try ReportCard(report, folder: folder, templates: templates)
    return Rendered(slug: report.slug, files: files, card: card)
  }

  /// The files that figures are kept in: those that the report asks for, and those that its forms show.
  private func pictureFormats(_ report: ExecutedReport, _ outputs: [OutputFormat]) -> [PictureFormat] {
    var wanted = Set(report.metadata.pictures)
    if hasAssets { wanted.insert(.svg) }
    for output in outputs {
      switch output {
      case .html, .pdf: break
      case .markdown: wanted.insert(.png)
      case .latex: wanted.insert(.pdf)
      case .notebook: wanted.insert(.doubledPNG)
      }
    }
    return PictureFormat.allCases.filter(wanted.contains)
  }

  /// Names that a report's own output takes.
  private static let ownNames: Set<String> = Set(
    OutputFormat.allCases.map(\.file) + ["report.json", "figures", "tables", "style.css"])

  private func fileBytes(folder: String, path: String) throws(DiagnosticError) -> [UInt8]? {
    try sources.read(path.hasPrefix("/") || folder.isEmpty ? path : "\(folder)/\(path)")
  }
}
