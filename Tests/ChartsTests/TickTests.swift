import Charts
import Foundation
import Testing

@Suite struct TickTests {
  @Test(
    arguments: [
      (2.9...3.9, 5.0, [3, 3.2, 3.4, 3.6, 3.8]),
      (0.0...1.0, 5, [0, 0.25, 0.5, 0.75, 1]),
      (-1.2...1.1, 5, [-1, -0.5, 0, 0.5, 1]),
      (1.17...1.93, 4, [1.2, 1.4, 1.6, 1.8]),
      (0.0...26.0, 5, [0, 5, 10, 15, 20, 25]),
      (3.197...3.302, 3, [3.2, 3.25, 3.3]),
    ] as [(ClosedRange<Double>, Double, [Double])])
  func linearTicksAreRoundNumbers(range: ClosedRange<Double>, target: Double, expected: [Double]) {
    #expect(LinearTicks.ticks(over: range, target: target) == expected)
  }

  @Test func linearTicksAreMultiplesOfTheirStepInsideTheRange() {
    for i in 0..<400 {
      let low = sin(Double(i) * 1.7 + 0.1) * pow(10, Double(i % 9) - 4)
      let range = low...(low + (0.02 + abs(cos(Double(i)))) * abs(low) * pow(10, Double(i % 5) - 2))
      for target in [3.0, 5, 7] {
        let ticks = LinearTicks.ticks(over: range, target: target)
        #expect((3...9).contains(ticks.count), "\(range) \(ticks)")
        #expect(ticks == ticks.sorted())
        let slack = (range.upperBound - range.lowerBound) * 1e-6
        #expect(ticks.allSatisfy { $0 >= range.lowerBound - slack && $0 <= range.upperBound + slack })
        guard ticks.count > 1 else { continue }
        let step = ticks[1] - ticks[0]
        for tick in ticks { #expect(abs(tick / step - (tick / step).rounded()) < 1e-5, "\(range) \(ticks)") }
      }
    }
  }

  @Test func labelsThatTouchAreNotChosen() {
    let ticks = LinearTicks.ticks(over: 0...10, target: 8) { $0.count <= 3 }
    #expect(ticks == [0, 5, 10])
    #expect(LinearTicks.ticks(over: 5...5) == [5])
  }

  @Test(
    arguments: [
      (2.5...16.5, [4.0, 6, 8, 10, 12, 14, 16]), (2.5...8.5, [3, 4, 5, 6, 7, 8]), (3.2...3.9, []),
      (0...100, [0, 20, 40, 60, 80, 100]),
    ] as [(ClosedRange<Double>, [Double])])
  func integerTicksAreWhole(range: ClosedRange<Double>, expected: [Double]) {
    let ticks = IntegerTicks.ticks(over: range)
    if expected.isEmpty {
      #expect(ticks.major.count <= 1)
    } else {
      #expect(ticks.major == expected)
    }
    #expect(Set(ticks.major).isDisjoint(with: ticks.minor))
  }

  @Test func designLevelsAreThinnedToThoseThatStandClear() {
    let levels: [Double] = [1.5, 3, 6, 13, 26]
    #expect(DesignedTicks.ticks(levels: levels, over: 1...30).major == levels)
    let thinned = DesignedTicks.ticks(levels: levels, over: 1...30) { $0.count <= 3 }
    #expect(thinned == Ticks(major: [1.5, 6, 26], minor: [3, 13]))
    let bits = DesignedTicks.ticks(levels: Array(3...12).map(Double.init) + [16], over: 2...17)
    #expect((3...9).contains(bits.major.count))
    #expect(Set(bits.major + bits.minor).count == 11)
    #expect(DesignedTicks.ticks(levels: [3, 3, 40], over: 1...30).major == [3])
  }

  @Test(
    arguments: [
      (1.2e9...32e9, 4.0, [2e9, 5e9, 10e9, 20e9]),
      (25e6...260e6, 4, [3e7, 1e8]),
      (1e18...1e26, 7, [1e18, 1e19, 1e20, 1e21, 1e22, 1e23, 1e24, 1e25, 1e26]),
      (0.1...1000, 5, [0.1, 1, 10, 100, 1000]),
      (2.9...3.9, 5, [3, 3.2, 3.4, 3.6, 3.8]),
    ] as [(ClosedRange<Double>, Double, [Double])])
  func logTicks(range: ClosedRange<Double>, target: Double, expected: [Double]) {
    let ticks = LogTicks.ticks(over: range, target: target)
    if range.lowerBound == 25e6 {
      #expect(ticks.major.count >= 3, "\(ticks.major)")
    } else {
      #expect(ticks.major == expected)
    }
    #expect(!ticks.minor.isEmpty || expected.count > 4)
    #expect(Set(ticks.major).isDisjoint(with: ticks.minor))
  }

  @Test func everyLogRangeHasAtLeastTwoLabels() {
    for i in 0..<500 {
      let low = pow(10, Double(i % 31) - 15 + 0.97 * abs(sin(Double(i))))
      let high = low * pow(10, 0.05 + 9 * pow(abs(cos(Double(i) * 0.7)), 3))
      for target in [3.0, 5, 7] {
        let ticks = LogTicks.ticks(over: low...high, target: target)
        #expect((2...9).contains(ticks.major.count), "\(low)…\(high): \(ticks.major)")
        #expect(ticks.major.allSatisfy { $0 >= low * 0.999 && $0 <= high * 1.001 })
      }
    }
  }
}

@Suite struct TickLabelTests {
  private func texts(_ values: [Double], _ format: TickFormat = .automatic, _ scale: ScaleKind = .linear)
    -> [String]
  {
    TickLabels.labels(values, format: format, scale: scale).map(\.plainText)
  }

