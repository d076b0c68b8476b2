import Diagnostics
import Typesetting

/// Whether the fits of a report agree with those of a reference on the same rows.
///
/// Two estimates agree where the 95 % interval of their difference contains 0; the intervals of the two are taken as normal and
/// independent, which for fits of the same rows makes the interval of the difference too wide rather than too narrow. Without an
/// interval on either side they agree to `tolerance`, relative.
public struct ReferenceVerdict: Sendable {
  /// One parameter of one fit.
  public struct Item: Sendable, Hashable {
    /// `main.gamma`
    public var name: String
    /// Both estimates with their intervals.
    public var current, reference: String
    /// Their difference in standard errors, or relative where no interval is known.
    public var distance: String
    /// Whether they agree.
    public var agrees: Bool
  }

  /// The parameters that both have, those that disagree first.
  public let items: [Item]
  /// Objectives on the same rows: a lower one on either side is an optimum that the other missed.
  public let objectives: [String]

  /// Compares two reports. Throws E0952 where the data cuts differ: other rows, other filters, other losses; E0953 where no
  /// fit of the one is in the other.
  public init(
    current: PublishedReport, reference: PublishedReport, tolerance: Double = 1e-6
  ) throws(DiagnosticError) {
    var items: [Item] = []
    var objectives: [String] = []
    var cuts: [String] = []
    var shared = 0
    for fit in current.record.fits {
      guard let other = reference.record.fits.first(where: { $0.label == fit.label }) else { continue }
      shared += 1
      cuts += Self.differences(fit, other, current, reference)
      for (name, parameter) in fit.fit.parameters.sorted(by: { $0.key < $1.key }) {
        guard let earlier = other.fit.parameters[name] else { continue }
        items.append(Self.item("\(fit.label).\(name)", parameter, earlier, tolerance))
      }
      if let one = fit.fit.objective, let two = other.fit.objective,
        abs(one - two) > tolerance * max(abs(one), abs(two))
      {
        objectives.append(
          "\(fit.label): \(NumberText.machine(one)), the reference has \(NumberText.machine(two)), which is \(one < two ? "higher" : "lower")"
        )
      }
    }
    guard shared > 0 else {
      throw DiagnosticError(
        "E0953", "\"\(current.slug)\" and \"\(reference.slug)\" have no fit of the same label",
        notes: [
          "the one has: \(current.record.fits.map(\.label).joined(separator: ", "))",
          "the other has: \(reference.record.fits.map(\.label).joined(separator: ", "))",
        ])
    }
    guard cuts.isEmpty else {
      throw DiagnosticError(
        "E0952", "the data cuts differ, so that a comparison would say nothing about the fits", notes: cuts,
        help: ["build both from the same rows, with the same `where` and loss"])
    }
    self.items = items.sorted { !$0.agrees && $1.agrees }
    self.objectives = objectives
  }

  /// Whether every parameter agrees.
  public var agrees: Bool { items.allSatisfy(\.agrees) }

  /// One line: the verdict.
  public var summary: String {
    let apart = items.count { !$0.agrees }
    return agrees
      ? "agrees with the reference: \(NumberText.counted(items.count, "parameter")), none apart"
      : "differs from the reference: \(apart) of \(NumberText.counted(items.count, "parameter")) apart"
  }

  /// The verdict with a table, for a terminal.
  public var text: String {
    var lines = [summary]
    for item in items {
      lines.append(
        "  \(item.agrees ? "agrees " : "differs")  \(item.name): \(item.current), reference \(item.reference), \(item.distance)"
      )
    }
    lines += objectives.map { "  objective of \($0)" }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The verdict with a table, as Markdown.
  public var markdown: String {
    var lines = [
      "**\(Escape.markdown(summary))**", "", "| | parameter | current | reference | difference |",
      "|--|--|--|--|--|",
    ]
    for item in items {
      let cells = [
        item.agrees ? "✓ agrees" : "✗ differs", item.name, item.current, item.reference, item.distance,
      ]
      lines.append("| " + cells.map(Escape.markdown).joined(separator: " | ") + " |")
    }
    if !objectives.isEmpty { lines += [""] + objectives.map { "- objective of \(Escape.markdown($0))" } }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The verdict as one object.
  public var json: JSON {
    .object([
      ("agrees", .bool(agrees)), ("summary", .string(summary)),
      (
        "parameters",
        .array(
          items.map {
            .object([
              ("name", .string($0.name)), ("current", .string($0.current)),
              ("reference", .string($0.reference)),
              ("distance", .string($0.distance)), ("agrees", .bool($0.agrees)),
            ])
          })
      ), ("objectives", .array(objectives.map { .string($0) })),
    ])
  }

  private static func differences(
    _ fit: PublishedReport.Record.Fit, _ other: PublishedReport.Record.Fit, _ current: PublishedReport,
    _ reference: PublishedReport
  ) -> [String] {
    var found: [String] = []
    func hash(_ report: PublishedReport, _ label: String?) -> String? {
      report.record.runs.first { $0.label == label }?.sha256
    }
    if hash(current, fit.data) != hash(reference, other.data) {
      found.append("fit \"\(fit.label)\": the files of runs differ")
    }
    if fit.filter != other.filter {
      found.append(
        "fit \"\(fit.label)\": where \(fit.filter ?? "every row"), the reference takes \(other.filter ?? "every row")"
      )
    }
    if fit.fit.rows != other.fit.rows {
      found.append(
        "fit \"\(fit.label)\": \(fit.fit.rows ?? 0) rows, the reference has \(other.fit.rows ?? 0)")
    }
    if fit.fit.loss != other.fit.loss {
      found.append(
        "fit \"\(fit.label)\": \(fit.fit.loss ?? "no loss"), the reference minimises \(other.fit.loss ?? "nothing")"
      )
    }
    return found
  }

  private static func item(
    _ name: String, _ current: PublishedReport.Record.Parameter,
    _ reference: PublishedReport.Record.Parameter, _ tolerance: Double
  ) -> Item {
    var (agrees, distance) = (current.estimate == reference.estimate, "equal")
    if let one = current.estimate, let two = reference.estimate, one != two {
      let errors = [current, reference].map(\.number.standardError)
      let error = (errors[0] * errors[0] + errors[1] * errors[1]).squareRoot()
      if error > 0 {
        let sigmas = abs(one - two) / error
        agrees = sigmas <= PublishedNumber.standardErrors / 2
        distance = "\(NumberText.significant(sigmas, digits: 2)) σ"
      } else {
        let share = abs(one - two) / max(abs(one), abs(two))
        agrees = share <= tolerance
        distance = "\(NumberText.significant(100 * share, digits: 2))\u{202F}%"
      }
    }
    return Item(
      name: name, current: current.number.text, reference: reference.number.text, distance: distance,
      agrees: agrees)
  }
}
