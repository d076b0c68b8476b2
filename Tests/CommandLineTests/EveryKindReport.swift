import TestSupport

/// A report with a figure of every kind but those that compare fits at length, over runs made from known constants.
///
/// It is small, so that building it is quick, and its columns are no catalogue's.
enum EveryKindReport {
  /// The labels of its figures, in order.
  static let labels = [
    "fig-tokens", "fig-levels", "fig-curves", "fig-best", "fig-matched", "fig-sweeps", "fig-heat",
    "fig-marks",
    "fig-predicted", "fig-residuals", "fig-forest", "fig-draws", "fig-forms",
  ]

  /// A folder that holds the report's folder `every`.
  static func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write("every/report.md", document)
    try folder.write("every/runs.csv", runs)
    return folder
  }

  /// Losses of 1.5 + 40·(size·share)^(−0.35) + 90·words^(−0.4) with share = 1 − 2^(−width/2), with a fixed wobble.
  private static var runs: String {
    var lines = ["id,size,words,width,loss"]
    for size in [1e4, 4e4, 1.6e5] {
      for words in [1e6, 4e6, 1.6e7] {
        for width in [3.0, 4, 6, 16] {
          let share = 1 - power(2, -width / 2)
          let wobble = 1 + 0.002 * (Double(lines.count * 7 % 5) - 2)
          let loss = (1.5 + 40 * power(size * share, -0.35) + 90 * power(words, -0.4)) * wobble
          lines.append(
            "r\(lines.count),\(Int(size)),\(Int(words)),\(Int(width)),\((loss * 1e6).rounded() / 1e6)")
        }
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// By repeated square roots, so that the table does not depend on a machine's libm.
  private static func power(_ base: Double, _ exponent: Double) -> Double {
    var (result, root, rest) = (1.0, base, exponent < 0 ? -exponent : exponent)
    while rest >= 1 { (result, rest) = (result * base, rest - 1) }
    for _ in 0..<52 {
      root = root.squareRoot()
      rest *= 2
      if rest >= 1 { (result, rest) = (result * root, rest - 1) }
    }
    return exponent < 0 ? 1 / result : result
  }

  private static let document = """
    ---
    title: "Every kind"
    author: {name: A. Researcher}
    seed: 7
    ---

    # Runs and fits

    ```{runs}
    label: table
    from: runs.csv
    columns: {run: id}
    cluster: run
    ```

    ```{law}
    label: ours
    formula: |
      loss = floor + a*(size*share)^(-slope) + b*words^(-decay)
      share = 1 - exp(-width/g)
    loss-unit: nats per word
    parameters: {floor: {range: 0.1..5}, a: {range: 1..1000}, b: {range: 1..10000}, slope: {range: 0.05..1}, decay: {range: 0.05..1}, g: {range: 0.5..9}}
    ```

    ```{law}
    label: plain
    formula: |
      loss = floor + a*size^(-slope) + b*words^(-decay)
    loss-unit: nats per word
    parameters: {floor: {range: 0.1..5}, a: {range: 1..1000}, b: {range: 1..10000}, slope: {range: 0.05..1}, decay: {range: 0.05..1}}
    ```

    ```{fit}
    label: main
    data: table
    law: ours
    starts: 8
    bootstrap: 20
    ```

    ```{fit}
    label: short
    data: table
    law: plain
    where: width == 16
    starts: 8
    bootstrap: 20
    ```

    See @fig-tokens, @fig-levels, @fig-curves, @fig-best, @fig-matched, @fig-sweeps, @fig-heat, @fig-marks,
    @fig-predicted, @fig-residuals, @fig-forest, @fig-draws and @fig-forms.

    ```{figure}
    label: fig-tokens
    kind: ptq-tokens
    data: table
    where: width < 16
    x: words
    y: loss
    y-unit: nats per word
    series: width
    facet: size
    curve: main.loss(size=size, words=words, width=width)
    baseline: {where: width == 16, curve: 'main.loss(size=size, words=words, width=16)', label: whole}
    caption: '**Loss falls with words.**'
    ```

    ```{figure}
    label: fig-levels
    kind: isoloss
    fit: main
    x: size
    y: words
    at: {width: 16}
    data: table
    where: width == 16
    ```

    ```{figure}
    label: fig-curves
    kind: curves
    x: width
    x-range: 2..16
    y: main.share(width=width)
    caption: '**More bits keep more.**'
    ```

    ```{figure}
    label: fig-best
    kind: optimal-precision
    fit: main
    precision: width
    size: size
    cost: size*words*width
    sizes: [20000, 80000]
    compute: 1e11..1e14
    caption: '**The best width.**'
    ```

    ```{figure}
    label: fig-matched
    kind: matched-compute
    fit: main
    precision: width
    precision-range: 3..16
    solve: size
    at: {words: 4e6}
    cost: size*width
    budget: 1.7e5
    near: 0.5
    data: table
    caption: '**Fewer bits buy more parameters.**'
    ```

    ```{figure}
    label: fig-sweeps
    kind: sweeps
    data: table
    where: words == 4e6
    sweeps: [{column: width, label: Width, unit: bits}]
    facet: size
    y: loss
    curve: main.loss(size=size, words=words, width=width)
    caption: '**Narrow models lose.**'
    ```

    ```{figure}
    label: fig-heat
    kind: heat-map
    data: table
    where: width == 4
    x: size
    y: words
    value: loss
    value-unit: nats per word
    caption: '**Losses.**'
    ```

    ```{figure}
    label: fig-marks
    kind: marks
    data: table
    x: {label: Words, scale: log, format: si}
    y: {label: Loss}
    marks:
      - points: {x: words, y: loss, series: width, name: run}
    caption: '**Marks of one''s own.**'
    ```

    ```{figure}
    label: fig-predicted
    kind: predicted-observed
    data: table
    observed: loss
    predicted: main.loss(size=size, words=words, width=width)
    name: run
    scale: log
    caption: '**Close.**'
    ```

    ```{figure}
    label: fig-residuals
    kind: residuals
    data: table
    observed: loss
    predicted: main.loss(size=size, words=words, width=width)
    against: [size, words]
    scale: log
    caption: '**No pattern.**'
    ```

    ```{figure}
    label: fig-forest
    kind: forest
    fits: [short]
    reference: main
    caption: '**The same constants.**'
    ```

    ```{figure}
    label: fig-draws
    kind: draws
    fit: main
    pairs: [[a, slope], [b, decay]]
    caption: '**Pairs.**'
    ```

    ```{figure}
    label: fig-forms
    kind: forms
    data: table
    observed: loss
    predicted: {with widths: 'main.loss(size=size, words=words, width=width)', without: 'short.loss(size=size, words=words)'}
    caption: '**Widths matter.**'
    ```
    """
}
