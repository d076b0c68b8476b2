import Drawing

/// Lines of text set under each other.
struct TextBlock {
  let lines: [RichText]
  let size: Double
  let measurer: TextMeasurer
  let width: Double
  /// From one baseline to the next, in parts of the size.
  static let pitch = 1.36

  init(_ lines: [RichText], size: Double, measurer: TextMeasurer) {
    self.lines = lines
    self.size = size
    self.measurer = measurer
    width = lines.map { $0.width(size: size, measurer: measurer) }.max() ?? 0
  }

  init(_ text: RichText, wrappedTo width: Double, size: Double, measurer: TextMeasurer) {
    self.init(text.wrapped(to: width, size: size, measurer: measurer), size: size, measurer: measurer)
  }

  /// From the ascenders of the first line to the descenders of the last.
  var height: Double {
    guard let first = lines.first, let last = lines.last else { return 0 }
    return (first.ascent + last.descent + Double(lines.count - 1) * TextBlock.pitch) * size
  }

  /// Horizontal alignment.
  enum Alignment { case left, center, right }

  /// The runs with the block's top at `y`; `x` is its left end, middle or right end.
  func nodes(
    x: Double, y: Double, _ alignment: Alignment = .left, paint: Paint = Palette.ink, halo: Double = 0
  ) -> [Scene.Node] {
    var nodes: [Scene.Node] = []
    for (i, line) in lines.enumerated() {
      let width = line.width(size: size, measurer: measurer)
      let left =
        switch alignment {
        case .left: x
        case .center: x - width / 2
        case .right: x - width
        }
      let baseline = y + ((lines.first?.ascent ?? 0) + Double(i) * TextBlock.pitch) * size
      nodes += line.runs(at: Point(left, baseline), size: size, paint: paint, halo: halo, measurer: measurer)
        .map { .text($0) }
    }
    return nodes
  }
}
