import Fitting
import Laws
import Publishing
import Reports
import Testing

@Suite("Cards of fits that were made elsewhere")
struct GivenFitCardTests {
  private func markdown(_ result: FitResult, data: String = "") async throws -> String {
    var report = try SampleReport.make()
    report.fits[0].result = result
    (report.fits[0].data, report.fits[0].filter, report.fits[0].excluded) = (data, nil, [])
    let rendered = try Publisher(templates: TemplateSet()).render(report, folder: "/nowhere")
    return String(decoding: rendered.files.first { $0.path == "report.md" }?.bytes ?? [], as: UTF8.self)
  }

  @Test func publishedConstantsAreShownAsPrinted() async throws {
    let law = try LawCatalogue.published("kumar-effective-weights")
    let text = try await markdown(try FitResult.published(law))
    #expect(text.contains("7 published constants, not fitted here"))
    #expect(text.contains("| 2.7648 |") && text.contains("| 18060 |"))
    #expect(text.contains("Kumar et al. (2024). Scaling Laws for Precision"))
    #expect(text.contains("Intervals: none (no standard errors came with the values)"))
    #expect(!text.contains("Starts:") && !text.contains("Bootstrap:") && !text.contains("NaN"))
  }

  @Test func rowsAndStandardErrorsAreToldWhereThereAreSome() async throws {
    let law = try LawCatalogue.published("chinchilla-besiroglu")
    let rows = FitData(variables: ["N": [1e8, 1e9], "D": [1e10, 2e10]], observed: [3.1, 2.6])
    let fit = try FitResult.published(law).evaluated(on: rows, objective: Objective())
    let text = try await markdown(fit, data: "runs")
    #expect(text.contains("5 published constants, not fitted here, RMSE 0.0"))
    #expect(text.contains("0.309 to 0.387"))
    #expect(text.contains("Caveat: 240 points, after five were left out"))
    #expect(text.contains("Intervals: from standard errors"))
    #expect(text.contains("Rows: 2 (from 2 runs)") && text.contains("at these values"))
  }
}
