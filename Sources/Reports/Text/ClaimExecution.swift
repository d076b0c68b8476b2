import Diagnostics
import Expressions
import Markup

extension TextExecutor {
  /// Judges a claim; its index among the claims, or nil when it is malformed.
  mutating func claim(_ attributes: Attributes) -> Int? {
    let location = place(attributes.location)
    guard let index = context.index.claims[location] else { return nil }
    seenClaims.insert(index)
    let executor = self
    var units: [Diagnostic] = []
    let result = problems.attempt { () throws(DiagnosticError) in
      try executor.judge(attributes, at: location, &units)
    }
    warnings += units
    if let claim = result { claims[index] = claim }
    return index
  }

  private func judge(
    _ attributes: Attributes, at location: SourceLocation, _ units: inout [Diagnostic]
  ) throws(DiagnosticError) -> ExecutedClaim {
    var problems = Problems()
    let keys = ["check", "expected", "reason"]
    for pair in attributes.pairs where !keys.contains(pair.key) {
      problems.report(
        "E0110", "unknown key \"\(pair.key)\" in a claim", at: place(pair.keyLocation),
        notes: ["known keys: \(keys.joined(separator: ", "))"],
        help: Spelling.didYouMean(pair.key, among: keys))
    }
    func pair(_ key: String) -> Attributes.Pair? { attributes.pairs.first { $0.key == key } }
    let id = attributes.id ?? ""
    if ReferenceIndex.Kind.of(id) != .claim {
      problems.report(
        "E0109",
        id.isEmpty ? "a claim needs an id" : "the id of a claim begins with \"clm-\", found \"\(id)\"",
        at: location, help: ["write {.claim #clm-name check=\"…\"}"])
    }
    var expected: Verdict?
    if let written = pair("expected") {
      expected = Verdict(rawValue: written.value)
      if expected == nil {
        problems.report(
          "E0111", "expected must be holds, fails or undecided, found \"\(written.value)\"",
          at: place(written.valueLocation),
          help: Spelling.didYouMean(written.value, among: ["holds", "fails", "undecided"]))
      }
      if expected != .holds, (pair("reason")?.value.trimmingSpaces() ?? "").isEmpty {
        problems.report(
          "E0211", "a claim that is not expected to hold needs a reason", at: place(written.keyLocation),
          help: ["add reason=\"…\""])
      }
    } else if let reason = pair("reason") {
      problems.report(
        "E0211", "a reason needs expected=\"fails\" or \"undecided\"", at: place(reason.keyLocation))
    }
    guard let check = pair("check") else {
      problems.report("E0211", "a claim needs a check", at: location, help: ["add check=\"main.alpha > 0\""])
      try problems.finish()
      throw DiagnosticError("E0211", "a claim needs a check", at: location)
    }
    let truth = problems.attempt { () throws(DiagnosticError) in
      try self.truth(check.value, at: place(check.valueLocation), &units)
    }
    try problems.finish()
    return ExecutedClaim(
      id: id, words: [], check: check.value, verdict: truth?.verdict ?? .undecided, expected: expected,
      reason: pair("reason")?.value, evidence: truth?.evidence.joined(separator: "; ") ?? "",
      location: location)
  }

  private func truth(
    _ text: String, at location: SourceLocation, _ units: inout [Diagnostic]
  ) throws(DiagnosticError) -> Truth {
    let leading = text.prefix { $0 == " " }.count
    let written = try ComparisonValues.parse(text.trimmingSpaces(), at: location.advanced(by: leading))
    let expression = context.values.data.named.resolved(written)
    let names = NameCheck(data: context.values.data)
    try names.check(expression)
    if context.isCheck { units += context.units.findings(expression) }
    if names.needsFit(expression) {
      return Truth(atEstimate: false, draws: [], verdict: .undecided, evidence: [])
    }
    var trail = Trail()
    var evaluator = ValueEvaluator(data: context.values.data)
    evaluator.refusesEmptyCount = true
    var truth = try evaluator.truth(expression, &trail, context.values.memo)
    truth.evidence += trail.notes
    return truth
  }
}
