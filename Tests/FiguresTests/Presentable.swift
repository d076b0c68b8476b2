import Charts
import Drawing
import FigureTestSupport
import Figures
import Testing

/// Expects of a figure what a reader may: a picture that holds to the rubric in a medium, a page of moderate size, and
/// words without math marks, short and long.
func expectPresentable(
  _ figure: Figure, in medium: (name: String, profile: Profile), _ fonts: FontSet, _ measurer: TextMeasurer
) throws {
  let scene = try figure.chart.layout(medium.profile, measurer: measurer)
  #expect(
    SceneRubric(scene, of: figure.chart, in: medium.profile).violations == [],
    "\(figure.chart.title) in \(medium.name)")
  for detail in [SVGBackend.Detail.full, .compact] {
    #expect(try SVGBackend.page(scene, fonts: fonts, detail: detail).utf8.count <= 40_000)
  }
  #expect((20...150).contains(figure.alt.count), "\(figure.alt)")
  #expect(figure.description.count > figure.alt.count)
  #expect(!figure.alt.contains("$") && !figure.description.contains("$"), "\(figure.description)")
  #expect(figure.data.rows.allSatisfy { $0.count == figure.data.columns.count })
}
