import Diagnostics
import Expressions
import TestSupport

extension SeededRandom {
  private func node(_ kind: Expression.Kind) -> Expression {
    Expression(kind, at: SourceLocation(file: "", line: 1, column: 1))
  }

  /// Any tree that the language can write.
  mutating func expression(depth: Int) -> Expression {
    guard depth > 0 else {
      switch below(5) {
      case 0: return node(.number(0.95, text: "95%"))
      case 1: return node(.string("it's \"so\""))
      case 2: return node(.boolean(true))
      default: return node(.name(pick(["a", "N_eff", "γ", "x1"])))
      }
    }
    let (first, second) = (expression(depth: depth - 1), expression(depth: below(depth)))
    switch below(8) {
    case 0: return node(.unary(.negate, first))
    case 1: return node(.unary(.not, first))
    case 2: return node(.call(node(.name("f")), [.init(first), .init(label: "k", second)]))
    case 3: return node(.selection(first, where: second))
    case 4: return node(.member(node(.name("main")), "alpha"))
    default:
      let operators: [BinaryOperator] = [
        .or, .and, .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .add, .subtract,
        .multiply,
        .divide, .power,
      ]
      return node(.binary(pick(operators), first, second))
    }
  }

  /// A smooth law over parameters p0…p3 and variables x, y, all positive, that stays positive.
  mutating func law(depth: Int) -> String {
    guard depth > 0 else { return pick(["p0", "p1", "p2", "p3", "x", "y", "2", "0.5"]) }
    let (a, b) = (law(depth: depth - 1), law(depth: depth - 1))
    switch below(10) {
    case 0, 1: return "(\(a) + \(b))"
    case 2, 3: return "\(a)*(\(b))"
    case 4: return "(\(a))/(1 + \(b))"
    case 5: return "(1 + \(a))^(-p\(below(4)))"
    case 6: return "exp(-(\(a))/(2 + \(b)))"
    case 7: return "log(2 + \(a))"
    case 8: return "sqrt(1 + (\(a))^2)"
    default: return "(0.5 + \(a))^\(pick(["2", "3", "0.5", "1.7"]))"
    }
  }
}
