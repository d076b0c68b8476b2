import Charts
import Drawing
import Figures
import Foundation
import Testing

@Suite struct FigureGalleryTests {
  /// With ISOLOSS_GALLERY=folder every kind is drawn there from the synthetic runs, to be looked at.
  @Test func writesPictures() throws {
    guard let folder = ProcessInfo.processInfo.environment["ISOLOSS_GALLERY"] else { return }
    let tests = try FitFigureTests()
    let kinds = try FigureTests()
    let comparing = try ComparisonFigureTests()
    let figures: [(String, Figure)] = [
      ("matched", try comparing.matched()), ("sweeps", try comparing.sweeps()),
      ("forms", try comparing.forms()),
      ("predicted", try tests.predictedFigure()), ("residuals", try tests.residualsFigure()),
      ("forest", try tests.forestFigure()), ("forest-two", try tests.forestFigure(["whole", "harm"])),
      ("draws", try tests.drawsFigure()), ("heat", try tests.heatMap()), ("tokens", try kinds.tokens()),
    ]
    let fonts = try FontSet.load()
    let measurer = try TextMeasurer(fonts: fonts)
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for (name, figure) in figures {
      for (suffix, profile) in [("web", Profile.web), ("narrow", Profile.narrow)] {
        let bytes = try CairoBackend.png(
          figure.chart.layout(profile, measurer: measurer), scale: 1, fonts: fonts)
        try Data(bytes).write(to: URL(fileURLWithPath: "\(folder)/kind-\(name)-\(suffix).png"))
      }
    }
  }
}
