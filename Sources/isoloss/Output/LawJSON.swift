import Laws
import Typesetting

extension JSON {
  /// A law of the catalogue for machines.
  init(_ law: Law) {
    func optional(_ text: String?) -> JSON { text.map { .string($0) } ?? .null }
    func conditions(_ list: [LawCondition]) -> JSON {
      .array(
        list.map {
          .object([("condition", .string($0.expression.source)), ("otherwise", .string($0.reason))])
        })
    }
    let symbols = (try? law.symbols()) ?? [:]
    func tex(_ name: String) -> JSON { .string((symbols[name] ?? SymbolNames.node(for: name)).tex) }
    self = .object([
      ("name", .string(law.name)), ("title", .string(law.title)), ("group", optional(law.group?.rawValue)),
      ("origin", .string(law.origin.rawValue)),
      ("formula", .array(LawText.source(law).map { .string($0) })),
      ("tex", .string(law.notation.math(symbols: symbols).tex)), ("target", .string(law.target)),
      ("lossUnit", .string(law.lossUnit)),
      (
        "parameters",
        .array(
          law.parameters.map {
            .object([
              ("name", .string($0.name)), ("symbol", tex($0.name)), ("meaning", .string($0.meaning)),
              ("unit", .string($0.unit)),
              ("range", .array([.number($0.range.lowerBound), .number($0.range.upperBound)])),
              ("tiedTo", optional($0.tiedTo)), ("by", optional($0.by)),
              ("fixed", $0.fixed.map { .number($0) } ?? .null),
            ])
          })
      ),
      (
        "variables",
        .array(
          law.variables.map {
            .object([
              ("name", .string($0.name)), ("symbol", tex($0.name)), ("meaning", .string($0.meaning)),
              ("unit", .string($0.unit)),
            ])
          })
      ),
      ("domain", conditions(law.domain)),
      (
        "constants",
        .array(
          law.constants.map { set in
            .object([
              ("name", .string(set.name)), ("title", .string(set.title)),
              (
                "values",
                .array(
                  set.values.map {
                    .object([
                      ("parameter", .string($0.parameter)), ("value", .number($0.value)),
                      ("standardError", $0.standardError.map { .number($0) } ?? .null),
                      ("note", optional($0.note)),
                    ])
                  })
              ),
              (
                "levels",
                .object(
                  law.levelColumns.compactMap { column in
                    set.levels[column].map { (column, .array($0.map { .string($0) })) }
                  })
              ),
              ("unpublished", .array(law.unpublished(in: set).map { .string($0) })),
              ("obstacle", optional(set.obstacle)), ("runs", conditions(set.domain)),
              ("citation", optional(LawText.citation(set.citation))),
              ("caveats", .array(set.caveats.map { .string($0) })),
            ])
          })
      ),
      ("citation", optional(LawText.citation(law.citation))),
      ("caveats", .array(law.caveats.map { .string($0) })),
    ])
  }
}
