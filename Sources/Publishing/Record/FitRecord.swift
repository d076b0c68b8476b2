import Fitting
import Reports
import Typesetting

/// A fit in `report.json`: the fit in the form that a fit cell reads back with `from:`, and what the report did with it.
struct FitRecord {
  private let fit: ExecutedFit
  private let cell: JSON

  init(_ fit: ExecutedFit, cell: JSON) { (self.fit, self.cell) = (fit, cell) }

  var json: JSON {
    .object([
      ("label", .string(fit.label)), ("law", LawRecord(fit.result.law).json), ("origin", origin),
      ("data", fit.data.isEmpty ? .null : .string(fit.data)), ("where", JSON(fit.filter)),
      (
        "excluded",
        .array(
          fit.excluded.map { .object([("reason", .string($0.reason)), ("count", JSON($0.count))]) })
      ), ("held", .array(held)), ("draws", JSON(fit.result.draws.count)),
      // The draws themselves are a hundred times as long as everything else in the file.
      ("fit", .object(FitFileWriter.fields(fit.result).filter { $0.0 != "draws" })), ("cell", cell),
    ])
  }

  /// The parameters that this fit holds at the values of others.
  private var held: [JSON] {
    fit.result.parameters.compactMap { estimate in
      guard case .held(let other) = estimate.status else { return nil }
      return .object([("parameter", .string(estimate.name)), ("from", .string(other))])
    }
  }

  private var origin: JSON {
    switch fit.result.origin {
    case .rows: .string("rows")
    case .publication: .string("publication")
    case .file: .string("file")
    }
  }
}
