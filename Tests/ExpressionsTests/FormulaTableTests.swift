import Diagnostics
import Expressions
import TestSupport
import Testing

private let place = SourceLocation(file: "law", line: 1, column: 1)
private let names = ["p0", "p1", "p2", "p3"]

/// A law compiled for a table: its lists agree with the formula and with each other.
struct FormulaTableTests {
  /// The columns of a list's outputs.
  private func lists(
    _ table: FormulaTable, _ list: FormulaTable.OutputList, _ parameters: [Double]
  ) -> [[Double]] {
    var workspace = RowWorkspace()
    var result: [[Double]] = []
    table.run(list, parameters: parameters, workspace: &workspace) { _, n, outputs, _ in
      if result.isEmpty { result = outputs.map { _ in [] } }
      for (index, output) in outputs.enumerated() {
        result[index].append(contentsOf: UnsafeBufferPointer(start: output, count: n))
      }
      return true
    }
    return result
  }

  /// Derivatives: columns times their factors.
  private func derivatives(
    _ table: FormulaTable, _ list: FormulaTable.OutputList, _ parameters: [Double],
    _ entries: [DerivativeLayout.Entry]
  ) -> [[Double]] {
    var workspace = RowWorkspace()
    var result = entries.map { _ in [Double]() }
    table.run(list, parameters: parameters, workspace: &workspace) { _, n, outputs, scalars in
      for (index, entry) in entries.enumerated() {
        for row in 0..<n { result[index].append(entry.factor(scalars) * outputs[entry.output][row]) }
      }
      return true
    }
    return result
  }

  private func randomLaw(_ random: inout SeededRandom, rows: Int) throws
    -> (text: String, formula: CompiledFormula, parameters: [Double], columns: [[Double]])
  {
    let text = "L = \(random.law(depth: 3)) + p0*q\nq = \(random.law(depth: 2))"
    let formula = try CompiledFormula(try Formula.parse(text, at: place), parameters: names)
    let columns = formula.variables.map { _ in (0..<rows).map { _ in random.uniform(0.2, 3) } }
    return (text, formula, names.map { _ in random.uniform(0.3, 1.5) }, columns)
  }

  @Test func valuesAndSlopesAreThoseOfTheFormula() throws {
    var random = SeededRandom(21)
    for rows in [1, 3, 4, 127, 128, 129, 300] {
      for _ in 0..<8 {
        let (text, formula, parameters, columns) = try randomLaw(&random, rows: rows)
        guard !columns.isEmpty else { continue }
        let table = FormulaTable(formula, columns: columns, rows: rows, withLogarithm: true)
        let found = lists(table, .slopes, parameters)
        let values = formula.values(parameters: parameters, columns: columns)
        for row in 0..<rows {
          #expect(abs(found[0][row] - values[row]) <= 1e-14 * abs(values[row]), "\(text)")
          #expect(found[1][row] == values[row].naturalLogarithm)
          #expect(found[2][row] == 1 / found[0][row])
        }
        let first = table.layout.first
        let slopes = derivatives(table, .slopes, parameters, first.map { $0.entry })
        var gradient = names.map { _ in 0.0 }
        for row in 0..<rows {
          let value = formula.value(
            parameters: parameters, variables: columns.map { $0[row] }, slopes: &gradient)
          #expect(value == values[row])
          for (index, (parameter, _)) in first.enumerated() {
            let expected = gradient[parameter]
            #expect(abs(slopes[index][row] - expected) <= 1e-12 * max(abs(expected), abs(values[row])))
          }
        }
      }
    }
  }

