import Diagnostics
import Laws

/// Reads the entries of a BibTeX file.
struct BibTeXReader {
  private let file: String
  private let characters: [Character]
  private var index = 0
  /// The offsets at which lines begin.
  private let lineStarts: [Int]
  private var strings: [String: String] = [:]

  init(_ text: String, file: String) {
    self.file = file
    let characters = Array(text)
    self.characters = characters
    lineStarts = [0] + characters.indices.filter { characters[$0].isNewline }.map { $0 + 1 }
    for month in "jan feb mar apr may jun jul aug sep oct nov dec".split(separator: " ") {
      strings[String(month)] = String(month)
    }
  }

  /// The works in order. Text between entries is a comment.
  mutating func read() throws(DiagnosticError) -> [LocatedEntry] {
    var works: [LocatedEntry] = []
    while let at = characters[index...].firstIndex(of: "@") {
      index = at + 1
      let type = word().lowercased()
      skipSpaces()
      guard !type.isEmpty, let opening = current, opening == "{" || opening == "(" else { continue }
      let closing: Character = opening == "{" ? "}" : ")"
      switch type {
      case "comment": try skipBalanced(closing)
      case "preamble": try skipBalanced(closing)
      case "string":
        index += 1
        for field in try fields(closing, from: at) { strings[field.name] = field.value }
      default:
        index += 1
        works.append(try entry(closing, from: at))
      }
    }
    return works
  }

  private mutating func entry(_ closing: Character, from at: Int) throws(DiagnosticError) -> LocatedEntry {
    skipSpaces()
    let start = index
    while let character = current, !character.isWhitespace,
      ![",", "=", "{", "}", "(", ")", "\""].contains(character)
    {
      index += 1
    }
    let key = String(characters[start..<index])
    guard !key.isEmpty else { throw failure("expected the key of the work", at: start) }
    skipSpaces()
    if current == "," {
      index += 1
    } else if current != closing {
      throw failure("expected \",\" after the key \"\(key)\"\(found)", at: index)
    }
    var values: [String: String] = [:]
    for field in try fields(closing, from: at) where values[field.name] == nil {
      values[field.name] = field.value
    }
    return LocatedEntry(entry: Self.entry(key, values), location: location(start))
  }

  // MARK: Fields

  private mutating func fields(
    _ closing: Character, from at: Int
  ) throws(DiagnosticError) -> [(name: String, value: String)] {
    var fields: [(name: String, value: String)] = []
    while true {
      skipSpaces()
      if current == closing {
        index += 1
        return fields
      }
      guard current != nil else { throw failure("the entry that begins here is not closed", at: at) }
      let start = index
      let name = word()
      guard !name.isEmpty else { throw failure("expected the name of a field\(found)", at: index) }
      skipSpaces()
      guard current == "=" else { throw failure("expected \"=\" after \"\(name)\"\(found)", at: index) }
      index += 1
      let value = try value(name, from: start)
      fields.append((name.lowercased(), value))
      skipSpaces()
      if current == "," {
        index += 1
      } else if current != closing, current != nil {
        throw failure("expected \",\" or \"\(closing)\" after the field \"\(name)\"\(found)", at: index)
      }
    }
  }

  /// Parts joined by `#`.
  private mutating func value(_ field: String, from start: Int) throws(DiagnosticError) -> String {
    var text = ""
    while true {
      skipSpaces()
      switch current {
      case "{": text += try braced("}")
      case "\"": text += try braced("\"")
      case let character? where character.isNumber:
        let digits = characters[index...].prefix { $0.isNumber }
        text += String(digits)
        index += digits.count
      default:
        let place = index
        let name = word()
        guard !name.isEmpty else { throw failure("the field \"\(field)\" has no value", at: start) }
        guard let string = strings[name.lowercased()] else {
          throw DiagnosticError(
            "E0212", "no @string \"\(name)\" is defined", at: location(place),
            help: Spelling.didYouMean(name, among: strings.keys) + ["write {\(name)} for the word itself"])
        }
        text += string
      }
      skipSpaces()
      guard current == "#" else { return text }
      index += 1
    }
  }

