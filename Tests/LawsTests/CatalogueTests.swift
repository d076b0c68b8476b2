import Diagnostics
import Expressions
import Laws
import Testing

/// What every entry of the catalogue says, and how its constants are found.
@Suite struct CatalogueTests {
  private let place = SourceLocation(file: "report.md", line: 12, column: 3)

  @Test func namesAreUnique() {
    let laws = LawCatalogue.laws
    #expect(laws.count == LawCatalogue.sourceCount)
    #expect(Set(laws.map(\.name)).count == laws.count)
    let sets = laws.flatMap { $0.constants.map(\.name) }
    #expect(Set(sets).count == sets.count)
    // The name of a set that is also a law's belongs to that law.
    for law in laws {
      for set in law.constants { #expect(set.name == law.name || LawCatalogue.law(named: set.name) == nil) }
    }
  }

  @Test(arguments: LawCatalogue.laws)
  func saysWhatItIs(law: Law) throws {
    #expect(!law.title.isEmpty && !law.caveats.isEmpty && law.lossUnit == "nats per token")
    #expect(law.group != nil)
    let citation = try #require(law.citation)
    #expect(LawCatalogue.works.contains { $0.key == citation })
    #expect(law.parameters.allSatisfy { !$0.meaning.isEmpty })
    #expect(law.variables.allSatisfy { !$0.meaning.isEmpty })
    // The formula's text is a formula again.
    let text = law.formula.definitions.map { "\($0.name) = \($0.value.source)" }.joined(separator: "\n")
    let again = try Formula.parse(text, at: place)
    #expect(again.inputs() == law.formula.inputs())
  }

  @Test(arguments: LawCatalogue.laws)
  func itsConstantsFitIt(law: Law) throws {
    for set in law.constants {
      let law = try law.expanded(levels: set.levels)
      #expect(LawCatalogue.works.contains { $0.key == set.citation })
      #expect(Set(set.values.map(\.parameter)).isSubset(of: law.parameters.map(\.name)), "\(set.name)")
      #expect(Set(set.values.map(\.parameter)).count == set.values.count)
      for constant in set.values {
        let parameter = try #require(law.parameters.first { $0.name == constant.parameter })
        #expect(parameter.range.contains(constant.value), "\(set.name): \(constant.parameter)")
        if let error = constant.standardError { #expect(error > 0) }
      }
    }
    for parameter in law.parameters {
      let first = law.constants.first
      #expect(parameter.published == (first?.obstacle == nil ? first?[parameter.name]?.value : nil))
    }
  }

  /// Conditions are over the law's own names.
  @Test(arguments: LawCatalogue.laws)
  func itsDomainIsInItsTerms(law: Law) {
    let names = Set(law.parameters.map(\.name) + law.variables.map(\.name))
    for condition in law.domain + law.constants.flatMap(\.domain) {
      #expect(Set(condition.expression.names).isSubset(of: names), "\(condition.expression.source)")
      #expect(!condition.reason.isEmpty)
    }
  }

  @Test func constantsAreFoundByName() throws {
    let refit = try LawCatalogue.published("chinchilla-besiroglu")
    #expect(refit.name == "chinchilla")
    #expect(published(refit) == ["A": 482.01, "alpha": 0.3478, "B": 2085.43, "beta": 0.3658, "E": 1.8172])
    #expect(refit.constants.map(\.citation) == ["besiroglu2024"])
    #expect(refit.constants[0].values.map(\.standardError) == [124.58, 0.02, 1293.23, 0.02, 0.03])
    // A law with one set is its set's name.
    #expect(try LawCatalogue.published("kumar-ptq").parameters.allSatisfy { $0.published != nil })
    for name in LawCatalogue.constantNames {
      let law = try LawCatalogue.published(name)
      #expect(law.parameters.allSatisfy { $0.published != nil || $0.tiedTo != nil || $0.fixed != nil })
    }
  }

  @Test(arguments: [
    ("chinchila-besiroglu", "E0550", "did you mean \"chinchilla-besiroglu\"?"),
    ("kumar-unifed", "E0550", "did you mean \"kumar-unified\"?"),
    ("chinchilla", "E0552", "name one of them"),
  ])
  func namesThatAreNone(name: String, code: String, help: String) {
    let error = #expect(throws: DiagnosticError.self) { try LawCatalogue.published(name, at: place) }
    #expect(error?.diagnostics.map(\.code) == [code])
    #expect(error?.diagnostics.first?.help == [help])
    #expect(error?.diagnostics.first?.location == place)
  }

  /// What was not printed is named, and nothing is computed with.
  @Test(arguments: [
    ("kumar-unified", "C_w, C_a, C_kv"), ("kumar-unified-weights", "C_w"), ("qid-single-factor", "k"),
    ("free-multiplier-lsq", "A, alpha, B, beta, E"), ("free-multiplier-frantar", "A, alpha, B, beta, E"),
  ])
  func constantsThatWereNotAllPrinted(name: String, missing: String) throws {
    let error = #expect(throws: DiagnosticError.self) { try LawCatalogue.published(name, at: place) }
    #expect(error?.diagnostics.map(\.code) == ["E0551"])
    let finding = try #require(error?.diagnostics.first)
    #expect(finding.message.hasSuffix("no value of \(missing)"))
    #expect(finding.help == ["fit the law to runs, or hold \(missing) with `fix`"])
    #expect(!LawCatalogue.constantNames.contains(name))
  }

  /// Forms that a paper only names have no constants and say whose formula they are.
  @Test func readingsSaySo() throws {
    let readings = LawCatalogue.laws.filter { $0.origin == .reading }
    #expect(readings.count == 5)
    for law in readings {
      #expect(law.constants.isEmpty)
      #expect(law.caveats[0].hasPrefix("Our reading of a row of table 1"))
      let error = #expect(throws: DiagnosticError.self) { try LawCatalogue.published(law.name, at: place) }
      #expect(error?.diagnostics.map(\.code) == ["E0551"])
    }
  }
}
