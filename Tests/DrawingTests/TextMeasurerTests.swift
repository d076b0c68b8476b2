import Diagnostics
import Drawing
import Testing

@Suite("Text is measured once, in font units")
struct TextMeasurerTests {
  let measurer: TextMeasurer

  init() throws { measurer = try TextMeasurer(fonts: FontSet.load()) }

  @Test("letters that lean into each other are kerned", arguments: FontFace.allCases)
  func kerning(face: FontFace) {
    let apart = measurer.width("A", face: face, size: 100) + measurer.width("V", face: face, size: 100)
    #expect(measurer.width("AV", face: face, size: 100) < apart - 1)
  }

  @Test("digits are equally wide in any company", arguments: FontFace.allCases)
  func tabularDigits(face: FontFace) {
    let widths = ["1111", "7474", "0088", "1.11", "0.47"].map { measurer.width($0, face: face, size: 11.5) }
    #expect(widths[0] == widths[1] && widths[1] == widths[2])
    #expect(abs(widths[3] - widths[4]) < 1e-9)
  }

  @Test("width grows in proportion to size", arguments: [6.0, 11, 12.5, 40])
  func proportional(size: Double) {
    let text = "Loss after 8M tokens − AVATAR"
    #expect(
      abs(
        measurer.width(text, face: .regular, size: size) - size
          * measurer.width(text, face: .regular, size: 1))
        < 1e-9)
  }

  @Test("every sign of scaling-law figures has a glyph", arguments: FontFace.allCases)
  func coverage(face: FontFace) {
    let signs = "− × ∝ ≈ ≤ ≥ ± δ γ α β Δ μ σ λ · – — ² ³ ⁻ ¹ ⁰ ₀ ₑ √ ∞ → ▽ \u{2009}\u{A0}\u{202F}"
    #expect(measurer.missingGlyph(in: signs, face: face) == nil)
  }

  @Test("a character in neither font is named")
  func missing() { #expect(measurer.missingGlyph(in: "loss 𒀀") == "𒀀") }

  @Test("heights are those of the face")
  func heights() {
    #expect((0.70...0.73).contains(measurer.capHeight(size: 1)))
    #expect((0.52...0.56).contains(measurer.xHeight(size: 1)))
    #expect(measurer.ascender(size: 10) > measurer.capHeight(size: 10))
    #expect(measurer.descender(size: 10) > 0)
  }

  @Test("fonts that are not there are an error with the line that installs them")
  func missingFonts() throws {
    let fonts = FontSet(paths: [.regular: "/nonexistent/A.ttf"], fallbackPaths: [:])
    let error = #expect(throws: DiagnosticError.self) { try TextMeasurer(fonts: fonts) }
    #expect(error?.diagnostics.first?.code == "E0905")
    #expect(error?.diagnostics.first?.help.joined().contains("fonts-open-sans") == true)
  }
}
