import Testing
import Typesetting

@Suite struct NumberTextTests {
  @Test(
    arguments: [
      (0.125, 2, "0.12"), (0.375, 2, "0.38"), (2.675, 2, "2.68"), (1.005, 2, "1.00"), (0.5, 0, "0"),
      (1.5, 0, "2"),
      (2.5, 0, "2"), (-0.4, 0, "0"), (-0.0, 1, "0.0"), (-1.25, 1, "−1.2"), (9.995, 2, "10.00"),
      (999.5, 0, "1000"),
      (1234, 0, "1234"), (12345, 0, "12\u{202F}345"), (-1_234_567.89, 1, "−1\u{202F}234\u{202F}567.9"),
      (1e21, 0, "1\u{202F}000\u{202F}000\u{202F}000\u{202F}000\u{202F}000\u{202F}000\u{202F}000"),
      (1e-7, 3, "0.000"),
      (0.1 + 0.2, 3, "0.300"), (14_950, -2, "15\u{202F}000"), (14_850, -2, "14\u{202F}800"), (44, -2, "0"),
      (.nan, 2, "NaN"), (-.infinity, 2, "−∞"), (.leastNonzeroMagnitude, 3, "0.000"), (0.05, 1, "0.0"),
      (0.15, 1, "0.2"),
    ] as [(Double, Int, String)])
  func decimals(value: Double, places: Int, text: String) {
    #expect(NumberText.decimal(value, places: places) == text)
  }

  @Test(
    arguments: [
      (0.4973, 2, "0.50"), (123_456, 3, "123\u{202F}000"), (999_999.9, 3, "1.00×10⁶"), (0.0001, 2, "0.00010"),
      (0.00009999, 2, "0.00010"), (0.0000994, 2, "9.9×10⁻⁵"), (1.2e14, 2, "1.2×10¹⁴"), (0, 3, "0"),
      (7, 3, "7.00"),
      (-2.5, 1, "−2"), (4299, 4, "4299"), (1e300, 1, "1×10³⁰⁰"), (99.96, 3, "100"),
    ] as [(Double, Int, String)])
  func significantDigits(value: Double, digits: Int, text: String) {
    #expect(NumberText.significant(value, digits: digits) == text)
  }

  @Test(
    arguments: [
      (14_000, 3, "14k"), (1.5e9, 3, "1.5B"), (16e6, 3, "16M"), (13.1e9, 3, "13.1B"), (220, 3, "220"),
      (0.5, 2, "0.5"),
      (999_950, 3, "1M"), (999_499, 3, "999k"), (2e12, 2, "2T"), (1e15, 2, "1000T"), (1e18, 2, "1×10¹⁸"),
      (0, 3, "0"),
      (-1234, 2, "−1.2k"), (1234, 4, "1.234k"), (1e-9, 2, "1×10⁻⁹"),
    ] as [(Double, Int, String)])
  func countsWithLetters(value: Double, digits: Int, text: String) {
    #expect(NumberText.si(value, digits: digits) == text)
  }

  @Test(
    arguments: [
      (0.4973, 0.0123, "0.497", "0.012"), (12_345, 678, "12\u{202F}340", "680"),
      (2.6745, 0.3, "2.67", "0.30"),
      (6.4, 0.0996, "6.40", "0.10"), (-1.25, 0.5, "−1.25", "0.50"), (1.23e9, 4.5e7, "1.230×10⁹", "0.045×10⁹"),
      (2e-6, 3e-7, "2.00×10⁻⁶", "0.30×10⁻⁶"), (3, 0, "3.000", "0"), (0, 0.02, "0.000", "0.020"),
      (0.001, 25, "0", "25"), (-0.001, 25, "0", "25"),
    ] as [(Double, Double, String, String)])
  func valueAndError(value: Double, error: Double, text: String, spread: String) {
    let written = NumberText.withError(value, error: error)
    #expect(written == (text, spread))
  }

  @Test(
    arguments: [
      (0.1 + 0.2, "0.3"), (1e10, "10000000000"), (1.0 / 3, "0.3333333333"), (-2.5, "-2.5"), (1e-5, "0.00001"),
      (1.5e-6, "1.5e-6"), (1e16, "1e16"), (123_456_789_012, "123456789000"), (0, "0"), (-0.0, "0"),
      (.nan, ""),
      (.infinity, "inf"), (0.99999999999, "1"), (123_456_789, "123456789"), (-1_234_567_890, "-1234567890"),
      (1.2345678901, "1.23456789"), (0.0001234567, "0.0001234567"), (-3.125, "-3.125"), (4.0, "4"),
      (100, "100"),
    ] as [(Double, String)])
  func machines(value: Double, text: String) {
    #expect(NumberText.machine(value) == text)
  }

  @Test(arguments: [(123_456, 2, "1.2", 5), (0, 3, "0", 0), (-9.96e-3, 2, "−1.0", -2), (1e100, 1, "1", 100)])
  func mantissas(value: Double, digits: Int, mantissa: String, exponent: Int) {
    #expect(NumberText.scientific(value, digits: digits) == (mantissa, exponent))
  }

  @Test(arguments: [(0, "0 rows"), (1, "1 row"), (2, "2 rows")])
  func counts(count: Int, text: String) { #expect(NumberText.counted(count, "row") == text) }

  /// What is written for a machine reads back within ten digits, whatever the value.
  @Test(arguments: 0..<200)
  func machineTextReadsBack(seed: UInt64) throws {
    let value = Double(bitPattern: (seed &* 0x9E37_79B9_7F4A_7C15) & 0xBFFF_FFFF_FFFF_FFFF)
    let text = NumberText.machine(value)
    let back = try #require(Double(text))
    #expect(abs(back - value) <= abs(value) * 5.1e-10)
    #expect(NumberText.machine(back) == text)
  }
}
