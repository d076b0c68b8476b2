import Typesetting

/// The objective that a fit made elsewhere gives, beside that of its values on the rows of the report.
public struct FitReproduction: Sendable, Hashable {
  /// As the file gives it.
  public var given: Double
  /// On the rows of the report; nil when the report sums another loss than the file, so that they cannot be compared.
  public var here: Double?
  /// How far apart they may be because both file and parameters have been printed with few digits.
  public var tolerance: Double
  /// How many rows the file says that its maker used; nil when it does not.
  public var givenRows: Int?

  /// Makes a comparison.
  public init(given: Double, here: Double?, tolerance: Double, givenRows: Int?) {
    (self.given, self.here, self.tolerance, self.givenRows) = (given, here, tolerance, givenRows)
  }

  /// Whether the two are the same as far as the printed digits tell; nil when they cannot be compared.
  public var agrees: Bool? { here.map { abs($0 - given) <= tolerance } }

  /// What the reader must know when they are not; nil when they agree.
  func warning(file: String, rows: Int) -> String? {
    func text(_ value: Double) -> String { NumberText.significant(value, digits: 5) }
    guard let here else {
      return
        "the objective \(text(given)) of \(file) sums another loss or other weights than this cell, so it is not compared"
    }
    guard abs(here - given) > tolerance else { return nil }
    let counts = givenRows.map { $0 == rows ? "" : "; it was made on \($0) rows, here are \(rows)" } ?? ""
    return "its objective is \(text(given)) in \(file), but \(text(here)) on the rows of this report\(counts)"
  }
}
