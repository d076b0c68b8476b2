import Diagnostics
import Expressions
import Fitting
import Laws

/// Parameters of a fit that are held at the values of other fits, as in a cascade of fits.
///
/// `take: base` holds every free parameter that `base` determined; `take: [base, weights]` asks the fits in turn;
/// `take: {base: [A, B, E]}` names the parameters; `fix: {gamma: weights.gamma_w}` takes one of another name. What is
/// named stands above what the law fixes or ties.
struct HeldValues {
  /// One parameter, or all that two laws share.
  struct Entry {
    /// Nil for every parameter of the same name.
    var parameter: String?
    var fit: String
    /// The parameter of the other fit.
    var source: String?
    var location: SourceLocation
  }

  /// A parameter and where its value comes from.
  struct Source {
    var parameter: String
    var fit: String
    var source: String
  }

  private(set) var entries: [Entry] = []

  /// The labels of the fits that must be done first.
  var fits: [String] { entries.map(\.fit) }

  /// Reads `take:`.
  mutating func take(_ node: ConfigNode?, law: Law) throws(DiagnosticError) {
    guard let node else { return }
    guard case .map(let items) = node.content else {
      for item in try node.list("take") {
        entries.append(Entry(fit: try item.string("the label of a fit"), location: item.location))
      }
      return
    }
    for item in items {
      for name in try item.value.list("the parameters to take from \"\(item.key)\"") {
        let parameter = try name.string("a parameter")
        try Self.expect(parameter, law, at: name.location)
        entries.append(
          Entry(parameter: parameter, fit: item.key, source: parameter, location: name.location))
      }
    }
  }

  /// Reads from `fix:` what names another fit (`gamma: weights.gamma_w`); gives back the entries with numbers.
  mutating func fix(_ node: ConfigNode?, law: Law) throws(DiagnosticError) -> ConfigNode? {
    guard var rest = node else { return nil }
    var numbers: [ConfigNode.Entry] = []
    for entry in try rest.entries("fix") {
      guard case .scalar(let text, _) = entry.value.content,
        let expression = try? Expression.parse(text, at: entry.value.location),
        case .member(let base, let member) = expression.kind, case .name(let fit) = base.kind
      else {
        numbers.append(entry)
        continue
      }
      try Self.expect(entry.key, law, at: entry.keyLocation)
      entries.append(
        Entry(parameter: entry.key, fit: fit, source: member, location: entry.value.location))
    }
    rest.content = .map(numbers)
    return rest
  }

  /// Frees the parameters that are named from what the law itself says about them.
  func release(_ law: inout Law, fixedHere: ConfigNode?, tiedHere: ConfigNode?) throws(DiagnosticError) {
    for entry in entries {
      guard let index = law.parameters.firstIndex(where: { $0.name == entry.parameter }) else { continue }
      let name = law.parameters[index].name
      guard fixedHere?[name] == nil, tiedHere?[name] == nil else { throw Self.twice(entry, name) }
      law.parameters[index].fixed = nil
      law.parameters[index].tiedTo = nil
    }
  }

  private static func twice(_ entry: Entry, _ name: String) -> DiagnosticError {
    DiagnosticError(
      "E0120", "\"\(name)\" has its value from elsewhere already, so it cannot take that of \"\(entry.fit)\"",
      at: entry.location, help: ["say it once: with `fix`, `tie` or `take`"])
  }

  private static func expect(_ name: String, _ law: Law, at location: SourceLocation) throws(DiagnosticError)
  {
    guard law.parameters.contains(where: { $0.name == name }) else {
      throw ValueEvaluator.unknown(name, kind: "parameter", among: law.parameters.map(\.name), at: location)
    }
  }

  /// What each parameter is taken from. Errors: no such fit, no such parameter there, a parameter that is taken
  /// twice, nothing in common.
  func resolve(_ law: Law, among laws: [String: Law]) throws(DiagnosticError) -> [Source] {
    var sources: [Source] = []
    func isTaken(_ name: String) -> Bool { sources.contains { $0.parameter == name } }
    for entry in entries {
      guard let other = laws[entry.fit] else {
        throw ValueEvaluator.undefined(entry.fit, kind: "fit", among: laws.keys.sorted(), at: entry.location)
      }
      let known = other.parameters.map(\.name)
      guard let parameter = entry.parameter, let source = entry.source else {
        let determined = other.parameters.filter { $0.fixed == nil }.map(\.name)
        let shared = law.parameters.filter { determined.contains($0.name) }
        guard !shared.isEmpty else {
          throw DiagnosticError(
            "E0108", "\"\(entry.fit)\" determines no parameter of this law", at: entry.location,
            notes: ["it determines: \(determined.joined(separator: ", "))"])
        }
        for parameter in shared
        where parameter.fixed == nil && parameter.tiedTo == nil && !isTaken(parameter.name) {
          sources.append(Source(parameter: parameter.name, fit: entry.fit, source: parameter.name))
        }
        continue
      }
      guard known.contains(source) else {
        throw ValueEvaluator.unknownMember(source, of: entry.fit, known: known, at: entry.location)
      }
      guard !isTaken(parameter) else { throw Self.twice(entry, parameter) }
      sources.append(Source(parameter: parameter, fit: entry.fit, source: source))
    }
    return sources
  }
}

extension [FitCell] {
  /// In an order in which every fit stands after those that it takes values from; without those that take values from
  /// each other, which is reported.
  func inOrderOfNeed(_ problems: inout Problems) -> [FitCell] {
    var sorted: [FitCell] = []
    var open = self
    let labels = Set(map(\.label))
    while !open.isEmpty {
      let done = Set(sorted.map(\.label))
      guard
        let next = open.firstIndex(where: { cell in
          cell.held.fits.allSatisfy { done.contains($0) || !labels.contains($0) }
        })
      else {
        let cell = open[0]
        problems.report(
          "E0205",
          "the fits \(open.map { "\"\($0.label)\"" }.joined(separator: ", ")) take values from each other",
          at: cell.held.entries.first?.location ?? cell.location)
        return sorted
      }
      sorted.append(open.remove(at: next))
    }
    return sorted
  }
}
