import Diagnostics
import Markup

/// Writes a document as the CommonMark specification's examples do.
///
/// Pages are written from templates; this is how the parser is held against the specification. Of the extensions it shows
/// only the words.
enum CommonMarkHTML {
  /// The HTML of the blocks.
  static func render(_ document: Document) -> String {
    var writer = HTMLWriter()
    for block in document.blocks { writer.block(block, tight: false) }
    return writer.output
  }
}

private struct HTMLWriter {
  var output = ""

  /// Begins a new line unless at one.
  private mutating func line() {
    if let last = output.utf8.last, last != 0x0A { output += "\n" }
  }

  private mutating func element(_ tag: String, attributes: String = "", _ blocks: [Block]) {
    line()
    output += "<\(tag)\(attributes)>\n"
    for inner in blocks { block(inner, tight: false) }
    line()
    output += "</\(tag)>\n"
  }

  mutating func block(_ block: Block, tight: Bool) {
    switch block.kind {
    case .heading(let level, let content, _):
      line()
      output += "<h\(level)>\(inlines(content))</h\(level)>\n"
    case .paragraph(let content):
      if tight {
        output += inlines(content)
      } else {
        line()
        output += "<p>\(inlines(content))</p>\n"
      }
    case .quote(let blocks): element("blockquote", blocks)
    case .div(_, let blocks): element("div", blocks)
    case .list(let start, let tight, let items): list(start, tight, items)
    case .code(let info, let text): code(info, text)
    case .cell(let name, _, let body, _): code(name, body)
    case .html(let html):
      line()
      output += html + "\n"
    case .rule:
      line()
      output += "<hr />\n"
    case .math(let tex, _, _):
      line()
      output += "<p>\(escaped(tex))</p>\n"
    case .table(let header, _, let rows, _, _):
      line()
      for row in [header] + rows { output += "<p>\(row.map { inlines($0) }.joined(separator: " | "))</p>\n" }
    case .definitionList(let definitions):
      line()
      output += "<dl>\n"
      for definition in definitions {
        output += "<dt>\(inlines(definition.term))</dt>\n"
        for blocks in definition.definitions { element("dd", blocks) }
      }
      output += "</dl>\n"
    }
  }

  private mutating func list(_ start: Int?, _ tight: Bool, _ items: [[Block]]) {
    line()
    let tag = start == nil ? "ul" : "ol"
    output += "<\(tag)\(start.map { $0 == 1 ? "" : " start=\"\($0)\"" } ?? "")>\n"
    for item in items {
      line()
      output += "<li>"
      for (index, inner) in item.enumerated() {
        if !tight || !isParagraph(inner), index == 0 { output += "\n" }
        block(inner, tight: tight)
      }
      output += "</li>\n"
    }
    output += "</\(tag)>\n"
  }

  private func isParagraph(_ block: Block) -> Bool { if case .paragraph = block.kind { true } else { false } }

  private mutating func code(_ info: String, _ text: String) {
    line()
    let language = info.split(whereSeparator: \.isWhitespace).first.map {
      " class=\"language-\(escaped(String($0)))\""
    }
    output += "<pre><code\(language ?? "")>\(escaped(text))</code></pre>\n"
  }

  private func inlines(_ inlines: [Inline]) -> String { inlines.map(inline).joined() }

  private func inline(_ inline: Inline) -> String {
    switch inline.kind {
    case .text(let text): escaped(text)
    case .emphasis(let content): "<em>\(inlines(content))</em>"
    case .strong(let content): "<strong>\(inlines(content))</strong>"
    case .code(let text), .value(let text, _), .math(let text, _): "<code>\(escaped(text))</code>"
    case .link(let content, let destination, let title):
      "<a href=\"\(url(destination))\"\(attribute(title))>\(inlines(content))</a>"
    case .image(let content, let destination, let title):
      "<img src=\"\(url(destination))\" alt=\"\(escaped(plain(content)))\"\(attribute(title)) />"
    case .span(let content, _): inlines(content)
    case .reference(let key, _, _): escaped("@\(key)")
    case .citation(let items): escaped(items.map { "@\($0.key)" }.joined(separator: "; "))
    case .footnoteReference(let label): escaped("[^\(label)]")
    case .softBreak: "\n"
    case .hardBreak: "<br />\n"
    case .html(let html): html
    }
  }

  private func attribute(_ title: String?) -> String { title.map { " title=\"\(escaped($0))\"" } ?? "" }

  /// The words of an image's description.
  private func plain(_ inlines: [Inline]) -> String {
    inlines.map { inline in
      switch inline.kind {
      case .text(let text), .code(let text): text
      case .emphasis(let content), .strong(let content), .link(let content, _, _), .image(let content, _, _),
        .span(let content, _):
        plain(content)
      case .softBreak, .hardBreak: "\n"
      default: ""
      }
    }.joined()
  }

  /// The specification's examples leave the apostrophe as it is.
  private func escaped(_ text: String) -> String { XMLText.escaped(text).replacing("&#39;", with: "'") }

  /// A destination with everything percent-encoded that a URL may not hold; `%` stays.
  private func url(_ text: String) -> String {
    let safe = Set("-_.+!*'(),%#@?=;:/&$~".unicodeScalars)
    let hexadecimal = Array("0123456789ABCDEF")
    var result = ""
    for byte in text.utf8 {
      let scalar = Unicode.Scalar(byte)
      if scalar.isASCII,
        scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || safe.contains(scalar)
      {
        result.unicodeScalars.append(scalar)
      } else {
        result += "%\(hexadecimal[Int(byte >> 4)])\(hexadecimal[Int(byte & 15)])"
      }
    }
    return escaped(result)
  }
}
