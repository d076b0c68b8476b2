import Diagnostics
import Fitting
import Foundation
import Reports
import Testing

/// Runs of models trained in few bits, with a known truth: 4 sizes, 3 amounts of data, weights and activations of 3 to 8
/// bits one at a time and together, each run quantised after training to 3, 4 and 5 bits.
enum CascadeSample {
  static let truth = [
    "A": 400.0, "alpha": 0.35, "B": 900.0, "beta": 0.36, "E": 1.8, "gamma_w": 2.6, "gamma_a": 2.1, "k": 0.02,
    "g": 0.3, "gamma_post": 0.8,
  ]

  static func runs() -> String {
    var lines = ["run,N,D,P_w,P_a,P_post,L"]
    var run = 0
    func value(_ name: String) -> Double { truth[name] ?? .nan }
    for n in [3e7, 6e7, 1.1e8, 2.2e8] {
      for d in [1.5e9, 6e9, 2.6e10] {
        for (w, a) in [(16, 16), (3, 16), (4, 16), (6, 16), (16, 4), (16, 5), (16, 8), (4, 5), (6, 4)] {
          run += 1
          let f = (1 - exp(-Double(w) / value("gamma_w"))) * (1 - exp(-Double(a) / value("gamma_a")))
          let base =
            value("A") * pow(n * (w == 16 && a == 16 ? 1 : f), -value("alpha")) + value("B")
            * pow(d, -value("beta"))
            + value("E")
          for post in [16, 3, 4, 5] where post == 16 || (w == 16 && a == 16) {
            let wobble = 1 + Double((run * 37) % 13 - 6) * 1e-4
            let ripple = 1 + Double((run * 5 + post * 11) % 13 - 6) * 1e-3
            let delta =
              post == 16
              ? 0 : value("k") * pow(d / n, value("g")) * exp(-Double(post) / value("gamma_post"))
            lines.append(
              "r\(run),\(n),\(d),\(w),\(a),\(post),\(base * wobble + delta * ripple)")
          }
        }
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  static let cells = """
    ```{runs}
    label: runs
    from: runs.csv
    cluster: run
    derive:
      trained: sibling(L, run, P_post == 16)
      delta: L - trained
    ```

    ```{law}
    label: parts
    formula: |
      L = A*N_eff^(-alpha) + B*D^(-beta) + E
      N_eff = N*(1 - exp(-P_w/gamma_w))*(1 - exp(-P_a/gamma_a))
    parameters: {A: 1..1e5, alpha: 0.1..1, B: 1..1e6, beta: 0.1..1, E: 0.1..5, gamma_w: 0.5..8, gamma_a: 0.5..8}
    ```

    ```{law}
    label: post
    formula: |
      delta = k*(D/N)^g*exp(-P_post/gamma_post)
    parameters: {k: 1e-6..10, g: 0.01..2, gamma_post: 0.1..8}
    ```

    ```{fit}
    label: joint
    like: base
    take: {base: [A, alpha, B, beta, E], weights: gamma_w}
    fix: {gamma_a: activations.gamma_a}
    where: P_post == 16
    ```

    ```{fit}
    label: weights
    like: base
    take: base
    free: gamma_w
    ranges: {gamma_w: 1..5}
    where: P_post == 16 and P_a == 16 and P_w < 16
    ```

    ```{fit}
    label: activations
    like: base
    law: parts
    take: base
    fix: {gamma_w: 1e-3}
    where: P_post == 16 and P_w == 16 and P_a < 16
    ```

    ```{fit}
    label: base
    data: runs
    law: {extends: parts, fix: {gamma_w: 1e-3, gamma_a: 1e-3}}
    where: P_post == 16 and P_w == 16 and P_a == 16
    loss: huber(1e-3) on log L
    starts: 16
    bootstrap: 40
    ```

    ```{fit}
    label: ptq
    data: runs
    law: post
    where: P_post < 16
    loss: squared on log delta
    resample: N
    starts: 16
    bootstrap: 40
    ```
    """

  static func sample(_ change: (inout ReportSample) -> Void = { _ in }) -> ReportSample {
    var sample = ReportSample()
    sample.front = "title: Cascade\nseed: 3"
    sample.cells = cells
    sample.files = ["runs.csv": runs()]
    change(&sample)
    return sample
  }
}

@Suite("A cascade of fits, each held at the values of those before")
struct CascadeTests {
  @Test("recovers what the runs were made of, part by part")
  func recovery() throws {
    let report = try CascadeSample.sample { $0.body = "`{val} base.A - joint.A`" }.run()
    #expect(report.fits.map(\.label) == ["joint", "weights", "activations", "base", "ptq"])
    func fit(_ label: String) throws -> FitResult {
      try #require(report.fits.first { $0.label == label }).result
    }
    func expect(_ label: String, _ name: String, within relative: Double) throws {
      let (found, truth) = (try fit(label).estimate(name) ?? .nan, CascadeSample.truth[name] ?? .nan)
      #expect(abs(found / truth - 1) < relative, "\(label).\(name) is \(found), not \(truth)")
    }
    try expect("base", "E", within: 0.02)
    try expect("weights", "gamma_w", within: 0.03)
    try expect("activations", "gamma_a", within: 0.03)
    try expect("ptq", "gamma_post", within: 0.03)
    try expect("ptq", "g", within: 0.05)

    let (base, weights, joint) = (try fit("base"), try fit("weights"), try fit("joint"))
    #expect(weights.parameters.first { $0.name == "A" }?.status == .held("base"))
    #expect(weights.parameters.first { $0.name == "gamma_a" }?.status == .fixed)
    #expect(joint.parameters.first { $0.name == "gamma_w" }?.status == .held("weights"))
    #expect(joint.parameters.first { $0.name == "gamma_a" }?.status == .held("activations"))
    #expect(joint.estimate("gamma_w") == weights.estimate("gamma_w"))
    #expect(joint.rSquared > 0.99)
    // The uncertainty of the base goes through: its draws are held one by one.
    #expect(Set(weights.draws.map { $0[0] }).count > 30)
    #expect(weights.draws.map { $0[0] } == base.draws.map { $0[0] })
    #expect(report.values.map(\.text) == ["0"])
  }

  static let slips: [(String, String, String, String)] = [
    ("take: base\nfree", "take: bse\nfree", "E0203", "bse"),
    ("weights: gamma_w}", "weights: gama_w}", "E0203", "gama_w"),
    ("activations.gamma_a", "activations.gama", "E0203", "activations.gama"),
    ("fix: {gamma_a: act", "fix: {A: 3, gamma_a: act", "E0120", "A, alpha, B, beta, E], w"),
    ("[A, alpha, B, beta, E]", "[A, A]", "E0120", "A], weights"),
    ("where: P_post == 16 and P_w == 16 and P_a == 16", "take: weights\nwhere: P_post == 16", "E0205", ""),
    ("free: gamma_w", "free: gama_w", "E0203", "gama_w"),
    ("ranges: {gamma_w", "ranges: {gama_w", "E0203", "gama_w"),
    ("resample: N", "resample: M", "E0431", "M\nstarts"),
    ("take: base\nfree", "take: ptq\nfree", "E0108", "ptq\nfree"),
  ]

  @Test("says where a value cannot be taken", arguments: slips)
  func mistakes(_ mistake: (old: String, new: String, code: String, needle: String)) throws {
    let sample = CascadeSample.sample { $0.cells = $0.cells.replacing(mistake.old, with: mistake.new) }
    let found = try #require(sample.errors().first)
    #expect(found.code == mistake.code, "\(found)")
    if !mistake.needle.isEmpty {
      let place = sample.place(of: mistake.needle, after: "seed: 3")
      #expect(found.location == place, "\(found)")
    }
  }
}
