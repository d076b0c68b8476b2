import Diagnostics

/// The laws that a report may use by name, each as text with what was printed about it.
///
/// Nothing here is special to the program: a law of the catalogue is what a `{law}` cell of a report makes, with a
/// citation and constants. `law(named:)` gives a law to fit, `published(_:at:)` one to compute with as it was printed.
public enum LawCatalogue {
  /// All laws, in the order in which `isoloss laws` lists them.
  public static let laws: [Law] = sources.compactMap { try? $0.law() }

  /// The texts that `laws` is parsed from; a test compares their number with the number that parse.
  static let sources: [LawSource] =
    BaseLaws.sources + KumarQuantisation.sources + OuyangLaws.sources + KumarTraining.sources
    + KumarReadings.sources + SunLaws.sources + ChenLaws.sources + MultiplierLaws.sources
    + PanferovLaws.sources
    + KumarUnified.sources

  /// The law of a name, or nil.
  public static func law(named name: String) -> Law? { laws.first { $0.name == name } }

  /// The number of texts in the catalogue.
  public static var sourceCount: Int { sources.count }

  /// The names that `published(_:at:)` takes: of sets of constants, and of laws with one complete set.
  public static var constantNames: [String] { laws.flatMap { $0.completeConstants.map(\.name) } }

  /// A law with printed constants as its published values, by the name of the set: `chinchilla-besiroglu`.
  ///
  /// A law's own name stands for its only complete set. `FitResult.published` then computes with the law that is
  /// returned, whose `constants` are the set that was chosen.
  ///
  /// - Throws: `E0550` for an unknown name, with the nearest known one; `E0551` when the values were not all printed or
  ///   cannot be computed with, saying which and why; `E0552` for a law with several sets. All at `location`.
  public static func published(
    _ name: String, at location: SourceLocation? = nil
  ) throws(DiagnosticError) -> Law {
    for law in laws {
      if let set = law.constants.first(where: { $0.name == name }) {
        return try complete(law, set, at: location)
      }
    }
    guard let law = law(named: name) else {
      let known = constantNames
      throw DiagnosticError(
        "E0550", "no published constants \"\(name)\"", at: location,
        notes: ["there are: \(known.joined(separator: ", "))"],
        help: Spelling.didYouMean(name, among: known + laws.map(\.name)))
    }
    let complete = law.completeConstants
    if complete.count == 1 { return try self.complete(law, complete[0], at: location) }
    if complete.count > 1 {
      throw DiagnosticError(
        "E0552", "\"\(name)\" has several sets of published constants", at: location,
        notes: complete.map { "\($0.name): \($0.title)" }, help: ["name one of them"])
    }
    throw DiagnosticError(
      "E0551", "no constants of \"\(name)\" were published", at: location, notes: law.caveats,
      help: ["fit the law to runs, or give all values with `fix`"])
  }

  private static func complete(
    _ law: Law, _ set: ConstantSet, at location: SourceLocation?
  ) throws(DiagnosticError) -> Law {
    if let obstacle = set.obstacle {
      throw DiagnosticError(
        "E0551", "the constants \"\(set.name)\" cannot be computed with: \(obstacle)", at: location,
        help: ["fit the law to runs"])
    }
    let missing = law.unpublished(in: set)
    guard missing.isEmpty else {
      let list = missing.joined(separator: ", ")
      throw DiagnosticError(
        "E0551", "the constants \"\(set.name)\" were not all published: no value of \(list)", at: location,
        notes: set.caveats, help: ["fit the law to runs, or hold \(list) with `fix`"])
    }
    return try law.expanded(levels: set.levels).with(constants: set)
  }
}
