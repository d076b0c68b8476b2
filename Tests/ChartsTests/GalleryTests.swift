import Charts
import Diagnostics
import Drawing
import Foundation
import Testing

@Suite struct GalleryTests {
  /// With ISOLOSS_GALLERY=folder the sample charts are written there, to be looked at.
  @Test func writesPictures() throws {
    guard let folder = ProcessInfo.processInfo.environment["ISOLOSS_GALLERY"] else { return }
    let fonts = try FontSet.load()
    let measurer = try TextMeasurer(fonts: fonts)
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for chart in SampleCharts.all {
      for (name, profile) in [("web", Profile.web), ("narrow", Profile.narrow)] {
        let scene = try chart.layout(profile, measurer: measurer)
        for scale in [1, 2] {
          let bytes = try CairoBackend.png(scene, scale: scale, fonts: fonts)
          try Data(bytes).write(to: URL(fileURLWithPath: "\(folder)/\(chart.id)-\(name)@\(scale)x.png"))
        }
        try Data(CairoBackend.svg(scene, fonts: fonts))
          .write(to: URL(fileURLWithPath: "\(folder)/\(chart.id)-\(name).svg"))
      }
    }
  }
}
