import Typesetting

/// What a figure of the optimal precision shows, in words.
struct OptimalPrecisionWords {
  let plan: OptimalPrecisionPlan
  /// The optimum where size is free.
  let free: OptimalPrecisionPlan.Course
  /// The optimum at each given size.
  let fixed: [OptimalPrecisionPlan.Course]
  /// The optimum where size is free by the law without some parameters, or nil.
  let without: OptimalPrecisionPlan.Course?

  func footnotes() -> [String] {
    var notes: [String] = []
    for course in [free] + fixed where course.share < 0.975 {
      notes.append(
        "\(course.name): not identified at every budget, \(NumberText.decimal(100 * (1 - course.share), places: 0)) % "
          + "of the draws reach an end of \(SymbolText.number(plan.bits.lowerBound)) to "
          + "\(SymbolText.number(plan.bits.upperBound)) bits.")
    }
    let ended = ([free] + fixed).filter { $0.isInterior.contains(false) }.map(\.name)
    if !ended.isEmpty {
      notes.append("Lines end where the optimum meets the range of widths: \(ended.joined(separator: ", ")).")
    }
    if let without, let value = without.values.first {
      notes.append(
        "Grey: the law \(without.name), whose optimum is \(NumberText.decimal(value, places: 1)) bits at the least "
          + "budget.")
    }
    let slopes = fixed.compactMap { course in course.slope.map { (course.name, $0) } }
    if let low = slopes.map(\.1).min(), let high = slopes.map(\.1).max() {
      let symbol = "$\(SymbolText.tex(plan.precision))^*$"
      let isOne = high - low < 0.02 * abs(high)
      let each = slopes.map { "\(NumberText.decimal($0.1, places: 2)) at \($0.0)" }.joined(separator: ", ")
      notes.append(
        "At a fixed size \(symbol) rises with the logarithm of compute, for tenfold compute by "
          + (isOne ? "\(NumberText.decimal((low + high) / 2, places: 2)) bits." : "\(each) (bits)."))
    }
    let spent = fixed.compactMap(\.spent)
    if !spent.isEmpty {
      notes.append("Markers: the budgets that were spent on \(spent.map(\.label).joined(separator: ", ")).")
    }
    if let note = ConstantsNote.text([plan.fit]) {
      notes.append(note)
    } else if plan.fit.result.draws.isEmpty {
      notes.append("The fit has no bootstrap draws: no intervals.")
    }
    return notes
  }

  func alt() -> String {
    let rising = fixed.filter { ($0.values.last ?? 0) > ($0.values.first ?? 0) + 0.05 }.count
    func bits(_ value: Double?) -> String { value.map { NumberText.decimal($0, places: 1) } ?? "none" }
    let course =
      free.spread < 0.1
      ? "is \(bits(free.values.first)) bits at every budget"
      : "goes from \(bits(free.values.first)) to \(bits(free.values.last)) bits with compute"
    return
      "The optimal width \(course) where size is free; at fixed size it rises with compute for \(rising) of "
      + "\(fixed.count) sizes."
  }

  func description(_ notes: [String]) -> String {
    var sentences = [
      "Two panels. Horizontal axes: compute, logarithmic, \(NumberWords.power(plan.compute.lowerBound)) to \(NumberWords.power(plan.compute.upperBound)). "
        + "Vertical axes: the \(SymbolText.plain(plan.precision)) with the least loss, in bits."
    ]
    for course in [free] + fixed {
      guard let first = course.values.first, let last = course.values.last else { continue }
      var sentence =
        "\(SymbolText.plain(markup: course.name)): from \(NumberText.decimal(first, places: 2)) to \(NumberText.decimal(last, places: 2))"
      if let low = course.lower.first, let high = course.upper.first {
        sentence +=
          ", 95 % interval at the least budget \(NumberText.decimal(low, places: 2)) to \(NumberText.decimal(high, places: 2))"
      }
      if let spent = course.spent {
        sentence +=
          ", \(NumberText.decimal(spent.value, places: 2)) at the budget spent, \(NumberWords.power(spent.budget))"
      }
      sentences.append(sentence + ".")
    }
    return (sentences + notes.map { SymbolText.plain(markup: $0) }).joined(separator: " ")
  }
}
