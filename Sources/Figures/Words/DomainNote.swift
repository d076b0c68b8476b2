import Expressions
import Fitting
import Laws

/// What a figure says of places where a law is not defined, or where printed constants have no runs behind them.
struct DomainNote {
  /// Conditions that failed somewhere, by the label of the fit, in order of first failure.
  private var found: [(label: String, broken: BrokenCondition)] = []

  /// Looks at one place of a fit; `isDrawn` says whether there is anything to see there, `varying` which variables the
  /// axes vary: a law asked at a round size for a whole curve is nothing that the axis could show.
  mutating func look(
    _ label: String, _ fit: FitResult, at variables: [String: Double], varying: Set<String>, isDrawn: Bool
  ) {
    for broken in fit.brokenConditions(at: variables) where broken.isOfConstants == isDrawn {
      guard broken.condition.expression.names.contains(where: varying.contains) else { continue }
      guard !found.contains(where: { $0.label == label && $0.broken == broken }) else { continue }
      found.append((label, broken))
    }
  }

  /// Footnotes: one about gaps, one about constants.
  var texts: [String] {
    func conditions(_ items: [(label: String, broken: BrokenCondition)]) -> String {
      // Laws of one variable may state one range each for its own reason.
      var texts: [String] = []
      for item in items {
        let text = "$\(item.broken.condition.expression.math().tex)$"
        if !texts.contains(text) { texts.append(text) }
      }
      return texts.joined(separator: ", ")
    }
    var notes: [String] = []
    let gaps = found.filter { !$0.broken.isOfConstants }
    if !gaps.isEmpty {
      var reasons: [String] = []
      for gap in gaps where !reasons.contains(gap.broken.condition.reason) {
        reasons.append(gap.broken.condition.reason)
      }
      notes.append("Blank outside \(conditions(gaps)): \(reasons.joined(separator: "; ")).")
    }
    var labels: [String] = []
    for item in found where item.broken.isOfConstants && !labels.contains(item.label) {
      labels.append(item.label)
    }
    if !labels.isEmpty {
      let items = found.filter(\.broken.isOfConstants)
      notes.append("Partly beyond the runs behind the constants: \(conditions(items)).")
    }
    return notes
  }
}
