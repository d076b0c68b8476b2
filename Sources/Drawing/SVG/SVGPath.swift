/// Path data in whole units, so that equal outlines give equal texts wherever they lie, and rounding cannot add up along
/// a path.
struct SVGPath {
  private enum Step { case move, line, curve, close }
  private var steps: [Step] = []
  /// Two numbers for each move and line, six for each curve.
  private var numbers: [Int] = []
  /// How many units a pixel has.
  private let unitsPerPixel: Int

  /// An empty path with room for so many points.
  init(unitsPerPixel: Int = 100, capacity: Int = 0) {
    self.unitsPerPixel = unitsPerPixel
    steps.reserveCapacity(capacity)
    numbers.reserveCapacity(2 * capacity)
  }

  /// An outline in parts of a pixel; steps that round to nowhere are left out.
  init(_ path: Path, unitsPerPixel: Int = 100) {
    self.unitsPerPixel = unitsPerPixel
    let scale = Double(unitsPerPixel)
    func units(_ value: Double) -> Int { Int(max(-1e9, min(1e9, (value * scale).rounded()))) }
    for element in path.elements {
      switch element {
      case .move(let p): move(units(p.x), units(p.y))
      case .line(let p): line(units(p.x), units(p.y))
      case .curve(let a, let b, let p):
        curve(units(a.x), units(a.y), units(b.x), units(b.y), units(p.x), units(p.y))
      case .close: close()
      }
    }
    finish()
  }

  var isEmpty: Bool { steps.isEmpty }

  /// Whether two steps meet somewhere.
  var hasCorners: Bool { zip(steps, steps.dropFirst()).contains { $0 != .move && $1 != .move } }

  /// Adds the pieces of another path in the same units.
  mutating func append(_ other: SVGPath) {
    steps += other.steps
    numbers += other.numbers
  }

  // MARK: - Building

  mutating func move(_ x: Int, _ y: Int) {
    // A move to nowhere.
    if case .move? = steps.last {
      steps.removeLast()
      numbers.removeLast(2)
    }
    steps.append(.move)
    numbers.append(x)
    numbers.append(y)
  }

  mutating func line(_ x: Int, _ y: Int) {
    // A piece that is one point still shows as a dot under round caps.
    if steps.last != .move, steps.last != .close, numbers.count > 1, numbers[numbers.count - 1] == y,
      numbers[numbers.count - 2] == x
    {
      return
    }
    steps.append(.line)
    numbers.append(x)
    numbers.append(y)
  }

  /// A line to where the pen is.
  mutating func stay() {
    guard numbers.count > 1 else { return }
    steps.append(.line)
    numbers += numbers.suffix(2)
  }

  /// Two control points and the end.
  mutating func curve(_ x1: Int, _ y1: Int, _ x2: Int, _ y2: Int, _ x: Int, _ y: Int) {
    steps.append(.curve)
    numbers.append(x1)
    numbers.append(y1)
    numbers.append(x2)
    numbers.append(y2)
    numbers.append(x)
    numbers.append(y)
  }

  mutating func close() { steps.append(.close) }

  /// Ends the building: a last move leads nowhere.
  mutating func finish() {
    if case .move? = steps.last {
      steps.removeLast()
      numbers.removeLast(2)
    }
  }

  // MARK: - Writing

  /// Adds path data: plain numbers, in steps from the point before.
  ///
  /// - Parameters:
  ///   - divisor: what the units are divided by; nil for pixels.
  ///   - offset: added to every point, in units.
  func write(to text: inout SVGText, divisor: Int? = nil, offset: (x: Int, y: Int) = (0, 0)) {
    var writer = Writer(text: text, divisor: divisor ?? unitsPerPixel)
    text = SVGText()
    var next = 0
    var (x, y, startX, startY) = (0, 0, 0, 0)
    for (index, step) in steps.enumerated() {
      switch step {
      case .move:
        let (toX, toY) = (numbers[next] + offset.x, numbers[next + 1] + offset.y)
        writer.command(index == 0 ? "M" : "m")
        writer.number(index == 0 ? toX : toX - x)
        writer.number(index == 0 ? toY : toY - y)
        (x, y, startX, startY) = (toX, toY, toX, toY)
        next += 2
      case .line:
        let (toX, toY) = (numbers[next] + offset.x, numbers[next + 1] + offset.y)
        if toY == y {
          writer.command("h")
          writer.number(toX - x)
        } else if toX == x {
          writer.command("v")
          writer.number(toY - y)
        } else {
          writer.command("l")
          writer.number(toX - x)
          writer.number(toY - y)
        }
        (x, y) = (toX, toY)
        next += 2
      case .curve:
        writer.command("c")
        for pair in stride(from: next, to: next + 6, by: 2) {
          writer.number(numbers[pair] + offset.x - x)
          writer.number(numbers[pair + 1] + offset.y - y)
        }
        (x, y) = (numbers[next + 4] + offset.x, numbers[next + 5] + offset.y)
        next += 6
      case .close:
        writer.command("z")
        (x, y) = (startX, startY)
      }
    }
    text = writer.text
  }

  private struct Writer {
    var text: SVGText
    let divisor: Int
    private var last: Unicode.Scalar = " "
    private var isAfterCommand = true
    private var hasPoint = false

    init(text: SVGText, divisor: Int) { (self.text, self.divisor) = (text, divisor) }

    /// A command that repeats is left out, but for moves and ends.
    mutating func command(_ letter: Unicode.Scalar) {
      guard letter != last || letter == "m" || letter == "z" else { return }
      text.append(letter)
      last = letter
      isAfterCommand = true
    }

    /// A sign, or a point after a number that has one, parts numbers as well as a space does.
    mutating func number(_ units: Int) {
      let startsWithPoint = units > 0 && units < divisor
      if !isAfterCommand, units >= 0, !(startsWithPoint && hasPoint) { text.append(" " as Unicode.Scalar) }
      hasPoint = text.append(units, divisor)
      isAfterCommand = false
    }
  }
}
