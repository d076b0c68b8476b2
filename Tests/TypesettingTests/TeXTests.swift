import Diagnostics
import Testing
import Typesetting

@Suite struct TeXTests {
  @Test(arguments: 0..<1500)
  func randomTreesComeBack(seed: UInt64) throws {
    var trees = RandomTrees(seed: seed)
    let node = trees.formula()
    #expect(try parse(node.tex) == node, "\(node.tex)")
  }

  @Test func aTagIsTakenFromTheEndOfItsFormula() throws {
    let (formula, tag) = try parse(#"a = b \tag{A1}"#).splitTag
    #expect(formula.tex == "a=b" && tag == "(A1)")
    #expect(try parse(#"a \tag*{x}"#).splitTag.tag == "x")
    let plain = try parse(#"a\qquad b"#)
    #expect(plain.splitTag.tag == nil && plain.splitTag.formula == plain)
  }

  @Test(
    arguments: [
      (#"a = b \tag{A1}"#, "A1"), (#"a \tag* {x y} "#, "x y"), (#"a"#, nil), (#"\tag{A} b"#, nil),
      (#"a \tag{}"#, nil),
    ] as [(String, String?)])
  func aTagIsReadFromItsSource(_ tex: String, _ words: String?) {
    #expect(MathNode.tag(endOf: tex) == words)
  }

  @Test(arguments: lawGoldens + mathGoldens)
  func formulasComeBack(_ golden: (tex: String, mathML: String)) throws {
    let node = try parse(golden.tex)
    #expect(try parse(node.tex) == node)
  }

  @Test(
    arguments: [
      (#"N_{\mathrm{eff}}"#, #"N_{\mathrm{eff}}"#), ("x^{14}", "x^{14}"), ("x^14", "x^{1}4"),
      (#"\frac12"#, #"\frac{1}{2}"#), ("x'^2", #"x^{\prime2}"#), (#"a \le b \leq c"#, #"a\le b\le c"#),
      (#"\bigl( x \bigr)"#, #"\bigl(x\bigr)"#), (#"\left.x\right|_0"#, #"\left.x\right|_{0}"#),
      (#"\left(a\middle|b\right)"#, #"\left(a\middle|b\right)"#),
      (#"\sum_{\substack{i \\ j}} a"#, #"\sum_{\substack{i \\ j}}a"#),
      (
        #"\dbinom nk \bm{x} \mathscr L \mathbbm 1"#,
        #"\dbinom{n}{k}\boldsymbol{x}\mathcal{L}\mathbb{1}"#
      ),
      (#"a \xrightarrow[t]{f} b"#, #"a\xrightarrow[t]{f}b"#),
      (#"\Bigl\| \Big| \biggr\rangle \Biggm/"#, #"\Bigl\Vert \Big|\biggr\rangle \Biggm/"#),
      (#"\dfrac12 \tfrac ab \cfrac ab \binom nk"#, #"\dfrac{1}{2}\tfrac{a}{b}\dfrac{a}{b}\binom{n}{k}"#),
      (#"a {\displaystyle \sum b} c"#, #"a{\displaystyle\sum b}c"#),
      (
        #"\boxed{a} \underline b \phantom{=} \hphantom{ab} \vphantom x"#,
        #"\boxed{a}\underline{b}\phantom{=}\hphantom{ab}\vphantom{x}"#
      ),
      (
        #"\begin{array}{l|c r} a & b \\ \hline c & & d \\ \hline \end{array}"#,
        #"\begin{array}{l|cr}a & b \\ \hline c &  & d \\ \hline \end{array}"#
      ),
      (#"a = b \tag{A1}"#, #"a=b{\qquad\text{(A1)}}"#), (#"a \tag*{x}"#, #"a{\qquad\text{x}}"#),
      (
        #"a \xleftarrow{f} b \underset{t}{\longrightarrow}"#,
        #"a\xleftarrow{f}b\underset{t}{\longrightarrow}"#
      ),
      (#"\boldsymbol\mu \mathbf{x}"#, #"\boldsymbol{\mu}\mathbf{x}"#),
      (#"\mathbf{\mu\Gamma x}"#, #"\boldsymbol{\mu}\mathbf{\Gamma}\mathbf{x}"#),
      (#"\sum\nolimits_i"#, #"\sum\nolimits_{i}"#), (#"\int\limits_0^1"#, #"\int\limits_{0}^{1}"#),
      (#"\argmin_x"#, #"\operatorname*{arg\,min}_{x}"#), ("1.5 2", "1.5 2"), ("", ""),
      (#"\begin{align*} a &= b \\[2pt] c \\ \end{align*}"#, #"\begin{aligned}a & =b \\ c\end{aligned}"#),
    ])
  func writesOneForm(tex: String, written: String) throws {
    #expect(try parse(tex).tex == written)
  }

  @Test(
    arguments: [
      (#"N_{\mathrm{eff}}"#, "N_eff"), (#"\gamma_w"#, "γ_w"), ("10^{14}", "10^14"),
      (#"D^{-\beta}"#, "D^(−β)"), (#"A N^{-\alpha} + E"#, "A N^(−α) + E"),
      (#"C = \frac{6}{16} N D P"#, "C = 6/16 NDP"),
      (#"P^* = \arg\max_P f(P)/P"#, "P* = arg max_P f(P)/P"),
      (#"\sqrt{x+1} \times 10^{-3}"#, "√(x + 1) × 10^−3"),
      (#"\left|x\right| - 1"#, "|x| − 1"), ("|r| - 1", "|r| − 1"), (#"a := -b"#, "a := −b"),
    ])
  func readsAsPlainText(tex: String, text: String) throws {
    #expect(try parse(tex).plainText == text)
  }

  @Test(
    arguments: [
      (#"a \alhpa b"#, "E0601", 3, "did you mean \"\\alpha\"?"), (#"\foo{x}"#, "E0601", 1, nil),
      (#"\scriptstyle x"#, "E0601", 1, "leave it out: the style follows from where the formula stands"),
      ("5%", "E0602", 2, "write \\% for a per cent sign"), ("a \"b\"", "E0602", 3, nil),
      ("x\\", "E0602", 2, nil),
      ("a{b", "E0603", 2, nil), ("a}b", "E0603", 2, nil), (#"\sqrt[3{x}"#, "E0603", 6, nil),
      ("x^", "E0604", 2, nil), (#"\frac{a}"#, "E0604", 1, nil), (#"{\frac a}"#, "E0604", 2, nil),
      ("a_^2", "E0604", 2, nil),
      (#"\val x"#, "E0604", 1, nil), (#"\operatorname{}"#, "E0604", 15, nil),
      ("x_a_b", "E0605", 4, nil), ("x'^2'", "E0605", 5, nil), ("x^a^b", "E0605", 4, nil),
      ("a & b", "E0606", 3, nil), (#"a \\ b"#, "E0606", 3, nil),
      (#"\begin{aligned} {a & b} \end{aligned}"#, "E0606", 20, nil),
      (#"\begin{algined} a \end{algined}"#, "E0607", 8, "did you mean \"aligned\"?"),
      (#"\begin{array} a \end{array}"#, "E0604", 1, nil),
      (#"\begin{array}{lp} a \end{array}"#, "E0604", 16, nil),
      (#"\begin{array}{||} a \end{array}"#, "E0604", 15, "for example \\begin{array}{lr}"),
      (#"\begin{array}{lr} a & b & c \end{array}"#, "E0606", 25, nil),
      (#"\begin{matrix} \hline a \end{matrix}"#, "E0601", 16, nil),
      (#"a \nonumber"#, "E0601", 3, "leave it out: only formulas with a label are numbered"),
      (#"\Bigl x"#, "E0608", 7, nil), (#"\bigl."#, "E0608", 1, nil), (#"\boxed"#, "E0604", 1, nil),
      (#"\begin{cases} a"#, "E0607", 1, nil), (#"a \end{cases}"#, "E0607", 3, nil),
      (#"\begin{cases} a \end{matrix}"#, "E0607", 22, nil),
      (#"\left( x"#, "E0608", 1, nil), (#"x \right)"#, "E0608", 3, nil),
      (#"\left\lfoor x"#, "E0608", 6, "did you mean \"\\lfloor\"?"),
      (#"a \middle| b"#, "E0608", 3, "write the bar as \\mid or \\vert"),
      (#"x\limits_a"#, "E0608", 2, nil), (#"\text{a $x$}"#, "E0609", 9, nil),
      (#"\text{a \emph{b}}"#, "E0609", 9, nil),
      (String(repeating: "{", count: 5000), "E0610", 101, nil),
    ] as [(String, String, Int, String?)])
  func findsTheMistake(tex: String, code: String, column: Int, help: String?) {
    let error = #expect(throws: DiagnosticError.self) { try parse(tex) }
    #expect(error?.diagnostics.first?.code == code)
    #expect(error?.diagnostics.first?.location == SourceLocation(file: "f.md", line: 1, column: column))
    if let help { #expect(error?.diagnostics.first?.help == [help]) }
  }

  @Test func countsLines() {
    let error = #expect(throws: DiagnosticError.self) {
      try TeXMath.parse("a\n+ b\n  \\wrong", at: SourceLocation(file: "f.md", line: 7, column: 5))
    }
    #expect(error?.diagnostics.first?.location == SourceLocation(file: "f.md", line: 9, column: 3))
  }

  @Test func handsInsertsOver() throws {
    var seen: [String] = []
    let node = try TeXMath.parse(
      #"\gamma = \val{main.gamma | sig(3)} \unit"#, at: SourceLocation(file: "f.md", line: 3, column: 10),
      insert: { (command, argument, location) throws(DiagnosticError) -> MathNode? in
        seen.append("\(command)|\(argument)|\(location)")
        return command == "val" ? .number("2.67") : .text("bits")
      })
    #expect(seen == ["val|main.gamma | sig(3)|f.md:3:24", "unit||f.md:3:45"])
    #expect(node.plainText == "γ = 2.67bits")
  }

  @Test func refusesAnInsertWithoutMeaning() {
    let error = #expect(throws: DiagnosticError.self) { try parse(#"x + \law{main}"#) }
    #expect(error?.diagnostics.first?.location?.column == 5)
  }
}
