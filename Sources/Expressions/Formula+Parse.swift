import Diagnostics

extension Formula {
  /// Parses lines `name = value`; blank lines and `# comments` are skipped.
  ///
  /// `location` is the first character of the first line; later lines start in the same column. Throws `E031x` for a
  /// line without `=`, a name defined twice, a definition that needs itself, and whatever the values throw.
  public static func parse(_ text: String, at location: SourceLocation) throws(DiagnosticError) -> Formula {
    var definitions: [Definition] = []
    var findings: [Diagnostic] = []
    let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
    for (index, line) in lines.enumerated() {
      let place = SourceLocation(file: location.file, line: location.line + index, column: location.column)
      let code = line.prefix { $0 != "#" }
      guard !code.allSatisfy(\.isWhitespace) else { continue }
      do throws(DiagnosticError) {
        definitions.append(try definition(String(code), at: place))
      } catch {
        findings += error.diagnostics
      }
    }
    if definitions.isEmpty, findings.isEmpty {
      findings.append(
        Diagnostic(.error, "E0310", "a formula needs a line like L = A*N^(-alpha) + E", at: location))
    }
    var seen: Set<String> = []
    for definition in definitions where !seen.insert(definition.name).inserted {
      findings.append(
        Diagnostic(.error, "E0311", "\"\(definition.name)\" is defined twice", at: definition.location))
    }
    let formula = Formula(definitions: definitions)
    if findings.isEmpty { findings += formula.cycles() }
    guard findings.isEmpty else { throw DiagnosticError(findings) }
    return formula
  }

  /// Names that the formula uses and does not define, reachable from `target` (the first definition), in order of use.
  public func inputs(of target: String? = nil) -> [String] {
    var found: [String] = []
    var done: Set<String> = []
    func visit(_ name: String) {
      guard done.insert(name).inserted else { return }
      guard let definition = definitions.first(where: { $0.name == name }) else {
        if name != "pi" { found.append(name) }
        return
      }
      for used in definition.value.names { visit(used) }
    }
    if let first = target ?? definitions.first?.name { visit(first) }
    return found
  }

  private static func definition(_ line: String, at place: SourceLocation) throws(DiagnosticError)
    -> Definition
  {
    let tokens = try Lexer.tokens(of: line, at: place)
    guard tokens.count > 2, tokens[0].kind == .name, tokens[1].kind == .symbol, tokens[1].text == "=" else {
      throw DiagnosticError(
        "E0312", "expected a line like name = value", at: tokens.first?.location ?? place)
    }
    // The value's own text starts behind the first "=".
    let offset = tokens[1].location.column - place.column + 1
    let value = try Expression.parse(String(line.dropFirst(offset)), at: place.advanced(by: offset))
    return Definition(name: tokens[0].text, location: tokens[0].location, value: value)
  }

  private func cycles() -> [Diagnostic] {
    definitions.compactMap { definition in
      var pending = definition.value.names
      var seen: Set<String> = []
      while let name = pending.popLast() {
        if name == definition.name {
          return Diagnostic(
            .error, "E0313", "\"\(name)\" is defined by itself", at: definition.location)
        }
        guard seen.insert(name).inserted else { continue }
        pending += definitions.first { $0.name == name }?.value.names ?? []
      }
      return nil
    }
  }
}
