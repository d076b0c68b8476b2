import Figures
import Publishing
import Testing

@Suite("The hash of a table's values")
struct TableHashTests {
  private let table = FigureTable(
    columns: ["series", "x"],
    rows: [
      [.text("a"), .number(1.5)], [.text("a"), .number(0)], [.text("b"), .empty],
      [.text("a"), .number(.nan)],
    ])

  @Test("is that of the layout that is written down")
  func layout() {
    #expect(table.contentHash == "0427dbae44a1ce57c95cbb888db91289aad4966d3e66da973af0984fca40e16c")
  }

  @Test("is the same for equal tables, whatever the zero's sign and the NaN's bits")
  func equal() {
    var other = table
    other.rows[1][1] = .number(-0.0)
    other.rows[3][1] = .number(-Double.nan)
    #expect(other.contentHash == table.contentHash)
  }

  @Test("differs for tables that differ in one cell, name or place")
  func different() {
    var others: [FigureTable] = []
    func change(_ edit: (inout FigureTable) -> Void) {
      var other = table
      edit(&other)
      others.append(other)
    }
    change { $0.columns[0] = "label" }
    change { $0.columns = ["seriesx", ""] }
    change { $0.rows[0][1] = .number(1.5.nextUp) }
    change { $0.rows[0][1] = .text("1.5") }
    change { $0.rows[2][1] = .text("") }
    change { $0.rows[2][1] = .number(0) }
    change { $0.rows[1][1] = .line(0) }
    change { $0.rows[1][1] = .line(7) }
    change { $0.rows[1][0] = .text("b") }
    change { $0.rows[1][0] = .empty }
    change { $0.rows.swapAt(0, 1) }
    change { $0.rows.removeLast() }
    change { $0.rows.append([.empty, .empty]) }
    change { $0.rows = $0.rows.map { [$0[1], $0[0]] } }
    let hashes = Set(([table] + others).map(\.contentHash))
    #expect(hashes.count == others.count + 1)
  }
}
