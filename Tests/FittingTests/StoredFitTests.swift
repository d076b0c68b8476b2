import Foundation
import Testing

@testable import Fitting

@Suite struct StoredFitTests {
  /// Every stored property of the result is compared, so that one that is added later cannot be forgotten.
  @Test func aStoredFitIsTheFit() throws {
    let law = try Synthetic.chinchilla()
    let data = try Synthetic.runs(
      law, noise: 0.01, seed: 3, grid: ["N": Synthetic.sizes, "D": Synthetic.tokens])
    var options = FitOptions(starts: 8, bootstrap: 12, seed: 5)
    (options.intervals, options.profiles) = (.bca, ["alpha"])
    options.priors = ["alpha": ParameterPrior(centre: 0.3, spread: 0.2)]
    var fit = try FitResult.fit(law, to: data, options: options)
    (fit.resampled, fit.weighted, fit.origin) = ("run", "1/N", .file("their-fit.json"))
    fit.warnings.append("a warning")
    fit.rSquared = .nan
    let encoder = PropertyListEncoder()
    encoder.outputFormat = .binary
    let bytes = try encoder.encode(StoredFit(fit))
    let back = try #require(
      try PropertyListDecoder().decode(StoredFit.self, from: bytes).result(of: fit.law))
    let pairs = zip(Mirror(reflecting: fit).children, Mirror(reflecting: back).children)
    for (old, new) in pairs where old.label != "law" {
      #expect(Self.text(old.value) == Self.text(new.value), "\(old.label ?? "")")
    }
    #expect(back.law == fit.law)
    #expect(!fit.draws.isEmpty && !fit.jackknife.isEmpty && !fit.profiles.isEmpty && fit.priors != nil)
  }

  @Test func aFitOfAnotherLawIsRefused() throws {
    let law = try Synthetic.chinchilla()
    let data = try Synthetic.runs(
      law, noise: 0, seed: 3, grid: ["N": Synthetic.sizes, "D": Synthetic.tokens])
    let fit = try FitResult.fit(law, to: data, options: FitOptions(starts: 4, bootstrap: 0))
    #expect(StoredFit(fit).result(of: try Synthetic.tiedPrecision()) == nil)
  }

  /// A text of a value that does not depend on the order of a dictionary.
  private static func text(_ value: Any) -> String {
    if let table = value as? [String: Any] {
      return table.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: ", ")
    }
    return "\(value)"
  }
}
