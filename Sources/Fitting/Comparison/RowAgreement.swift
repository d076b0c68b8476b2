import Diagnostics
import Typesetting

/// Whether fits use the same rows, and how they do not.
public enum RowAgreement {
  /// The rows of one fit: its line, observed value and weight for each.
  public struct Side: Sendable {
    let label: String
    let observed: [Int: Double]
    let weights: [Int: Double]

    /// The rows of a fit; `rows` are those that it uses, nil for all.
    public init(_ label: String, _ data: FitData, rows: [Int]? = nil) {
      self.label = label
      weights = Dictionary(
        (rows ?? Array(data.lines.indices)).map { (data.lines[$0], data.weights?[$0] ?? 1) }
      ) { one, _ in one }
      observed = Dictionary(
        (rows ?? Array(data.lines.indices)).map { (data.lines[$0], data.observed[$0]) }
      ) { one, _ in one }
    }
  }

  /// Throws E0540 when the fits are not all of the same rows, of other observed values there, or
  /// weigh them differently.
  public static func check(_ sides: [Side]) throws(DiagnosticError) {
    guard let first = sides.first else { return }
    let left = first.observed
    for side in sides.dropFirst() {
      let (label, right) = (side.label, side.observed)
      let onlyLeft = left.keys.filter { right[$0] == nil }.sorted()
      let onlyRight = right.keys.filter { left[$0] == nil }.sorted()
      if !onlyLeft.isEmpty || !onlyRight.isEmpty {
        let notes = [(first.label, onlyLeft), (label, onlyRight)].filter { !$0.1.isEmpty }.map {
          "only in \"\($0)\": \(NumberText.counted($1.count, "row")), \(NumberText.plural("line", $1.count)) \(ranges($1))"
        }
        throw DiagnosticError(
          "E0540",
          "the fits \"\(first.label)\" and \"\(label)\" are of different rows: \(left.count) and \(right.count), "
            + "\(left.count - onlyLeft.count) in common", notes: notes)
      }
      let other = left.keys.filter { left[$0] != right[$0] }.sorted()
      if let line = other.first {
        throw DiagnosticError(
          "E0540", "the fits \"\(first.label)\" and \"\(label)\" are of different quantities",
          notes: [
            "in line \(line) one was given \(shortNumber(left[line] ?? .nan)), the other "
              + "\(shortNumber(right[line] ?? .nan)); \(NumberText.counted(other.count, "row")) differ"
          ])
      }
      let weighed = left.keys.filter { first.weights[$0] != side.weights[$0] }.sorted()
      if let line = weighed.first {
        throw DiagnosticError(
          "E0540", "the fits \"\(first.label)\" and \"\(label)\" weigh their rows differently",
          notes: [
            "line \(line) weighs \(shortNumber(first.weights[line] ?? .nan)) in one and "
              + "\(shortNumber(side.weights[line] ?? .nan)) in the other; \(NumberText.counted(weighed.count, "row")) differ"
          ])
      }
    }
  }

  /// `3, 5–9, 12`, at most eight pieces.
  private static func ranges(_ lines: [Int]) -> String {
    var pieces: [(low: Int, high: Int)] = []
    for line in lines {
      if let last = pieces.last, last.high + 1 == line {
        pieces[pieces.count - 1].high = line
      } else {
        pieces.append((line, line))
      }
    }
    let shown = pieces.prefix(8).map { $0.low == $0.high ? "\($0.low)" : "\($0.low)–\($0.high)" }
    return shown.joined(separator: ", ") + (pieces.count > 8 ? ", …" : "")
  }
}
