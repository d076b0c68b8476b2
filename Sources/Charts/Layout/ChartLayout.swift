import Diagnostics
import Drawing

extension ChartSpec {
  /// Lays the chart out for a medium: every line, marker and letter gets its place in CSS pixels.
  ///
  /// The height follows from the content. On a page narrower than 480 px panels stand in one column.
  ///
  /// - Parameters:
  ///   - profile: the medium's width and text sizes.
  ///   - measurer: the one text measurer; back ends do not measure again.
  public func layout(_ profile: Profile, measurer: TextMeasurer) throws(DiagnosticError) -> Scene {
    let isStack = profile.width < 480
    var layout = try ChartLayout(self, profile, measurer, isStack: isStack)
    if !isStack, panels.count > 1, layout.frames[0].width < 90 {
      layout = try ChartLayout(self, profile, measurer, isStack: true)
    }
    return try layout.scene()
  }
}

/// The places of panels and guides on the canvas.
///
/// Margins follow from measured text and text from the panels' size (a longer axis has more labels), so both are found
/// together in a few rounds; then names are spread at the ends of lines, or go to a legend and all is placed again.
struct ChartLayout {
  let spec: ChartSpec
  let profile: Profile
  let measurer: TextMeasurer
  let isStack: Bool
  let cells: [PanelCell]
  let titles: PanelTitles
  let traits: [SeriesTraits]
  let rows, columns: Int

  private(set) var guides: [PanelGuides] = []
  private(set) var frames: [Rect] = []
  /// Tops of the rows' titles, before headings.
  private(set) var rowTops: [Double] = []
  private(set) var leftRooms: [Double] = []
  private(set) var endLabels: [EndLabels?] = []
  private(set) var legend: Legend
  let colorKey: ColorKey
  /// Words beside the panels; empty where there is no room for them.
  let asides: AsideColumn
  /// Where footnotes begin.
  private(set) var bottom = 0.0

  init(_ spec: ChartSpec, _ profile: Profile, _ measurer: TextMeasurer, isStack: Bool) throws(DiagnosticError)
  {
    self.spec = spec
    self.profile = profile
    self.measurer = measurer
    self.isStack = isStack
    cells = try Arrangement.cells(spec, isStack: isStack)
    rows = (cells.map(\.row).max() ?? 0) + 1
    columns = (cells.map(\.column).max() ?? 0) + 1
    titles = try PanelTitles(cells, isStack: isStack, source: spec.id)
    traits = try SeriesTraits.collect(cells.map(\.spec), source: spec.id)
    legend = Legend(entries: [], width: profile.width, size: profile.tickSize, measurer: measurer)

    let scales = ColorKey.scales(of: cells.map(\.spec))
    var labels: [RichText] = []
    for scale in scales { labels.append(try RichText(markup: scale.label, source: spec.id)) }
    let specs = cells.map(\.spec)
    colorKey = ColorKey(
      scales: scales, labels: labels, values: scales.map { ColorKey.values(of: specs, on: $0) },
      width: profile.width, size: profile.tickSize, measurer: measurer)
    let hasAsides = !isStack && profile.width >= Self.leastForAsides * profile.tickSize
    asides = try AsideColumn(
      hasAsides ? spec.asides : [], traits: traits, wrappedTo: 0.3 * profile.width, size: profile.tickSize,
      measurer: measurer, source: spec.id)

    let names = directNames()
    let named = Set(names.flatMap { $0 } + asides.names)
    let rest = inOrderOfEnds().filter { !named.contains($0.style.name) }
    let all = inOrderOfEnds().filter { !asides.names.contains($0.style.name) }
    // Among level lines a single series needs its name as well.
    let wantsNames = cells.contains { cell in
      cell.spec.marks.contains { mark in
        if case .line(let line) = mark { line.isLabelled && !line.series.name.isEmpty } else { false }
      }
    }
    let hasKey = traits.count > 1 || wantsNames || cells.contains(where: \.hasContours)
    setLegend(hasKey ? rest : [])
    place(directNames: names)
    if !label(names) {
      endLabels = cells.map { _ in nil }
      setLegend(hasKey ? all : [])
      place(directNames: cells.map { _ in [] })
    }
  }

  /// A medium of fewer widths of a letter has no room beside panels.
  private static let leastForAsides = 48.0

  private mutating func setLegend(_ entries: [SeriesTraits]) {
    legend = Legend(entries: entries, width: profile.width, size: profile.tickSize, measurer: measurer)
  }

