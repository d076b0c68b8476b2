import Foundation

/// The report that is timed: eight sections, six equations, two tables, four cited works, and six figures over the rows
/// that the peers' figures are drawn from: points with curves, level lines and the best width, each at two settings.
struct OwnReport {
  /// The rows as a CSV file with the columns P, D and loss.
  let rows: String
  /// Whether the law is fitted to the rows. Without that its constants are given, and the band of the best width is that of
  /// three values of one constant: what the peers' scripts compute.
  var isFitted = true
  /// How often the rows are drawn again for intervals, which the peers do not have.
  var draws = 200
  /// Whether Markdown is written besides the page, and each figure in four files rather than in the peers' two.
  var isWhole = false

  /// Takes the peers' rows.
  init(rows: String) { self.rows = rows }

  /// Rows of the same number and form, for machines without the peers: the law with a wobble that no clock or seed moves.
  init() {
    var lines = ["P,D,loss"]
    for (series, bits) in [3.0, 4, 5, 6, 8, 16].enumerated() {
      for place in 0..<40 {
        let tokens = pow(10, 9 + 2.5 * Double(place) / 39)
        let wobble = Double((series * 37 + place * 53) % 19 - 9) * 0.0007
        let size = 1.1e8 * (1 - exp(-bits / 2.67))
        let loss = (4299 * pow(size, -0.4965) + 18060 * pow(tokens, -0.4965) + 2.7648) * exp(wobble)
        lines.append(String(format: "%g,%.6g,%.6f", bits, tokens, loss))
      }
    }
    self.init(rows: lines.joined(separator: "\n") + "\n")
  }

