import Foundation
import Publishing
import Reports
import TestSupport
import Testing

/// The page as it prints. Needs a Chromium; says so where there is none.
@Suite("A report as PDF", .enabled(if: Chromium.isInstalled, "SKIPPED: no Chromium in PATH to print with"))
struct PDFTests {
  private func pdf(_ report: ExecutedReport) async throws -> [UInt8] {
    let rendered = try Publisher(templates: TemplateSet()).render(
      report, folder: "/nowhere", formats: [.pdf])
    #expect(!rendered.files.contains { $0.path == "index.html" })
    return rendered.files.first { $0.path == "report.pdf" }?.bytes ?? []
  }

  @Test("has pages, links to the web and none to the folder that it was printed in")
  func links() async throws {
    let bytes = try await pdf(try SampleReport.make())
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(bytes.starts(with: Array("%PDF-".utf8)))
    #expect(text.contains("/URI (https://example.org/?a=1&b=2)"))
    #expect(!text.contains("file:///"))
    #expect(text.contains("/Outlines"))
    #expect(!text.contains("isoloss-print"))
  }

  @Test("is the same bytes each time")
  func deterministic() async throws {
    let report = try SampleReport.make()
    #expect(try await pdf(report) == pdf(report))
  }
}

private enum Chromium {
  static let isInstalled = ProcessInfo.processInfo.environment["PATH", default: ""].split(separator: ":")
    .contains {
      FileManager.default.isExecutableFile(atPath: "\($0)/chromium")
    }
}
