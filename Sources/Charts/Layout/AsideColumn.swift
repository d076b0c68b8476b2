import Diagnostics
import Drawing

/// The asides of a chart as a column of text.
struct AsideColumn {
  private struct Block {
    let key: SeriesTraits?
    let title, lines: TextBlock
  }

  private let blocks: [Block]
  private let size: Double
  /// The names of the series that have their key here.
  let names: [String]

  private static let keyWidth = 18.0
  private static let gap = 6.0

  /// The blocks, wrapped to a width; none for a medium that is too narrow.
  init(
    _ asides: [Aside], traits: [SeriesTraits], wrappedTo width: Double, size: Double, measurer: TextMeasurer,
    source: String
  ) throws(DiagnosticError) {
    self.size = size
    var blocks: [Block] = []
    for aside in asides {
      let key = traits.first { $0.style.name == aside.series }
      let room = width - (key == nil ? 0 : Self.keyWidth + Self.gap)
      var lines: [RichText] = []
      for line in aside.lines {
        lines += try RichText(markup: line, source: source).wrapped(to: room, size: size, measurer: measurer)
      }
      blocks.append(
        Block(
          key: key,
          title: TextBlock(
            try RichText(markup: aside.title, source: source), wrappedTo: room, size: size, measurer: measurer
          ), lines: TextBlock(lines, size: size, measurer: measurer)))
    }
    self.blocks = blocks
    names = blocks.compactMap(\.key?.style.name)
  }

  private var indent: Double { blocks.contains { $0.key != nil } ? Self.keyWidth + Self.gap : 0 }

  /// The width of the widest line with its key.
  var width: Double {
    blocks.isEmpty ? 0 : indent + (blocks.map { max($0.title.width, $0.lines.width) }.max() ?? 0)
  }

  /// From the top of the first line to the foot of the last.
  var height: Double {
    let blocks = blocks.map { block in
      [block.title, block.lines].filter { !$0.lines.isEmpty }.map { $0.height + Self.lead * size }.reduce(
        0, +)
    }
    return blocks.isEmpty ? 0 : blocks.reduce(0, +) + Double(blocks.count - 1) * Self.pause * size
  }

  /// Under a text, and under a block, in parts of the size.
  private static let (lead, pause) = (0.25, 0.8)

  /// Keys and texts with the top left corner of the first at `origin`.
  func nodes(at origin: Point) -> [Scene.Node] {
    var nodes: [Scene.Node] = []
    var y = origin.y
    for block in blocks {
      if let key = block.key {
        nodes.append(
          .group(
            Scene.Role("key", series: key.style.name), clip: nil,
            key.key(from: origin.x, width: Self.keyWidth, y: y + 0.45 * size)))
      }
      for (text, paint) in [(block.title, Palette.ink), (block.lines, Palette.muted)]
      where !text.lines.isEmpty {
        nodes.append(
          .group(Scene.Role("label"), clip: nil, text.nodes(x: origin.x + indent, y: y, paint: paint)))
        y += text.height + Self.lead * size
      }
      y += Self.pause * size
    }
    return nodes
  }
}
