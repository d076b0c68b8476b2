import Diagnostics
import Expressions
import Laws
import Typesetting

/// Typesets laws for `\law{…}`.
struct LawNotation {
  /// Law cells by label.
  let laws: [String: Law]

  /// The formula of a law cell, of the catalogue, or of a fit; `main.fitted` has the estimates in it.
  func node(_ argument: String, fits data: ReportData, at location: SourceLocation) throws(DiagnosticError)
    -> MathNode
  {
    var name = argument.trimmingSpaces()
    var isFitted = false
    if name.hasSuffix(".fitted") {
      isFitted = true
      name.removeLast(".fitted".count)
    }
    guard let law = data.fitLaws[name] ?? laws[name] ?? LawCatalogue.law(named: name) else {
      let known = laws.keys.sorted() + data.fitLaws.keys.sorted() + LawCatalogue.laws.map(\.name)
      throw DiagnosticError(
        "E0201", "no law \"\(name)\"", at: location, help: Spelling.didYouMean(name, among: known),
        missing: .label(name))
    }
    var symbols = try law.symbols()
    // Terms without weight are not printed.
    var zeros: Set<String> = []
    for parameter in law.parameters {
      if let tied = parameter.tiedTo { symbols[parameter.name] = symbols[tied] }
      if let fixed = parameter.fixed {
        symbols[parameter.name] = number(ValueFormat.plain(fixed))
        if fixed == 0 { zeros.insert(parameter.name) }
      }
    }
    if isFitted {
      guard data.fitLaws[name] != nil else {
        throw DiagnosticError(
          "E0201", "\"\(name)\" is no fit, so it has no fitted values", at: location,
          help: Spelling.didYouMean(name, among: data.fitLaws.keys), missing: .label(name))
      }
      // Three digits, more than the error bears out: who computes with the equation should get the fitted curve back.
      for estimate in data.fits[name]?.parameters ?? [] {
        symbols[estimate.name] = number(NumberText.significant(estimate.estimate, digits: 3))
        if estimate.estimate == 0 { zeros.insert(estimate.name) }
      }
    }
    return law.notation.whereZero(zeros).math(symbols: symbols)
  }

  /// A number in a formula: a negative one stands in parentheses.
  private func number(_ text: String) -> MathNode {
    let node = ValueMath.node(text)
    return text.hasPrefix("−") ? .fenced(open: "(", node, close: ")", stretchy: false) : node
  }
}
