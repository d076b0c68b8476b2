import Diagnostics

/// An outline in whole units, written with relative commands.
///
/// Whole units make equal outlines equal texts wherever they lie, and rounding cannot add up along a path.
struct SVGPath {
  private enum Step {
    case move(Int, Int)
    case line(Int, Int)
    case curve([Int])
    case close
  }
  private var steps: [Step] = []

  /// Reads the subset that Cairo writes: absolute `M`, `L`, `C`, `Z` and numbers between spaces.
  init(cairo text: String) throws(DiagnosticError) {
    var command: Substring = ""
    var numbers: [Int] = []
    for word in text.split(separator: " ") {
      switch word {
      case "M", "L", "C":
        command = word
        numbers = []
        continue
      case "Z":
        steps.append(.close)
        continue
      default:
        guard let value = Double(String(word)), value.isFinite, abs(value) < 1e9 else {
          throw DiagnosticError("E0907", "Cairo wrote the coordinate \"\(word)\"")
        }
        numbers.append(Int(value.rounded()))
      }
      switch (command, numbers.count) {
      case ("M", 2): steps.append(.move(numbers[0], numbers[1]))
      case ("L", 2): steps.append(.line(numbers[0], numbers[1]))
      case ("C", 6): steps.append(.curve(numbers))
      default: continue
      }
      numbers = []
    }
    // Cairo repeats the start of a closed subpath as a move to nowhere.
    steps = zip(steps, steps.dropFirst().map(Optional.some) + [nil]).compactMap { step, next in
      guard case .move = step else { return step }
      if case .move? = next { return nil }
      return next == nil ? nil : step
    }
  }

  /// An outline in hundredths of a pixel; steps that round to nowhere are left out.
  init(_ path: Path) {
    func hundredths(_ value: Double) -> Int { Int(max(-1e9, min(1e9, (value * 100).rounded()))) }
    var (x, y) = (0, 0)
    var isAtStart = true
    for element in path.elements {
      switch element {
      case .move(let p):
        if case .move? = steps.last { steps.removeLast() }
        (x, y) = (hundredths(p.x), hundredths(p.y))
        steps.append(.move(x, y))
        isAtStart = true
      case .line(let p):
        let (toX, toY) = (hundredths(p.x), hundredths(p.y))
        // A piece that is one point still shows as a dot under round caps.
        if toX == x, toY == y, !isAtStart { continue }
        steps.append(.line(toX, toY))
        (x, y) = (toX, toY)
        isAtStart = false
      case .curve(let a, let b, let p):
        (x, y) = (hundredths(p.x), hundredths(p.y))
        steps.append(.curve([hundredths(a.x), hundredths(a.y), hundredths(b.x), hundredths(b.y), x, y]))
        isAtStart = false
      case .close: steps.append(.close)
      }
    }
    if case .move? = steps.last { steps.removeLast() }
  }

  var isEmpty: Bool { steps.isEmpty }

  func moved(by offset: (x: Int, y: Int)) -> SVGPath {
    var result = self
    result.steps = steps.map { step in
      switch step {
      case .move(let x, let y): .move(x + offset.x, y + offset.y)
      case .line(let x, let y): .line(x + offset.x, y + offset.y)
      case .curve(let n): .curve(n.enumerated().map { $1 + ($0.isMultiple(of: 2) ? offset.x : offset.y) })
      case .close: .close
      }
    }
    return result
  }

  /// Path data, the units being hundredths.
  var data: String { data(divisor: 100) }
  /// Path data in the units themselves.
  var integerData: String { data(divisor: 1) }

  private func data(divisor: Int) -> String {
    var text = ""
    var last: Character = " "
    var (x, y, startX, startY) = (0, 0, 0, 0)
    func emit(_ command: Character, _ numbers: [Int]) {
      // A command that repeats is left out; `l` may follow a move without being said.
      if command != last || command == "m" { text.append(command) }
      for (index, number) in numbers.enumerated() {
        let word = SVGNumber.text(number, divisor)
        let isAfterCommand = index == 0 && text.last?.isLetter ?? true
        if !isAfterCommand, !word.hasPrefix("-") { text += " " }
        text += word
      }
      last = command
    }
    for (index, step) in steps.enumerated() {
      switch step {
      case .move(let toX, let toY):
        emit(index == 0 ? "M" : "m", index == 0 ? [toX, toY] : [toX - x, toY - y])
        (x, y, startX, startY) = (toX, toY, toX, toY)
      case .line(let toX, let toY):
        let (dx, dy) = (toX - x, toY - y)
        if dy == 0 { emit("h", [dx]) } else if dx == 0 { emit("v", [dy]) } else { emit("l", [dx, dy]) }
        (x, y) = (toX, toY)
      case .curve(let n):
        emit("c", n.enumerated().map { $1 - ($0.isMultiple(of: 2) ? x : y) })
        (x, y) = (n[4], n[5])
      case .close:
        text.append("z")
        last = "z"
        (x, y) = (startX, startY)
      }
    }
    return text
  }
}

/// Numbers of an SVG: plain decimals without trailing zeros, no `-0`, no exponent.
enum SVGNumber {
  /// `units / divisor`, for a divisor of 1 or 100.
  static func text(_ units: Int, _ divisor: Int) -> String {
    guard divisor > 1 else { return String(units) }
    let (whole, rest) = abs(units).quotientAndRemainder(dividingBy: divisor)
    let sign = units < 0 ? "-" : ""
    guard rest != 0 else { return sign + String(whole) }
    var digits = String(String(divisor + rest).dropFirst())
    while digits.hasSuffix("0") { digits.removeLast() }
    return "\(sign)\(whole == 0 ? "" : String(whole)).\(digits)"
  }

  /// A number to a few decimals.
  static func text(_ value: Double, places: Int = 2) -> String {
    let divisor = (0..<places).reduce(1) { value, _ in value * 10 }
    let scaled = (value * Double(divisor)).rounded()
    guard abs(scaled) < 1e15 else { return "0" }
    return text(Int(scaled), divisor)
  }
}
