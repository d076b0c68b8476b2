import Diagnostics
import Expressions
import Testing

@Suite("Units of expressions")
struct UnitTests {
  private static let place = SourceLocation(file: "test", line: 1, column: 1)

  private static let known: [String: String] = [
    "N": "parameters", "D": "tokens", "C": "FLOP", "P": "bits", "Q": "bits", "L": "nats per token",
    "M": "nats per byte", "gamma": "bits",
  ]

  private static func unit(_ name: String) -> Unit? { known[name].flatMap { Unit($0) } }

  private static func check(_ text: String) throws -> (unit: Unit?, findings: [Diagnostic]) {
    let expression = try Expression.parse(text, at: place)
    var scope = UnitScope()
    scope.name = { name in Self.unit(name) }
    scope.member = { _, member in member.isEmpty ? Unit("nats per token") : Self.unit(member) }
    scope.variable = { _, variable in Self.unit(variable) }
    scope.rows = { label in
      guard label == "runs" else { return nil }
      return { name in Self.unit(name) }
    }
    var check = UnitCheck(scope)
    let unit = check.unit(of: expression)
    return (unit, check.findings)
  }

  @Test(
    "are words with powers, whatever plural, case and order",
    arguments: [
      ("tokens", "Token"), ("nats per token", "nat/token"), ("FLOP", "tokens·parameters"),
      ("FLOPs", "params tokens"), ("1/bits", "per bit"), ("kg m per s^2", "m kg/s^2"),
    ])
  func equal(_ one: String, _ other: String) throws {
    #expect(try #require(Unit(one)) == #require(Unit(other)))
  }

  @Test("are none where nothing is said", arguments: ["", "nats", "%", "1e9 tokens", "(m)", "a^b"])
  func none(_ text: String) { #expect(Unit(text) == nil) }

  @Test(
    "follow through arithmetic",
    arguments: [
      ("N*D", "FLOP"), ("D/N", "tokens per parameter"), ("2*L - L", "nats per token"),
      ("P/gamma", "a pure number"),
      ("sqrt(D^2)", "tokens"), ("abs(-P)", "bits"), ("max(P, Q, 4)", "bits"), ("L*D", "nats"),
      ("mean(runs where P < 8, L)", "nats per token"), ("main.L(N=N, D=D)", "nats per token"),
      ("main.optimum(C=1e20, cost=6*N*D, P=8).D", "tokens"),
      ("argmin(main.L(N=1e5, D=x), x, 1, 9)", "tokens"),
      ("minimum(main.L(N=1e5, D=x), x, 1, 9)", "nats per token"), ("ci(main.P, 95%)", "bits"),
    ])
  func inferred(_ text: String, _ unit: String) throws {
    let (found, findings) = try Self.check(text)
    #expect(findings.isEmpty, "\(findings)")
    #expect(found?.text == unit)
  }

  @Test(
    "contradict each other at the operand that does not fit",
    arguments: [
      ("D + L", "W0350", 5, "\"L\" is in nats per token and cannot be added to \"D\", which is in tokens"),
      ("L - P", "W0350", 5, "cannot be subtracted from \"L\""),
      ("P > D", "W0351", 5, "\"D\" is in tokens and cannot be compared with \"P\", which is in bits"),
      ("L < 3 and N == C", "W0351", 16, "FLOP"), ("L == M", "W0351", 6, "nats per byte"),
      ("1 - exp(P)", "W0352", 9, "exp takes a pure number, and \"P\" is in bits"),
      ("exp(n - D)", "W0352", 5, "\"n - D\" is in tokens"), ("3^D", "W0352", 3, "the exponent \"D\""),
      ("min(P, D)", "W0351", 8, "tokens"), ("within(P, N, 16)", "W0351", 11, "parameters"),
      ("main.L(N=D, D=D)", "W0353", 10, "the argument N of main is in parameters, and \"D\" is in tokens"),
      ("main.L(N=main.D, D=1)", "W0353", 10, "tokens"),
      ("count(runs where N > D)", "W0351", 22, "tokens"),
      ("mean(runs where P < 9, L + D)", "W0350", 28, "tokens"),
      ("argmin(main.L(N=1, D=x) + x, x, 1, 9)", "W0350", 27, "\"x\" is in tokens"),
      ("main.optimum(C=1, cost=6*N*D).P > main.D", "W0351", 35, "tokens"),
    ])
  func contradictions(_ text: String, _ code: String, _ column: Int, _ words: String) throws {
    let findings = try Self.check(text).findings
    #expect(findings.count == 1, "\(findings)")
    let found = try #require(findings.first)
    #expect(found.code == code && found.severity == .warning)
    #expect(found.location?.column == column, "\(found)")
    #expect(found.message.contains(words), "\(found.message)")
  }

  @Test(
    "that are not known, or may be converted by a number, say nothing",
    arguments: [
      "A*N^(-alpha) + B*D^(-beta) + L", "C - 6*N*D", "C == 6/16*N*D*P", "D/1e9 > N", "P > 4 and L < 6",
      "exp(n - P/gamma)", "2^P - 1", "2^(P - 1)", "exp(L)", "log(D) + P", "x + D", "N > 20*D", "D/N > 20",
      "log(N) - log(D)", "method == \"gptq\" and P == 4", "sibling(L, run, P == 16) - L",
      "main.alpha + main.L(N=1e5, D=1e6)", "count(runs where N > 1e5) > 3", "L*0 + D^gamma", "exp(1/gamma)",
      "missing(D)",
    ])
  func silent(_ text: String) throws {
    let findings = try Self.check(text).findings
    #expect(findings.isEmpty, "\(findings)")
  }
}
