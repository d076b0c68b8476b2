import Figures
import Fitting
import Reports
import Typesetting

/// What a caption owes its reader beyond the claim, and the author has not said: what is drawn, how to read it, how
/// many rows, how well the fits describe them, what the intervals are, and where the data come from.
///
/// A part is left out where the author's caption or the notes under the picture speak of it: the part is known by a
/// word that it cannot do without.
struct CaptionFacts {
  private let executed: ExecutedFigure
  private let sources: FigureSources
  /// The words that the reader has before them already.
  private let said: String
  /// More fits than this are left to their cards.
  private static let mostFits = 3

  init(_ executed: ExecutedFigure, in report: ExecutedReport) {
    self.executed = executed
    sources = FigureSources(executed.id, report)
    said = ([PlainText.text(executed.caption)] + executed.figure.chart.footnotes).joined(separator: " ")
  }

  /// The parts in the order in which captions have them, each of whole sentences.
  var sentences: [String] {
    [what] + executed.figure.encodings.filter { !said.contains($0.stem) }.map(\.sentence) + [counts] + fits
      + [data]
  }

  /// All parts as one text.
  var text: String { sentences.filter { !$0.isEmpty }.joined(separator: " ") }

  /// The picture's title: y against x, unless the author named it otherwise.
  private var what: String {
    let given = executed.figure.chart.title
    guard !given.isEmpty, !said.contains(given) else { return "" }
    let title = Self.capitalised(given)
    return title.last.map { ".!?".contains($0) } ?? true ? title : title + "."
  }

  /// Words begin with a capital; a symbol stays as it is.
  private static func capitalised(_ text: String) -> String {
    let word = text.prefix { $0.isLetter }
    guard word.count > 1, word.allSatisfy(\.isASCII) else { return text }
    return text.prefix(1).uppercased() + text.dropFirst()
  }

  private var counts: String {
    let counts = executed.figure.pointCounts
    guard counts.drawn > 0 else { return "" }
    let hollow = counts.hollow > 0 ? ", \(Counted.number(counts.hollow)) of them hollow" : ""
    return "n = \(Counted.number(counts.drawn))\(hollow)."
  }

  /// How each fit was made and how well it describes its own rows.
  private var fits: [String] {
    let made = sources.fits.filter { $0.result.hasRuns }
    guard made.count <= Self.mostFits else {
      return ["\(Counted.text(made.count, "fit")), each described on its card."]
    }
    return made.map { fit in
      let result = fit.result
      let scale = result.objectiveKind.isLog ? "on the log scale, in sample" : "in sample"
      var text =
        "Fit \(fit.label): \(FitFacts(fit).summary), R² \(NumberText.decimal(result.rSquared, places: 4)) \(scale)"
      let left = fit.excluded.reduce(0) { $0 + $1.count }
      if left > 0 { text += "; \(Counted.text(left, "row")) left out" }
      if !result.draws.isEmpty {
        let what = result.resampled.map { "groups by \($0)" } ?? "runs"
        text += "; intervals from \(Counted.text(result.draws.count, "bootstrap draw")) of \(what)"
      }
      return text + "."
    }
  }

  private var data: String {
    guard !sources.runs.isEmpty else { return "" }
    let files = sources.runs.map { "\($0.source) (SHA-256 \($0.hash.prefix(12)))" }
    return "Data: \(files.joined(separator: "; "))."
  }
}
