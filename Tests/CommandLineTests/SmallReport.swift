import TestSupport

/// A report of its own columns and its own law, whose runs are made from known constants: what comes out can be checked
/// by hand.
enum SmallReport {
  /// A folder that holds the report's folder `small`.
  static func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write("small/report.md", document())
    try folder.write("small/small.csv", runs())
    return folder
  }

  /// Runs of loss = 1.5 + 40·size^(−0.35) + 90·words^(−0.4), on a grid, with a little of everything else a table has.
  static func runs(changing line: Int? = nil, to loss: Double = 0) -> String {
    var lines = ["id,model_size,words_seen,final_loss,state"]
    for size in [1e4, 3e4, 1e5, 3e5, 1e6] {
      for words in [1e6, 3e6, 1e7, 3e7] {
        let number = lines.count
        let value = 1.5 + 40 * power(size, -0.35) + 90 * power(words, -0.4)
        // A fixed wobble in place of noise, so that intervals have a width.
        let wobble = 1 + 0.002 * (Double(number * 7 % 5) - 2)
        let written = line == number ? loss : value * wobble
        lines.append("r\(number),\(Int(size)),\(Int(words)),\(rounded(written)),done")
      }
    }
    lines.append("r99,10000,1000000,9.5,crashed")
    return lines.joined(separator: "\n") + "\n"
  }

  static func document(claim: String = "main.slope > 0", extra: String = "") -> String {
    """
    ---
    title: "A small report"
    author: {name: A. Researcher}
    seed: 7
    ---

    # Runs and fit

    ```{runs}
    label: table
    from: small.csv
    columns: {size: model_size, words: words_seen, loss: final_loss, run: id}
    where: state == "done"
    cluster: run
    ```

    ```{law}
    label: ours
    formula: |
      loss = floor + a*size^(-slope) + b*words^(-decay)
    loss-unit: nats per word
    parameters: {floor: {range: 0.1..5}, a: {range: 1..1000}, b: {range: 1..10000}, slope: {range: 0.05..1}, decay: {range: 0.05..1}}
    ```

    ```{fit}
    label: main
    data: table
    law: ours
    starts: 16
    bootstrap: 20
    ```

    Over `{val} table.rows` runs the slope is `{val} main.slope | ±`.
    @fig-levels has its levels. [The slope is positive]{.claim #clm-slope check="\(claim)"}.

    ```{figure}
    label: fig-levels
    kind: isoloss
    fit: main
    x: size
    y: words
    data: table
    caption: 'Levels of the loss.'
    ```
    \(extra)
    """
  }

  private static func power(_ base: Double, _ exponent: Double) -> Double {
    // Repeated square roots, so that the table does not depend on a machine's libm in its last printed digit.
    var result = 1.0
    var root = base
    var rest = abs(exponent)
    for _ in 0..<52 {
      root = root.squareRoot()
      rest *= 2
      if rest >= 1 {
        result *= root
        rest -= 1
      }
    }
    return exponent < 0 ? 1 / result : result
  }

  private static func rounded(_ value: Double) -> Double { (value * 1e6).rounded() / 1e6 }
}