  /// Series to name at the ends of their lines, by panel: in each row a series is named in the last panel that has it.
  private func directNames() -> [[String]] {
    var result = cells.map { _ in [String]() }
    for row in 0..<rows {
      var seen: Set<String> = []
      for i in cells.indices.reversed() where cells[i].row == row {
        for case .line(let line) in cells[i].spec.marks where line.isLabelled && !line.series.name.isEmpty {
          guard !asides.names.contains(line.series.name) else { continue }
          guard !result[i].contains(line.series.name), !seen.contains(line.series.name) else { continue }
          result[i].append(line.series.name)
        }
        seen.formUnion(result[i])
      }
    }
    let widest = result.joined().map(width(ofName:)).max() ?? 0
    // In a stack every panel would give up the room of the one that has the names.
    let share = isStack && cells.count > 1 ? 0.2 : 0.34
    let isTooWide = EndLabels.room([widest]) > share * profile.width
    let isTooMany = result.contains { $0.count > EndLabels.most }
    return isTooWide || isTooMany ? cells.map { _ in [] } : result
  }

  private func width(ofName name: String) -> Double {
    let trait = traits.first { $0.style.name == name }
    return trait?.label.width(size: profile.tickSize, measurer: measurer) ?? 0
  }

  /// Spreads names at the ends of lines; false when there is no room in some panel.
  private mutating func label(_ names: [[String]]) -> Bool {
    endLabels = []
    for i in cells.indices {
      guard !names[i].isEmpty else {
        endLabels.append(nil)
        continue
      }
      guard
        let labels = EndLabels(
          cells[i], frame: frames[i], names: names[i], traits: traits, size: profile.tickSize,
          measurer: measurer)
      else { return false }
      endLabels.append(labels)
    }
    return true
  }

  /// The series from the highest line end to the lowest in the last panel; those without a line keep their order.
  private func inOrderOfEnds() -> [SeriesTraits] {
    guard let cell = cells.last else { return traits }
    func end(_ name: String) -> Double {
      var best: Point?
      for case .line(let line) in cell.spec.marks where line.series.name == name {
        for p in line.points where p.x.isFinite && p.y.isFinite && p.x > (best?.x ?? -.infinity) { best = p }
      }
      return best?.y ?? -.infinity
    }
    return traits.enumerated().sorted {
      let (a, b) = (end($0.element.style.name), end($1.element.style.name))
      return a == b ? $0.offset < $1.offset : a > b
    }.map(\.element)
  }

  /// The room of legend and colour keys over the panels.
  private var keysHeight: Double {
    [legend.height, colorKey.height].filter { $0 > 0 }.map { $0 + 8 }.reduce(0, +)
  }

  /// Finds the panels' size and all places.
  private mutating func place(directNames names: [[String]]) {
    let shares = (0..<columns).map(share(ofColumn:)).reduce(0, +)
    let total = min(profile.width, (spec.widest ?? .infinity) * profile.tickSize / Profile.web.tickSize)
    var size = (width: max(60, total / shares - 60), height: 0.0)
    size.height = height(ofWidth: size.width)
    var lefts: [Double] = []
    var rights: [Double] = []
    for _ in 0..<5 {
      measure(size)
      lefts = leftRoom(size)
      rights = rightRoom(size, names)
      let gutter = Double(columns - 1) * PanelTitles.gutter
      let free = total - lefts.reduce(0, +) - rights.reduce(0, +) - gutter - asideRoom
      let width = max(40, free / shares)
      let isSettled = abs(width - size.width) < 0.01
      size = (width, height(ofWidth: width))
      if isSettled { break }
    }
    leftRooms = lefts
    arrange(size, lefts, rights)
  }

  /// The width of a column of panels as a part of the widest.
  private func share(ofColumn column: Int) -> Double {
    guard !isStack, spec.columnShares.indices.contains(column), spec.columnShares[column] > 0 else {
      return 1
    }
    return spec.columnShares[column]
  }

  private func width(of cell: PanelCell, _ size: (width: Double, height: Double)) -> Double {
    size.width * share(ofColumn: cell.column)
  }

  /// Whether the last column has no panel in the first row: there asides need no room of their own.
  private var hasFreeCorner: Bool {
    columns > 1 && !cells.contains { $0.row == 0 && $0.column == columns - 1 }
  }

  /// The room right of the panels that asides take.
  private var asideRoom: Double {
    asides.width == 0 || hasFreeCorner ? 0 : asides.width + PanelTitles.gutter
  }

  /// Where asides stand.
  var asideOrigin: Point {
    let top = frames[0].y
    guard !hasFreeCorner, let right = cells.indices.map({ frames[$0].maxX + guides[$0].rightRoom }).max()
    else {
      let x = cells.indices.first { cells[$0].column == columns - 1 }.map { frames[$0].x } ?? 0
      return Point(x, top)
    }
    return Point(right + PanelTitles.gutter, top)
  }

