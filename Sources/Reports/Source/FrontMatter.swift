import Diagnostics

/// The settings of a whole report, as decoded from its front matter.
struct FrontMatter {
  /// A text that Markdown and values may stand in, with its place.
  struct Text {
    var text: String
    var location: SourceLocation
  }

  var title: Text
  var subtitle: Text?
  var abstract: Text?
  var authors: [ExecutedReport.Author] = []
  var date: String?
  /// Where `date: git` stands, which asks for the day of the last commit.
  var historyDate: SourceLocation?
  var keywords: [String] = []
  var language = "en"
  var bibliography: [Text] = []
  var seed: UInt64 = 0
  var keyFigure: Text?
  var description: String?
  var allowsRawHTML = false
  var outputs = OutputFormat.standard
  var pictures = PictureFormat.allCases
  var look = PageLook.paper
  var citationStyle = CitationStyle.authorYear

  /// Front matter that could not be decoded, so that the rest of the report is looked at all the same.
  static func empty(at location: SourceLocation) -> FrontMatter { FrontMatter(location) }

  private init(_ location: SourceLocation) { title = Text(text: "", location: location) }

  /// Decodes a map; what is wrong in it is reported and left out.
  init(_ node: ConfigNode, _ problems: inout Problems) {
    title = Text(text: "", location: node.location)
    guard
      let entries = problems.attempt({ () throws(DiagnosticError) in try node.entries("the front matter") })
    else { return }
    problems.attempt { () throws(DiagnosticError) in try node.expectKeys(Self.keys, in: "the front matter") }
    for entry in entries {
      problems.attempt { () throws(DiagnosticError) in try decode(entry) }
    }
    if node["title"] == nil {
      problems.report(
        "E0105", "the front matter has no title", at: node.location,
        help: ["add a line: title: 'What was found'"])
    }
    if node["author"] != nil, node["authors"] != nil,
      let second = entries.last(where: { $0.key.hasPrefix("author") })
    {
      problems.report("E0104", "\"author\" and \"authors\" are the same key", at: second.keyLocation)
    }
  }

  private mutating func decode(_ entry: ConfigNode.Entry) throws(DiagnosticError) {
    let value = entry.value
    switch entry.key {
    case "title": title = try Self.text(value, "title")
    case "subtitle": subtitle = try Self.text(value, "subtitle")
    case "abstract": abstract = try Self.text(value, "abstract")
    case "author", "authors":
      let items: [ConfigNode]
      if case .list(let list) = value.content { items = list } else { items = [value] }
      for item in items { authors.append(try Self.author(item)) }
    case "date":
      if case .scalar("git", _) = value.content {
        historyDate = value.location
      } else {
        date = try Self.date(value)
      }
    case "keywords":
      for item in try value.list("keywords") { keywords.append(try item.string("a keyword")) }
    case "language": language = try Self.language(value)
    case "bibliography":
      for item in try value.list("bibliography") {
        bibliography.append(try Self.text(item, "a bibliography"))
      }
    case "seed": seed = UInt64(try value.integer("seed", in: 0...9_007_199_254_740_992))
    case "key-figure": keyFigure = try Self.text(value, "key-figure")
    case "description": description = try value.string("description")
    case "raw-html": allowsRawHTML = try value.boolean("raw-html")
    case "look": look = try Self.choice(value, "look")
    case "citation-style": citationStyle = try Self.choice(value, "citation style")
    case "outputs":
      var names: [(text: String, location: SourceLocation?)] = []
      for item in try value.list("outputs") { names.append((try item.string("a format"), item.location)) }
      outputs = try OutputFormat.list(names)
    case "pictures":
      let named = try value.list("pictures").map { (item) throws(DiagnosticError) -> PictureFormat in
        try Self.choice(item, "picture")
      }
      pictures = PictureFormat.allCases.filter(named.contains)
    default: break
    }
  }

  /// One of a few names.
  private static func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ node: ConfigNode, _ what: String
  ) throws(DiagnosticError) -> Choice {
    let name = try node.string(what)
    if let known = Choice(rawValue: name) { return known }
    let names = Choice.allCases.map(\.rawValue)
    throw DiagnosticError(
      "E0115", "no \(what) \"\(name)\"", at: node.location,
      notes: ["\(what)s: \(names.joined(separator: ", "))"], help: Spelling.didYouMean(name, among: names))
  }

  private static func text(_ node: ConfigNode, _ what: String) throws(DiagnosticError) -> Text {
    Text(text: try node.string(what), location: node.location)
  }

  /// A text that may be left out.
  static func optionalText(_ node: ConfigNode?, _ what: String) throws(DiagnosticError) -> Text? {
    guard let node else { return nil }
    return try text(node, what)
  }

  private static func author(_ node: ConfigNode) throws(DiagnosticError) -> ExecutedReport.Author {
    if case .scalar(let name, _) = node.content { return ExecutedReport.Author(name: name) }
    try node.expectKeys(Self.authorKeys, in: "an author")
    guard let name = node["name"] else {
      throw DiagnosticError("E0105", "an author has no name", at: node.location)
    }
    var author = ExecutedReport.Author(name: try name.string("an author's name"))
    author.affiliation = try node["affiliation"]?.string("an affiliation")
    if let orcid = node["orcid"] {
      let text = try orcid.string("an ORCID")
      guard isORCID(text) else {
        throw DiagnosticError(
          "E0106", "\"\(text)\" is not an ORCID", at: orcid.location,
          notes: ["an ORCID is four groups of four digits; the last digit checks the others"])
      }
      author.orcid = text
    }
    return author
  }

  /// Four groups of four digits whose last is the ISO 7064 MOD 11-2 check digit.
  private static func isORCID(_ text: String) -> Bool {
    let groups = text.split(separator: "-", omittingEmptySubsequences: false)
    guard groups.count == 4, groups.allSatisfy({ $0.count == 4 }) else { return false }
    var total = 0
    let digits = Array(groups.joined())
    for digit in digits.dropLast() {
      guard let value = digit.wholeNumberValue, digit.isASCII else { return false }
      total = (total + value) * 2
    }
    let check = (12 - total % 11) % 11
    return digits.last == (check == 10 ? "X" : Character(String(check)))
  }

  private static func date(_ node: ConfigNode) throws(DiagnosticError) -> String {
    let text = try node.string("date")
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { part in part.allSatisfy { $0.isASCII && $0.isNumber } ? Int(part) : nil }
    if numbers.count == 3, parts.map(\.count) == [4, 2, 2], (1...12).contains(numbers[1]) {
      let isLeap = numbers[0] % 4 == 0 && (numbers[0] % 100 != 0 || numbers[0] % 400 == 0)
      let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
      if (1...days[numbers[1] - 1]).contains(numbers[2]) { return text }
    }
    throw node.mismatch("date must be a day like 2026-09-01, or git")
  }

  static func language(_ node: ConfigNode) throws(DiagnosticError) -> String {
    let text = try node.string("language")
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    let isTag =
      (2...3).contains(parts.first?.count ?? 0)
      && parts.allSatisfy {
        (1...8).contains($0.count) && $0.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
      }
    guard isTag else { throw node.mismatch("language must be a tag like en or en-GB") }
    return text
  }
}
