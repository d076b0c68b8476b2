import Diagnostics
import Expressions
import Laws
import TestSupport
import Testing
import Typesetting

/// Parameters that have a value for each level of a column.
@Suite struct LevelTests {
  private let place = SourceLocation(file: "report.md", line: 5, column: 3)

  private func law(held: [String: Double] = [:]) throws -> Law {
    try Law(
      name: "power", text: "L = A*(N*m)^(-alpha) + E", at: place,
      parameters: [
        LawParameter(name: "A"), LawParameter(name: "alpha"),
        LawParameter(name: "m", meaning: "share", range: 0.01...2, by: "method", held: held),
        LawParameter(name: "E"),
      ])
  }

  @Test func eachLevelIsAParameter() throws {
    let plain = try law(held: ["m_BF16": 1])
    #expect(plain.levelColumns == ["method"])
    let written = try plain.expanded(levels: ["method": ["BF16", "INT4", "2:4 FP8"]])
    #expect(written.levelColumns.isEmpty)
    #expect(written.levels.map(\.values) == [["BF16", "INT4", "2:4 FP8"]])
    #expect(written.parameters.map(\.name) == ["A", "alpha", "m_BF16", "m_INT4", "m_2_4_FP8", "E"])
    #expect(written.parameters.map(\.fixed) == [nil, nil, 1, nil, nil, nil])
    #expect(written.parameters[3].range == 0.01...2)
    #expect(written.parameters[3].meaning == "share, INT4")
    #expect(written.variables.map(\.name) == ["N", "method[BF16]", "method[INT4]", "method[2:4 FP8]"])
    #expect(try written.expanded(levels: [:]) == written)
  }

  /// Each row has the loss at its own level's value, and slopes by that value only.
  @Test func rowsTakeTheValueOfTheirLevel() throws {
    let written = try law().expanded(levels: ["method": ["a", "b", "c"]])
    let compiled = try CompiledFormula(written.formula, parameters: written.parameters.map(\.name))
    var random = SeededRandom(3)
    for _ in 0..<20 {
      let shares = (0..<3).map { _ in random.uniform(0.05, 1.5) }
      let (a, alpha, e) = (random.uniform(1, 9), random.uniform(0.1, 0.9), random.uniform(0, 2))
      let sizes = (0..<3).map { _ in random.uniform(10, 1e6) }
      let columns = compiled.variables.map { name in
        name == "N" ? sizes : ["a", "b", "c"].map { name == "method[\($0)]" ? 1 : 0 }
      }
      for row in 0..<3 {
        var slopes = Array(repeating: 0.0, count: 6)
        let value = compiled.value(
          parameters: [a, alpha] + shares + [e], variables: columns.map { $0[row] }, slopes: &slopes)
        let plain = try law().value(
          parameters: ["A": a, "alpha": alpha, "m": shares[row], "E": e], variables: ["N": sizes[row]])
        #expect(abs(value - plain) <= 1e-12 * plain)
        // dL/dm = −α(L − E)/m
        for level in 0..<3 {
          let expected = level == row ? -alpha * (plain - e) / shares[row] : 0
          #expect(abs(slopes[2 + level] - expected) <= 1e-9 * abs(expected))
        }
      }
    }
  }

  @Test func typesetAsItWasWritten() throws {
    let plain = try law()
    let written = try plain.expanded(levels: ["method": ["a", "b"]])
    let before = plain.notation.math(symbols: try plain.symbols())
    #expect(written.notation.math(symbols: try written.symbols()) == before)
    #expect(before.plainText == "L = A (N m_method)^(\u{2212}α) + E")
  }

  @Test(
    arguments: [
      ([:], [:], "E0555"), (["method": [String]()], [:], "E0555"),
      (["method": ["a b", "a-b"]], [:], "E0556"),
      (["method": ["BF16", "INT4"]], ["m_BF15": 1], "E0557"),
    ] as [([String: [String]], [String: Double], String)])
  func mistakes(levels: [String: [String]], held: [String: Double], code: String) throws {
    let law = try law(held: held)
    let error = #expect(throws: DiagnosticError.self) { try law.expanded(levels: levels) }
    #expect(error?.diagnostics.map(\.code) == [code])
    if code == "E0557" { #expect(error?.diagnostics.first?.help == ["did you mean \"m_BF16\"?"]) }
  }

  /// Printed multipliers, and the loss that follows from them.
  @Test func questMultipliers() throws {
    let law = try LawCatalogue.published("free-multiplier-quest")
    let values = published(law)
    for (name, value) in [
      ("m_16", 1.0), ("m_QuEST_1", 0.02), ("m_QuEST_2", 0.16), ("m_QuEST_3", 0.43), ("m_QuEST_4", 0.70),
      ("m_QuEST_8", 1.02), ("m_weights_1", 0.138), ("m_weights_2", 0.414), ("m_weights_3", 0.653),
      ("m_weights_4", 0.840), ("m_plain_1", 0.016), ("m_plain_2", 0.078), ("m_plain_3", 0.322),
      ("m_plain_4", 0.603), ("m_plain_8", 0.938), ("m_FP4", 0.630), ("m_sparse_INT4", 0.381),
    ] { #expect(values[name] == value, "\(name)") }
    // Most effective parameters a bit at 4 bits, as the paper has it.
    let worth = [1, 2, 3, 4, 8].map { (values["m_QuEST_\($0)"] ?? .nan) / Double($0) }
    #expect(worth.max() == worth[3])
  }

  /// A level of the runs that the first set has a value for keeps it, for the card of a fit.
  @Test func levelsKeepPrintedValues() throws {
    let law = try entry("free-multiplier").expanded(levels: ["method": ["16", "QuEST 4", "mine"]])
    #expect(law.parameters.suffix(3).map(\.published) == [1, 0.70, nil])
  }

  @Test func quartetShares() throws {
    let values = published(try LawCatalogue.published("quartet"))
    let expected = [
      "eff_N_BF16": 1, "eff_N_SR": 0.42, "eff_N_RTN": 0.59, "eff_N_QuEST": 0.64, "eff_N_Quartet": 0.65,
      "eff_D_BF16": 1, "eff_D_SR": 0.88, "eff_D_RTN": 0.93, "eff_D_QuEST": 0.83, "eff_D_Quartet": 0.95,
      "A": 1.52e5, "alpha": 0.589, "B": 5.25e5, "beta": 0.544, "E": 1.35, "gamma": 0.274,
    ]
    #expect(values == expected)
  }
}
