import Diagnostics
import Reports
import Testing

@Suite("Optima say what kind they are, and doubt what was not measured")
struct OptimumTests {
  /// The constants of "Scaling Laws for Precision", one width for all parts, with the shifts of its appendix K.
  static let law = """
    ```{law}
    label: precision
    formula: |
      L = A*N_eff^(-alpha) + B*D^(-alpha) + E
      N_eff = N*f_w*f_a*f_kv
      f_w = max(0, 1 - exp(0.3037 - P/2.6745))
      f_a = max(0, 1 - exp(1.4072 - P/2.2102))
      f_kv = max(0, 1 - exp(2.4185 - P/0.9578))
    parameters: [A, B, E, alpha]
    fix: {A: 4299, B: 18060, E: 2.7648, alpha: 0.4965}
    ```


    """

  static func texts(_ values: [String]) throws -> [String] {
    var sample = ReportSample()
    sample.cells = law + sample.cells
    sample.body = values.map { "`{val} \($0)`" }.joined(separator: " ")
    return try sample.run().values.map(\.text)
  }

  @Test("interior, at the edge, not bounded; continuous and among the widths of hardware")
  func kinds() throws {
    let cost = "C=1e21, cost=6/16*N*D*P"
    let texts = try Self.texts([
      "precision.optimum(\(cost), P=range(1, 32)).P | fixed(2)",
      "precision.optimum(\(cost), P=range(1, 32)).status",
      "precision.optimum(\(cost), P=range(8, 16)).P",
      "precision.optimum(\(cost), P=range(8, 16)).status",
      "precision.optimum(C=1e21, cost=6*N*D).P",
      "precision.optimum(C=1e21, cost=6*N*D).status",
      "precision.optimum(\(cost), P=choice(4, 8, 16)).P",
      "precision.optimum(\(cost), P=choice(4, 16)).P",
      "precision.optimum(\(cost), P=choice(4, 8, 16)).status",
      "precision.optimum(C=6*8e9*15e12, cost=6/16*N*D*P, N=8e9, P=choice(4, 8, 16)).P",
    ])
    #expect(
      texts == [
        "7.00", "interior", "at the edge of its range", "at the edge of P", "not bounded", "not bounded in P",
        "8",
        "16", "interior", "16",
      ])
  }

  @Test(
    "an optimum whose interval leaves the measured range is not identified, and claims on it are undecided")
  func doubt() throws {
    var sample = ReportSample()
    let inside = "argmin(main.sag(load=load) + 3/load, load, 0.5, 1000)"
    let outside = "argmin(main.sag(load=load) + 100/load, load, 0.5, 1000)"
    sample.body = """
      `{val} \(inside)` `{val} \(outside)` `{val} 2*\(outside) | sig(2)` `{val} ci(\(outside), 95%)`
      [a]{.claim #clm-a check="\(inside) > 2"} [b]{.claim #clm-b check="\(outside) > 2"}
      [c]{.claim #clm-c check="contains(ci(\(outside), 95%), 14)"} [d]{.claim #clm-d check="not (\(outside) < 2)"}
      """
    let report = try sample.run()
    let texts = report.values.map(\.text)
    #expect(!texts[0].contains("identified"))
    for text in texts.dropFirst() { #expect(text.hasSuffix(" (not identified)"), "\(text)") }
    #expect(report.values[1].method.contains("leaves the measured 1 to 8"), "\(report.values[1].method)")
    #expect(report.claims.map(\.verdict) == [.holds, .undecided, .undecided, .undecided])
    #expect(report.claims[1].evidence.contains("not identified"))
  }
}
