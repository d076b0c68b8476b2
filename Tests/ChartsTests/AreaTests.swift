import Charts
import Diagnostics
import Drawing
import FigureTestSupport
import Foundation
import Testing

@Suite struct AreaTests {
  private func scene(_ chart: ChartSpec) throws -> Scene {
    try chart.layout(.web, measurer: SceneTests.measurer.get())
  }

  private func rects(_ scene: Scene, role kind: String) -> [Rect] {
    func visit(_ node: Scene.Node, _ isInside: Bool) -> [Rect] {
      switch node {
      case .group(let role, _, let children): return children.flatMap { visit($0, role.kind == kind) }
      case .path(let path, _?, _) where isInside:
        let points = SceneFacts.points(path)
        let (xs, ys) = (points.map(\.x), points.map(\.y))
        let (left, top) = (xs.min() ?? 0, ys.min() ?? 0)
        return [Rect(x: left, y: top, width: (xs.max() ?? 0) - left, height: (ys.max() ?? 0) - top)]
      default: return []
      }
    }
    return scene.nodes.flatMap { visit($0, false) }
  }

  @Test func barsStandOnZeroAndTouch() throws {
    let bars = rects(try scene(SampleCharts.histogram), role: "bars")
    // The bar of no runs has no height.
    #expect(bars.count == 10)
    #expect(Set(bars.map(\.maxY)).count == 1)
    for (left, right) in zip(bars, bars.dropFirst()).prefix(8) { #expect(left.maxX == right.x) }
    let tallest = try #require(bars.map(\.height).max())
    let (first, fifth) = (bars[0].height, bars[4].height)
    #expect(fifth == tallest && abs(fifth / first - 31) < 0.01)
  }

  @Test(arguments: ColorMap.allCases) func numbersHaveContrastOnEveryColour(map: ColorMap) throws {
    func light(_ byte: UInt32) -> Double {
      let c = Double(byte & 0xFF) / 255
      return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4)
    }
    func luminance(_ rgb: UInt32) -> Double {
      0.2126 * light(rgb >> 16) + 0.7152 * light(rgb >> 8) + 0.0722 * light(rgb)
    }
    let scale = ColorScale(map, over: [-1, 1], label: "")
    for step in 0...200 {
      let value = Double(step) / 100 - 1
      let pair = [try #require(scale.paint(value)), scale.textPaint(on: value)].map {
        luminance($0.rgb) + 0.05
      }
      #expect(max(pair[0], pair[1]) / min(pair[0], pair[1]) >= 4.5, "\(value)")
    }
  }

  @Test func cellsAreWholePixelsAndNumbersReadOnThem() throws {
    let scene = try scene(SampleCharts.heatMap)
    let cells = rects(scene, role: "cells")
    #expect(cells.count == 15)
    #expect(cells.allSatisfy { $0.x == $0.x.rounded() && $0.width == $0.width.rounded() && $0.width > 20 })
    let numbers = SceneFacts(scene).labels.filter { $0.text.hasPrefix("0.") }
    #expect(numbers.filter { label in cells.contains { $0.intersects(label.box) } }.count == 15)
    for label in SceneFacts(scene).labels where label.text == "0.0262" {
      #expect(label.runs.allSatisfy { [0xFFFFFF, 0x000000].contains($0.paint.rgb) })
    }
  }

  @Test func namesStandAtTheirPlaces() throws {
    let facts = SceneFacts(try scene(SampleCharts.forest))
    let rows = try #require(facts.tickLabels.first { $0.axis == "axis-y" }).labels
    #expect(rows.map(\.text) == ["γpost", "E", "β", "B", "α", "A"])
  }

  @Test func rowsHaveTheirShareOfTheHeight() throws {
    let frames = SceneFacts(try scene(SampleCharts.residuals)).frames
    #expect(frames.count == 2)
    #expect(abs(frames[1].height / frames[0].height - 0.3) < 0.01)
    #expect(frames[0].width == frames[1].width)
  }

  @Test func coloursThatStandForNumbersHaveAKey() throws {
    for chart in [SampleCharts.heatMap, SampleCharts.residuals] {
      let facts = SceneFacts(try scene(chart))
      #expect(facts.labels.contains { $0.text.contains("nats per byte") && $0.box.y < 30 })
    }
  }

  @Test(arguments: ColorMap.allCases) func mapsHaveNoEdges(map: ColorMap) {
    func channels(_ place: Double) -> [Int] {
      let rgb = map.paint(at: place).rgb
      return [16, 8, 0].map { Int((rgb >> $0) & 0xFF) }
    }
    for step in 0..<200 {
      let (a, b) = (channels(Double(step) / 200), channels(Double(step + 1) / 200))
      #expect(zip(a, b).allSatisfy { abs($0 - $1) <= 6 }, "\(map) at \(step)")
    }
  }

  @Test func lightnessOrdersAmountsAndIsSymmetricalForSigns() {
    func luminance(_ rgb: UInt32) -> Double {
      [(UInt32(16), 0.2126), (8, 0.7152), (0, 0.0722)].reduce(0) { sum, channel in
        let c = Double((rgb >> channel.0) & 0xFF) / 255
        return sum + channel.1 * (c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4))
      }
    }
    let amounts = (0...100).map { luminance(ColorMap.sequential.paint(at: Double($0) / 100).rgb) }
    #expect(zip(amounts, amounts.dropFirst()).allSatisfy { $0 > $1 })
    let scale = ColorScale(.diverging, over: [-0.1, 0.4], label: "")
    #expect(scale.domain == -0.4...0.4)
    #expect(scale.place(0) == 0.5)
    let signed = (0...50).map { luminance(ColorMap.diverging.paint(at: Double($0) / 100).rgb) }
    #expect(zip(signed, signed.dropFirst()).allSatisfy { $0 <= $1 })
  }

  @Test func scalesOfOddValuesAreNeverEmpty() {
    for values in [[], [0], [3], [.nan, .infinity], [-1, -1]] as [[Double]] {
      for map in ColorMap.allCases {
        let scale = ColorScale(map, over: values, label: "")
        #expect(scale.domain.lowerBound < scale.domain.upperBound)
      }
    }
    #expect(ColorScale(.sequential, scale: .log, over: [0, -3], label: "").paint(-3) == nil)
  }

  @Test(arguments: SampleCharts.all.indices) func aChartIsDataAndComesBack(index: Int) throws {
    let chart = SampleCharts.all[index]
    let encoder = JSONEncoder()
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    let copy = try decoder.decode(ChartSpec.self, from: encoder.encode(chart))
    #expect(copy == chart || "\(copy)" == "\(chart)")
  }
}
