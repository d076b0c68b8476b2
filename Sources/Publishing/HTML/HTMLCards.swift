import Diagnostics
import Reports
import Typesetting

/// The cards of values, formulas and citations: what stands behind a number, and which work is meant.
///
/// A card stands inside of what opens it. It opens for a pointer over that and for whoever taps it or goes to it by the keyboard,
/// needs no script, and closes with a tap elsewhere.
extension HTMLWriter {
  /// A value with its card; `words` are its text where it is not set as in a sentence.
  func value(_ value: ExecutedValue, _ place: Place, _ words: String? = nil) -> String {
    let text = words ?? XMLText.escaped(value.text)
    guard place == .text else {
      return value.text.contains(" ") ? "<span class=\"nowrap\">\(text)</span>" : text
    }
    // A number that is its own LaTeX is not written twice.
    let tex = MarkdownWriter.inlineTeX(value.math)
    return trigger(text, card(facts(of: [value]) + copied(tex == value.text ? "" : tex)))
  }

  /// The card of the values in a formula, or nothing where there are none.
  func card(of values: [ExecutedValue], in formula: MathNode) -> String {
    values.isEmpty ? "" : card(facts(of: values) + copied(MarkdownWriter.inlineTeX(formula)))
  }

  /// What opens a card. It is no link, so that a tap does not lead away; the card may hold one.
  func trigger(_ content: String, _ card: String) -> String {
    "<span class=\"v\" tabindex=\"0\">\(content)\(card)</span>"
  }

  /// A card, or nothing for no content.
  func card(_ content: String) -> String {
    content.isEmpty ? "" : "<span class=\"card\">\(content)</span>"
  }

  /// The card of a cited work; the list of references names all of many authors.
  func card(of work: ExecutedReport.Reference) -> String {
    let place = [work.venue, work.year].filter { !$0.isEmpty }.joined(separator: ", ")
    return card(
      "<b>\(XMLText.escaped(work.title))</b>\(XMLText.escaped(Self.first(of: work.authors)))<small>\(XMLText.escaped(place))</small>"
    )
  }

  /// As many names as two lines hold.
  private static func first(of authors: String) -> String {
    guard authors.count > 90, let end = authors.prefix(80).ranges(of: "., ").last?.lowerBound else {
      return authors
    }
    return "\(authors[..<end])., et al."
  }

  /// Of each value the digits, the interval and the expression; how it was computed, once for those in a row that share it.
  private func facts(of values: [ExecutedValue]) -> String {
    var result = ""
    for (index, value) in values.enumerated() {
      let numbers = [value.full, value.interval ?? ""].filter { !$0.isEmpty }.joined(separator: ", ")
      result += "<b>\(XMLText.escaped(numbers))</b><code>\(XMLText.escaped(value.expression))</code>"
      let next = values.indices.contains(index + 1) ? values[index + 1] : nil
      if next?.method != value.method || next?.target != value.target { result += method(value) }
    }
    return result
  }

  /// How a value was computed, with a link to the fit that it comes from.
  private func method(_ value: ExecutedValue) -> String {
    guard !value.method.isEmpty else { return "" }
    let words = XMLText.escaped(value.method)
    guard let target = value.target else { return words }
    return "<a href=\"#\(XMLText.escaped(target))\">\(words)</a>"
  }

  /// TeX to select with one click.
  private func copied(_ tex: String) -> String { tex.isEmpty ? "" : "<samp>\(XMLText.escaped(tex))</samp>" }
}
