import Cache
import Diagnostics
import Expressions
import Work

extension ValueEvaluator {
  /// Calls that search at every draw, so that their results are worth keeping.
  private static let searches: Set<String> = ["argmin", "argmax", "minimum", "maximum", "root", "optimum"]

  /// The value of a call, from the cache where it is a search that is stored for the same fits and tables.
  func remembered(
    _ expression: Expression, _ trail: inout Trail,
    _ make: (inout Trail) throws(DiagnosticError) -> Quantity
  ) throws(DiagnosticError) -> Quantity {
    guard case .call(let callee, _) = expression.kind, isSearch(callee) else { return try make(&trail) }
    guard let cache = data.cache else { return try whole(make, &trail) }
    let stored = try cache.value(of: step(expression)) { () throws(DiagnosticError) in
      var own = Trail()
      let quantity = try whole(make, &own)
      return StoredQuantity(quantity: quantity, trail: own)
    }
    trail.follow(stored.trail)
    return stored.quantity
  }

  /// What a search comes to; throws when draws were left out because nobody waits for it.
  private func whole(
    _ make: (inout Trail) throws(DiagnosticError) -> Quantity, _ trail: inout Trail
  ) throws(DiagnosticError) -> Quantity {
    let quantity = try make(&trail)
    guard !WorkPool.isCancelled else { throw .abandoned }
    return quantity
  }

  private func isSearch(_ callee: Expression) -> Bool {
    switch callee.kind {
    case .name(let name): Self.searches.contains(name)
    case .member(_, let name): Self.searches.contains(name)
    default: false
    }
  }

  private func step(_ expression: Expression) -> BuildNode {
    let source = expression.source
    var node = BuildNode(kind: "search", label: source)
    node.reads("expression", source)
    if refusesEmptyCount { node.reads("empty counts", "refused") }
    for name in expression.names.sorted() {
      if name == "params" {
        let values = data.parameters.values.map { "\($0.name)=\($0.value)" }.sorted()
        node.reads("parameters", values.joined(separator: ", "))
      }
      if let fit = data.fits[name] {
        node.reads(fit: name, fit, data.marks)
      } else if let table = data.tables[name] {
        node.reads(table: name, table, data.marks)
        node.reads("runs of \(name)", "rows by run", from: "runs \(name)") {
          $0.add(data.clusters[name] ?? [])
        }
      }
    }
    return node
  }
}

/// What a search came to, and what it was computed from.
private struct StoredQuantity: Codable {
  var quantity: Quantity
  var trail: Trail
}
