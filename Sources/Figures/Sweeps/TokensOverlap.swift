import Diagnostics
import Fitting
import Typesetting

/// Series of a figure of loss against tokens that nowhere differ from the baseline by more than a share of the loss'
/// range: drawn over each other they hide the ones that matter, so they are named in a note instead.
struct TokensOverlap {
  /// The series that are left out.
  let levels: Set<Double>
  /// The largest distance of any of them from the baseline.
  private let distance: Double

  /// Nil when the cell does not ask for it. Throws `E0105` without the laws that distances are taken from, and `E0111` for
  /// a share that is none.
  init?(_ settings: FigureSettings, _ data: TokensData) throws(DiagnosticError) {
    guard let node = settings.node["overlap"] else { return nil }
    let share = try node.number("overlap")
    guard share > 0, share < 1 else {
      throw node.mismatch("overlap must be a share of the range of losses: 0.01 is one per cent")
    }
    guard let curve = data.curve, let baseline = data.baseline else {
      throw DiagnosticError(
        "E0105", "overlap is the distance of a curve to that of a baseline, and one is missing",
        at: node.location, help: ["add curve: with the law, and baseline: {where: …, curve: …}"])
    }
    var base: [Double: [Double: [Double]]] = [:]
    for item in data.measurements where item.series == nil {
      base[item.facet, default: [:]][item.x, default: []].append(item.y)
    }
    var all = data.measurements.map(\.y)
    var distances: [Double: Double] = [:]
    let places = SampledCurve.places(data.xRange, true, 48)
    for level in data.levels {
      var most = 0.0
      for facet in data.facets {
        for x in places {
          let value = data.predict(curve, x: x, series: level, facet: facet)
          let gap = abs(value - data.predict(baseline, x: x, series: nil, facet: facet))
          guard gap.isFinite else { continue }
          all.append(value)
          most = max(most, gap)
        }
      }
      for item in data.measurements where item.series == level {
        guard let peers = base[item.facet]?[item.x], !peers.isEmpty else { continue }
        most = max(most, abs(item.y - peers.reduce(0, +) / Double(peers.count)))
      }
      distances[level] = most
    }
    let range = (all.max() ?? 0) - (all.min() ?? 0)
    let hidden = distances.filter { $0.value <= share * range }
    levels = Set(hidden.keys)
    distance = hidden.values.max() ?? 0
  }

  /// Which series are not drawn and how far they are at most; nil when all are.
  func note(named name: (Double) -> String, _ baseline: String, unit: String?) -> String? {
    guard !levels.isEmpty else { return nil }
    let names = levels.sorted().map(name).joined(separator: ", ")
    let most = NumberText.significant(distance, digits: 2) + (unit.map { " \($0)" } ?? "")
    return
      "Not drawn over \(baseline): \(names) \(levels.count == 1 ? "stays" : "stay") within \(most) of it."
  }
}
