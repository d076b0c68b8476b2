import Diagnostics
import Expressions
import Laws
import Reports
import Typesetting

/// A law of the catalogue for a terminal.
struct LawText {
  let law: Law
  /// Typeset symbols of parameters and variables.
  private let symbols: [String: MathNode]

  /// Throws what is wrong with a symbol's TeX.
  init(_ law: Law) throws(DiagnosticError) {
    self.law = law
    symbols = try law.symbols()
  }

  /// The formula as it is written in a report.
  static func source(_ law: Law) -> [String] {
    law.notation.definitions.map { "\($0.name) = \($0.value.source)" }
  }

  /// What `published:` can name, or why it cannot, in a few words.
  static func availability(_ law: Law) -> String {
    let complete = law.completeConstants
    switch (complete.count, law.constants.count) {
    case (0, 0): return "no constants"
    case (0, _):
      return law.constants.allSatisfy { $0.obstacle != nil } ? "constants not usable" : "constants incomplete"
    case (1, _): return "published"
    default: return "\(complete.count) sets published"
    }
  }

  /// Everything about the law.
  func page(_ layout: TextLayout) -> [String] {
    var lines = [layout.heading(law.name)]
    lines += layout.paragraph(law.title + (law.origin == .reading ? " (our reading)" : ""))
    lines +=
      [""]
      + law.notation.math(symbols: symbols).terminalLines(width: layout.width - 4).map {
        $0.isEmpty ? "" : "    \($0)"
      }
    func section(_ title: String, _ body: [String]) {
      if !body.isEmpty { lines += ["", layout.heading(title)] + body }
    }
    section("As text", Self.source(law).map { "  \($0)" })
    section("Parameters", layout.grid(law.parameters.map(row)))
    section(
      "Variables", layout.grid(law.variables.map { [plain($0.name), $0.name, words($0.meaning, $0.unit)] }))
    section("Loss", layout.grid([[plain(law.target), law.target, law.lossUnit]]))
    section("Holds where", conditions(law.domain, layout))
    section("Constants", constants(layout))
    section("Caveats", law.caveats.flatMap { layout.paragraph($0, indent: 4, mark: "  - ") })
    section("Source", Self.citation(law.citation).map { layout.paragraph($0, indent: 2) } ?? [])
    return lines
  }

  private func plain(_ name: String) -> String { (symbols[name] ?? SymbolNames.node(for: name)).plainText }

  private func words(_ meaning: String, _ unit: String) -> String {
    let isNamed = meaning.split { !$0.isLetter }.contains { $0 == unit }
    return unit.isEmpty || isNamed ? meaning : "\(meaning), \(unit)"
  }

  private func row(_ parameter: LawParameter) -> [String] {
    var text = words(parameter.meaning, parameter.unit)
    if let fixed = parameter.fixed { text += "; fixed at \(NumberText.machine(fixed))" }
    if let column = parameter.by { text += "; one value for each \(column)" }
    if let other = parameter.tiedTo { text += "; tied to \(plain(other))" }
    let range = [parameter.range.lowerBound, parameter.range.upperBound].map(Self.short)
    return [plain(parameter.name), parameter.name, "\(range[0]) to \(range[1])", text]
  }

  /// A number as it is typed: a power of ten from 10 000 on.
  private static func short(_ value: Double) -> String {
    guard abs(value) >= 1e4 else { return NumberText.machine(value) }
    let (mantissa, exponent) = NumberText.scientific(value, digits: 3)
    return "\(NumberText.machine(Double(mantissa) ?? value))e\(exponent)"
  }

  private func conditions(_ conditions: [LawCondition], _ layout: TextLayout) -> [String] {
    conditions.flatMap { condition in
      layout.paragraph(
        "\(condition.expression.math(symbols: symbols).plainText) (otherwise \(condition.reason))", indent: 4,
        mark: "  - ")
    }
  }

  private func constants(_ layout: TextLayout) -> [String] {
    guard !law.constants.isEmpty else {
      return layout.paragraph(
        "None were published: the law can be fitted, and not computed with before.", indent: 2)
    }
    return law.constants.enumerated().flatMap { index, set in
      (index == 0 ? [] : [""]) + self.set(set, layout)
    }
  }

  private func set(_ set: ConstantSet, _ layout: TextLayout) -> [String] {
    var lines = layout.paragraph("\(set.name): \(set.title)", indent: 2)
    lines += layout.grid(
      set.values.map { constant in
        let error = constant.standardError.map { " ± \(NumberText.machine($0))" } ?? ""
        return [
          symbols[constant.parameter]?.plainText ?? constant.parameter,
          NumberText.machine(constant.value) + error, constant.note ?? "",
        ]
      }, indent: 4)
    let missing = law.unpublished(in: set)
    if let obstacle = set.obstacle {
      lines += layout.paragraph("Not to be computed with: \(obstacle).", indent: 4)
    } else if !missing.isEmpty {
      let list = missing.map { symbols[$0]?.plainText ?? $0 }.joined(separator: ", ")
      lines += layout.paragraph(
        "Not published: \(list). The law can be fitted, and not computed with before.", indent: 4)
    }
    for column in law.levelColumns {
      guard let levels = set.levels[column] else { continue }
      lines += layout.paragraph("Levels of \(column): \(levels.joined(separator: ", "))", indent: 4)
    }
    if !set.domain.isEmpty {
      let runs = set.domain.map { $0.expression.math(symbols: symbols).plainText }
      lines += layout.paragraph("Runs: \(runs.joined(separator: "; "))", indent: 4)
    }
    for caveat in set.caveats { lines += layout.paragraph(caveat, indent: 4) }
    if set.citation != law.citation, let citation = Self.citation(set.citation) {
      lines += layout.paragraph(citation, indent: 4)
    }
    return lines
  }

  /// `Kumar et al. (2024). Title. Venue. Address`, or the first two alone.
  static func citation(_ key: String?, isShort: Bool = false) -> String? {
    guard let work = LawCatalogue.works.first(where: { $0.key == key }) else { return nil }
    let authors = PersonName.short(work.authors)
    return isShort
      ? "\(authors) \(work.year)" : "\(authors) (\(work.year)). \(work.title). \(work.venue). \(work.url)"
  }
}
