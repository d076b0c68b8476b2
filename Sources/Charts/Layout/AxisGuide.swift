import Drawing

/// The ticks and measured labels of one axis at one length.
struct AxisGuide {
  let ticks: Ticks
  let labels: [RichText]
  let widths: [Double]
  /// Places of labels that are headings of others.
  private(set) var headings: Set<Double> = []

  /// The width of the widest label.
  var widest: Double { widths.max() ?? 0 }

  init(
    _ axis: AxisSpec, domain: ClosedRange<Double>, length: Double, isHorizontal: Bool, size: Double,
    measurer: TextMeasurer, unit: String = ""
  ) {
    let scale = Scale(axis.scale, domain: domain, from: 0, to: length)
    if case .named(let names) = axis.ticks {
      let inside = names.filter { domain.contains($0.value) }.sorted { $0.value < $1.value }
      ticks = Ticks(major: inside.map(\.value))
      headings = Set(inside.filter(\.isHeading).map(\.value))
      // Markup is checked where the chart is arranged; here it can only be plain.
      self.labels = inside.map { (try? RichText(markup: $0.name)) ?? RichText(plain: $0.name) }
      widths = self.labels.map { $0.width(size: size, measurer: measurer) }
      return
    }
    func labels(_ values: [Double]) -> [RichText] {
      TickLabels.labels(values, format: axis.format, scale: axis.scale).map { text in
        guard !unit.isEmpty else { return text }
        var text = text
        text.atoms += [.space(0.2)] + RichText(plain: unit).atoms
        return text
      }
    }
    func fits(_ values: [Double]) -> Bool {
      let texts = labels(values)
      if Set(texts).count < texts.count { return false }
      let extents = texts.map { isHorizontal ? $0.width(size: size, measurer: measurer) : size }
      let gap = isHorizontal ? 0.75 * size : 0.6 * size
      let places = values.map(scale.position)
      return values.indices.dropFirst().allSatisfy {
        places[$0] - places[$0 - 1] >= (extents[$0] + extents[$0 - 1]) / 2 + gap
      }
    }
    let target = min(7, max(3, length / (isHorizontal ? 75 : 48)))
    switch (axis.ticks, axis.scale) {
    case (.named, _): ticks = Ticks(major: [])
    case (.at(let levels), _):
      ticks = DesignedTicks.ticks(levels: levels, over: domain, fits: fits)
    case (.integers, _):
      ticks = IntegerTicks.ticks(over: domain, fits: fits)
    case (.automatic, .linear):
      ticks = Ticks(major: LinearTicks.ticks(over: domain, target: target, fits: fits))
    case (.automatic, .log):
      let format = TickLabels.resolve(axis.format, [domain.lowerBound, domain.upperBound], .log)
      ticks = LogTicks.ticks(over: domain, target: target, prefersDecades: format == .power, fits: fits)
    }
    self.labels = labels(ticks.major)
    widths = self.labels.map { $0.width(size: size, measurer: measurer) }
  }

  /// How far the labels of a horizontal axis reach over its ends.
  func overhang(_ axis: AxisSpec, domain: ClosedRange<Double>, length: Double) -> (
    left: Double, right: Double
  ) {
    let scale = Scale(axis.scale, domain: domain, from: 0, to: length)
    var result = (left: 0.0, right: 0.0)
    for (value, width) in zip(ticks.major, widths) {
      let x = scale.position(value)
      result.left = max(result.left, width / 2 - x)
      result.right = max(result.right, x + width / 2 - length)
    }
    return result
  }
}