  /// The text up to a closing mark outside inner braces.
  private mutating func braced(_ closing: Character) throws(DiagnosticError) -> String {
    let start = index
    index += 1
    var depth = 0
    while let character = current {
      if depth == 0, character == closing {
        index += 1
        return String(characters[(start + 1)..<(index - 1)])
      }
      if character == "\\" { index += 1 }
      if character == "{" { depth += 1 }
      if character == "}" {
        depth -= 1
        if depth < 0 { throw failure("unexpected \"}\" in a quoted value", at: index) }
      }
      index += 1
    }
    throw failure(
      closing == "}" ? "this brace is not closed" : "this quotation mark is not closed", at: start)
  }

  private mutating func skipBalanced(_ closing: Character) throws(DiagnosticError) {
    if closing == "}" {
      _ = try braced("}")
    } else {
      let start = index
      while current != nil, current != closing { index += 1 }
      guard current == closing else { throw failure("this parenthesis is not closed", at: start) }
      index += 1
    }
  }

  // MARK: Characters

  private var current: Character? { index < characters.count ? characters[index] : nil }

  private var found: String { current.map { ", found \"\($0)\"" } ?? ", found the end of the file" }

  private mutating func word() -> String {
    let name = characters[index...].prefix { $0.isLetter || $0.isNumber || "-_:.+".contains($0) }
    index += name.count
    return String(name)
  }

  /// Steps over white space, and over comments from `%` to the end of a line as some programs write them.
  private mutating func skipSpaces() {
    while let character = current, character.isWhitespace || character == "%" {
      index += 1
      if character == "%" {
        while current?.isNewline == false { index += 1 }
      }
    }
  }

  private func location(_ offset: Int) -> SourceLocation {
    var (low, high) = (0, lineStarts.count)
    while low < high {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle + 1 } else { high = middle }
    }
    return SourceLocation(file: file, line: low, column: offset - lineStarts[max(0, low - 1)] + 1)
  }

  private func failure(_ message: String, at offset: Int) -> DiagnosticError {
    DiagnosticError("E0212", message, at: location(offset))
  }

  // MARK: Works

  /// The work that fields, still in LaTeX, describe.
  private static func entry(_ key: String, _ fields: [String: String]) -> BibliographyEntry {
    func text(_ names: String...) -> String? {
      for name in names {
        if let value = fields[name].map({ words(LaTeXText.decoded($0)) }), !value.isEmpty { return value }
      }
      return nil
    }
    var entry = BibliographyEntry(key: key)
    if let names = fields["author"] ?? fields["editor"] {
      (entry.authors, entry.hasMoreAuthors) = PersonName.list(bibTeX: names)
    } else if let organisation = text("organization", "institution") {
      entry.authors = [PersonName(family: organisation)]
    }
    entry.title = text("title") ?? ""
    if let subtitle = text("subtitle") { entry.title += ": \(subtitle)" }
    entry.year = text("year") ?? text("date").map { String($0.prefix(4)) } ?? ""
    let isArXiv = (text("archiveprefix", "eprinttype") ?? "").lowercased() == "arxiv"
    var arXiv = isArXiv ? text("eprint") : nil
    if let journal = text("journal", "journaltitle") {
      if arXiv == nil { arXiv = arXivNumber(journal) }
      entry.venue = BibliographyEntry.venue(
        journal, volume: text("volume"), issue: text("number"), pages: text("pages"))
    } else if let venue = text("booktitle") {
      entry.venue = venue
    } else if let arXiv {
      entry.venue = "arXiv:\(arXiv)"
    } else {
      entry.venue = text("publisher", "school", "institution", "howpublished") ?? ""
    }
    entry.setAddress(doi: text("doi"), arXiv: arXiv, url: text("url"))
    return entry
  }

  private static func words(_ text: String) -> String {
    text.split { $0.isWhitespace && $0 != "\u{A0}" }.joined(separator: " ")
  }

  /// The number in `arXiv preprint arXiv:2411.04330`.
  private static func arXivNumber(_ journal: String) -> String? {
    guard let mark = journal.lowercased().firstRange(of: "arxiv:") else { return nil }
    let number = journal.lowercased()[mark.upperBound...].prefix { $0.isNumber || $0 == "." }
    return number.isEmpty ? nil : String(number)
  }
}
