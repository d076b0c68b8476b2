import Fitting

/// What a figure says when no run stands behind its curves.
enum ConstantsNote {
  /// A footnote, or nil when every fit used has runs.
  ///
  /// - Parameter fits: the fits that the figure draws, by label, in order of first use.
  static func text(_ fits: [(label: String, result: FitResult)]) -> String? {
    let constants = fits.filter { !$0.result.hasRuns }
    guard !constants.isEmpty else { return nil }
    let isAll = constants.count == fits.count
    let curves = isAll ? "Curves" : "Curves of \(constants.map(\.label).joined(separator: ", "))"
    return "\(curves) from \(source(constants.map(\.result)))\(isAll ? "; no runs." : ", without runs.")"
  }

  private static func source(_ fits: [FitResult]) -> String {
    guard fits.contains(where: \.hasPrintedConstants) else {
      return fits.contains { $0.origin == .publication }
        ? "constants that the author holds" : "constants that were found elsewhere"
    }
    var held: [String] = []
    for name in fits.flatMap(\.heldParameters) where !held.contains(name) { held.append(name) }
    let symbols = held.map { "$\(SymbolText.tex($0))$" }.joined(separator: ", ")
    return "published constants\(held.isEmpty ? "" : ", with \(symbols) held by the author")"
  }
}
