import Diagnostics

/// A formula, filter, derived column, value or check: the one language of a report, as a tree that knows where each
/// part was written.
public struct Expression: Hashable, Sendable {
  /// What the node is.
  public var kind: Kind
  /// Where its first character stands.
  public var location: SourceLocation

  /// Makes a node.
  public init(_ kind: Kind, at location: SourceLocation) {
    self.kind = kind
    self.location = location
  }

  /// The forms of an expression.
  public indirect enum Kind: Hashable, Sendable {
    /// A number and how it was written (`6`, `1e-3`, `95%` is 0.95 with text `95%`).
    case number(Double, text: String)
    /// A quoted text.
    case string(String)
    /// `true` or `false`.
    case boolean(Bool)
    /// A name: a column, parameter, variable, definition or label.
    case name(String)
    /// `a.b`.
    case member(Expression, String)
    /// `f(a, k=b)`; the callee is a name or a member.
    case call(Expression, [Argument])
    /// `-a`, `not a`.
    case unary(UnaryOperator, Expression)
    /// `a + b`, `a <= b`, `a and b`.
    case binary(BinaryOperator, Expression, Expression)
    /// `runs where N > 1e5`.
    case selection(Expression, where: Expression)
  }

  /// One argument of a call.
  public struct Argument: Hashable, Sendable {
    /// The name before `=`, if any.
    public var label: String?
    /// The value.
    public var value: Expression

    /// Makes an argument.
    public init(label: String? = nil, _ value: Expression) {
      self.label = label
      self.value = value
    }
  }
}

/// Operators with one operand.
public enum UnaryOperator: String, Hashable, Sendable {
  /// `-a`
  case negate = "-"
  /// `not a`
  case not
}

/// Operators with two operands, loosest first: `or`, `and`, comparisons, `+ -`, `* /`, `^` (binds right, tighter than `-a`).
public enum BinaryOperator: String, Hashable, Sendable {
  /// True when either side is.
  case or
  /// True when both sides are.
  case and
  /// `a == b`
  case equal = "=="
  /// `a != b`
  case notEqual = "!="
  /// `a < b`
  case less = "<"
  /// `a <= b`
  case lessOrEqual = "<="
  /// `a > b`
  case greater = ">"
  /// `a >= b`
  case greaterOrEqual = ">="
  /// `a + b`
  case add = "+"
  /// `a - b`
  case subtract = "-"
  /// `a * b`
  case multiply = "*"
  /// `a / b`
  case divide = "/"
  /// `a ^ b`
  case power = "^"
}

/// A law's text: the line that gives the loss, and the lines that define what it uses.
///
/// ```
/// L = A*N_eff^(-alpha) + B*D^(-beta) + E
/// N_eff = N * (1 - exp(n - P/gamma))^3
/// ```
public struct Formula: Hashable, Sendable {
  /// `name = value`, in the order written; the first is what the formula is for.
  public var definitions: [Definition]

  /// One line of a formula.
  public struct Definition: Hashable, Sendable {
    /// The name on the left.
    public var name: String
    /// Where the name stands.
    public var location: SourceLocation
    /// The right-hand side.
    public var value: Expression

    /// Makes a definition.
    public init(name: String, location: SourceLocation, value: Expression) {
      self.name = name
      self.location = location
      self.value = value
    }
  }

  /// Makes a formula.
  public init(definitions: [Definition]) { self.definitions = definitions }
}
