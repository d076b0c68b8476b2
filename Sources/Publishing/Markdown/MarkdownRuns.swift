import Reports
import Typesetting

/// Lines of a report as Markdown.
extension MarkdownWriter {
  /// A line; text from outside is escaped.
  mutating func line(_ runs: [Run]) -> String {
    var result = ""
    for run in runs { result += line(run) }
    return result
  }

  /// A paragraph: no line of it may begin what Markdown would take for a list or a heading.
  mutating func paragraph(_ runs: [Run]) -> String {
    line(runs).trimmingSpaces().split(separator: "\n", omittingEmptySubsequences: false)
      .map { Escape.markdownLineStart(String($0).trimmingSpaces()) }.joined(separator: "\n")
  }

  private mutating func line(_ run: Run) -> String {
    switch run {
    case .text(let text): return Escape.markdown(text)
    case .emphasis(let runs): return "*\(line(runs))*"
    case .strong(let runs): return "**\(line(runs))**"
    case .code(let text): return Self.code(text)
    case .math(let node, _): return "$\(Self.inlineTeX(node))$"
    case .value(let value): return Escape.markdown(value.text)
    case .link(let runs, let destination, _):
      guard Escape.isSafeDestination(destination) else { return line(runs) }
      return "[\(line(runs))](\(Self.destination(destination)))"
    case .image(let alt, let destination, _):
      guard let path = LocalPath.normalized(destination) else { return Escape.markdown(alt) }
      let address =
        flavour == .notebook ? "attachment:\(NotebookWriter.attachmentName(path))" : Escape.path(path)
      return "![\(Escape.markdown(alt))](\(address))"
    case .crossReference(let text, let target):
      return "[\(Escape.markdown(text))](#\(anchor(of: target)))"
    case .citation(_, let text, let key, let prefix, let suffix, let separator):
      let words = Escape.markdown(text)
      let isKnown = report.references.contains { $0.key == key }
      return Citation.before(separator, prefix: line(prefix))
        + (isKnown ? "[\(words)](#ref-\(Escape.path(key)))" : words)
        + Citation.after(separator, suffix: line(suffix))
    case .claim(let index, let runs):
      return line(runs) + " (*\(Escape.markdown(report.claims[index].verdictWords))*)"
    case .footnote(let number, _, _): return mark("\(number)", target: "fn-\(number)")
    case .marginNote(_, let runs):
      // GitHub has no margin; a note of its own keeps the sentence whole.
      notes.append(paragraph(runs))
      return mark("m\(notes.count)", target: "note-\(notes.count)")
    case .span(_, _, let runs): return line(runs)
    case .html(let html): return html
    case .task(let isDone): return isDone ? "[x]" : "[ ]"
    case .softBreak: return "\n"
    case .hardBreak: return "\\\n"
    }
  }

  /// A footnote's mark.
  private func mark(_ name: String, target: String) -> String {
    flavour == .notebook ? "<sup>[\(name)](#\(target))</sup>" : "[^\(name)]"
  }

  /// Math between dollars on one line; a dollar inside it would end it.
  static func inlineTeX(_ node: MathNode) -> String {
    node.tex.replacing("\n", with: " ").trimmingSpaces()
  }

  /// A code span with a fence longer than any run of backticks inside.
  static func code(_ text: String) -> String {
    let longest = text.split(omittingEmptySubsequences: false) { $0 != "`" }.map(\.count).max() ?? 0
    let fence = String(repeating: "`", count: longest + 1)
    let space = text.hasPrefix("`") || text.hasSuffix("`") || text.isEmpty ? " " : ""
    return "\(fence)\(space)\(text.replacing("\n", with: " "))\(space)\(fence)"
  }

  private static func destination(_ destination: String) -> String {
    let isPlain = destination.unicodeScalars.allSatisfy {
      $0 > " " && !["(", ")", "<", ">", "\\"].contains($0)
    }
    if isPlain { return destination }
    var result = ""
    for scalar in destination.unicodeScalars {
      switch scalar {
      case "<": result += "%3C"
      case ">": result += "%3E"
      case "(": result += "%28"
      case ")": result += "%29"
      case "\\": result += "%5C"
      case let other where other <= " ": result += "%20"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// Where GitHub finds a target: its own slug for a heading, an anchor that we write for all else.
  private func anchor(of target: String) -> String {
    guard let heading = report.contents.first(where: { $0.id == target }) else { return target }
    let words = (heading.number.isEmpty ? "" : heading.number + " ") + PlainText.text(heading.title)
    var slug = ""
    for scalar in words.lowercased().unicodeScalars {
      if scalar == " " { slug += "-" }
      if scalar == "-" || scalar == "_" || scalar.properties.isAlphabetic
        || scalar.properties.numericType != nil
      {
        slug.unicodeScalars.append(scalar)
      }
    }
    return slug
  }
}
