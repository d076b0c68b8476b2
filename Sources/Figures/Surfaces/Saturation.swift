import Charts
import Diagnostics
import Drawing
import Fitting
import Typesetting

/// The stretch of y beyond which more of it is worth little: where the value is kept from the top of the measured y by a few
/// per cent more of x.
///
/// Both ends are solved on the surface, on the level through the example's start.
struct Saturation {
  private let range: ClosedRange<Double>
  private let shares: ClosedRange<Double>
  private let x, y: String

  /// Nil when the cell does not ask for it, or no such stretch lies inside the measured range. Throws `E0111` for what are no
  /// two shares.
  init?(
    of surface: FittedSurface, _ settings: FigureSettings, _ xs: ClosedRange<Double>,
    _ ys: ClosedRange<Double>
  ) throws(DiagnosticError) {
    guard let node = settings.node["saturation"] else { return nil }
    let shares = try node.range("saturation")
    guard shares.lowerBound > 0, shares.lowerBound < shares.upperBound, shares.upperBound < 1 else {
      throw node.mismatch("saturation must be two shares of x that are kept, like 0.9..0.95")
    }
    (x, y, self.shares) = (surface.x, surface.y, shares)
    let start = TradeExample.start(xs)
    let level = surface.value(start, ys.upperBound)
    /// Where a share of x less than all makes up for what is lacking of y.
    func solve(_ share: Double) -> Double? {
      ScalarRoot.find(over: ys, logarithmic: false) { surface.value(start / share, $0) - level }
    }
    guard level.isFinite, let low = solve(shares.lowerBound), let high = solve(shares.upperBound), low < high
    else { return nil }
    range = low...high
  }

  /// The shaded stretch with its name.
  var mark: Mark {
    .zone(
      ZoneMark(
        x: -Double.infinity...Double.infinity, y: range, paint: Palette.zone, label: "saturation",
        isLabelOptional: true))
  }

  /// What the stretch means.
  var note: String {
    func percent(_ share: Double) -> String { NumberText.significant(100 * (1 / share - 1), digits: 2) }
    return
      "Shaded: $\(SymbolText.tex(y))$ from \(CurvesWords.value(range.lowerBound)) to "
      + "\(CurvesWords.value(range.upperBound)), where equal loss takes \(percent(shares.upperBound)) to "
      + "\(percent(shares.lowerBound)) % more $\(SymbolText.tex(x))$ than at the top."
  }
}
