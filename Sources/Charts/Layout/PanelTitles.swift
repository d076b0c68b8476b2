import Diagnostics
import Drawing

/// Titles of axes and headings of panels: which are shared, what they need, where they stand.
///
/// A title that a whole row or the whole figure shares is set once; labels of ticks are set once where axes agree. The
/// vertical axis' title is horizontal and stands over the axis, where it is read without turning the head.
struct PanelTitles {
  /// Tag and words over each panel.
  let headings: [RichText]
  /// Titles by panel, empty where another panel's title serves.
  let yTitles: [RichText]
  let xTitles: [RichText]
  /// Titles of the axes over the panels: one for a row, and none where the row before has the same.
  let topTitles: [RichText]
  /// Titles of the axes right of the panels, and of the columns beside those.
  let rightTitles: [RichText]
  let columnTitles: [RichText]
  /// The title under all panels, or empty.
  let sharedX: RichText
  /// Whether a panel's title over the axis is its whole row's.
  let isRowTitle: [Bool]
  /// Whether tick labels are set.
  let showsX, showsY: [Bool]

  /// Between neighbouring panels with all their labels.
  static let gutter = 16.0

  init(_ cells: [PanelCell], isStack: Bool, source: String) throws(DiagnosticError) {
    var (headings, yTitles, xTitles): ([RichText], [RichText], [RichText]) = ([], [], [])
    var (topTitles, rightTitles, columnTitles): ([RichText], [RichText], [RichText]) = ([], [], [])
    var (showsX, showsY, isRowTitle): ([Bool], [Bool], [Bool]) = ([], [], [])
    func title(_ axis: AxisSpec) -> String {
      axis.label + (axis.unit.map { $0.isEmpty ? "" : " (\($0))" } ?? "")
    }
    func isSame(_ a: AxisSpec, _ b: AxisSpec) -> Bool { title(a) == title(b) }
    let first = cells[0].spec
    let sharesX = cells.count > 1 && cells.allSatisfy { isSame($0.spec.x, first.x) }
    let sharesY = cells.allSatisfy { isSame($0.spec.y, first.y) }
    for cell in cells {
      let row = cells.filter { $0.row == cell.row }
      let column = cells.filter { $0.column == cell.column }
      let isLeft = row.allSatisfy { $0.column >= cell.column }
      let isLowest = column.allSatisfy { $0.row <= cell.row }
      let rowAgrees = row.allSatisfy { $0.spec.y == cell.spec.y && $0.yDomain == cell.yDomain }
      let columnAgrees = column.allSatisfy { $0.spec.x == cell.spec.x && $0.xDomain == cell.xDomain }
      showsY.append(isLeft || !rowAgrees)
      showsX.append(isLowest || !columnAgrees || isStack)

      let rowShares = row.count > 1 && row.allSatisfy { isSame($0.spec.y, cell.spec.y) }
      let isFirst = cell.row == 0 && cell.column == 0
      let hasY = isStack ? !sharesY || isFirst : !rowShares || isLeft
      isRowTitle.append(rowShares)
      yTitles.append(try RichText(markup: hasY ? title(cell.spec.y) : "", source: source))
      let columnShares = column.allSatisfy { isSame($0.spec.x, cell.spec.x) }
      let hasX = !sharesX && (!columnShares || isLowest)
      xTitles.append(try RichText(markup: hasX ? title(cell.spec.x) : "", source: source))

      // Cells come in reading order: the first that names the axis names it for all.
      let top = cell.spec.top?.label ?? ""
      let isNamed = cells.prefix(xTitles.count - 1).contains { $0.spec.top?.label == top }
      topTitles.append(try RichText(markup: isNamed ? "" : top, source: source))
      rightTitles.append(try RichText(markup: cell.spec.right?.label ?? "", source: source))
      columnTitles.append(try RichText(markup: cell.spec.right?.column?.label ?? "", source: source))

      var heading = RichText(plain: cell.tag ?? "", face: .bold)
      if let words = cell.spec.heading, !words.isEmpty {
        // A space of fixed width that does not break: the tag stays with its words.
        if !heading.isEmpty { heading.atoms.append(.space(0.6)) }
        heading.atoms += try RichText(markup: words, source: source).atoms
      }
      // Where no panel of the row has words of its own, titles stand on the line of the tags.
      let hasWords = row.contains { !($0.spec.heading ?? "").isEmpty }
      let isOwn = !rowShares && !(yTitles.last?.isEmpty ?? true)
      if isOwn || (rowShares && isLeft), !hasWords, !heading.isEmpty {
        heading.atoms += [.space(0.6)] + (yTitles.last?.atoms ?? [])
        yTitles[yTitles.count - 1] = RichText([])
      }
      headings.append(heading)
    }
    (self.headings, self.yTitles, self.xTitles) = (headings, yTitles, xTitles)
    (self.topTitles, self.rightTitles, self.columnTitles) = (topTitles, rightTitles, columnTitles)
    (self.showsX, self.showsY, self.isRowTitle) = (showsX, showsY, isRowTitle)
    sharedX = try RichText(markup: sharesX ? title(first.x) : "", source: source)
  }

