import Charts
import Drawing
import Foundation
import Testing

@Suite struct PaletteTests {
  private func luminance(_ rgb: UInt32) -> Double {
    func linear(_ shift: UInt32) -> Double {
      let c = Double((rgb >> shift) & 0xFF) / 255
      return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * linear(16) + 0.7152 * linear(8) + 0.0722 * linear(0)
  }

  private func contrast(_ a: UInt32, _ b: UInt32) -> Double {
    let (x, y) = (luminance(a), luminance(b))
    return (max(x, y) + 0.05) / (min(x, y) + 0.05)
  }

  @Test(arguments: Palette.themeColors.filter { $0.token.hasPrefix("bits") || $0.token.hasPrefix("part") })
  func dataColoursPassThreeToOneInBothThemes(color: Palette.ThemeColor) {
    #expect(contrast(color.light, 0xFFFFFF) >= 3, "\(color.token)")
    #expect(contrast(color.dark, 0x15181D) >= 3, "\(color.token)")
  }

  @Test func textPassesFourAndAHalf() {
    for color in Palette.themeColors where ["ink", "muted"].contains(color.token) {
      #expect(contrast(color.light, 0xFFFFFF) >= 4.5)
      #expect(contrast(color.dark, 0x15181D) >= 4.5)
    }
  }

  @Test func lightnessFallsWithBits() {
    let ladder = [3.0, 4, 5, 6, 7, 8, 9, 10, 12, 14, 16].map { luminance(Palette.bits($0).paint.rgb) }
    #expect(zip(ladder, ladder.dropFirst()).allSatisfy { $0 >= $1 })
  }

  @Test func bitWidthsDifferInMoreThanColour() {
    let styles = [1.0, 2, 3, 4, 5, 6, 7, 8, 12, 16].map { Palette.bits($0) }
    #expect(Set(styles.map(\.paint.rgb)).count == styles.count)
    #expect(Set(styles.map { "\($0.shape) \($0.dash)" }).count == styles.count)
    #expect(Palette.bits(3).paint == Paint(0xDD785C, token: "bits-3"))
    #expect(Palette.bits(1).name == "1 bit" && Palette.bits(16).name == "16 bits")
  }

  @Test func widthsBetweenStepsStayDistinct() {
    let (nine, eight, twelve) = (Palette.bits(9), Palette.bits(8), Palette.bits(12))
    #expect(nine.paint.rgb != eight.paint.rgb && nine.paint.rgb != twelve.paint.rgb)
    #expect(nine.dash != eight.dash)
    #expect(Palette.bits(4.5).paint.token == nil && Palette.bits(4.5).name == "4.5 bits")
    #expect(Palette.bits(32).paint.rgb == Palette.bits(16).paint.rgb)
  }

  @Test func categoriesDiffer() {
    let styles = (0..<8).map { Palette.category($0, name: "c\($0)") }
    #expect(styles[0].paint == Paint(0x0072B2, token: "part-w"))
    #expect(Set(styles.map { "\($0.paint.rgb) \($0.dash)" }).count == 8)
    #expect(Set(styles.map(\.shape)).count == 8)
  }
}

@Suite struct RichTextTests {
  private func text(_ markup: String) throws -> RichText { try RichText(markup: markup) }

  @Test func variablesAreItalicAndWordsUpright() throws {
    #expect(
      try text("Training tokens $D$").atoms == [.run("Training tokens ", .regular), .run("D", .italic)])
    #expect(
      try text("$N_\\mathrm{eff}$").atoms == [
        .run("N", .italic), .scripts(sub: [.run("eff", .regular)], sup: []),
      ])
    #expect(try text("$\\gamma_w$").plainText == "γ_w")
    #expect(try text("$10^{-4}$").plainText == "10^\u{2212}4")
  }

  @Test func dollarsWithoutMathStay() throws {
    #expect(try text("costs \\$5 or $6").plainText == "costs $5 or $6")
  }

  @Test func scriptsShareTheirStart() throws {
    let measurer = try SceneTests.measurer.get()
    let runs = try text("$x_a^b$").runs(at: Point(0, 0), size: 10, paint: Palette.ink, measurer: measurer)
    #expect(runs.count == 3)
    #expect(runs[1].origin.x == runs[2].origin.x)
    #expect(runs[1].origin.y > 0 && runs[2].origin.y < 0)
    #expect(runs[1].size == 7)
  }

  @Test func widthIsTheSumOfItsPieces() throws {
    let measurer = try SceneTests.measurer.get()
    let label = try text("Precision $P$ (bits)")
    let runs = label.runs(at: Point(5, 5), size: 12, paint: Palette.ink, measurer: measurer)
    #expect(abs(runs.reduce(0) { $0 + $1.width } - label.width(size: 12, measurer: measurer)) < 1e-9)
  }

  @Test func wrapsAtSpaces() throws {
    let measurer = try SceneTests.measurer.get()
    let label = try text("Hollow markers were held out when the law in $N$ and $D$ was fitted")
    let lines = label.wrapped(to: 150, size: 11, measurer: measurer)
    #expect(lines.count > 1)
    #expect(lines.allSatisfy { $0.width(size: 11, measurer: measurer) <= 150 })
    #expect(lines.map(\.plainText).joined(separator: " ") == label.plainText)
  }
}
