import Diagnostics
import Laws

/// The works that a report may cite, read from BibTeX or CSL-JSON.
public struct Bibliography: Sendable {
  /// The works by key.
  public private(set) var entries: [String: BibliographyEntry] = [:]
  /// The keys in the order of the file.
  public private(set) var keys: [String] = []
  /// Where each work's key stands.
  private(set) var places: [String: SourceLocation] = [:]

  /// Makes an empty bibliography.
  public init() {}

  /// Reads BibTeX, or CSL-JSON when the text begins with `[` or `{`.
  ///
  /// Throws `E0212` where the text cannot be read, `E0213` for a key that is used twice and `E0214` for a work without
  /// a title, all of a file at once as far as its syntax allows.
  public static func read(_ text: String, file: String) throws(DiagnosticError) -> Bibliography {
    let first = text.unicodeScalars.first { !$0.properties.isWhitespace && $0 != "\u{FEFF}" }
    let works: [LocatedEntry]
    if first == "[" || first == "{" {
      works = try CSLReader.read(text, file: file)
    } else {
      var reader = BibTeXReader(text, file: file)
      works = try reader.read()
    }
    var bibliography = Bibliography()
    var diagnostics: [Diagnostic] = []
    for work in works {
      let key = work.entry.key
      if let place = bibliography.places[key] {
        diagnostics.append(
          Diagnostic(
            .error, "E0213", "the work \"\(key)\" is defined twice", at: work.location,
            notes: ["first at \(place)"]))
        continue
      }
      if work.entry.title.isEmpty {
        diagnostics.append(Diagnostic(.error, "E0214", "the work \"\(key)\" has no title", at: work.location))
      }
      bibliography.places[key] = work.location
      bibliography.keys.append(key)
      bibliography.entries[key] = work.entry
    }
    guard diagnostics.isEmpty else { throw DiagnosticError(diagnostics) }
    return bibliography
  }

  /// The formatted work (author, year), or nil when no work has this key.
  public func reference(for key: String) -> ExecutedReport.Reference? {
    entries[key]?.reference
  }
}

/// One work of a bibliography.
public struct BibliographyEntry: Sendable, Hashable {
  /// The citation key.
  public var key: String
  /// The authors, or the editors of a work without authors.
  public var authors: [PersonName] = []
  /// Whether there are authors that the file does not name (`and others`).
  public var hasMoreAuthors = false
  /// The title, as plain text.
  public var title = ""
  /// Four digits, or whatever else the file gives; empty when it gives nothing.
  public var year = ""
  /// Journal with volume and pages, conference, archive or publisher; empty when unknown.
  public var venue = ""
  /// Where the work can be read: its DOI, its arXiv page, or the address in the file if that is a web address.
  public var url: String?

  /// Makes an entry of which only the key is known.
  public init(key: String) { self.key = key }

  /// The work as a list of references prints it.
  public var reference: ExecutedReport.Reference {
    ExecutedReport.Reference(
      key: key, shortAuthors: PersonName.short(authors, more: hasMoreAuthors),
      year: year.isEmpty ? "n.d." : year,
      authors: PersonName.full(authors, more: hasMoreAuthors), title: title, venue: venue, url: url)
  }

  /// Sets the address from what a file says, the most lasting first.
  mutating func setAddress(doi: String?, arXiv: String?, url address: String?) {
    if let doi, let start = doi.range(of: "10.")?.lowerBound {
      url = "https://doi.org/\(doi[start...])"
    } else if let arXiv, !arXiv.isEmpty {
      url = "https://arxiv.org/abs/\(arXiv)"
    } else if let address, address.hasPrefix("https://") || address.hasPrefix("http://") {
      url = address
    }
  }

  /// `journal 12(3), 1–10`
  static func venue(_ name: String, volume: String?, issue: String?, pages: String?) -> String {
    var text = name
    if let volume, !volume.isEmpty {
      text += " \(volume)"
      if let issue, !issue.isEmpty { text += "(\(issue))" }
    }
    if let pages, !pages.isEmpty { text += ", \(pages.replacing("--", with: "–").replacing("-", with: "–"))" }
    return text
  }
}

/// A work and where its key stands.
struct LocatedEntry {
  var entry: BibliographyEntry
  var location: SourceLocation
}

extension String {
  /// The first occurrence of some text.
  fileprivate func range(of text: String) -> Range<Index>? { firstRange(of: text) }
}
