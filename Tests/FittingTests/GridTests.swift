import Fitting
import Laws
import Testing

/// Starts that the author gives.
struct GridTests {
  private func data() throws -> FitData {
    try Synthetic.runs(
      try Synthetic.chinchilla(), noise: 1e-3, seed: 3, grid: ["N": Synthetic.sizes, "D": Synthetic.tokens])
  }

  @Test func everyCombinationIsAStart() throws {
    let fit = try FitResult.fit(
      try Synthetic.chinchilla(), to: try data(),
      options: FitOptions(bootstrap: 0, grid: ["alpha": [0.2, 0.5, 1], "beta": [0.3, 0.6]]))
    #expect(fit.starts == 6)
    #expect(fit.startsAtOptimum == 6)
  }

  @Test func equalStartsCountOnce() throws {
    // Both of the large exponents are moved to the end of the range, 2.
    let fit = try FitResult.fit(
      try Synthetic.chinchilla(), to: try data(),
      options: FitOptions(bootstrap: 0, grid: ["alpha": [0.2, 3, 4, 0.2]]))
    #expect(fit.starts == 2)
  }

  @Test func anUnknownNameIsSuggested() throws {
    let runs = try data()
    let error = expectCode("E0507") {
      _ = try FitResult.fit(
        try Synthetic.chinchilla(), to: runs, options: FitOptions(bootstrap: 0, grid: ["alhpa": [0.2]]))
    }
    #expect(error?.diagnostics.first?.help == ["did you mean \"alpha\"?"])
  }

  @Test(arguments: [[], [Double.nan], [1, .infinity]])
  func valuesMustBeNumbers(values: [Double]) throws {
    let runs = try data()
    expectCode("E0507") {
      _ = try FitResult.fit(
        try Synthetic.chinchilla(), to: runs, options: FitOptions(bootstrap: 0, grid: ["alpha": values]))
    }
  }
}
