import Diagnostics
import Fitting
import Laws
import Typesetting

/// Reads what is known of a parameter beforehand: `0.34 +- 0.05` is a mean with its standard deviation, `400 */ 2` a median
/// with the factor that one standard deviation is; `{mean: 0.34, sd: 0.05}` and `{median: 400, factor: 2}` say the same.
public enum PriorText {
  private static let forms = [
    "0.34 +- 0.05", "400 */ 2", "{mean: 0.34, sd: 0.05}", "{median: 400, factor: 2}",
  ]

  /// The prior of a setting. Throws E0574 for another form, and for a deviation or a factor that leaves no width.
  static func parse(_ node: ConfigNode) throws(DiagnosticError) -> ParameterPrior {
    guard case .scalar(let text, _) = node.content else {
      try node.expectKeys(["mean", "sd", "median", "factor"], in: "a prior")
      if let mean = node["mean"], let sd = node["sd"], node["median"] == nil, node["factor"] == nil {
        return try prior(mean.number("mean"), sd.number("sd"), isLog: false, at: sd.location)
      }
      if let median = node["median"], let factor = node["factor"], node["mean"] == nil, node["sd"] == nil {
        return try prior(median.number("median"), factor.number("factor"), isLog: true, at: factor.location)
      }
      throw unreadable("a map without one of these pairs of keys", at: node.location)
    }
    return try parse(text, at: node.location)
  }

  /// The prior of a text: `0.34 +- 0.05`, `0.34 ± 0.05`, `400 */ 2`, `400 ×/÷ 2`.
  static func parse(_ text: String, at location: SourceLocation) throws(DiagnosticError) -> ParameterPrior {
    for (sign, isLog) in [("+-", false), ("±", false), ("*/", true), ("×/÷", true)] {
      guard let range = text.firstRange(of: sign) else { continue }
      guard let centre = Double(String(text[..<range.lowerBound]).trimmingSpaces()),
        let width = Double(String(text[range.upperBound...]).trimmingSpaces())
      else { break }
      return try prior(centre, width, isLog: isLog, at: location)
    }
    throw unreadable("\"\(text)\"", at: location)
  }

  /// `NAME=PRIOR` of a command line, by name. Throws E0574, E0575 for a name that is given twice, and what
  /// `ParameterPrior.check` throws.
  public static func assignments(
    _ texts: [String], option: String, law: Law
  ) throws(DiagnosticError) -> [String: ParameterPrior] {
    var result: [String: ParameterPrior] = [:]
    let place = SourceLocation(file: option, line: 1, column: 1)
    for text in texts {
      guard let equals = text.firstIndex(of: "=") else {
        throw DiagnosticError(
          "E0574", "\(option) takes a parameter and what is known of it, found \"\(text)\"", at: place,
          help: ["for example \(option) 'alpha=0.34 +- 0.05'"])
      }
      let name = String(text[..<equals]).trimmingSpaces()
      let prior = try parse(String(text[text.index(after: equals)...]), at: place)
      do throws(DiagnosticError) { try prior.check(name, in: law) } catch { throw error.located(at: place) }
      guard result.updateValue(prior, forKey: name) == nil else {
        throw DiagnosticError("E0575", "\"\(name)\" has two priors", at: place)
      }
    }
    return result
  }

  private static func prior(
    _ centre: Double, _ width: Double, isLog: Bool, at location: SourceLocation
  ) throws(DiagnosticError) -> ParameterPrior {
    guard centre.isFinite, width.isFinite, width > (isLog ? 1 : 0), !isLog || centre > 0 else {
      throw DiagnosticError(
        "E0571",
        isLog
          ? "a prior by a factor needs a median above 0 and a factor above 1"
          : "a prior needs a finite mean and a standard deviation above 0",
        at: location, help: isLog ? [] : ["a parameter that is known exactly is fixed: `fix`"])
    }
    return isLog
      ? ParameterPrior(median: centre, factor: width) : ParameterPrior(centre: centre, spread: width)
  }

  private static func unreadable(_ found: String, at location: SourceLocation) -> DiagnosticError {
    DiagnosticError(
      "E0574", "a prior is a mean with a standard deviation or a median with a factor, found \(found)",
      at: location, help: ["for example: \(forms.joined(separator: ", "))"])
  }
}

extension FitCell {
  /// A prior as the cell has it: for one parameter, or for every level of one.
  struct PriorEntry {
    var name: String
    var prior: ParameterPrior
    var location: SourceLocation
  }

  static func priors(_ node: ConfigNode?) throws(DiagnosticError) -> [PriorEntry] {
    var problems = Problems()
    var result: [PriorEntry] = []
    for entry in try node?.entries("priors") ?? [] {
      problems.attempt { () throws(DiagnosticError) in
        result.append(
          PriorEntry(name: entry.key, prior: try PriorText.parse(entry.value), location: entry.keyLocation))
      }
    }
    try problems.finish()
    return result
  }

  /// Gives the priors to the parameters of the law, once its levels are written out; refuses those that it cannot have.
  mutating func settlePriors(among laws: [String: Law]) throws(DiagnosticError) {
    guard !priors.isEmpty else { return }
    var problems = Problems()
    let taken = ((try? held.resolve(law, among: laws)) ?? [])
    for entry in priors {
      let members = law.parameters.filter { $0.levelName == entry.name }
      // A level whose value is held needs no prior; the others of its name have it.
      let names = members.isEmpty ? [entry.name] : members.filter { $0.fixed == nil }.map(\.name)
      for name in names {
        problems.attempt { () throws(DiagnosticError) in
          do throws(DiagnosticError) { try entry.prior.check(name, in: law) } catch {
            throw error.located(at: entry.location)
          }
          if let source = taken.first(where: { $0.parameter == name }) {
            throw DiagnosticError(
              "E0572",
              "\"\(name)\" is held at the value of \"\(source.fit)\", so that a prior on it has no effect",
              at: entry.location, help: ["take out the prior, or do not take \"\(name)\""])
          }
          // One level's own prior stands above that of all levels.
          if members.isEmpty || !priors.contains(where: { $0.name == name }) { settled[name] = entry.prior }
        }
      }
    }
    try problems.finish()
  }
}
