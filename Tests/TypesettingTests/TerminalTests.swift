import Diagnostics
import Testing
import Typesetting

/// Formulas as a terminal shows them.
@Suite struct TerminalTests {
  private func lines(_ tex: String, width: Int = 80) throws -> [String] {
    try TeXMath.parse(tex, at: SourceLocation(file: "test", line: 1, column: 1)).terminalLines(width: width)
  }

  @Test func exponentsAreRaisedAndSubscriptsStayOnTheLine() throws {
    #expect(
      try lines("L = A\\,N_{\\text{eff}}^{-\\alpha} + B\\,D^{-\\beta} + E") == [
        "           −α     −β",
        "L = A N_eff  + B D  + E",
      ])
    #expect(try lines("R_N^* = 2") == ["R_N* = 2"])
  }

  @Test func quotientsHaveABar() throws {
    #expect(
      try lines("x = \\frac{a + b}{N^{2}} - \\sqrt{y}") == [
        "    a + b",
        "x = ───── − √(y)",
        "      2",
        "     N",
      ])
  }

  @Test func bracketsGrowWithWhatTheyEnclose() throws {
    #expect(
      try lines("y = \\left(\\frac{a}{b}\\right)^{c} (1 - e^{-x})") == [
        "    ⎛a⎞c      −x",
        "y = ⎜─⎟ (1 − e  )",
        "    ⎝b⎠",
      ])
  }

  @Test func equationsAreAlignedOnTheirSign() throws {
    #expect(
      try lines("\\begin{aligned}L &= A + f_{kv} \\\\ f_{kv} &= \\max(0, \\log x)\\end{aligned}") == [
        "   L = A + f_kv", "f_kv = max(0, log x)",
      ])
  }

  @Test func wideEquationsBreakBeforeSignsAndBetweenFactors() throws {
    let tex = "L = A\\,N^{-\\alpha} + B\\,D^{-\\beta} + E - C\\,\\frac{a\\,b\\,c}{d}\\,f\\,g"
    for width in [60, 30, 20, 12] {
      let lines = try lines(tex, width: width)
      #expect(lines.allSatisfy { $0.count <= width }, "\(width): \(lines)")
      // Whatever the width, the same characters in the same order on the lines of text.
      #expect(lines.joined().filter { "LABEC=+".contains($0) } == "L=A+B+EC", "\(lines)")
    }
    #expect(
      try lines("L = A + B + C", width: 9) == ["L = A + B", "     + C"])
  }
}
