import Diagnostics
import Expressions

/// A scaling law: a formula, what its symbols mean, and what somebody published for it.
public struct Law: Sendable, Hashable {
  /// The name in reports and on the command line.
  public var name: String
  /// One line for people.
  public var title: String
  /// The text, parsed; with the levels of `LawParameter.by` written out once they are known.
  public var formula: Formula
  /// The text as it is typeset, where `formula` has levels written out; else nil.
  public var written: Formula?
  /// What is fitted, in the order in which they are reported.
  public var parameters: [LawParameter]
  /// What a table of runs must give, in the order in which the formula uses them.
  public var variables: [LawVariable]
  /// The unit of the value on the left, for example `nats per token`.
  public var lossUnit: String
  /// The key of the paper in the bibliography, if the law was published.
  public var citation: String?
  /// Where the law belongs in the catalogue; nil for a law of a report.
  public var group: LawGroup?
  /// Whether the formula stands in the cited paper.
  public var origin: LawOrigin
  /// Where the law holds whatever its constants are.
  public var domain: [LawCondition]
  /// What a user should know before believing it, a sentence or two each.
  public var caveats: [String]
  /// What was printed for its parameters; the first set is the one in `LawParameter.published`.
  public var constants: [ConstantSet]

  /// Makes a law; `Law.init(name:text:…)` parses one from its text.
  public init(
    name: String, title: String = "", formula: Formula, parameters: [LawParameter], variables: [LawVariable],
    lossUnit: String, citation: String? = nil, group: LawGroup? = nil, origin: LawOrigin = .printed,
    domain: [LawCondition] = [], caveats: [String] = [], constants: [ConstantSet] = []
  ) {
    self.name = name
    self.title = title
    self.formula = formula
    self.parameters = parameters
    self.variables = variables
    self.lossUnit = lossUnit
    self.citation = citation
    self.group = group
    self.origin = origin
    self.domain = domain
    self.caveats = caveats
    self.constants = constants
  }

  /// The formula as a reader sees it.
  public var notation: Formula { written ?? formula }

  /// The name on the left of the first line.
  public var target: String { formula.definitions.first?.name ?? "" }
}

/// What a law of the catalogue is about; the order is that of the list.
public enum LawGroup: String, Sendable, Hashable, CaseIterable {
  /// Loss by parameters and tokens alone.
  case base = "Loss without quantisation"
  /// What quantising a finished model adds.
  case afterTraining = "Quantised after training"
  /// Loss of a model whose training ran in few bits.
  case inTraining = "Trained in low precision"
  /// Both in one formula.
  case unified = "Trained in low precision, then quantised"
}

/// Where a law's formula comes from.
public enum LawOrigin: String, Sendable, Hashable {
  /// It stands in the cited paper.
  case printed
  /// The cited paper names the form without a formula; the formula is this catalogue's reading of it.
  case reading = "our reading"
}

/// A constant of a law that a fit determines.
public struct LawParameter: Sendable, Hashable {
  /// The name in the formula.
  public var name: String
  /// TeX for the symbol; nil lets the name decide (`gamma_w` is γ with subscript w).
  public var symbol: String?
  /// A few words for tables.
  public var meaning: String
  /// The unit; empty for a pure number.
  public var unit: String
  /// Where starts are drawn from, and the hard limits of the search; a lower end at or above 0 keeps it positive.
  public var range: ClosedRange<Double>
  /// The value that was printed, where the law was published.
  public var published: Double?
  /// A value that the fit does not change.
  public var fixed: Double?
  /// The parameter that this one always equals (`beta` tied to `alpha`).
  public var tiedTo: String?
  /// The column of which each level has a value of its own (a multiplier for each method); nil for one value.
  public var by: String?
  /// Values of levels that a fit does not change, by their parameters' names (`m_BF16`).
  public var held: [String: Double]
  /// The parameter by levels that this one is a level of; nil for others.
  var levelOf: LevelOrigin?

  /// Makes a parameter.
  public init(
    name: String, symbol: String? = nil, meaning: String = "", unit: String = "",
    range: ClosedRange<Double> = 1e-6...1e6, published: Double? = nil, fixed: Double? = nil,
    tiedTo: String? = nil, by: String? = nil, held: [String: Double] = [:]
  ) {
    self.name = name
    self.symbol = symbol
    self.meaning = meaning
    self.unit = unit
    self.range = range
    self.published = published
    self.fixed = fixed
    self.tiedTo = tiedTo
    self.by = by
    self.held = held
  }
}

/// A quantity of a law that each run supplies.
public struct LawVariable: Sendable, Hashable {
  /// The name in the formula.
  public var name: String
  /// TeX for the symbol, or nil.
  public var symbol: String?
  /// A few words: `training tokens`.
  public var meaning: String
  /// The unit: `bits`, `tokens`.
  public var unit: String
  /// The level of a column that the variable marks with 1 (and the others with 0), in a law whose levels are written out.
  public var level: LawLevel?

  /// Makes a variable.
  public init(
    name: String, symbol: String? = nil, meaning: String = "", unit: String = "", level: LawLevel? = nil
  ) {
    self.name = name
    self.symbol = symbol
    self.meaning = meaning
    self.unit = unit
    self.level = level
  }
}
