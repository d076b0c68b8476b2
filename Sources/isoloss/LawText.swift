import Expressions
import Laws
import Typesetting

/// A law of the catalogue for a terminal and for machines.
struct LawText {
  let law: Law
  init(_ law: Law) { self.law = law }

  private var formula: [String] { law.formula.definitions.map { "\($0.name) = \($0.value.source)" } }

  private var work: PublishedWork? {
    law.citation.flatMap { key in LawCatalogue.works.first { $0.key == key } }
  }

  private var citation: String {
    guard let work else { return "" }
    return "\(PersonName.short(work.authors)) (\(work.year)). \(work.title). \(work.venue). \(work.url)"
  }

  /// Name, title and formula.
  var entry: String {
    ([law.title.isEmpty ? law.name : "\(law.name): \(law.title)"] + formula.map { "  \($0)" }).joined(
      separator: "\n")
  }

  /// Everything.
  var page: String {
    var lines = [entry, ""]
    var parameters = [["", "symbol", "published", "range", "meaning"]]
    for parameter in law.parameters {
      var notes = [parameter.meaning, parameter.unit].filter { !$0.isEmpty }.joined(separator: ", ")
      if let fixed = parameter.fixed { notes += " (fixed at \(NumberText.machine(fixed)))" }
      if let other = parameter.tiedTo { notes += " (tied to \(other))" }
      parameters.append([
        parameter.name, SymbolNames.node(for: parameter.name).plainText,
        parameter.published.map(NumberText.machine) ?? "–",
        "\(NumberText.machine(parameter.range.lowerBound)) to \(NumberText.machine(parameter.range.upperBound))",
        notes,
      ])
    }
    lines += ["parameters"] + grid(parameters) + ["", "variables"]
    lines += grid(
      law.variables.map { [$0.name, [$0.meaning, $0.unit].filter { !$0.isEmpty }.joined(separator: ", ")] })
    lines += ["", "loss unit: \(law.lossUnit)"]
    if !citation.isEmpty { lines.append("published: \(citation)") }
    for caveat in law.caveats { lines += ["", caveat] }
    return lines.joined(separator: "\n")
  }

  private func grid(_ rows: [[String]]) -> [String] {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in
      rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    return rows.map { row in
      var line = " "
      for (column, cell) in row.enumerated() {
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        line += " " + cell + (column == row.count - 1 ? "" : padding + " ")
      }
      return line
    }
  }

  /// For machines.
  var json: JSON {
    .object([
      ("name", .string(law.name)), ("title", .string(law.title)),
      ("formula", .array(formula.map { .string($0) })), ("target", .string(law.target)),
      ("lossUnit", .string(law.lossUnit)),
      (
        "parameters",
        .array(
          law.parameters.map {
            .object([
              ("name", .string($0.name)), ("meaning", .string($0.meaning)), ("unit", .string($0.unit)),
              ("range", .array([.number($0.range.lowerBound), .number($0.range.upperBound)])),
              ("published", $0.published.map { .number($0) } ?? .null),
            ])
          })
      ),
      (
        "variables",
        .array(
          law.variables.map {
            .object([
              ("name", .string($0.name)), ("meaning", .string($0.meaning)), ("unit", .string($0.unit)),
            ])
          })
      ),
      ("citation", citation.isEmpty ? .null : .string(citation)),
      ("caveats", .array(law.caveats.map { .string($0) })),
    ])
  }
}
