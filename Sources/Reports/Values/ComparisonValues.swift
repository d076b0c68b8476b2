import Diagnostics
import Expressions
import Fitting

/// `tbl-laws.main.aicc`: a score of a comparison as a value. A difference of two is paired, for their draws are of the
/// same resamples.
enum ComparisonValues {
  /// What is known of a comparison before it is made.
  struct Known: Sendable {
    var fits: [String]
    var criteria: [String]
  }

  /// An expression as authors write it: in the label of a table the hyphen is no minus. Places stay as they are.
  static func parse(_ text: String, at location: SourceLocation) throws(DiagnosticError) -> Expression {
    try Expression.parse(text.replacingTableLabels, at: location)
  }

  /// The label and fit that a member's base names, `tbl_laws.main`; nil for anything else.
  static func base(_ expression: Expression) -> (label: String, fit: String)? {
    guard case .member(let table, let fit) = expression.kind, case .name(let label) = table.kind,
      label.hasPrefix("tbl_")
    else { return nil }
    return (label, fit)
  }

  /// The label as authors write it.
  static func label(_ name: String) -> String { "tbl-" + name.dropFirst("tbl_".count) }

  /// Throws when there is no such comparison, fit or criterion.
  static func check(
    _ base: Expression, _ member: String, at location: SourceLocation, in data: ReportData
  ) throws(DiagnosticError) {
    guard let (label, fit) = self.base(base) else { return }
    guard let known = data.comparisonNames[label] else {
      throw ValueEvaluator.undefined(
        self.label(label), kind: "comparison", among: data.comparisonNames.keys.sorted().map(self.label),
        at: base.location)
    }
    guard known.fits.contains(fit) else {
      throw ValueEvaluator.unknownMember(fit, of: self.label(label), known: known.fits, at: base.location)
    }
    guard known.criteria.contains(member) else {
      throw ValueEvaluator.unknownMember(
        member, of: "\(self.label(label)).\(fit)", known: known.criteria, at: location)
    }
  }

  /// The score, or nil when the base is no comparison.
  static func value(
    _ base: Expression, _ member: String, at location: SourceLocation, in data: ReportData
  ) throws(DiagnosticError) -> Estimate? {
    guard let (label, fit) = self.base(base) else { return nil }
    try check(base, member, at: location, in: data)
    guard let comparison = data.comparisons[label], let index = comparison.labels.firstIndex(of: fit),
      let result = comparison.results.first(where: { $0.criterion.name == member })
    else { return nil }
    return Estimate(value: result.scores[index], draws: result.draws.isEmpty ? [] : result.draws[index])
  }
}

extension String {
  /// `tbl-laws.main` with an underscore for the hyphen of the label.
  fileprivate var replacingTableLabels: String {
    var result = ""
    var quote: Character?
    for (index, character) in zip(indices, self) {
      if let open = quote {
        if character == open { quote = nil }
      } else if character == "'" || character == "\"" {
        quote = character
      } else if character == "-", result.hasSuffix("tbl"),
        !(result.dropLast(3).last.map { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." } ?? false),
        self[self.index(after: index)...].first.map({ $0.isLetter || $0 == "_" }) ?? false
      {
        result.append("_")
        continue
      }
      result.append(character)
    }
    return result
  }
}
