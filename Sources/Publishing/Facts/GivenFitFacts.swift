import Fitting
import Laws
import Reports
import Typesetting

/// What the card of a fit says that was not made here.
struct GivenFitFacts {
  let fit: ExecutedFit
  private var result: FitResult { fit.result }

  /// `5 published constants, not fitted here`.
  var summary: String {
    let count = result.parameters.count
    let what =
      result.origin == .publication
      ? Counted.text(count, "published constant")
      : Counted.text(count, "parameter") + " of a fit made elsewhere"
    return "\(what), not fitted here"
  }

  /// Where the values come from, what is known of their errors and what their source warns of: name, value, detail.
  var facts: [(name: String, value: String, detail: String)] {
    [source, intervals] + reproduction + (constants?.caveats ?? []).map { ("Caveat", $0, "") }
  }

  /// The set of the catalogue that was taken.
  private var constants: ConstantSet? { result.origin == .publication ? result.law.constants.first : nil }

  private var source: (String, String, String) {
    switch result.origin {
    case .publication:
      ("Source", constants?.title ?? "published", citation ?? "no citation in the catalogue")
    case .file(let name): ("Source", name, "a fit made elsewhere")
    case .rows: ("Source", "fitted here", "")
    }
  }

  /// Whether the objective of the file is that of its values on the rows here.
  private var reproduction: [(String, String, String)] {
    guard case .file = result.origin else { return [] }
    guard let found = fit.reproduction else {
      let why = result.rowsUsed == 0 ? "no rows are given here" : "the file gives none"
      return [("Objective in the file", "not compared", why)]
    }
    let detail =
      switch found.agrees {
      case true?: "the same on these rows, to the printed digits"
      case false?: "another on these rows"
      case nil: "of another loss, not compared"
      }
    return [("Objective in the file", NumberText.significant(found.given, digits: 4), detail)]
  }

  private var citation: String? {
    guard let key = constants?.citation ?? result.law.citation,
      let work = LawCatalogue.works.first(where: { $0.key == key })
    else { return nil }
    return "\(PersonName.short(work.authors)) (\(work.year)). \(work.title). \(work.venue)"
  }

  private var intervals: (String, String, String) {
    if !result.draws.isEmpty {
      return ("Intervals", Counted.text(result.draws.count, "draw"), "that came with the fit")
    }
    if result.parameters.contains(where: { $0.interval != nil }) {
      return (
        "Intervals", "from standard errors",
        "1.96 on either side; without a covariance nothing computed from several of them has an interval"
      )
    }
    let missing = result.origin == .publication ? "no standard errors" : "no covariance and no draws"
    return ("Intervals", "none", "\(missing) came with the values")
  }
}