  /// The blocks over the panels of a row.
  private func blocks(
    _ row: Int, in layout: ChartLayout
  ) -> (shared: TextBlock?, headings: [Int: TextBlock], own: [Int: TextBlock]) {
    let size = layout.profile.titleSize
    var shared: TextBlock?
    var (headings, own): ([Int: TextBlock], [Int: TextBlock]) = ([:], [:])
    for (i, cell) in layout.cells.enumerated() where cell.row == row {
      let width = layout.frames[i].width
      if !self.headings[i].isEmpty {
        // A row's title on the line of the tags may reach to the next of them.
        let next = layout.cells.firstIndex { $0.row == row && $0.column == cell.column + 1 }
        let reach = next.map { layout.frames[$0].x - layout.frames[i].x - PanelTitles.gap.frame } ?? width
        headings[i] = TextBlock(
          self.headings[i], wrappedTo: max(width, reach), size: size, measurer: layout.measurer)
      }
      guard !yTitles[i].isEmpty else { continue }
      if isRowTitle[i] {
        shared = TextBlock(
          yTitles[i], wrappedTo: layout.profile.width, size: size, measurer: layout.measurer)
      } else {
        let room = layout.columns == 1 ? layout.profile.width : width + layout.leftRooms[cell.column]
        own[i] = TextBlock(yTitles[i], wrappedTo: room, size: size, measurer: layout.measurer)
      }
    }
    return (shared, headings, own)
  }

  private static let gap = (lines: 6.0, frame: 9.0, axis: 6.0)

  /// The room over the frames of a row.
  func heightAbove(_ row: Int, in layout: ChartLayout) -> Double {
    let blocks = blocks(row, in: layout)
    let heights = [
      blocks.shared?.height ?? 0, blocks.headings.values.map(\.height).max() ?? 0,
      blocks.own.values.map(\.height).max() ?? 0,
    ].filter { $0 > 0 }
    let gaps = Double(max(0, heights.count - 1)) * PanelTitles.gap.lines
    return heights.reduce(0, +) + gaps + PanelTitles.gap.frame + topRoom(row, in: layout)
      + rightRise(row, in: layout)
  }

  private func rightBlock(_ i: Int, _ layout: ChartLayout) -> TextBlock {
    TextBlock(
      rightTitles[i], wrappedTo: layout.frames[i].width, size: layout.profile.titleSize,
      measurer: layout.measurer)
  }

  /// What titles are raised by, so that those of right axes have a line of their own: nothing where a single panel has
  /// room for both side by side.
  private func rightRise(_ row: Int, in layout: ChartLayout) -> Double {
    let indices = layout.cells.indices.filter { layout.cells[$0].row == row && !rightTitles[$0].isEmpty }
    let height = indices.map { rightBlock($0, layout).height }.max() ?? 0
    guard height > 0 else { return 0 }
    let isClear = indices.allSatisfy { i in
      let others = [headings[i], yTitles[i]].map {
        $0.width(size: layout.profile.titleSize, measurer: layout.measurer)
      }
      let room = layout.frames[i].width + layout.leftRooms[layout.cells[i].column]
      return layout.columns == 1 && others.reduce(0, +) + rightBlock(i, layout).width + 24 <= room
    }
    return isClear ? 0 : height + PanelTitles.gap.lines
  }

  /// The room of a second axis over the frames of a row: tick labels and a title.
  private func topRoom(_ row: Int, in layout: ChartLayout) -> Double {
    let indices = layout.cells.indices.filter { layout.cells[$0].row == row }
    guard indices.contains(where: { layout.cells[$0].spec.top != nil }) else { return 0 }
    let title = indices.map { topBlock($0, layout).height }.max() ?? 0
    return PanelAxes.labelRoom(layout.profile.tickSize) + (title > 0 ? title + PanelTitles.gap.lines : 0)
  }

  private func topBlock(_ i: Int, _ layout: ChartLayout) -> TextBlock {
    TextBlock(
      topTitles[i], wrappedTo: layout.profile.width * 0.9, size: layout.profile.titleSize,
      measurer: layout.measurer)
  }

