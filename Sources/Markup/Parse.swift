import Diagnostics

extension Document {
  /// Reads a text into a tree whose every node knows where it was written.
  ///
  /// Any text is a CommonMark document; only the extensions can be malformed, and nesting deeper than 100 levels is
  /// refused. Throws every such mistake at once (`E0801` to `E0811`), in source order.
  public static func parse(
    _ text: String, file: String, options: MarkupOptions = .report
  ) throws(DiagnosticError) -> Document {
    var findings: [Diagnostic] = []
    let document = parse(text, file: file, options: options, findings: &findings)
    guard findings.isEmpty else { throw DiagnosticError(findings) }
    return document
  }

  /// Reads a text as far as it can be read: what is malformed stands in the tree as text, or is left out.
  ///
  /// - Parameter findings: gets every such mistake, in source order.
  public static func parse(
    _ text: String, file: String, options: MarkupOptions = .report, findings: inout [Diagnostic]
  ) -> Document {
    let source = SourceText(text, file: file)
    var parser = BlockParser(source, extensions: options.extensions)
    var frontMatter: FrontMatter?
    var firstLine = 0
    if options.extensions, let opening = source.lines.first, isFence(source, opening, "---") {
      guard let closing = closingFence(source) else {
        findings.append(
          Diagnostic(
            .error, "E0801", "front matter is not closed", at: source.location(0),
            help: ["end it with a line of three hyphens, ---"]))
        return Document(frontMatter: nil, blocks: [], footnotes: [])
      }
      let body = (1..<closing).map { source.bytes[source.lines[$0]].text + "\n" }.joined()
      frontMatter = FrontMatter(text: body, location: SourceLocation(file: file, line: 2, column: 1))
      firstLine = closing + 1
    }
    parser.parse(from: firstLine)
    var tree = BlockTree(parser)
    let blocks = tree.blocks(of: 0)
    let footnotes = parser.footnotes.map { node in
      Footnote(
        label: label(parser.nodes[node]), blocks: tree.blocks(of: node),
        location: source.location(parser.nodes[node].start))
    }
    findings += inSourceOrder(parser.diagnostics + tree.diagnostics)
    return Document(frontMatter: frontMatter, blocks: blocks, footnotes: footnotes)
  }

  private static func isFence(_ source: SourceText, _ line: Range<Int>, _ fence: StaticString) -> Bool {
    let bytes = source.bytes[line]
    guard bytes.has(fence, at: bytes.startIndex) else { return false }
    return bytes.dropFirst(fence.utf8CodeUnitCount).allSatisfy(\.isSpaceOrTab)
  }

  private static func closingFence(_ source: SourceText) -> Int? {
    source.lines.indices.dropFirst().first {
      isFence(source, source.lines[$0], "---") || isFence(source, source.lines[$0], "...")
    }
  }

  private static func label(_ node: BlockNode) -> String {
    if case .footnote(let label) = node.kind { label } else { "" }
  }

  private static func inSourceOrder(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
    func key(_ diagnostic: Diagnostic) -> (Int, Int) {
      (diagnostic.location?.line ?? 0, diagnostic.location?.column ?? 0)
    }
    return diagnostics.enumerated()
      .sorted {
        (key($0.element).0, key($0.element).1, $0.offset) < (key($1.element).0, key($1.element).1, $1.offset)
      }
      .map(\.element)
  }
}
