/// The values that one source printed for a law's parameters.
public struct ConstantSet: Sendable, Hashable {
  /// The name in reports: `chinchilla-besiroglu`. Where a law has one set, its name is the law's.
  public var name: String
  /// Which fit of which runs, in one line.
  public var title: String
  /// The values, in the order of the law's parameters; a parameter without a printed value is left out.
  public var values: [PublishedConstant]
  /// The key of the paper that printed them.
  public var citation: String
  /// The runs behind the values: outside, the law extrapolates.
  public var domain: [LawCondition]
  /// What a user should know before computing with them.
  public var caveats: [String]
  /// For each column that a parameter depends on the levels that have a value.
  public var levels: [String: [String]]
  /// Why the values cannot be computed with although they were printed; nil when they can.
  public var obstacle: String?

  /// Makes a set.
  public init(
    name: String, title: String, values: [PublishedConstant], citation: String, domain: [LawCondition] = [],
    caveats: [String] = [], levels: [String: [String]] = [:], obstacle: String? = nil
  ) {
    self.name = name
    self.title = title
    self.values = values
    self.citation = citation
    self.domain = domain
    self.caveats = caveats
    self.levels = levels
    self.obstacle = obstacle
  }

  /// What was printed for a parameter, or nil.
  public subscript(_ parameter: String) -> PublishedConstant? { values.first { $0.parameter == parameter } }
}

/// A printed value of one parameter.
public struct PublishedConstant: Sendable, Hashable {
  /// The parameter's name in the law.
  public var parameter: String
  /// The value, in the parameter's unit.
  public var value: Double
  /// The standard error, where one was printed.
  public var standardError: Double?
  /// What the source prints, where that is not the value itself: `ln A = 6.255414`.
  public var note: String?

  /// Makes a value.
  public init(_ parameter: String, _ value: Double, error: Double? = nil, note: String? = nil) {
    self.parameter = parameter
    self.value = value
    self.standardError = error
    self.note = note
  }
}

extension Law {
  /// The law with a set's values as its published constants; parameters that the set leaves out have none.
  ///
  /// A parameter by levels takes its values when they are written out, as `LawCatalogue.published` does.
  public func with(constants set: ConstantSet) -> Law {
    var law = self
    for index in law.parameters.indices {
      law.parameters[index].published = set.obstacle == nil ? set[law.parameters[index].name]?.value : nil
    }
    law.constants = [set]
    return law
  }

  /// The parameters that have neither a value in a set nor one that the law itself holds or ties.
  public func unpublished(in set: ConstantSet) -> [String] {
    let parameters = (try? expanded(levels: set.levels))?.parameters ?? parameters
    return parameters.filter { $0.fixed == nil && $0.tiedTo == nil && set[$0.name] == nil }.map(\.name)
  }

  /// The sets that the law can be computed with as they were printed.
  public var completeConstants: [ConstantSet] {
    constants.filter { $0.obstacle == nil && unpublished(in: $0).isEmpty }
  }
}