  /// The room under the frames of a row: tick labels and titles.
  func heightBelow(_ row: Int, in layout: ChartLayout) -> Double {
    let indices = layout.cells.indices.filter { layout.cells[$0].row == row }
    let labels =
      indices.contains { showsX[$0] } ? PanelAxes.labelRoom(layout.profile.tickSize) : Ink.tick.major
    let own = indices.map { xBlock($0, in: layout).height }.max() ?? 0
    let shared = row == layout.rows - 1 ? sharedBlock(layout).height : 0
    return labels + (max(own, shared) > 0 ? PanelTitles.gap.axis + max(own, shared) : 0)
  }

  private func xBlock(_ i: Int, in layout: ChartLayout) -> TextBlock {
    let room =
      layout.columns == 1 ? layout.profile.width * 0.9 : layout.frames[i].width + PanelTitles.gutter
    return TextBlock(
      xTitles[i], wrappedTo: room, size: layout.profile.titleSize, measurer: layout.measurer)
  }

  private func sharedBlock(_ layout: ChartLayout) -> TextBlock {
    TextBlock(
      sharedX, wrappedTo: layout.profile.width * 0.9, size: layout.profile.titleSize,
      measurer: layout.measurer)
  }

  /// All titles and headings.
  func nodes(in layout: ChartLayout) -> [Scene.Node] {
    var nodes: [Scene.Node] = []
    func add(_ block: TextBlock, x: Double, y: Double, _ alignment: TextBlock.Alignment = .left) {
      guard !block.lines.isEmpty else { return }
      var x = x
      if alignment == .center {
        // Centred titles stay on the canvas.
        x = min(max(x, block.width / 2), layout.profile.width - block.width / 2)
      }
      nodes.append(.group(Scene.Role("title"), clip: nil, block.nodes(x: x, y: y, alignment)))
    }
    for row in 0..<layout.rows {
      let indices = layout.cells.indices.filter { layout.cells[$0].row == row }
      guard let first = indices.first else { continue }
      let blocks = blocks(row, in: layout)
      let rise = rightRise(row, in: layout)
      var y = layout.rowTops[row]
      if let shared = blocks.shared {
        add(shared, x: titleLeft(first, layout), y: y)
        y += shared.height + PanelTitles.gap.lines
      }
      let headingHeight = blocks.headings.values.map(\.height).max() ?? 0
      for i in indices {
        if let block = blocks.headings[i] {
          let isAlone = blocks.own[i] != nil || layout.columns == 1
          add(
            block, x: isAlone ? titleLeft(i, layout) : layout.frames[i].x, y: y + headingHeight - block.height
          )
        }
      }
      for i in indices {
        if let block = blocks.own[i] {
          add(
            block, x: titleLeft(i, layout),
            y: layout.frames[i].y - PanelTitles.gap.frame - topRoom(row, in: layout) - rise - block.height)
        }
      }
      for i in indices where !rightTitles[i].isEmpty {
        let block = rightBlock(i, layout)
        let (guides, y) = (layout.guides[i], layout.frames[i].y - PanelTitles.gap.frame - block.height)
        add(block, x: layout.frames[i].maxX + guides.labelRoom, y: y, .right)
        guard guides.hasColumn else { continue }
        let column = TextBlock(
          columnTitles[i], wrappedTo: layout.frames[i].width, size: layout.profile.titleSize,
          measurer: layout.measurer)
        add(column, x: layout.frames[i].maxX + guides.rightRoom, y: y + block.height - column.height, .right)
      }
      let (left, right) = (layout.frames[first].x, indices.map { layout.frames[$0].maxX }.max() ?? 0)
      for i in indices {
        let room = PanelAxes.labelRoom(layout.profile.tickSize) + PanelTitles.gap.lines
        let block = topBlock(i, layout)
        add(block, x: (left + right) / 2, y: layout.frames[i].y - room - block.height, .center)
      }
      for i in indices {
        let frame = layout.frames[i]
        let top = frame.maxY + below(row, layout)
        add(xBlock(i, in: layout), x: frame.x + frame.width / 2, y: top, .center)
      }
    }
    if let lowest = layout.frames.map(\.maxY).max(), let left = layout.frames.map(\.x).min(),
      let right = layout.frames.map(\.maxX).max()
    {
      add(sharedBlock(layout), x: (left + right) / 2, y: lowest + below(layout.rows - 1, layout), .center)
    }
    return nodes
  }

  private func below(_ row: Int, _ layout: ChartLayout) -> Double {
    let shows = layout.cells.indices.contains { layout.cells[$0].row == row && showsX[$0] }
    return (shows ? PanelAxes.labelRoom(layout.profile.tickSize) : Ink.tick.major) + PanelTitles.gap.axis
  }

  /// Where the tick labels of a panel's column begin: its title is flush with them.
  private func titleLeft(_ i: Int, _ layout: ChartLayout) -> Double {
    guard showsY[i] else { return layout.frames[i].x }
    return max(0, layout.frames[i].x - layout.leftRooms[layout.cells[i].column])
  }
}
