import Fitting
import Foundation
import Laws
import Testing

/// Refits without a fold of the shipped runs trained in low precision, whose narrow valleys stop Newton's method.
@Suite("Refits without a fold")
struct FoldRefitTests {
  private struct Runs {
    var data: FitData
    /// The rows of each size.
    var sizes: [[Int]]
  }

  private func runs() throws -> Runs {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../reports/tiny-precision/runs.csv")
    let text = try String(contentsOf: file, encoding: .utf8)
    let lines = text.split(separator: "\n").map { $0.split(separator: ",").map(String.init) }
    let header = try #require(lines.first)
    func numbers(_ name: String, _ rows: [[String]]) throws -> [Double] {
      let column = try #require(header.firstIndex(of: name))
      return try rows.map { try #require(Double($0[column])) }
    }
    let method = try #require(header.firstIndex(of: "method"))
    let trained: [[String]] = lines.dropFirst().filter {
      $0.count == header.count && $0[method] == "none"
    }
    let (n, d) = (try numbers("N", trained), try numbers("D", trained))
    let small = trained.indices.filter { row in
      if n[row] > 4e5 { return false }
      if n[row] > 1e5, d[row] > 1e7 { return false }
      return n[row] <= 5e4 || d[row] <= 2e7
    }.map { trained[$0] }
    var columns: [String: [Double]] = [:]
    for name in ["N", "D", "P_w", "P_a", "P_kv"] { columns[name] = try numbers(name, small) }
    let size = columns["N"] ?? []
    return Runs(
      data: FitData(variables: columns, observed: try numbers("loss", small)),
      sizes: Set(size).sorted().map { one in size.indices.filter { size[$0] == one } })
  }

  @Test("end in the lowest minimum: the errors are those of many least-squares searches for each fold")
  func folds() throws {
    let runs = try runs()
    #expect(runs.sizes.map(\.count) == [30, 30, 29, 4])
    let law = try #require(LawCatalogue.law(named: "kumar-effective"))
    let options = FitOptions(starts: 16, bootstrap: 0, seed: 20_260_901)
    let fit = try FitResult.fit(law, to: runs.data, options: options)
    #expect(isClose(fit.objective, 8.72317e-4, within: 1e-5))
    let entrant = LawComparison.Entrant(label: "parts", law: law, data: runs.data, options: options, fit: fit)
    // SciPy's least_squares with 25 starts a fold, the robust loss and the ranges of the catalogue.
    let errors = [0.0343, 0.0207, 0.0322, 0.0271]
    let criteria = runs.sizes.map { rows in
      ComparisonCriterion(name: "size", title: "", rule: .heldOut(groups: [rows], fromScratch: false))
    }
    let result = try LawComparison.run([entrant, entrant], by: criteria, seed: 1)
    for (scores, error) in zip(result.results, errors) {
      #expect(scores.failures == [0, 0])
      #expect(isClose(scores.scores[0], error, within: 3e-3), "\(scores.scores[0]), not \(error)")
    }
    let anew = ComparisonCriterion(
      name: "size", title: "", rule: .heldOut(groups: [runs.sizes[2]], fromScratch: true))
    let searched = try LawComparison.run([entrant, entrant], by: [anew], seed: 1).results[0].scores[0]
    #expect(isClose(searched, errors[2], within: 3e-3), "\(searched)")
  }
}
