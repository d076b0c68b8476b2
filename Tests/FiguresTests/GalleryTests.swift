import Charts
import Drawing
import Foundation
import Testing

@Suite struct FigureGalleryTests {
  /// With ISOLOSS_GALLERY=folder every kind is drawn there from the synthetic runs, to be looked at.
  @Test func writesPictures() throws {
    guard let folder = ProcessInfo.processInfo.environment["ISOLOSS_GALLERY"] else { return }
    let fonts = try FontSet.load()
    let measurer = try TextMeasurer(fonts: fonts)
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let figures =
      try EveryFigure.figures.get() + [
        IsolossOptionTests.residuals(), CurveLandmarkTests().share(), FitFigureTests().zeros(),
      ]
    for (index, figure) in figures.enumerated() {
      for (suffix, profile) in [("web", Profile.web), ("single", Profile.single)] {
        let bytes = try CairoBackend.png(
          figure.chart.layout(profile, measurer: measurer), scale: 1, fonts: fonts)
        try Data(bytes).write(
          to: URL(fileURLWithPath: "\(folder)/kind-\(figure.kind)-\(index)-\(suffix).png"))
      }
    }
  }
}
