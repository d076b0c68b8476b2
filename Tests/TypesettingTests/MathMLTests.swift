import Diagnostics
import Testing
import Typesetting

@Suite struct MathMLTests {
  @Test(arguments: lawGoldens + mathGoldens)
  func setsTheFormula(_ golden: (tex: String, mathML: String)) throws {
    #expect(try parse(golden.tex).mathML(display: true) == golden.mathML.replacing("\n", with: ""))
  }

  @Test(arguments: lawGoldens + mathGoldens)
  func isWellFormed(_ golden: (tex: String, mathML: String)) throws {
    let node = try parse(golden.tex)
    for display in [true, false] {
      #expect(XMLOutline.problem(node.mathML(display: display)) == nil)
    }
  }

  @Test(arguments: 0..<300)
  func randomTreesAreWellFormed(seed: UInt64) {
    var trees = RandomTrees(seed: seed)
    #expect(XMLOutline.problem(trees.formula().mathML(display: seed % 2 == 0)) == nil)
  }

  @Test func escapesWhatMarkupReserves() {
    let node = MathNode.row([
      .text("a<b> & \"c\""), .symbol("<", .relation), .identifier("x&y", style: .upright),
    ])
    #expect(
      node.mathML(display: false)
        == "<math><mtext>a&lt;b&gt; &amp; &quot;c&quot;</mtext><mo>&lt;</mo><mi>x&amp;y</mi></math>")
  }

  @Test func aSizedDelimiterHasTheHeightThatTeXGives() throws {
    #expect(
      try parse(#"\bigl(x\Bigm|y\biggr)"#).mathML(display: false)
        == "<math>" + Self.sized("(", "1.2em", "0") + "<mi>x</mi>" + Self.sized("|", "1.8em", ".278em")
        + "<mi>y</mi>" + Self.sized(")", "2.4em", "0") + "</math>")
    #expect(
      try parse(#"\Bigg/"#).mathML(display: false) == "<math>" + Self.sized("/", "3em", "0") + "</math>")
  }

  private static func sized(_ delimiter: String, _ height: String, _ space: String) -> String {
    #"<mo form="infix" stretchy="true" symmetric="true" minsize="\#(height)" maxsize="\#(height)" "#
      + #"lspace="\#(space)" rspace="\#(space)">\#(delimiter)</mo>"#
  }

  @Test(
    arguments: [
      (
        #"\dfrac ab"#,
        #"<mrow displaystyle="true" scriptlevel="0"><mfrac><mi>a</mi><mi>b</mi></mfrac></mrow>"#
      ),
      (#"\tfrac ab"#, "<mfrac><mi>a</mi><mi>b</mi></mfrac>"),
      (
        #"\binom nk"#,
        #"<mrow><mo>(</mo><mfrac linethickness="0"><mrow><mi>n</mi></mrow><mrow><mi>k</mi></mrow></mfrac><mo>)</mo></mrow>"#
      ),
      (#"\phantom{x}"#, "<mphantom><mi>x</mi></mphantom>"),
      (#"\hphantom{x}"#, #"<mpadded height="0" depth="0"><mphantom><mi>x</mi></mphantom></mpadded>"#),
      (#"\vphantom{x}"#, #"<mpadded width="0"><mphantom><mi>x</mi></mphantom></mpadded>"#),
      (#"\underline{x}"#, #"<mrow style="border-bottom:.06em solid;padding-bottom:.1em"><mi>x</mi></mrow>"#),
      (#"\boxed{x}"#, #"<mrow style="border:.06em solid;padding:.25em .3em"><mi>x</mi></mrow>"#),
    ])
  func wrapsAPiece(tex: String, mathML: String) throws {
    #expect(try parse(tex).mathML(display: false) == "<math>\(mathML)</math>")
  }

  @Test func anArrayHasItsAlignmentsAndLines() throws {
    let text = try parse(#"\begin{array}{l|r} a & b \\ \hline c & d \end{array}"#).mathML(display: true)
    #expect(
      text.split(separator: "<mtd").dropFirst().map { String($0.prefix { $0 != ">" }) } == [
        #" columnalign="left" style="text-align:left;text-align:-webkit-left""#,
        #" columnalign="right" style="text-align:right;text-align:-webkit-right;border-left:.06em solid""#,
        #" columnalign="left" style="text-align:left;text-align:-webkit-left;border-top:.06em solid""#,
        #" columnalign="right" style="text-align:right;text-align:-webkit-right;border-left:.06em solid;border-top:.06em solid""#,
      ])
  }

  @Test func aMiddleBarGrowsWithItsDelimiters() throws {
    #expect(
      try parse(#"\left(\frac ab\middle|-c\right)"#).mathML(display: false)
        == "<math><mrow><mo>(</mo><mfrac><mi>a</mi><mi>b</mi></mfrac>"
        + #"<mo stretchy="true" symmetric="true" lspace=".167em" rspace=".167em">|</mo>"#
        + #"<mo form="prefix">−</mo><mi>c</mi><mo>)</mo></mrow></math>"#)
  }

  @Test func linesUnderASumAreOneTable() throws {
    let math = try parse(#"\sum_{\substack{i \ne j \\ k}} a"#).mathML(display: true)
    #expect(
      math.contains("<munder><mo") && math.contains(#"<mtable><mtr><mtd style="padding:0">"#), "\(math)")
  }

  /// Spaces round an operator follow from its neighbours, as in TeX.
  @Test(
    arguments: [
      ("-a", "<mo>−</mo><mi>a</mi>"),
      ("a-b", "<mi>a</mi><mo>−</mo><mi>b</mi>"),
      ("a=-b", #"<mi>a</mi><mo>=</mo><mo form="prefix">−</mo><mi>b</mi>"#),
      ("a/b", #"<mi>a</mi><mo lspace="0" rspace="0">/</mo><mi>b</mi>"#),
      ("a,b", #"<mi>a</mi><mo lspace="0" rspace=".167em">,</mo><mi>b</mi>"#),
      ("={,}", #"<mo lspace="0" rspace=".278em">=</mo><mo lspace="0" rspace="0">,</mo>"#),
      (#"a\times b"#, #"<mi>a</mi><mo lspace=".222em" rspace=".222em">×</mo><mi>b</mi>"#),
      (
        #"2\log x"#,
        #"<mn>2</mn><mspace width=".167em"/><mi>log</mi><mspace width=".167em"/><mi>x</mi>"#
      ),
      (
        #"N\,\log x"#,
        #"<mi>N</mi><mspace width=".167em"/><mi>log</mi><mspace width=".167em"/><mi>x</mi>"#
      ),
      (
        #"\log(x)"#,
        #"<mi>log</mi><mrow><mo>(</mo><mi>x</mi><mo>)</mo></mrow>"#
      ),
      (#"a\!b"#, #"<mi>a</mi><mspace style="margin-left:-.167em"/><mi>b</mi>"#),
      (
        #"\boldsymbol{x\theta\Gamma2}"#,
        "<mi>𝒙</mi><mi>𝜽</mi><mi>𝚪</mi><mi>𝟐</mi>"
      ),
      (
        #"\mathcal{L}\mathbf{w2}\mathbb{R}\mathrm{d}"#,
        #"<mi>ℒ</mi><mi>𝐰𝟐</mi><mi>ℝ</mi><mi mathvariant="normal">d</mi>"#
      ),
    ])
  func setsSpaces(tex: String, inner: String) throws {
    #expect(try parse(tex).mathML(display: false) == "<math>\(inner)</math>")
  }
}

func parse(_ tex: String) throws(DiagnosticError) -> MathNode {
  try TeXMath.parse(tex, at: SourceLocation(file: "f.md", line: 1, column: 1))
}
