import Diagnostics
import Expressions
import Figures

extension ReportUnits {
  /// What cannot go together in the settings of a figure: in its expressions over columns, fits and the variables of its
  /// law, and between the unit that an axis is given and that of the column or variable on it.
  func findings(_ figure: FigureCell) -> [Diagnostic] {
    look(figure.settings, FigureKinds.keys(of: figure.kind), in: FigureScope())
  }

  /// What bare names are, inside a map of settings.
  private struct FigureScope {
    var table: String?
    var fit: String?
  }

  private func look(_ node: ConfigNode, _ keys: [SettingKey], in outer: FigureScope) -> [Diagnostic] {
    guard let entries = try? node.entries("settings") else { return [] }
    var scope = outer
    if let table = node["data"].flatMap({ try? $0.string("data") }) { scope.table = table }
    if let fit = node["fit"].flatMap({ try? $0.string("fit") }) { scope.fit = fit }
    var found: [Diagnostic] = []
    for entry in entries {
      guard let key = keys.first(where: { $0.name == entry.key }) else { continue }
      found += look(entry.value, key.type, in: scope)
    }
    for axis in ["x", "y"] { found += axisUnit(axis, node, in: scope) }
    return found
  }

  private func look(_ node: ConfigNode, _ type: SettingType, in scope: FigureScope) -> [Diagnostic] {
    switch (type, node.content) {
    case (.expression, .scalar), (.condition, .scalar):
      guard let expression = try? node.expression("a setting") else { return [] }
      return findings(expression, names: names(in: scope))
    case (.keys(let keys), .map): return look(node, keys, in: scope)
    case (.map(let inner), .map(let entries)):
      return entries.flatMap { (entry: ConfigNode.Entry) -> [Diagnostic] in
        look(entry.value, inner, in: scope)
      }
    case (.list(let inner), .list(let items)):
      return items.flatMap { (item: ConfigNode) -> [Diagnostic] in look(item, inner, in: scope) }
    case (.list(let inner), _): return look(node, inner, in: scope)
    case (.either(let types), _):
      // The one of the types that knows every key of the settings.
      let fitting = types.first { type in
        if case .keys(let keys) = type, case .map(let entries) = node.content {
          return entries.allSatisfy { entry in keys.contains { $0.name == entry.key } }
        }
        return false
      }
      return fitting.map { look(node, $0, in: scope) } ?? []
    default: return []
    }
  }

  private func names(in scope: FigureScope) -> @Sendable (String) -> Unit? {
    var known: [@Sendable (String) -> Unit?] = []
    if let table = scope.table { known.append(rows(of: table).name) }
    if let fit = scope.fit { known.append(variables(of: fit)) }
    let scopes = known
    return { (name: String) -> Unit? in
      for scope in scopes {
        if let unit = scope(name) { return unit }
      }
      return nil
    }
  }

  /// `x-unit` beside `x`, where that is a column of the figure's table or a variable of its law.
  private func axisUnit(_ axis: String, _ node: ConfigNode, in scope: FigureScope) -> [Diagnostic] {
    guard let unit = node["\(axis)-unit"], let text = try? unit.string("a unit"), let shown = node[axis],
      let name = try? shown.string(axis), let known = names(in: scope)(name)
    else { return [] }
    var check = UnitCheck(UnitScope())
    check.expect(Unit(text), found: known, name, taker: "the \(axis) axis", at: unit.location)
    return check.findings
  }
}