  /// Writes the report into a folder.
  ///
  /// - Parameters:
  ///   - folder: is made.
  ///   - word: a word of the prose.
  ///   - changedRow: whether the loss of the tenth row is another.
  ///   - seed: the seed of the draws: reports with different seeds share no result.
  func write(to folder: String, word: String = "carefully", changedRow: Bool = false, seed: Int = 1) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    var lines = rows.split(whereSeparator: \.isNewline).map(String.init)
    if changedRow, lines.count > 10 {
      var fields = lines[10].split(separator: ",").map(String.init)
      fields[2] = String(format: "%.6f", (Double(fields[2]) ?? 3) * 1.001)
      lines[10] = fields.joined(separator: ",")
    }
    for (name, text) in [
      ("runs.csv", lines.joined(separator: "\n") + "\n"), ("references.bib", Self.references),
      ("report.md", text(word: word, seed: seed)), ("constants.json", Self.constants),
    ] {
      try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
    }
  }

  private static let references = """
    @article{hoffmann2022, title={Training compute-optimal large language models}, author={Hoffmann, Jordan and Borgeaud, Sebastian}, journal={arXiv}, year={2022}}
    @article{besiroglu2024, title={Chinchilla scaling: A replication attempt}, author={Besiroglu, Tamay and Erdil, Ege}, journal={arXiv}, year={2024}}
    @article{kumar2024, title={Scaling laws for precision}, author={Kumar, Tanishq and Ankner, Zachary}, journal={arXiv}, year={2024}}
    @article{panferov2025, title={QuEST: Stable training of LLMs with 1-bit weights and activations}, author={Panferov, Andrei and Chen, Jiale}, journal={arXiv}, year={2025}}

    """

  private static func prose(_ word: String = "carefully") -> String {
    """
    A model whose weights have few bits behaves like a smaller one, and the question is by how much. One law is fitted to all
    rows of the table at once, and every row keeps its residual. A row is where a run ended; runs that diverged are left out
    beforehand. The objective is robust, and the descent begins at many places. How certain the constants are follows from
    drawing the rows again and again, and intervals are read off the draws. The more tokens a model has seen, the more it
    loses when it is quantised afterwards. Each part of the model takes its own share of the parameters away. The best width
    is searched on the fitted law, draw by draw. What comes out is compared \(word) with what others have printed. All
    figures have the same units, and the same width has the same colour in each.
    """
  }

  private static let constants = """
    {
      "law": "L = A*(N*(1 - exp(-P/gamma)))^-0.4965 + B*D^-0.4965 + E", "lossUnit": "nats per token",
      "parameters": {"A": 4299, "B": 18060, "E": 2.7648, "gamma": 2.67},
      "draws": {"parameters": ["gamma"], "values": [[2.2], [2.67], [3.1]]}
    }

    """

  private var fit: String {
    isFitted
      ? """
      data: runs
      law: precision
      variables: {N: 1.1e8}
      observed: loss
      loss: huber(1e-3) on log L
      starts: 24
      bootstrap: \(draws)
      """ : "from: constants.json"
  }

  private func text(word: String, seed: Int) -> String {
    """
    ---
    title: Scaling laws for precision
    seed: \(seed)
    bibliography: references.bib
    \(isWhole ? "" : "outputs: [html]\npictures: [svg, png@2x]")
    ---

    ## Introduction

    \(Self.prose()) See @hoffmann2022 and @besiroglu2024.

    $$ L(N,D) = E + \\frac{A}{N^{\\alpha}} + \\frac{B}{D^{\\beta}} $$

    ## Data

    \(Self.prose()) See @besiroglu2024 and @kumar2024. The rows are in @tbl-rows.

    ```{runs}
    label: runs
    from: runs.csv
    derive:
      moved: loss - 4299*(1.1e8*(1 - exp(-P/2.67)))^-0.4965 + 4299*(4.4e8*(1 - exp(-P/2.67)))^-0.4965
    ```

    ```{table}
    label: tbl-rows
    data: runs
    caption: The first rows.
    columns: {Bits: P, Tokens: {value: D, format: sig(3)}, Loss: {value: loss, format: fixed(4)}}
    limit: 8
    ```

    ## Effective parameters

    \(Self.prose()) See @kumar2024 and @panferov2025.

    $$ N_{\\mathrm{eff}} = N \\prod_{x\\in\\{w,a,kv\\}} \\left(1-e^{-P_x/\\gamma_x}\\right) $$

    $$ L(N,D,P) = A\\,N_{\\mathrm{eff}}^{-\\alpha} + B\\,D^{-\\beta} + E $$

    ```{law}
    label: precision
    formula: L = A*(N*(1 - exp(-P/gamma)))^-0.4965 + B*D^-0.4965 + E
    parameters: {A: 100..1e5, B: 1e3..1e6, E: 0.5..4, gamma: 0.5..8}
    loss-unit: nats per token
    ```

    ## Post-training quantisation

    \(Self.prose()) See @panferov2025 and @hoffmann2022. The rows stand beside the law in @fig-small and @fig-large.

    $$ \\delta_{\\mathrm{PTQ}} = C_T \\left(\\frac{D^{\\gamma_D}}{N^{\\gamma_N}}\\right) e^{-P_{\\mathrm{post}}/\\gamma_{\\mathrm{post}}} $$

    \(Self.points(label: "fig-small", size: "1.1e8", column: "loss"))

    \(Self.points(label: "fig-large", size: "4.4e8", column: "moved"))

    ## Fitting

    \(Self.prose()) See @hoffmann2022 and @besiroglu2024. The constants are in @tbl-fit; $\\gamma$ is `{val} main.gamma | ci`.

    $$ \\min_{\\theta} \\sum_{i} \\mathrm{Huber}_{\\delta}\\left(\\log L_i - \\log \\hat{L}(N_i,D_i;\\theta)\\right) $$

    ```{fit}
    label: main
    \(fit)
    ```

    ```{table}
    label: tbl-fit
    fits: [main]
    caption: The constants of the law.
    ```

    ## Iso-loss surfaces

    \(Self.prose()) See @besiroglu2024 and @kumar2024. Lines of equal loss are drawn in @fig-few and @fig-many.

    \(Self.levels(label: "fig-few", tokens: "2e10"))

    \(Self.levels(label: "fig-many", tokens: "2e11"))

    ## Optimal precision

    \(Self.prose()) See @kumar2024 and @panferov2025. The best widths are drawn in @fig-best and @fig-best-large.

    $$ P^{*}(C) = \\arg\\min_{P} \\; L\\left(N,\\tfrac{16\\,C}{6NP},P\\right) $$

    \(Self.best(label: "fig-best", size: "5e8"))

    \(Self.best(label: "fig-best-large", size: "1e9"))

    ## Discussion

    \(Self.prose(word)) See @panferov2025 and @hoffmann2022.

    """
  }

  private static func points(label: String, size: String, column: String) -> String {
    let curves = [3, 4, 5, 6, 8, 16].map { bits in
      "  - curve: {y: 'main.L(N=\(size), D=D, P=\(bits))', over: D, range: 1e9..3.2e11, label: '\(bits) bits'}"
    }
    return """
      ```{figure}
      label: \(label)
      kind: marks
      data: runs
      x: {label: 'Tokens $D$', scale: log}
      y: {label: 'Loss $L$', unit: nats per token}
      marks:
        - points: {x: D, y: \(column), series: P, series-label: '{} bits'}
      \(curves.joined(separator: "\n"))
      title: Loss against tokens at \(size) parameters
      caption: Loss by precision after quantisation.
      ```
      """
  }

  private static func levels(label: String, tokens: String) -> String {
    """
    ```{figure}
    label: \(label)
    kind: isoloss
    fit: main
    x: N
    x-range: 1e7..1e9
    x-label: Parameters $N$
    y: P
    y-range: 2..16
    y-label: Precision $P$
    at: {D: \(tokens)}
    title: Lines of equal loss after \(tokens) tokens
    caption: Loss over parameters and bits.
    ```
    """
  }

  private static func best(label: String, size: String) -> String {
    """
    ```{figure}
    label: \(label)
    kind: optimal-precision
    fit: main
    precision: P
    precision-range: 1.5..18.5
    size: N
    cost: 6/16*N*D*P
    sizes: [\(size)]
    compute: 1e19..1e23
    title: Optimal precision at \(size) parameters
    caption: The width with the least loss against compute.
    ```
    """
  }
}
