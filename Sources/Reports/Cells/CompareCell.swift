import Diagnostics
import Expressions

/// A `compare` cell: which fits are compared on their common rows, and by what.
struct CompareCell {
  /// One entry of `by:`.
  struct Criterion {
    enum Rule {
      case aicc, bic, leaveOneOut
      /// So many folds of the clusters, or of the values of a column.
      case folds(Int, column: String?)
      case heldOut(Expression)
      /// The rows with the largest or the smallest value of a column.
      case extreme(column: String, isLargest: Bool)
    }
    var rule: Rule
    /// The name in values: `kfold_N`.
    var name: String
    var location: SourceLocation
  }

  var label: String
  var location: SourceLocation
  var fits: [(label: String, location: SourceLocation)]
  var criteria: [Criterion]
  var caption: FrontMatter.Text?

  /// The name that stands for the cell in expressions, in which a hyphen would be a minus.
  var name: String { Self.name(label) }

  static func name(_ label: String) -> String { "tbl_" + label.dropFirst("tbl-".count) }

  /// Decodes the cell; every mistake at once. `known` are the labels of the report's fits, `withoutLikelihood` those of
  /// fits that information criteria refuse (weighed rows, priors), so that none is the default there.
  init(_ cell: Cell, known: [String], withoutLikelihood: Set<String> = []) throws(DiagnosticError) {
    var problems = Problems()
    let node = cell.settings
    (label, location) = (cell.label, cell.labelLocation)
    (fits, criteria) = ([], [])
    problems.attempt { () throws(DiagnosticError) in try node.expectKeys(Self.keys, in: "a compare cell") }
    if let list = node["fits"] {
      for item in problems.attempt({ () throws(DiagnosticError) in try list.list("fits") }) ?? [] {
        problems.attempt { () throws(DiagnosticError) in
          let name = try item.string("the label of a fit")
          guard known.contains(name) else {
            throw ValueEvaluator.undefined(name, kind: "fit", among: known, at: item.location)
          }
          guard !fits.contains(where: { $0.label == name }) else {
            throw DiagnosticError("E0104", "\"\(name)\" is compared with itself", at: item.location)
          }
          fits.append((name, item.location))
        }
      }
      if fits.count < 2, problems.errors.isEmpty {
        problems.report("E0543", "a comparison needs two fits or more", at: list.location)
      }
    } else {
      problems.report(
        "E0105", "the compare cell \"\(cell.label)\" names no fits", at: cell.location,
        help: ["add a line: fits: [\(known.prefix(2).joined(separator: ", "))]"])
    }
    let standard = fits.contains { withoutLikelihood.contains($0.label) } ? ["loo"] : ["aicc", "loo"]
    let by = problems.attempt { () throws(DiagnosticError) in
      try node["by"].map { list throws(DiagnosticError) in try Self.items(list) }
        ?? standard.map { CriterionText($0, at: cell.location) }
    }
    for text in by ?? [] {
      problems.attempt { () throws(DiagnosticError) in
        var criterion = try text.criterion()
        let taken = criteria.count {
          $0.name == criterion.name || $0.name.hasPrefix("\(criterion.name)_again")
        }
        if taken > 0 { criterion.name += "_again\(taken == 1 ? "" : String(taken))" }
        criteria.append(criterion)
      }
    }
    problems.attempt { () throws(DiagnosticError) in
      guard let value = node["caption"] else { return }
      caption = FrontMatter.Text(text: try value.string("caption"), location: value.location)
    }
    try problems.finish()
  }

  /// The entries of `by:`. In a list between brackets a comma inside parentheses ends an entry for YAML; it is put back.
  private static func items(_ node: ConfigNode) throws(DiagnosticError) -> [CriterionText] {
    var items: [CriterionText] = []
    for item in try node.list("by") {
      let text = try item.string("a criterion")
      if let last = items.last, last.text.count(where: { $0 == "(" }) > last.text.count(where: { $0 == ")" })
      {
        items[items.count - 1].text += ", \(text)"
      } else {
        items.append(CriterionText(text, at: item.location, naming: item.parameters))
      }
    }
    return items
  }
}

/// Reads one criterion: `aicc`, `kfold(N, 5)`, `heldout(D > 4e6)`, `heldout largest N`.
struct CriterionText {
  var text: String
  let location: SourceLocation
  private let parameters: SettingParameters?

  init(_ text: String, at location: SourceLocation, naming parameters: SettingParameters? = nil) {
    (self.text, self.location, self.parameters) = (text, location, parameters)
  }

  private static let forms = [
    "aicc", "bic", "loo", "kfold(5)", "kfold(N, 5)", "heldout(D > 1e9)", "heldout largest N",
    "heldout lowest P",
  ]

  func criterion() throws(DiagnosticError) -> CompareCell.Criterion {
    func make(_ rule: CompareCell.Criterion.Rule, _ name: String) -> CompareCell.Criterion {
      CompareCell.Criterion(rule: rule, name: name, location: location)
    }
    let words = text.split(separator: " ").map(String.init)
    switch words {
    case ["aicc"]: return make(.aicc, "aicc")
    case ["bic"]: return make(.bic, "bic")
    case ["loo"]: return make(.leaveOneOut, "loo")
    default: break
    }
    let rest = words.first == "heldout" ? Array(words.dropFirst()) : words
    if rest.count == 2, let isLargest = Self.extremes[rest[0]] {
      guard Identifier.isName(rest[1]) else { throw unknown }
      return make(.extreme(column: rest[1], isLargest: isLargest), "\(rest[0])_\(rest[1])")
    }
    guard let open = text.firstIndex(of: "("), text.hasSuffix(")") else { throw unknown }
    let inside = String(text[text.index(after: open)...].dropLast())
    switch text[..<open].trimmingCharacters {
    case "kfold":
      let parts = inside.split(separator: ",", omittingEmptySubsequences: false).map {
        String($0).trimmingSpaces()
      }
      guard let count = parts.last.flatMap({ Int($0) }), count >= 2, parts.count <= 2 else {
        throw DiagnosticError(
          "E0541", "kfold takes a number of folds from 2, found \"\(inside)\"", at: location,
          help: ["for example kfold(5), or kfold(N, 5) to keep equal N together"])
      }
      let column = parts.count == 2 ? parts[0] : nil
      return make(.folds(count, column: column), column.map { "kfold_\($0)" } ?? "kfold")
    case "heldout":
      let column = text.distance(from: text.startIndex, to: open) + 1
      let expression = try Expression.parse(
        inside.trimmingSpaces(),
        at: location.advanced(by: column + inside.prefix { $0 == " " }.count)
      ).naming(parameters)
      return make(.heldOut(expression), "heldout")
    default: throw unknown
    }
  }

  private static let extremes = [
    "largest": true, "highest": true, "smallest": false, "lowest": false,
  ]

  private var unknown: DiagnosticError {
    DiagnosticError(
      "E0541", "no criterion \"\(text)\"", at: location,
      notes: ["criteria: \(Self.forms.joined(separator: "; "))"],
      help: Spelling.didYouMean(
        text.prefix { $0.isLetter }.lowercased(), among: ["aicc", "bic", "loo", "kfold", "heldout"]))
  }
}

extension Substring {
  fileprivate var trimmingCharacters: String { String(self).trimmingSpaces() }
}
