import Diagnostics
import Reports
import Typesetting

/// Fit cards.
extension HTMLWriter {
  mutating func fitCard(_ fit: ExecutedFit) throws(DiagnosticError) -> String {
    let facts = FitFacts(fit)
    let id = unused("fit-\(fit.label)")
    guard !id.isEmpty else { return "" }
    let parameters = facts.parameters
    let warnings = fit.result.warnings
    // A law that the text has as an equation is not set again.
    let equation = previews.places[facts.law]
    return try trimmed(
      templates.render(
        "fit",
        [
          "id": .text(id), "label": .text(fit.label), "summary": .text(facts.summary),
          "law": .html(equation == nil ? facts.law.mathML(display: true) : ""),
          "equation": .text(equation?.id ?? ""), "equation_number": .text(equation?.number ?? ""),
          "has_warnings": .flag(!warnings.isEmpty),
          "warning_count": .text(Counted.text(warnings.count, "warning")),
          "warnings": .list(warnings.map { ["text": .text(sentence($0))] }),
          "has_intervals": .flag(parameters.haveIntervals),
          "has_published": .flag(parameters.havePublished),
          "parameters": .list(
            parameters.map { parameter in
              [
                "symbol": .html(parameter.symbol.mathML(display: false)),
                // What a parameter means names its row; where nothing is said, its symbol does.
                "head": .html(named(parameter.symbol)), "meaning": .text(parameter.meaning),
                "status": .text(parameter.status), "is_alert": .flag(parameter.isAtBound),
                "estimate": .text(parameter.estimate),
                "interval": .group(
                  parameter.interval.map { ["low": .text($0.low), "high": .text($0.high)] }),
                "published": .text(parameter.published),
              ]
            }),
          "facts": .list(
            facts.facts.map {
              ["name": .text($0.name), "value": .text($0.value), "detail": .text($0.detail)]
            }),
          "ranges": .list(
            facts.ranges.map {
              [
                "symbol": .html($0.symbol.mathML(display: false)), "value": .text($0.value),
                "detail": .text($0.detail),
              ]
            }),
          "has_minima": .flag(!facts.minima.isEmpty),
          "minimum_symbols": .list(facts.minimumSymbols.map { ["symbol": .html(named($0))] }),
          "minima": .list(
            facts.minima.enumerated().map { rank, minimum in
              [
                "rank": .text(String(rank + 1)), "objective": .text(minimum.objective),
                "count": .text(minimum.count), "values": .list(minimum.values.map { ["text": .text($0)] }),
              ]
            }),
          "has_excluded": .flag(!fit.excluded.isEmpty),
          "excluded": .list(
            fit.excluded.map { ["reason": .text($0.reason), "count": .text(Counted.number($0.count))] }),
        ]))
  }
}
