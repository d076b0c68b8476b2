/// The name of an author, in the parts that citations need, and lists of authors as citations print them.
public struct PersonName: Sendable, Hashable {
  /// The family name with its particle: `van der Berg`; the whole name of an organisation.
  public var family: String
  /// The given names: `Jean-Pierre K.`; empty for organisations.
  public var given: String
  /// `Jr.`, `III`, or empty.
  public var suffix: String

  /// Makes a name.
  public init(family: String, given: String = "", suffix: String = "") {
    (self.family, self.given, self.suffix) = (family, given, suffix)
  }

  /// Reads `Family, Given`; text without a comma is the name of an organisation.
  init(_ text: String) {
    let parts = text.split(separator: ",", maxSplits: 1).map { $0.drop(while: \.isWhitespace) }
    self.init(family: String(parts.first ?? ""), given: parts.count > 1 ? String(parts[1]) : "")
  }

  /// `Berg, J.-P. K., Jr.`
  public var withInitials: String {
    var text = family
    if !given.isEmpty { text += ", \(initials)" }
    if !suffix.isEmpty { text += ", \(suffix)" }
    return text
  }

  private var initials: String {
    given.split(whereSeparator: \.isWhitespace).map { word in
      word.split(separator: "-").compactMap(\.first).map { "\($0)." }.joined(separator: "-")
    }.joined(separator: " ")
  }

  /// `Kumar`, `Kumar and Lee`, `Kumar et al.`; `more` says that there are authors that the list does not name.
  public static func short(_ names: [PersonName], more: Bool = false) -> String {
    switch names.count {
    case 0: "Anonymous"
    case 1 where !more: names[0].family
    case 2 where !more: "\(names[0].family) and \(names[1].family)"
    default: "\(names[0].family) et al."
    }
  }

  /// `Kumar, T., Ankner, Z., and Raghunathan, A.`; `more` says that there are authors that the list does not name.
  public static func full(_ names: [PersonName], more: Bool = false) -> String {
    let texts = names.map(\.withInitials)
    guard let last = texts.last else { return "Anonymous" }
    if more { return "\(texts.joined(separator: ", ")) et al." }
    if texts.count == 1 { return last }
    return "\(texts.dropLast().joined(separator: ", "))\(texts.count > 2 ? "," : "") and \(last)"
  }
}
