import Reports

/// Finds the tables that an author wrote, whatever they stand in.
enum TableSearch {
  /// The tables in the order of the text.
  static func tables(_ blocks: [Content]) -> [ExecutedTable] { blocks.flatMap(tables) }

  private static func tables(_ block: Content) -> [ExecutedTable] {
    switch block {
    case .table(let table): [table]
    case .quote(let inner), .div(_, _, let inner), .callout(_, _, let inner), .marginNote(_, let inner),
      .claim(_, let inner):
      tables(inner)
    case .list(_, _, let items): items.flatMap { tables($0) }
    case .definitionList(let items): items.flatMap { $0.definitions.flatMap { tables($0) } }
    case .heading, .paragraph, .code, .equation, .figure, .fitCard, .html, .rule: []
    }
  }
}
