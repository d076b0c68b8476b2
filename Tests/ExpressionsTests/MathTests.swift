import Diagnostics
import Expressions
import Testing
import Typesetting

private let start = SourceLocation(file: "report.md", line: 1, column: 1)

/// Compact TeX of a tree, independent of how TeX is written elsewhere.
private func tex(_ node: MathNode) -> String {
  func slot(_ node: MathNode) -> String { "{\(tex(node))}" }
  switch node {
  case .row(let nodes): return nodes.map(tex).joined()
  case .identifier(let text, _), .number(let text): return text
  case .symbol(let text, let kind): return kind == .function ? "\\\(text) " : text
  case .text(let text): return "<\(text)>"
  case .fraction(let a, let b): return "\\frac\(slot(a))\(slot(b))"
  case .root(let a, _): return "\\sqrt\(slot(a))"
  case .scripts(let base, let sub, let sup):
    return tex(base) + (sub.map { "_" + slot($0) } ?? "") + (sup.map { "^" + slot($0) } ?? "")
  case .fenced(let open, let inside, let close, let stretchy):
    return stretchy ? "\\left\(open)\(tex(inside))\\right\(close)" : open + tex(inside) + close
  case .space: return " "
  case .table(let rows, _): return rows.map { $0.map(tex).joined(separator: "&") }.joined(separator: "\\\\")
  default: return "?"
  }
}

@Test(arguments: [
  ("A*N_eff^(-alpha)", "A N_{eff}^{−α}"),
  ("6/16*N*D*P", "\\frac{6}{16} N D P"),
  ("exp(n - P/gamma)", "e^{n−P/γ}"),
  ("N*(1 - exp(n - P/gamma))^3", "N (1−e^{n−P/γ})^{3}"),
  ("D^gamma_D / N^gamma_N", "\\frac{D^{γ_{D}}}{N^{γ_{N}}}"),
  ("C_T*(D^gamma_D/N^gamma_N)*exp(-P_post/gamma)", "C_{T} \\frac{D^{γ_{D}}}{N^{γ_{N}}} e^{−P_{post}/γ}"),
  ("log(N)", "\\log N"),
  ("log(N)*D", "\\log (N) D"),
  ("log(N*D)", "\\log (N D)"),
  ("log10(x)", "\\log _{10} x"),
  ("2*3*x", "2×3 x"),
  ("x*2", "x×2"),
  ("1e9*N", "10^{9} N"),
  ("1.5e-3", "1.5×10^{−3}"),
  ("a - (b - c)", "a−(b−c)"),
  ("a + (b - c)", "a+b−c"),
  ("a - -b", "a−(−b)"),
  ("-P/gamma", "−\\frac{P}{γ}"),
  ("a*(b + c)", "a (b+c)"),
  ("a*(-b)", "a (−b)"),
  ("(1 + N/D)^2", "\\left(1+\\frac{N}{D}\\right)^{2}"),
  ("A/(N/D)^alpha", "\\frac{A}{(N/D)^{α}}"),
  ("exp(-P/(2*gamma))", "e^{−P/(2 γ)}"),
  ("exp(-(n + P)/gamma)", "e^{−(n+P)/γ}"),
  ("x^(1/2)", "x^{1/2}"),
  ("(x^2)^3", "(x^{2})^{3}"),
  ("exp(x)^2", "(e^{x})^{2}"),
  ("exp(exp(x))", "e^{\\exp x}"),
  ("sqrt(x) + abs(y)", "\\sqrt{x}+|y|"),
  ("min(a, b)", "\\min (a,b)"),
  ("N >= 1e5 and P != 4", "N≥10^{5}< and >P≠4"),
  ("main.alpha - theirs.gamma_w", "α_{main}−γ_{w,theirs}"),
  ("base.L(N=10)", "L_{base}(N=10)"),
])
func formulasLookLikeAPaper(text: String, expected: String) throws {
  #expect(tex(try Expression.parse(text, at: start).math()) == expected)
}

@Test func symbolsReplaceNames() throws {
  let given: [String: MathNode] = [
    "A": .identifier("a", style: .automatic), "main.g": .identifier("Γ", style: .automatic),
  ]
  #expect(tex(try Expression.parse("A*main.g", at: start).math(symbols: given)) == "a Γ")
}

@Test func formulasAreAlignedOnTheirEquals() throws {
  let one = try Formula.parse("L = A*N^(-alpha) + E", at: start)
  #expect(tex(one.math()) == "L=A N^{−α}+E")
  let two = try Formula.parse("L = A*N_eff + E\nN_eff = N/2", at: start)
  #expect(tex(two.math()) == "L&=A N_{eff}+E\\\\N_{eff}&=\\frac{N}{2}")
}

@Test(arguments: [
  ("L = A*N^(-alpha) + b", "L=A N^{−α}"), ("L = b + E", "L=E"), ("L = E - b", "L=E"), ("L = b - E", "L=−E"),
  ("L = b*D^c + E", "L=E"), ("L = A*exp(b) + E", "L=A+E"), ("L = E/(1 + b)", "L=E"), ("L = N^b*A", "L=A"),
  ("L = -b + E", "L=E"), ("L = exp(b - P/g)", "L=e^{−P/g}"), ("L = b", "L=0"), ("L = A/b", "L=\\frac{A}{0}"),
  ("L = A + E", "L=A+E"),
])
func termsThatAreZeroAreNotPrinted(formula: String, expected: String) throws {
  #expect(tex(try Formula.parse(formula, at: start).whereZero(["b"]).math()) == expected)
}

@Test func aPowerOfASymbolWithAnIndexIsOneNode() throws {
  let math = try Expression.parse("N_eff^2", at: start).math().mathML(display: false)
  #expect(math.contains("<msubsup>"))
}
