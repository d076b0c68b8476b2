import Diagnostics

/// What `{{name}}` stands for in a report: parameters (`{{params.bits}}`) and items of a repeated section (`{{model}}`,
/// `{{model.file}}`).
struct Placeholders {
  /// Texts by dotted names.
  var values: [String: String] = [:]

  /// The first parts of the names.
  private var roots: Set<String> {
    Set(values.keys.map { String($0.prefix { $0 != "." }) }).union(["params"])
  }

  /// The text with every placeholder filled in.
  ///
  /// A name that begins like none of the known ones stays as it is (TeX has double braces of its own), unless it is a slip
  /// of the fingers. Throws `E0232` for a name that is not known, at its place.
  func apply(_ text: String, at location: SourceLocation, isTeX: Bool = false) throws(DiagnosticError)
    -> String
  {
    guard text.contains("{{") else { return text }
    var result = ""
    var rest = text[...]
    while let open = rest.firstRange(of: "{{") {
      result += rest[..<open.lowerBound]
      guard let close = rest[open.upperBound...].firstRange(of: "}}") else {
        rest = rest[open.lowerBound...]
        break
      }
      let name = String(rest[open.upperBound..<close.lowerBound]).trimmingSpaces()
      let offset = text.distance(from: text.startIndex, to: open.lowerBound)
      if let value = try value(name, at: location.advanced(by: offset), isTeX: isTeX) {
        result += value
        rest = rest[close.upperBound...]
      } else {
        result += "{{"
        rest = rest[open.upperBound...]
      }
    }
    return result + rest
  }

  private func value(_ name: String, at location: SourceLocation, isTeX: Bool) throws(DiagnosticError)
    -> String?
  {
    if let value = values[name] { return value }
    guard let first = name.first, first.isLetter || first == "_",
      name.allSatisfy({ $0.isLetter || $0.isNumber || "_.-".contains($0) })
    else { return nil }
    let root = String(name.prefix { $0 != "." })
    let isSlip = !isTeX && Spelling.suggestion(for: root, among: roots) != nil && name.contains(".")
    guard roots.contains(root) || isSlip else { return nil }
    throw DiagnosticError(
      "E0232", "nothing is called \"\(name)\" here", at: location,
      notes: values.isEmpty ? [] : ["there are: \(values.keys.sorted().joined(separator: ", "))"],
      help: values.isEmpty
        ? ["declare it in the front matter: parameters: {\(name.split(separator: ".").last ?? "bits"): 4}"]
        : Spelling.didYouMean(name, among: values.keys),
      missing: root == SettingParameters.label ? .label(root) : nil)
  }
}