  private mutating func measure(_ size: (width: Double, height: Double)) {
    guides = cells.map { cell in
      let (spec, width, height) = (cell.spec, width(of: cell, size), height(of: cell, size))
      let x = AxisGuide(
        spec.x, domain: cell.xDomain, length: width, isHorizontal: true, size: profile.tickSize,
        measurer: measurer)
      // Axes of one quantity on one scale have one set of ticks, so that squares of the grid are squares.
      let isSquare =
        cell.xDomain == cell.yDomain && spec.x.scale == spec.y.scale && spec.x.ticks == spec.y.ticks
        && spec.x.format == spec.y.format && height >= 0.9 * width
      guard !isSquare else { return PanelGuides(x: x, y: x) }
      let y = AxisGuide(
        spec.y, domain: cell.yDomain, length: height, isHorizontal: false, size: profile.tickSize,
        measurer: measurer)
      var guides = PanelGuides(x: x, y: y)
      guides.add(
        cell, width: width, height: height, hasColumn: profile.width >= 480, size: profile.tickSize,
        titleSize: profile.titleSize, measurer: measurer)
      return guides
    }
  }

  /// The height of a panel: its row's part of the common height.
  private func height(of cell: PanelCell, _ size: (width: Double, height: Double)) -> Double {
    if isStack, spec.stackShares.indices.contains(cell.row), spec.stackShares[cell.row] > 0 {
      return max(24, (size.height * spec.stackShares[cell.row]).rounded())
    }
    let row = cell.spec.row
    guard spec.rowShares.indices.contains(row), spec.rowShares[row] > 0 else { return size.height }
    return max(24, (size.height * spec.rowShares[row]).rounded())
  }

  /// Wide panels are flat, narrow ones upright, so that slopes stay readable.
  private func height(ofWidth width: Double) -> Double {
    let isMap = cells.contains(where: \.isMap)
    let natural = min(isMap ? 440 : 400, max(200, (isMap ? 0.82 : 0.74) * width))
    // Level lines of a small map need room between them for their labels.
    let least = max(
      cells.contains(where: \.hasContours) ? min(240, 0.85 * width) : 80,
      spec.leastLines * 1.15 * profile.tickSize)
    return max(least, spec.aspect.map { $0 * width } ?? natural).rounded()
  }

  private func leftRoom(_ size: (width: Double, height: Double)) -> [Double] {
    (0..<columns).map { column in
      cells.indices.filter { cells[$0].column == column }.map { i in
        let labels =
          titles.showsY[i]
          ? Ink.tick.major + PanelAxes.labelGap + guides[i].y.widest.rounded(.up) : Ink.tick.major
        let over = titles.showsX[i] ? overhang(i, size).left : 0
        return max(labels, over)
      }.max() ?? 0
    }
  }

  private func rightRoom(_ size: (width: Double, height: Double), _ names: [[String]]) -> [Double] {
    (0..<columns).map { column in
      cells.indices.filter { cells[$0].column == column }.map { i in
        let over = titles.showsX[i] ? overhang(i, size).right : 0
        return max(
          1, over, EndLabels.room(names[i].map(width(ofName:))), guides[i].rightRoom)
      }.max() ?? 0
    }
  }

  private func overhang(_ i: Int, _ size: (width: Double, height: Double)) -> (left: Double, right: Double) {
    let width = width(of: cells[i], size)
    var over = guides[i].x.overhang(cells[i].spec.x, domain: cells[i].xDomain, length: width)
    guard let top = guides[i].top, let factor = cells[i].spec.top?.factor else { return over }
    let domain = cells[i].xDomain.lowerBound * factor...cells[i].xDomain.upperBound * factor
    let above = top.overhang(cells[i].spec.x, domain: domain, length: width)
    over = (max(over.left, above.left), max(over.right, above.right))
    return over
  }

  /// Sets panels of one size into rows and columns.
  private mutating func arrange(
    _ size: (width: Double, height: Double), _ lefts: [Double], _ rights: [Double]
  ) {
    var lefts = lefts
    var xs: [Double] = []
    var x = 0.0
    for column in 0..<columns {
      // Whole pixels keep frames sharp.
      x = (x + lefts[column]).rounded()
      if column == 0 { lefts[0] = x }
      xs.append(x + 0.5)
      x += size.width * share(ofColumn: column) + rights[column] + PanelTitles.gutter
    }
    let last = share(ofColumn: columns - 1)
    let most = (profile.width - (xs.last ?? 0) - (rights.last ?? 0)) / last
    let width = min(size.width.rounded(.down), most)
    frames = cells.map {
      let share = share(ofColumn: $0.column)
      return Rect(
        x: xs[$0.column], y: 0, width: share == 1 ? width : (width * share).rounded(.down),
        height: height(of: $0, size))
    }
    rowTops = []
    var y = max(2, keysHeight)
    for row in 0..<rows {
      rowTops.append(y)
      y = (y + titles.heightAbove(row, in: self)).rounded() + 0.5
      for i in cells.indices where cells[i].row == row { frames[i].y = y }
      let tallest = cells.filter { $0.row == row }.map { height(of: $0, size) }.max() ?? size.height
      y += tallest + titles.heightBelow(row, in: self)
      if row < rows - 1 { y += isStack ? 18 : 16 }
    }
    // Many words beside the panels end under them.
    bottom = max(y, asides.width == 0 ? 0 : asideOrigin.y + asides.height)
  }
}
