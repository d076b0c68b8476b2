import Foundation
import TestSupport
import Testing

/// The figures' files as other programs see them.
@Suite struct PictureTests {
  private static let hasPoppler = ["pdftotext", "pdffonts", "pdfinfo"].allSatisfy { name in
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
      FileManager.default.isExecutableFile(atPath: "\($0)/\(name)")
    }
  }

  private func figures() throws -> TemporaryFolder {
    let folder = try SmallReport.folder()
    let result = try Program.run(["build", "small"], in: folder.path)
    #expect(result.status == 0, "\(result.errors)")
    return folder
  }

  @Test(.enabled(if: hasPoppler, "needs Debian's poppler-utils"))
  func aPDFHasSelectableTextEmbeddedFontsAndFixedDates() throws {
    let folder = try figures()
    let pdf = "_site/small/figures/fig-levels.pdf"
    let text = try Program.tool("pdftotext", ["-layout", pdf, "-"], in: folder.path).output
    // Axis titles, ticks, and nothing that no font had.
    for words in ["size", "words", "100k"] { #expect(text.contains(words), "\(text)") }
    #expect(!text.contains("\u{FFFD}"))
    let fonts = try Program.tool("pdffonts", [pdf], in: folder.path).output
    let rows = fonts.split(separator: "\n").dropFirst(2)
    #expect(!rows.isEmpty)
    for row in rows { #expect(row.contains(#/\syes\s+yes\s+yes\s/#), "not embedded: \(row)") }
    let facts = try Program.tool("pdfinfo", ["-isodates", pdf], in: folder.path).output
    #expect(facts.contains(#/Title: +\S/#))
    #expect(facts.contains(#/Creator: +Isoloss 0\.1\.0\n/#))
    #expect(facts.contains(#/CreationDate: +2000-01-01T/#))
    #expect(facts.contains(#/ModDate: +2000-01-01T/#))
    #expect(facts.contains(#/Pages: +1\n/#))
    // 816 CSS pixels are 612 points.
    #expect(facts.contains(#/Page size: +612 x/#))
  }

  @Test(arguments: [("fig-levels.png", 1), ("fig-levels@2x.png", 2)])
  func aPNGSaysItsResolutionAndColourSpace(_ name: String, _ scale: Int) throws {
    let folder = try figures()
    let path = "\(folder.path)/_site/small/figures/\(name)"
    let bytes = [UInt8](try #require(FileManager.default.contents(atPath: path)))
    #expect(bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
    var chunks: [(type: String, body: ArraySlice<UInt8>)] = []
    var position = 8
    while position + 12 <= bytes.count {
      let length = bytes[position..<position + 4].reduce(0) { $0 << 8 | Int($1) }
      let body = bytes[position + 8..<position + 8 + length]
      chunks.append((String(decoding: bytes[position + 4..<position + 8], as: UTF8.self), body))
      position += 12 + length
    }
    #expect(position == bytes.count && chunks.last?.type == "IEND")
    let header = try #require(chunks.first)
    #expect(header.body.prefix(4).reduce(0) { $0 << 8 | Int($1) } == 816 * scale)
    let data = try #require(chunks.firstIndex { $0.type == "IDAT" })
    let color = try #require(chunks.firstIndex { $0.type == "sRGB" })
    let size = try #require(chunks.firstIndex { $0.type == "pHYs" })
    #expect(color < data && size < data)
    #expect(Array(chunks[color].body) == [0])
    let perMetre = chunks[size].body.prefix(4).reduce(0) { $0 << 8 | Int($1) }
    #expect(perMetre == (scale == 1 ? 3780 : 7559) && chunks[size].body.last == 1)
    let texts = chunks.filter { $0.type == "iTXt" }.map { String(decoding: $0.body, as: UTF8.self) }
    #expect(texts.contains("Software\0\0\0\0\0Isoloss 0.1.0"))
    #expect(texts.contains { $0.hasPrefix("Title\0") } && texts.contains { $0.hasPrefix("Description\0") })
    #expect(!chunks.contains { $0.type == "tIME" })
  }
}
