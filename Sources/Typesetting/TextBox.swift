/// Characters on several lines that stand as one piece in a line of text.
struct TextBox {
  /// Lines of equal width, top first.
  private(set) var rows: [String]
  /// The line that stands on the line of text.
  private(set) var baseline: Int
  private(set) var width: Int

  init(_ text: String = "") { self.init(rows: [text], baseline: 0) }

  /// Shorter lines are filled up on the right.
  init(rows: [String], baseline: Int) {
    width = rows.map(\.count).max() ?? 0
    self.rows = rows.map { [width] row in row + String(repeating: " ", count: width - row.count) }
    self.baseline = baseline
  }

  var height: Int { rows.count }
  /// Lines above the line of text.
  var ascent: Int { baseline }
  /// Lines below it.
  var descent: Int { height - 1 - baseline }

  /// Both pieces on one line of text.
  func beside(_ other: TextBox) -> TextBox {
    let up = max(ascent, other.ascent)
    let down = max(descent, other.descent)
    let rows = (-up...down).map { row(at: $0) + other.row(at: $0) }
    return TextBox(rows: rows, baseline: up)
  }

  /// Lines one above the other; the line of text is that of the box with this index.
  static func stack(_ boxes: [TextBox], baselineOf index: Int) -> TextBox {
    let above = boxes[..<index].reduce(0) { $0 + $1.height }
    return TextBox(rows: boxes.flatMap(\.rows), baseline: above + boxes[index].baseline)
  }

  /// A line counted from the line of text, upwards negative; blank where there is none.
  func row(at offset: Int) -> String {
    let index = baseline + offset
    return rows.indices.contains(index) ? rows[index] : String(repeating: " ", count: width)
  }

  /// In the middle of a wider box.
  func centred(in wanted: Int) -> TextBox {
    let left = String(repeating: " ", count: max(0, wanted - width) / 2)
    return TextBox(rows: rows.map { left + $0 }, baseline: baseline).padded(to: wanted)
  }

  /// Filled up on the right.
  func padded(to wanted: Int) -> TextBox {
    let right = String(repeating: " ", count: max(0, wanted - width))
    return TextBox(rows: rows.map { $0 + right }, baseline: baseline)
  }

  /// Filled up on the left.
  func indented(by count: Int) -> TextBox {
    TextBox(rows: rows.map { String(repeating: " ", count: max(0, count)) + $0 }, baseline: baseline)
  }

  /// A quotient: the bar is on the line of text.
  static func fraction(_ top: TextBox, _ bottom: TextBox) -> TextBox {
    let width = max(top.width, bottom.width)
    let bar = TextBox(String(repeating: "─", count: width))
    return stack([top.centred(in: width), bar, bottom.centred(in: width)], baselineOf: 1)
  }

  /// A superscript one line up; at the upper corner of something that has several lines.
  func raised(_ script: TextBox) -> TextBox {
    let overlap = height > 1 ? 1 : 0
    let lift = ascent + 1 - overlap
    // The script's lowest line stands so many lines above the line of text.
    return beside(
      TextBox(rows: script.rows + Array(repeating: "", count: lift), baseline: script.height + lift - 1))
  }

  /// Between delimiters, which grow with what they enclose when they stretch.
  func fenced(_ open: String, _ close: String, stretchy: Bool) -> TextBox {
    guard stretchy, height > 1 else { return TextBox(open).beside(self).beside(TextBox(close)) }
    return delimiter(open).beside(self).beside(delimiter(close))
  }

  private func delimiter(_ symbol: String) -> TextBox {
    guard !symbol.isEmpty else { return TextBox() }
    let pieces: (top: String, middle: String, bottom: String) =
      switch symbol {
      case "(": ("⎛", "⎜", "⎝")
      case ")": ("⎞", "⎟", "⎠")
      case "[": ("⎡", "⎢", "⎣")
      case "]": ("⎤", "⎥", "⎦")
      case "⌊": ("⎢", "⎢", "⎣")
      case "⌋": ("⎥", "⎥", "⎦")
      case "⌈": ("⎡", "⎢", "⎢")
      case "⌉": ("⎤", "⎥", "⎥")
      case "|": ("│", "│", "│")
      default: ("", "", "")
      }
    guard !pieces.top.isEmpty else { return TextBox(symbol) }
    let middle = Array(repeating: pieces.middle, count: height - 2)
    return TextBox(rows: [pieces.top] + middle + [pieces.bottom], baseline: baseline)
  }
}
