import Diagnostics
import Expressions

/// A condition that has to hold for a law, or for somebody's constants of it, to say anything.
public struct LawCondition: Sendable, Hashable {
  /// A comparison over the law's variables and parameters: `P_w >= P_post`.
  public var expression: Expression
  /// What is wrong where it does not hold, in a few words.
  public var reason: String

  /// Makes a condition.
  public init(expression: Expression, reason: String) {
    self.expression = expression
    self.reason = reason
  }

  /// Parses a condition from its text. Throws what the parser of expressions throws.
  public init(_ text: String, reason: String, at location: SourceLocation) throws(DiagnosticError) {
    self.init(expression: try Expression.parse(text, at: location), reason: reason)
  }
}
