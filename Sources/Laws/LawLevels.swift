import Diagnostics
import Expressions

/// A level of a column of names or numbers: one method, one format, one data set.
public struct LawLevel: Sendable, Hashable {
  /// The column.
  public var column: String
  /// The level, as text.
  public var value: String

  /// Makes a level.
  public init(column: String, value: String) {
    self.column = column
    self.value = value
  }

  /// The variable that is 1 on the rows of the level: a name that nobody can write in a formula.
  var indicator: String { "\(column)[\(value)]" }
}

extension Law {
  /// The columns that parameters depend on, in the order of the parameters, as long as no levels are written out.
  public var levelColumns: [String] {
    var result: [String] = []
    for column in parameters.compactMap(\.by) where !result.contains(column) { result.append(column) }
    return result
  }

  /// The columns whose levels are written out, each with its levels.
  public var levels: [(column: String, values: [String])] {
    var result: [(column: String, values: [String])] = []
    for level in variables.compactMap(\.level) {
      if let index = result.firstIndex(where: { $0.column == level.column }) {
        result[index].values.append(level.value)
      } else {
        result.append((level.column, [level.value]))
      }
    }
    return result
  }

  /// Names of the written formula that stand for a parameter by levels, with their columns.
  var indexed: [(name: String, column: String)] {
    parameters.compactMap { parameter in parameter.levelOf.map { ($0.name, $0.column) } }
  }

  /// The law with a parameter for each level of the columns that its parameters depend on.
  ///
  /// A parameter m by the column `method` becomes `m_A*[method is A] + m_B*[method is B]`, where each bracket is a
  /// variable that is 1 on the rows of its level and 0 on others (`LawVariable.level`). The formula is then like any
  /// other: it is compiled, differentiated and fitted as it stands, and typeset as it was written.
  ///
  /// - Parameter levels: the levels of each column, in the order in which they are reported.
  /// - Throws: `E0555` for a column without levels, `E0556` for two levels that make one name, `E0557` for a value held
  ///   at a level that there is not.
  public func expanded(levels: [String: [String]]) throws(DiagnosticError) -> Law {
    guard !levelColumns.isEmpty else { return self }
    var law = self
    law.written = written ?? formula
    law.parameters = []
    var replacements: [String: Expression.Kind] = [:]
    for parameter in parameters {
      guard let column = parameter.by else {
        law.parameters.append(parameter)
        continue
      }
      guard let values = levels[column], !values.isEmpty else {
        throw DiagnosticError(
          "E0555",
          "\"\(parameter.name)\" of \"\(name)\" has a value for each \"\(column)\", which has no levels")
      }
      let printed = constants.first { $0.obstacle == nil }
      let members = values.map { value in
        parameter.member(column, value, published: printed?[parameter.levelName(value)]?.value)
      }
      for (index, member) in members.enumerated()
      where members[..<index].contains(where: { $0.name == member.name }) {
        throw DiagnosticError(
          "E0556", "two levels of \"\(column)\" give a parameter the name \"\(member.name)\"",
          notes: ["names keep letters and digits only"], help: ["rename one of the levels"])
      }
      if let unknown = parameter.held.keys.sorted().first(where: { name in
        !members.contains { $0.name == name }
      }) {
        throw DiagnosticError(
          "E0557", "no level of \"\(column)\" is called as in \"\(unknown)\"",
          notes: ["parameters: \(members.map(\.name).joined(separator: ", "))"],
          help: Spelling.didYouMean(unknown, among: members.map(\.name)))
      }
      law.parameters += members
      replacements[parameter.name] = Self.selection(members, column, values)
    }
    law.formula = formula.substituting(replacements)
    for column in levelColumns {
      law.variables += (levels[column] ?? []).map { value in
        let level = LawLevel(column: column, value: value)
        return LawVariable(name: level.indicator, meaning: "1 where \(column) is \(value)", level: level)
      }
    }
    return law
  }

  /// `m_A*[A] + m_B*[B] + …`
  private static func selection(
    _ members: [LawParameter], _ column: String, _ values: [String]
  ) -> Expression.Kind {
    let place = SourceLocation(file: column, line: 1, column: 1)
    let terms = zip(members, values).map { member, value in
      let indicator = LawLevel(column: column, value: value).indicator
      return Expression(
        .binary(
          .multiply, Expression(.name(member.name), at: place), Expression(.name(indicator), at: place)),
        at: place)
    }
    return terms.dropFirst().reduce(terms[0]) { Expression(.binary(.add, $0, $1), at: place) }.kind
  }
}

extension LawParameter {
  /// The name of the parameter by levels that this one is a level of; nil for others.
  public var levelName: String? { levelOf?.name }

  /// The name of the parameter of one level: `m_BF16`; characters that no name can have become underscores.
  public func levelName(_ value: String) -> String {
    var word = ""
    for character in value {
      if character.isLetter || (character.isASCII && character.isNumber) {
        word.append(character)
      } else if !word.isEmpty, word.last != "_" {
        word.append("_")
      }
    }
    while word.last == "_" { word.removeLast() }
    return "\(name)_\(word)"
  }

  fileprivate func member(_ column: String, _ value: String, published: Double?) -> LawParameter {
    let name = levelName(value)
    var member = LawParameter(
      name: name, meaning: meaning.isEmpty ? value : "\(meaning), \(value)", unit: unit, range: range,
      published: published, fixed: held[name])
    member.levelOf = LevelOrigin(name: self.name, column: column)
    return member
  }
}

/// What a parameter of one level was written as.
struct LevelOrigin: Sendable, Hashable {
  var name: String
  var column: String
}
