/// Laws with one free number for each method or format, in place of a formula in bits.
enum MultiplierLaws {
  static let sources = [free, quartet]

  private static let share = LawParameter(
    name: "m", meaning: "share of the parameters that count", range: 1e-4...10, by: "method")

  private static let free = LawSource(
    name: "free-multiplier", title: "Loss of training with one free multiplier of size a method",
    group: .inTraining, text: "L = A*(N*m)^(-alpha) + B*D^(-beta) + E", parameters: Symbols.base + [share],
    variables: [Symbols.size, Symbols.tokens], citation: "frantar2025",
    caveats: [
      "Nothing follows for a width or method without runs of its own.",
      "Hold the multiplier of full precision at 1; without it only the products of A and the multipliers are determined.",
      UnitRemark.loss,
    ],
    constants: [
      LawSource.Constants(
        name: "free-multiplier-quest", title: "QuEST, the fit behind its figures",
        values: [
          PublishedConstant("A", 8.134), PublishedConstant("alpha", 0.0627), PublishedConstant("B", 86.41),
          PublishedConstant("beta", 0.2413), PublishedConstant("E", 0.0014), PublishedConstant("m_16", 1),
        ] + values(["QuEST_1", "QuEST_2", "QuEST_3", "QuEST_4", "QuEST_8"], [0.02, 0.16, 0.43, 0.70, 1.02])
          + values(["weights_1", "weights_2", "weights_3", "weights_4"], [0.138, 0.414, 0.653, 0.840])
          + values(
            ["plain_1", "plain_2", "plain_3", "plain_4", "plain_8"], [0.016, 0.078, 0.322, 0.603, 0.938])
          + values(["FP4", "sparse_INT4"], [0.630, 0.381]),
        citation: "quest2025",
        runs: ["N >= 3e7 and N <= 8.22e8", "D >= 7.5e8 and D <= 8e10"],
        caveats: [
          "Levels: bits of weights and activations alike (QuEST), of weights alone (weights), without the Hadamard transform (plain).",
          "α near 0.06 and E near 0 show that the base is not determined: D is about 100·N almost everywhere.",
          "The multipliers of QuEST by bits are those of the text, to two digits; the others and the base stand in the notebook.",
        ],
        levels: [
          "method": [
            "16", "QuEST 1", "QuEST 2", "QuEST 3", "QuEST 4", "QuEST 8", "weights 1", "weights 2",
            "weights 3",
            "weights 4", "plain 1", "plain 2", "plain 3", "plain 4", "plain 8", "FP4", "sparse INT4",
          ]
        ]),
      LawSource.Constants(
        name: "free-multiplier-lsq", title: "LSQ in the text of QuEST, without its base",
        values: values(["LSQ_1", "LSQ_2", "LSQ_3", "LSQ_4", "LSQ_8"], [0.02, 0.12, 0.32, 0.56, 0.87]),
        citation: "quest2025", caveats: ["Only the multipliers stand in print."],
        levels: ["method": ["LSQ 1", "LSQ 2", "LSQ 3", "LSQ 4", "LSQ 8"]]),
      LawSource.Constants(
        name: "free-multiplier-frantar", title: "Frantar et al., effective parameters by compression",
        values: values(["W4", "W4A4", "W1A1", "sparse_50"], [0.923, 0.747, 0.067, 0.871]),
        caveats: [
          "A part of the table, from a summary: W4 has weights of 4 bits only; sparse 50 has half of the weights at zero.",
          "The base is not on record here.",
        ], levels: ["method": ["W4", "W4A4", "W1A1", "sparse 50"]]),
    ])

  private static let quartet = LawSource(
    name: "quartet", title: "Loss of training by the formats of forward and backward pass",
    group: .inTraining,
    text: "L = (A/(N*eff_N)^alpha + B/(D*eff_D)^beta)^gamma + E",
    parameters: Symbols.base + [
      LawParameter(name: "gamma", meaning: "exponent of both terms", range: 0.01...3),
      LawParameter(
        name: "eff_N", symbol: "\\mathrm{eff}_N", meaning: "share of the parameters that count",
        range: 1e-3...10, by: "forward"),
      LawParameter(
        name: "eff_D", symbol: "\\mathrm{eff}_D", meaning: "share of the tokens that count", range: 1e-3...10,
        by: "backward"),
    ],
    variables: [Symbols.size, Symbols.tokens], citation: "castro2025",
    caveats: [
      "Fitted in two stages: the base on runs in BF16, where both shares are 1, then the shares.",
      "A law that prices the backward pass; one share for each format, whatever its bits.", UnitRemark.loss,
    ],
    constants: [
      LawSource.Constants(
        title: "Castro et al., MXFP4 by rounding",
        values: [
          PublishedConstant("A", 1.52e5), PublishedConstant("alpha", 0.589), PublishedConstant("B", 5.25e5),
          PublishedConstant("beta", 0.544), PublishedConstant("E", 1.35), PublishedConstant("gamma", 0.274),
        ]
          + pairs("eff_N", ["BF16", "SR", "RTN", "QuEST", "Quartet"], [1, 0.42, 0.59, 0.64, 0.65])
          + pairs("eff_D", ["BF16", "SR", "RTN", "QuEST", "Quartet"], [1, 0.88, 0.93, 0.83, 0.95]),
        runs: ["N >= 3e7 and N <= 2e8", "D/N >= 25 and D/N <= 800"],
        caveats: [
          "SR rounds at random, RTN to nearest; Quartet is the whole method, from a summary.",
          "The fourth version of the paper corrects a mistake that favoured SR.",
        ],
        levels: [
          "forward": ["BF16", "SR", "RTN", "QuEST", "Quartet"],
          "backward": ["BF16", "SR", "RTN", "QuEST", "Quartet"],
        ])
    ])

  private static func values(_ levels: [String], _ numbers: [Double]) -> [PublishedConstant] {
    pairs("m", levels, numbers)
  }

  private static func pairs(_ name: String, _ levels: [String], _ numbers: [Double]) -> [PublishedConstant] {
    zip(levels, numbers).map { PublishedConstant("\(name)_\($0)", $1) }
  }
}
