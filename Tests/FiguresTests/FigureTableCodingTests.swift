import Figures
import Foundation
import Testing

@Suite struct FigureTableCodingTests {
  @Test(arguments: [
    FigureTable(columns: []), FigureTable(columns: ["a", "b"]),
    FigureTable(
      columns: ["a", "b", "c"],
      rows: [[.number(1.5), .text("x"), .empty], [.empty, .line(7), .number(-0.0)]]),
    FigureTable(
      columns: ["a", "b"],
      rows: [[.text("x"), .text("e\u{301}")], [.text("\u{e9}"), .text("x")], [.text(""), .number(1)]]),
    FigureTable(
      columns: ["a"], rows: [[.number(.infinity)], [.number(.leastNonzeroMagnitude)], [.text("1")]]),
  ])
  func aTableComesBackAsItWas(_ table: FigureTable) throws {
    let encoder = PropertyListEncoder()
    encoder.outputFormat = .binary
    let back = try PropertyListDecoder().decode(FigureTable.self, from: try encoder.encode(table))
    #expect(back == table)
    for (old, new) in zip(table.rows.joined(), back.rows.joined()) {
      if case .number(let a) = old, case .number(let b) = new { #expect(a.bitPattern == b.bitPattern) }
      if case .text(let a) = old, case .text(let b) = new { #expect(Array(a.utf8) == Array(b.utf8)) }
    }
  }
}
