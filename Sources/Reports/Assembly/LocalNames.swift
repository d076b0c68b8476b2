import Markup

/// The labels and ids of a section that is repeated, each of which gets the item's suffix in every copy: `main` becomes
/// `main_small`, `fig-loss` becomes `fig-loss_small`, and so does whatever names them inside the section.
struct LocalNames {
  /// Labels of cells and ids, as the section writes them.
  var names: Set<String> = []
  /// With its underscore: `_small`.
  var suffix: String
  /// The footnotes that the section mentions, themselves or in one another, by their labels.
  private(set) var footnotes: [String: Document.Footnote] = [:]

  /// What a section defines; `footnotes` are those of the report.
  init(
    _ blocks: [Block], suffix: String, bodies: CellBodies, footnotes known: [Document.Footnote] = []
  ) {
    self.suffix = suffix
    collect(blocks, bodies, known)
  }

  private mutating func collect(
    _ blocks: [Block], _ bodies: CellBodies, _ known: [Document.Footnote]
  ) {
    var found: Set<String> = []
    var mentioned: [String] = []
    DocumentWalk.visit(
      blocks,
      block: { block in
        switch block.kind {
        case .heading(_, _, let attributes?), .math(_, _, let attributes?),
          .table(_, _, _, _, let attributes?),
          .div(let attributes, _):
          if let id = attributes.id { found.insert(id) }
        case .cell(_, _, let body, let location):
          if let settings = try? bodies.settings(body, at: location), let label = settings["label"],
            let text = try? label.string("a label")
          {
            found.insert(text)
          }
        default: break
        }
      },
      inline: { inline in
        switch inline.kind {
        case .span(_, let attributes): if let id = attributes.id { found.insert(id) }
        case .footnoteReference(let label): mentioned.append(label)
        default: break
        }
      })
    names.formUnion(found)
    for label in mentioned where footnotes[label] == nil {
      guard let footnote = known.first(where: { $0.label == label }) else { continue }
      footnotes[label] = footnote
      collect(footnote.blocks, bodies, known)
    }
  }

  /// The label of a footnote.
  func footnote(_ label: String) -> String { footnotes[label] == nil ? label : label + suffix }

  /// A label or id.
  func name(_ text: String) -> String { names.contains(text) ? text + suffix : text }

  /// An expression: names in it, not what stands between quotes, behind a dot or before `=`.
  func expression(_ text: String) -> String {
    var result = ""
    var rest = Array(text)[...]
    var quote: Character?
    while let character = rest.first {
      if let open = quote {
        if character == open { quote = nil }
        result.append(rest.removeFirst())
      } else if character == "\"" || character == "'" {
        quote = character
        result.append(rest.removeFirst())
      } else if character.isLetter || character == "_" {
        // In the label of a table the hyphen is no minus.
        var word = String(rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" })
        rest = rest.dropFirst(word.count)
        if word == "tbl", rest.first == "-" {
          let more = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }
          if names.contains(word + String(more)) {
            word += String(more)
            rest = rest.dropFirst(more.count)
          }
        }
        let next = rest.drop { $0 == " " }
        let isArgument = next.first == "=" && next.dropFirst().first != "="
        result += result.hasSuffix(".") || isArgument ? word : name(word)
      } else {
        result.append(rest.removeFirst())
      }
    }
    return result
  }

  /// TeX: what `\val{…}` and `\law{…}` name.
  func tex(_ text: String) -> String {
    var result = ""
    var rest = text[...]
    while let command = [#"\val{"#, #"\law{"#].compactMap({ rest.firstRange(of: $0) }).min(by: {
      $0.lowerBound < $1.lowerBound
    }) {
      result += rest[..<command.upperBound]
      rest = rest[command.upperBound...]
      let end = rest.firstIndex(of: "}") ?? rest.endIndex
      result += expression(String(rest[..<end]))
      rest = rest[end...]
    }
    return result + rest
  }

  /// Markdown inside a setting: its values, references and TeX.
  func markdown(_ text: String) -> String {
    var result = ""
    var rest = tex(text)[...]
    while let mark = rest.firstIndex(where: { $0 == "@" || $0 == "`" }) {
      result += rest[...mark]
      let isValue = rest[mark...].hasPrefix("`{val}")
      rest = rest[rest.index(after: mark)...]
      if isValue {
        let end = rest.firstIndex(of: "`") ?? rest.endIndex
        result += "{val}" + expression(String(rest[..<end].dropFirst("{val}".count)))
        rest = rest[end...]
        if rest.first == "`" { result.append(rest.removeFirst()) }
      } else if result.last == "@" {
        let key = rest.prefix { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }
        result += name(String(key))
        rest = rest.dropFirst(key.count)
      }
    }
    return result + rest
  }
}
