import Fitting

extension FitData {
  /// Rows that repeat an earlier one in every variable and the observed value: their positions with that of the first.
  ///
  /// A table that was joined wrongly has such rows; each counts in the fit as one more measurement.
  func repeatedRows() -> [(row: Int, first: Int)] {
    let columns = variables.sorted { $0.key < $1.key }.map(\.value) + [observed]
    func isBefore(_ a: Int, _ b: Int) -> Bool? {
      for column in columns where column[a] != column[b] { return column[a] < column[b] }
      return nil
    }
    let sorted = observed.indices.sorted { a, b in isBefore(a, b) ?? (a < b) }
    var repeated: [(row: Int, first: Int)] = []
    var first = sorted.first
    for row in sorted.dropFirst() {
      if let one = first, isBefore(one, row) == nil { repeated.append((row, one)) } else { first = row }
    }
    return repeated.sorted { $0.row < $1.row }
  }
}
