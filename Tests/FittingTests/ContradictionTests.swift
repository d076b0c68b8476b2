import Diagnostics
import Fitting
import Laws
import Testing

/// A law that contradicts itself is refused before anything is fitted, whoever made it.
struct ContradictionTests {
  private static func law(_ text: String, _ parameters: [LawParameter]) throws -> Law {
    try Synthetic.law("saw", text, parameters)
  }

  private static func parameters(_ names: String...) -> [LawParameter] {
    names.map { LawParameter(name: $0, range: 0.01...10) }
  }

  private func findings(_ law: Law, observed: [Double] = [3, 2.5, 2.2, 2.1]) -> [Diagnostic] {
    let data = FitData(variables: ["N": [1, 2, 3, 4], "D": [2, 4, 6, 8]], observed: observed)
    let error = #expect(throws: DiagnosticError.self) {
      try FitResult.fit(law, to: data, options: FitOptions(starts: 4, bootstrap: 4))
    }
    return error?.diagnostics ?? []
  }

  @Test func aParameterThatTheFormulaLacks() throws {
    let found = findings(try Self.law("L = a*N^(-b)", Self.parameters("a", "b", "alpha", "beta")))
    #expect(found.map(\.code) == ["E0514", "E0514"])
    #expect(
      found.first?.message == "the parameter \"alpha\" does not occur in what the law \"saw\" computes, \"L\""
    )
    #expect(found.first?.notes == ["it uses a, N, b"])
  }

  @Test func aParameterOfALineThatTheTargetDoesNotUse() throws {
    let law = try Self.law("L = a*N^(-b)\nM = c*L", Self.parameters("a", "b", "c"))
    #expect(findings(law).map(\.code) == ["E0514"])
    // Held at a value, it is nothing that a fit has to determine.
    var held = law
    held.parameters[2].fixed = 2
    let data = FitData(variables: ["N": [1, 2, 3, 4]], observed: [3, 2.5, 2.2, 2.1])
    let fit = try FitResult.fit(held, to: data, options: FitOptions(starts: 4, bootstrap: 0))
    #expect(fit.estimate("c") == 2)
  }

  @Test func aFormulaWithoutVariables() throws {
    let found = findings(try Self.law("L = a + b", Self.parameters("a", "b")))
    #expect(found.map(\.message) == ["the law \"saw\" uses no variable: it gives all runs the same \"L\""])
  }

  @Test func aNameThatIsParameterAndVariable() throws {
    var law = try Self.law("L = a*N^(-b)", Self.parameters("a", "b"))
    law.variables.append(LawVariable(name: "b"))
    #expect(findings(law).map(\.message) == ["\"b\" is a parameter and a variable of the law \"saw\""])
  }

  @Test func aNameThatIsNeither() throws {
    var law = try Self.law("L = a*N^(-b)", Self.parameters("a", "b"))
    law.variables = []
    #expect(
      findings(law).map(\.message) == ["\"N\" is neither a parameter nor a variable of the law \"saw\""])
  }

  @Test(arguments: [2.0...2.0, 1...Double.infinity, -Double.infinity...0, 0...(1e308 * 10)])
  func aRangeWithNothingToSearch(range: ClosedRange<Double>) throws {
    var law = try Self.law("L = a*N^(-b)", Self.parameters("a", "b"))
    law.parameters[0].range = range
    let found = findings(law)
    #expect(found.map(\.code) == ["E0501"])
    #expect(found.first?.help == ["give it a range with two finite ends, or fix it"])
    law.parameters[0].fixed = 3
    let data = FitData(variables: ["N": [1, 2, 3, 4]], observed: [3, 2.5, 2.2, 2.1])
    #expect(
      try FitResult.fit(law, to: data, options: FitOptions(starts: 4, bootstrap: 0)).estimate("a") == 3)
  }

  @Test func twoParametersOfOneNameAndTiesThatLeadNowhere() throws {
    #expect(!findings(try Self.law("L = a*N^(-b)", Self.parameters("a", "b", "b"))).isEmpty)
    var law = try Self.law("L = a*N^(-b) + c", Self.parameters("a", "b", "c"))
    law.parameters[1].tiedTo = "alpha"
    #expect(findings(law).map(\.code) == ["E0512"])
    law.parameters[1].tiedTo = "c"
    law.parameters[2].tiedTo = "b"
    #expect(findings(law).map(\.code) == ["E0512"])
  }

  @Test func aLawWithoutFreeParameters() throws {
    var law = try Self.law("L = a*N^(-b)", Self.parameters("a", "b"))
    for index in law.parameters.indices { law.parameters[index].fixed = 1 }
    let data = FitData(variables: ["N": [1, 2, 3, 4]], observed: [3, 2.5, 2.2, 2.1])
    let fit = try FitResult.fit(law, to: data, options: FitOptions(starts: 4, bootstrap: 4))
    #expect(fit.parameters.map(\.estimate) == [1, 1])
  }
}
