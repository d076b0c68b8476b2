import Drawing
import Testing

@Suite("The same scene gives the same bytes")
struct DeterminismTests {
  enum Format: String, CaseIterable, Sendable {
    case png, png2, svg, pdf

    func draw(_ scene: Scene, _ fonts: FontSet) throws -> [UInt8] {
      switch self {
      case .png: try CairoBackend.png(scene, scale: 1, fonts: fonts)
      case .png2: try CairoBackend.png(scene, scale: 2, fonts: fonts)
      case .svg: try CairoBackend.svg(scene, fonts: fonts)
      case .pdf: try CairoBackend.pdf(scene, fonts: fonts)
      }
    }
  }

  @Test("twice in one process and in parallel", arguments: Format.allCases)
  func repeated(format: Format) async throws {
    let fonts = try FontSet.load()
    let scene = SampleScene.make(measurer: try TextMeasurer(fonts: fonts))
    let first = try format.draw(scene, fonts)
    #expect(!first.isEmpty)
    let others = try await withThrowingTaskGroup(of: [UInt8].self) { group in
      for _ in 0..<12 { group.addTask { try format.draw(scene, fonts) } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(others.allSatisfy { $0 == first })
  }

  @Test("whatever pictures were drawn with the same fonts before")
  func letters() throws {
    let used = try FontSet.load()
    let measurer = try TextMeasurer(fonts: used)
    func scene(_ words: String) -> Scene {
      let width = measurer.width(words, face: .regular, size: 10)
      return Scene(
        id: "f", width: 300, height: 40,
        nodes: [
          .text(
            TextRun(
              words, face: .regular, size: 10, origin: Point(5, 20), width: width, paint: SampleScene.ink))
        ])
    }
    for words in ["loss", "bits and loss", "θ, loss", "   "] {
      let fresh = try CairoBackend.svg(scene(words), fonts: try FontSet.load())
      #expect(try CairoBackend.svg(scene(words), fonts: used) == fresh)
    }
  }

  @Test("a PDF says no date but the fixed one and can be searched")
  func pdf() throws {
    let fonts = try FontSet.load()
    let scene = SampleScene.make(measurer: try TextMeasurer(fonts: fonts))
    let text = String(decoding: try CairoBackend.pdf(scene, fonts: fonts), as: UTF8.self)
    #expect(text.hasPrefix("%PDF"))
    #expect(text.contains("(20000101000000Z)"))
    #expect(text.contains("/FontFile2") || text.contains("/ToUnicode"))
  }
}
