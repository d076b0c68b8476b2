import Diagnostics
import Drawing
import TestSupport
import Testing

@Suite("What a picture says about itself")
struct PictureRecordTests {
  enum Format: String, CaseIterable, Sendable { case png, svg, pdf }

  private func draw(_ format: Format, _ record: PictureRecord = PictureRecord()) throws -> [UInt8] {
    let fonts = try FontSet.load()
    let scene = SampleScene.make(measurer: try TextMeasurer(fonts: fonts))
    return switch format {
    case .png: try CairoBackend.png(scene, scale: 1, fonts: fonts, record: record)
    case .svg: try CairoBackend.svg(scene, fonts: fonts, record: record)
    case .pdf: try CairoBackend.pdf(scene, fonts: fonts, record: record)
    }
  }

  @Test(
    "is read back as it was written", arguments: Format.allCases,
    [
      "{\"a\":\"b\"}", "((\\)\\\\ (", "<metadata>&amp;</metadata> ]]>", "' \" \\u00e9 \\n",
      "%%EOF /Keywords (x)",
    ])
  func roundTrip(format: Format, text: String) throws {
    let file = try draw(format, PictureRecord(program: "Isoloss 9.8.7", provenance: text))
    #expect(try PictureRecord.provenance(in: file, name: "x") == text)
  }

  @Test("PNG and PDF name the program; a picture without a record has none", arguments: Format.allCases)
  func program(format: Format) throws {
    let named = String(decoding: try draw(format, PictureRecord(program: "Isoloss 9.8.7")), as: UTF8.self)
    if format != .svg { #expect(named.contains("Isoloss 9.8.7")) }
    let plain = try draw(format)
    #expect(try PictureRecord.provenance(in: plain, name: "x") == nil)
    #expect(!String(decoding: plain, as: UTF8.self).contains("Isoloss"))
  }

  @Test("text beyond ASCII in a PDF is read as UTF-16")
  func unicode() throws {
    let file = try draw(.pdf, PictureRecord(provenance: "α ≤ 𝛽"))
    #expect(try PictureRecord.provenance(in: file, name: "x") == "α ≤ 𝛽")
  }

  @Test("a file that is cut off is refused at every length", arguments: Format.allCases)
  func truncated(format: Format) throws {
    let file = try draw(format, PictureRecord(program: "Isoloss 9.8.7", provenance: "{\"a\":1}"))
    for length in stride(from: 0, to: file.count - 8, by: max(1, file.count / 400)) {
      let error = #expect(throws: DiagnosticError.self) {
        try PictureRecord.provenance(in: Array(file.prefix(length)), name: "x")
      }
      #expect(["E0943", "E0944"].contains(error?.diagnostics.first?.code))
    }
  }

  /// Wrong bytes give an error or some text, never a crash.
  @Test("altered bytes are survived", arguments: Format.allCases)
  func altered(format: Format) throws {
    let file = try draw(format, PictureRecord(program: "Isoloss 9.8.7", provenance: "{\"a\":1}"))
    var random = SeededRandom(7)
    var refused = 0
    for _ in 0..<300 {
      var other = file
      for _ in 0..<random.below(4) + 1 {
        // The head and the tail, where the structure is.
        let near = random.below(min(2000, other.count))
        let place = random.below(2) == 0 ? near : other.count - 1 - near
        other[place] = UInt8(random.below(256))
      }
      do { _ = try PictureRecord.provenance(in: other, name: "x") } catch { refused += 1 }
    }
    if format == .png { #expect(refused > 200) }
  }

  @Test(
    "what is no picture is refused",
    arguments: ["", "a,b\n1,2\n", "%PD", "<html></html>", "\u{89}PNG", "GIF89a"])
  func noPicture(text: String) {
    let error = #expect(throws: DiagnosticError.self) {
      try PictureRecord.provenance(in: Array(text.utf8), name: "x")
    }
    #expect(error?.diagnostics.first?.code == "E0943")
  }
}
