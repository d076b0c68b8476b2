import Diagnostics
import Laws

/// Reads the works of a CSL-JSON file: a list of items, as reference managers export them.
enum CSLReader {
  static func read(_ text: String, file: String) throws(DiagnosticError) -> [LocatedEntry] {
    var json = LocatedJSON.Reader(text, file: file)
    let value = try json.readAll()
    let items = value["references"]?.items ?? value["items"]?.items ?? value.items
    guard let items else {
      throw DiagnosticError("E0212", "a bibliography in JSON must be a list of works", at: value.location)
    }
    return try items.map { item throws(DiagnosticError) in try entry(item) }
  }

  private static func entry(_ item: LocatedJSON) throws(DiagnosticError) -> LocatedEntry {
    guard let id = item["id"] ?? item["citation-key"], let key = id.text else {
      throw DiagnosticError("E0212", "a work must have an \"id\"", at: item.location)
    }
    func text(_ name: String) -> String? { item[name]?.text.map(plain) }
    var entry = BibliographyEntry(key: key)
    entry.authors = (item["author"] ?? item["editor"])?.items?.map(name) ?? []
    entry.title = text("title") ?? ""
    entry.year = item["issued"].map(year) ?? ""
    if let container = text("container-title") {
      entry.venue = BibliographyEntry.venue(
        container, volume: text("volume"), issue: text("issue"), pages: text("page"))
    } else {
      entry.venue = text("event-title") ?? text("number") ?? text("publisher") ?? ""
    }
    var arXiv: String?
    if let number = text("number"), number.lowercased().hasPrefix("arxiv:") {
      arXiv = String(number.dropFirst(6))
    }
    entry.setAddress(doi: text("DOI"), arXiv: arXiv, url: text("URL"))
    return LocatedEntry(entry: entry, location: id.location)
  }

  private static func name(_ value: LocatedJSON) -> PersonName {
    if let literal = value["literal"]?.text { return PersonName(family: literal) }
    let family = ["dropping-particle", "non-dropping-particle", "family"].compactMap { value[$0]?.text }
    return PersonName(
      family: family.joined(separator: " "), given: value["given"]?.text ?? "",
      suffix: value["suffix"]?.text ?? "")
  }

  private static func year(_ issued: LocatedJSON) -> String {
    if let year = issued["date-parts"]?.items?.first?.items?.first?.text { return year }
    return (issued["literal"] ?? issued["raw"])?.text.map { String($0.prefix(4)) } ?? ""
  }

  /// Titles may hold a few tags (`<i>`, `<sup>`); only their words are kept.
  private static func plain(_ text: String) -> String {
    var result = text
    for tag in ["i", "b", "sup", "sub", "span", "em", "strong"] {
      result = result.replacing("<\(tag)>", with: "").replacing("</\(tag)>", with: "")
    }
    return result.trimmingSpaces()
  }
}
