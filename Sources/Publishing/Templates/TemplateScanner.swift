import Diagnostics

/// One `{{…}}` of a template.
struct TemplateTag: Sendable {
  enum Kind: Sendable, Equatable { case text, raw, section, inverted, end, partial, comment }
  var kind: Kind
  var name: String
  /// The name's first character.
  var location: SourceLocation
}

/// Finds the tags of a template with their places.
///
/// The Mustache library renders; it says nothing about names that do not exist. This reads the same text for that, and
/// refuses the corners of Mustache that a report's page has no use for and that would hide a mistake: other delimiters,
/// inheritance, functions, computed partials.
struct TemplateScanner {
  let name: String
  private var rest: Substring
  private var line = 1
  private var column = 1

  init(_ text: String, name: String) {
    rest = text[...]
    self.name = name
  }

  /// All tags in order; sections are balanced.
  static func tags(_ text: String, name: String) throws(DiagnosticError) -> [TemplateTag] {
    var scanner = TemplateScanner(text, name: name)
    var tags: [TemplateTag] = []
    var open: [TemplateTag] = []
    while let tag = try scanner.next() {
      switch tag.kind {
      case .section, .inverted: open.append(tag)
      case .end:
        guard let start = open.popLast() else {
          throw DiagnosticError("E0910", "\"{{/\(tag.name)}}\" closes nothing", at: tag.location)
        }
        if start.name != tag.name {
          throw DiagnosticError(
            "E0910", "\"{{/\(tag.name)}}\" where \"{{/\(start.name)}}\" was expected", at: tag.location,
            notes: ["the section \"\(start.name)\" begins at \(start.location)"])
        }
      case .text, .raw, .partial, .comment: break
      }
      tags.append(tag)
    }
    if let start = open.last {
      throw DiagnosticError("E0910", "the section \"\(start.name)\" is never closed", at: start.location)
    }
    return tags
  }

  private var here: SourceLocation { SourceLocation(file: name, line: line, column: column) }

  private mutating func skip(_ count: Int) {
    for character in rest.prefix(count) {
      if character.isNewline { (line, column) = (line + 1, 1) } else { column += 1 }
    }
    rest = rest.dropFirst(count)
  }

  private mutating func next() throws(DiagnosticError) -> TemplateTag? {
    guard let opening = rest.firstRange(of: "{{") else { return nil }
    skip(rest.distance(from: rest.startIndex, to: opening.lowerBound))
    let start = here
    let isTriple = rest.hasPrefix("{{{")
    let closing = isTriple ? "}}}" : "}}"
    skip(isTriple ? 3 : 2)
    guard let end = rest.firstRange(of: closing) else {
      throw DiagnosticError("E0910", "\"\(isTriple ? "{{{" : "{{")\" is never closed", at: start)
    }
    let length = rest.distance(from: rest.startIndex, to: end.lowerBound)
    let body = rest.prefix(length)
    var kind: TemplateTag.Kind = isTriple ? .raw : .text
    var lead = 0
    if !isTriple, let sigil = body.first {
      lead = 1
      switch sigil {
      case "#": kind = .section
      case "^": kind = .inverted
      case "/": kind = .end
      case ">": kind = .partial
      case "&": kind = .raw
      case "!": kind = .comment
      case "=", "<", "$", "%", "*":
        throw DiagnosticError(
          "E0910", "\"{{\(sigil)\" is not supported in a page's templates", at: start,
          notes: [
            "there are values, {{#sections}}, {{^inverted}} sections, {{>partials}} and {{! comments }}"
          ])
      default: lead = 0
      }
    }
    let words = body.dropFirst(lead)
    let spaces = words.prefix { $0.isWhitespace }.count
    skip(lead + spaces)
    let place = here
    skip(length - lead - spaces + closing.count)
    let name = kind == .comment ? "" : String(words).trimmingSpaces()
    if kind != .comment {
      guard !name.isEmpty else { throw DiagnosticError("E0910", "a tag without a name", at: start) }
      guard
        name == "." || name.split(separator: ".", omittingEmptySubsequences: false).allSatisfy(Self.isWord)
      else {
        throw DiagnosticError("E0910", "\"\(name)\" is not a name that a tag can have", at: place)
      }
    }
    return TemplateTag(kind: kind, name: name, location: place)
  }

  private static func isWord(_ word: Substring) -> Bool {
    !word.isEmpty
      && word.utf8.allSatisfy { byte in
        byte == 0x5F || byte == 0x2D || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
          || (0x61...0x7A).contains(byte)
      }
  }
}
