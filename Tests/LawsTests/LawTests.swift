import Diagnostics
import Expressions
import Laws
import Testing

@Suite struct LawTests {
  private let place = SourceLocation(file: "report.md", line: 12, column: 3)

  private func power(_ parameters: [LawParameter] = ["A", "alpha", "E"].map { LawParameter(name: $0) }) throws
    -> Law
  {
    try Law(name: "power", title: "", text: "L = A*N^(-alpha) + E", at: place, parameters: parameters)
  }

  @Test func everyTextOfTheCatalogueIsALaw() {
    #expect(LawCatalogue.laws.count == LawCatalogue.sourceCount)
    #expect(Set(LawCatalogue.laws.map(\.name)).count == LawCatalogue.laws.count)
  }

  @Test func worksNameAllTheirAuthors() {
    #expect(LawCatalogue.works.map(\.key) == LawCatalogue.works.map(\.key).sorted())
    #expect(Set(LawCatalogue.works.map(\.url)).count == LawCatalogue.works.count)
    for work in LawCatalogue.works {
      #expect(work.url.hasPrefix("https://arxiv.org/abs/"))
      #expect(work.authors.allSatisfy { !$0.family.isEmpty && !$0.given.isEmpty }, "\(work.key)")
    }
  }

  @Test func takesOtherInputsForVariables() throws {
    let law = try power()
    #expect(law.variables.map(\.name) == ["N"])
    #expect(law.target == "L")
    #expect(law.parameters.contains { $0.published == nil })
    #expect(try law.value(parameters: ["A": 8, "alpha": 0.5, "E": 1], variables: ["N": 4]) == 5)
  }

  @Test func refusesParametersThatAreNotUsed() {
    let error = #expect(throws: DiagnosticError.self) {
      try power(["A", "alhpa", "E"].map { LawParameter(name: $0) })
    }
    #expect(error?.diagnostics.map(\.code) == ["E0514"])
    #expect(error?.diagnostics.first?.help == ["did you mean \"alpha\"?"])
    #expect(error?.diagnostics.first?.location == place)
  }

  @Test func refusesANameTwice() {
    let twice = #expect(throws: DiagnosticError.self) {
      try power(["A", "A", "alpha", "E"].map { LawParameter(name: $0) })
    }
    #expect(twice?.diagnostics.map(\.code) == ["E0513"])
    let both = #expect(throws: DiagnosticError.self) {
      try Law(
        name: "", title: "", text: "L = A*N", at: place, parameters: [LawParameter(name: "A")],
        variables: [LawVariable(name: "A")])
    }
    #expect(both?.diagnostics.map(\.code) == ["E0513"])
  }

  @Test func passesOnMistakesOfTheFormula() {
    let error = #expect(throws: DiagnosticError.self) {
      try Law(name: "", title: "", text: "L = A*(N", at: place, parameters: [LawParameter(name: "A")])
    }
    #expect(error?.diagnostics.first?.location?.line == 12)
  }

  @Test func holdsAndTies() throws {
    let held = try power().with(fixed: ["E": 1.5])
    #expect(held.parameters.map(\.fixed) == [nil, nil, 1.5])
    let tied = try held.with(tied: ["E": "A", "alpha": "A"])
    #expect(tied.parameters.map(\.tiedTo) == [nil, "A", "A"])
    #expect(tied.parameters.map(\.fixed) == [nil, nil, nil])
    #expect(try tied.with(fixed: ["E": 2]).parameters.map(\.tiedTo) == [nil, "A", nil])
  }

  @Test(
    arguments: [
      (["alhpa": "A"], "E0553"), (["alpha": "B"], "E0553"), (["A": "A"], "E0512"),
      (["A": "E", "E": "A"], "E0512"),
      (["A": "alpha", "alpha": "E", "E": "alpha"], "E0512"),
    ])
  func refusesBadTies(ties: [String: String], code: String) throws {
    let law = try power()
    let error = #expect(throws: DiagnosticError.self) { try law.with(tied: ties) }
    #expect(error?.diagnostics.first?.code == code)
  }

  @Test func refusesBadValues() throws {
    let law = try power()
    let unknown = #expect(throws: DiagnosticError.self) { try law.with(fixed: ["a": 1]) }
    #expect(unknown?.diagnostics.first?.help == ["did you mean \"A\"?"])
    let noNumber = #expect(throws: DiagnosticError.self) { try law.with(fixed: ["A": .nan]) }
    #expect(noNumber?.diagnostics.first?.code == "E0501")
    let missing = #expect(throws: DiagnosticError.self) {
      try law.value(parameters: ["A": 1, "alpha": 1], variables: ["N": 1])
    }
    #expect(missing?.diagnostics.first?.code == "E0554")
  }

  /// Outside its domain a law has no value, not one of a negative base.
  @Test func isNotANumberOutsideTheDomain() throws {
    let law = try power()
    #expect(try law.value(parameters: ["A": 1, "alpha": 0.5, "E": 0], variables: ["N": -4]).isNaN)
  }
}