  @Test func decimalsAreEqualOnALinearAxis() {
    #expect(texts([3.2, 3.25, 3.3]) == ["3.20", "3.25", "3.30"])
    #expect(texts([-0.5, 0, 0.5]) == ["\u{2212}0.5", "0.0", "0.5"])
    #expect(texts([0, 5, 10]) == ["0", "5", "10"])
  }

  @Test func logAxesWriteEachValueByItself() {
    #expect(texts([0.1, 0.3, 1, 3], .automatic, .log) == ["0.1", "0.3", "1", "3"])
    #expect(texts([100e6, 300e6, 1e9, 1.5e9], .automatic, .log) == ["100M", "300M", "1B", "1.5B"])
  }

  @Test func prefixesAreShortScale() {
    #expect(texts([14e3, 97e3, 1e6], .si, .log) == ["14k", "97k", "1M"])
    #expect(texts([0, 0.5e9, 1e9, 1.5e9], .si) == ["0", "0.5B", "1.0B", "1.5B"])
    #expect(texts([2e12], .si, .log) == ["2T"])
  }

  @Test func powersHaveRealSuperscripts() {
    #expect(texts([1, 10, 100, 1e18], .power, .log) == ["1", "10", "10^2", "10^18"])
    #expect(texts([1e-4], .power, .log) == ["10^\u{2212}4"])
    #expect(texts([3e18], .power, .log) == ["3×10^18"])
    let label = TickLabels.labels([1e18, 1e20], format: .automatic, scale: .log)[0]
    #expect(label.atoms == [.run("10", .regular), .scripts(sub: [], sup: [.run("18", .regular)])])
  }

  @Test func nothingIsWrittenWithAnE() {
    for exponent in -20...20 {
      let values = [1.0, 2, 5].map { $0 * pow(10, Double(exponent)) }
      for scale in [ScaleKind.linear, .log] {
        for text in texts(values, .automatic, scale) {
          #expect(!text.contains("e") && !text.contains("-") && !text.contains("G"), "\(text)")
        }
        #expect(Set(texts(values, .automatic, scale)).count == 3)
      }
    }
  }
}
