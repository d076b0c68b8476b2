import Cache
import Diagnostics
import Reports
import Synchronization
import TestSupport
import Testing
import Work

/// Builds that are given up while they go on.
@Suite struct AbandonedBuildTests {
  private static let files: MemoryFiles = {
    var sample = ReportSample()
    sample.cells = sample.cells.replacing("bootstrap: 60", with: "bootstrap: 400")
    sample.cells += "\n\n```{fit}\nlabel: other\nlike: main\nfix: {power: 1.2}\n```\n"
    sample.cells += "\n```{compare}\nlabel: tbl-laws\nfits: [main, other]\nby: [loo]\n```\n"
    sample.body = "@tbl-laws and `{val} argmin(main.sag(load=l) + 4/l, l, 0.5, 20)`."
    return MemoryFiles(["r/report.md": sample.text, "r/widgets.csv": ReportSample.widgets()])
  }()

  private func cache(_ folder: TemporaryFolder) -> BuildCache {
    BuildCache(store: ObjectStore(folder: folder.path + "/objects"), program: "test")
  }

  /// Wherever it is given up, it says so and nothing else, and what it leaves is whole: the next build is as if it had never been.
  @Test(arguments: [0, 1, 3, 40, 200, 500, 700])
  func whatIsKeptOfItIsWhole(_ news: Int) throws {
    let folder = try TemporaryFolder()
    let cancellation = Cancellation()
    let told = Counter()
    let first = Result { () throws(DiagnosticError) in
      try WorkPool.run(threads: 2, cancellation: cancellation) { () throws(DiagnosticError) in
        try ReportBuilder.execute("r", files: Self.files, cache: cache(folder)) { _, _ in
          if told.next() >= news { cancellation.cancel() }
        }
      }
    }
    if case .failure(let error) = first { #expect(error.diagnostics.map(\.code) == ["E0919"]) }
    if news < 500 { #expect((try? first.get()) == nil) }
    let after = try ReportBuilder.execute("r", files: Self.files, cache: cache(folder))
    let plain = try ReportBuilder.execute("r", files: Self.files)
    #expect(after.fits.map(\.result.draws) == plain.fits.map(\.result.draws))
    #expect(after.fits.map(\.result.draws.count) == [400, 400])
    #expect(after.values.map(\.full) == plain.values.map(\.full))
    #expect(
      after.comparisons.map(\.comparison.results[0].scores)
        == plain.comparisons.map(\.comparison.results[0].scores))
    #expect(after.diagnostics == plain.diagnostics)
  }
}

private final class Counter: Sendable {
  private let count = Mutex(0)

  /// How often it was asked before.
  func next() -> Int {
    count.withLock { count in
      defer { count += 1 }
      return count
    }
  }
}
