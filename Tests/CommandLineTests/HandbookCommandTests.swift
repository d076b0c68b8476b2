import Foundation
import Testing

/// The commands that the handbook shows exist, with their options.
@Suite struct HandbookCommandTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("docs/handbook")

  @Test func existWithTheirOptions() throws {
    var count = 0
    for page in try FileManager.default.contentsOfDirectory(atPath: Self.folder.path).sorted() {
      let text = try String(contentsOf: Self.folder.appendingPathComponent(page), encoding: .utf8)
      for match in text.matches(of: /(?m)(?:^|`)isoloss ([a-z]+)([^`\n]*)/) {
        let help = try Program.run(["help", String(match.1)]).output
        #expect(help.contains("USAGE: isoloss \(match.1)"), "\(page): \(match.0)")
        for option in match.2.split(separator: " ") where option.hasPrefix("-") {
          #expect(help.contains(option), "\(page): \(match.0)")
        }
        count += 1
      }
    }
    #expect(count > 20)
  }
}