  @Test func secondDerivativesAgreeWithFiniteDifferences() throws {
    var random = SeededRandom(22)
    var checked = 0
    for _ in 0..<60 {
      let (text, formula, parameters, columns) = try randomLaw(&random, rows: 4)
      guard !columns.isEmpty else { continue }
      let table = FormulaTable(formula, columns: columns, rows: 4, withLogarithm: false)
      let (first, second) = (table.layout.first, table.layout.second)
      let values = lists(table, .value, parameters)[0]
      let found = derivatives(table, .slopes, parameters, first.map { $0.entry })
      let bends = derivatives(table, .curvature, parameters, second.map { $0.entry })
      func slopes(_ index: Int, _ step: Double) -> [[Double]] {
        var moved = parameters
        moved[index] += step
        return derivatives(table, .slopes, moved, first.map { $0.entry })
      }
      for (k, parameterSlope) in first.enumerated() {
        for j in names.indices {
          let step = 1e-3 * parameters[j]
          let (up, down) = (slopes(j, step), slopes(j, -step))
          let (wideUp, wideDown) = (slopes(j, 2 * step), slopes(j, -2 * step))
          let pair = (max(parameterSlope.parameter, j), min(parameterSlope.parameter, j))
          let bend = second.firstIndex { $0.0 == pair.0 && $0.1 == pair.1 }
          for row in 0..<4 {
            let narrow = (up[k][row] - down[k][row]) / (2 * step)
            let wide = (wideUp[k][row] - wideDown[k][row]) / (4 * step)
            let expected = (4 * narrow - wide) / 3
            let exact = bend.map { bends[$0][row] } ?? 0
            #expect(
              abs(exact - expected) <= 1e-6
                * max(abs(expected), abs(found[k][row]), abs(values[row]), 1e-3),
              "\(text) by \(names[pair.0]) and \(names[pair.1])")
            checked += 1
          }
        }
      }
    }
    #expect(checked > 1000)
  }

  @Test func termsPutTheLawTogether() throws {
    let text = "L = A*N^(-alpha) + B*log(1 + D/c) + E + N/D"
    let formula = try CompiledFormula(
      try Formula.parse(text, at: place), parameters: ["A", "alpha", "B", "c", "E"])
    let columns: [[Double]] = [[10, 20, 30], [5, 6, 7]]
    let table = FormulaTable(formula, columns: columns, rows: 3, withLogarithm: true)
    #expect(table.layout.linear == [0, 2, 4])
    let parameters = [2, 0.3, 1.5, 4, 0.7]
    let offset = try #require(table.layout.offset)
    let terms = derivatives(table, .terms, parameters, table.layout.terms + [offset])
    let values = formula.values(parameters: parameters, columns: columns)
    for row in 0..<3 {
      let sum = 2 * terms[0][row] + 1.5 * terms[1][row] + 0.7 * terms[2][row] + terms[3][row]
      #expect(abs(sum - values[row]) < 1e-14 * values[row])
      #expect(terms[3][row] == columns[0][row] / columns[1][row])
    }
    #expect(table.layout.offsetSlopes.isEmpty)
    #expect(table.layout.termSlopes.map { $0.parameter } == [1, 3])
  }

  @Test func aLawWithoutLinearParametersHasNoTerms() throws {
    let formula = try CompiledFormula(
      try Formula.parse("L = exp(a*x) + exp(b)", at: place), parameters: ["a", "b"])
    let table = FormulaTable(formula, columns: [[1, 2]], rows: 2, withLogarithm: false)
    #expect(table.layout.linear.isEmpty)
  }

  @Test func someOfTheRows() throws {
    let formula = try CompiledFormula(
      try Formula.parse("L = a*x^(-b) + log(y)", at: place), parameters: ["a", "b"])
    let columns: [[Double]] = [(1...200).map { Double($0) }, (1...200).map { Double($0) + 0.5 }]
    let table = FormulaTable(formula, columns: columns, rows: 200, withLogarithm: false)
    let kept = [199, 3, 3, 57, 0]
    let all = lists(table, .curvature, [2, 0.4])
    let some = lists(table.selecting(kept), .curvature, [2, 0.4])
    for (output, values) in some.enumerated() { #expect(values == kept.map { all[output][$0] }) }
  }

  @Test func aBaseOfZeroIsNoTrouble() throws {
    let formula = try CompiledFormula(try Formula.parse("L = 1 + a*x^b", at: place), parameters: ["a", "b"])
    let table = FormulaTable(formula, columns: [[0, 1, 2]], rows: 3, withLogarithm: false)
    let found = lists(table, .curvature, [2, 0.5])
    #expect(found[0][0] == 1)
    #expect(found.allSatisfy { $0.allSatisfy(\.isFinite) })
  }
}

/// Where a formula leaves its domain.
struct DomainExitTests {
  @Test(
    arguments: [
      (
        "L = A*N_eff^(-alpha) + E\nN_eff = N*(1 - exp(n - P/g))", [1, 0.5, 1, 5, 1], [100, 3],
        "N_eff^-alpha"
      ),
      ("L = A*log(N - P) + alpha + E + n + g", [1, 1, 1, 1, 1], [2, 7], "log(N - P)"),
      ("L = A*sqrt(-N) + alpha + E + n + g + P", [1, 1, 1, 1, 1], [2, 7], "sqrt(-N)"),
      ("L = A/(N - P) + alpha + E + n + g", [1, 1, 1, 1, 1], [7, 7], "A / (N - P)"),
    ] as [(String, [Double], [Double], String)])
  func thePartIsNamed(text: String, parameters: [Double], variables: [Double], part: String) throws {
    let formula = try CompiledFormula(
      try Formula.parse(text, at: place), parameters: ["A", "alpha", "E", "n", "g"])
    let exit = try #require(formula.domainExit(parameters: parameters, variables: variables))
    #expect(exit.part.source.filter { $0 != " " } == part.filter { $0 != " " })
    #expect(!exit.value.isFinite)
    #expect(exit.operands.allSatisfy { $0.value.isFinite })
    #expect(exit.sentence.contains(" where "))
  }

  @Test func aNumberIsNoExit() throws {
    let formula = try CompiledFormula(try Formula.parse("L = log(x)", at: place), parameters: [])
    #expect(formula.domainExit(parameters: [], variables: [2]) == nil)
  }
}
