import Fitting
import Testing

@Suite("Roots of functions of one variable")
struct ScalarRootTests {
  @Test("are found to the last digits", arguments: [1e-6, 0.3, 1, 7.25, 99])
  func exact(place: Double) {
    let found = ScalarRoot.find(over: 0...100, logarithmic: false) { $0 * $0 * $0 - place * place * place }
    #expect(abs((found ?? 0) - place) < 1e-9)
    let log = ScalarRoot.find(over: 1e-9...1e9, logarithmic: true) { 1 - place / $0 }
    #expect(abs((log ?? 0) / place - 1) < 1e-12)
  }

  @Test("are the first ones from below, also at an end")
  func first() {
    #expect(ScalarRoot.find(over: 2...5, logarithmic: false) { $0 - 2 } == 2)
    #expect(ScalarRoot.find(over: 2...5, logarithmic: false) { $0 - 5 } == 5)
    let found = ScalarRoot.find(over: 0...10, logarithmic: false) { ($0 - 2.2) * ($0 - 4.1) * ($0 - 9.3) }
    #expect(abs((found ?? 0) - 2.2) < 1e-9)
  }

  @Test("do not exist where the sign stays, and are not looked for across a gap")
  func none() {
    #expect(ScalarRoot.find(over: 1...2, logarithmic: true) { $0 } == nil)
    #expect(ScalarRoot.find(over: 0...2, logarithmic: false) { $0 < 1 ? -1 : $0 < 1.5 ? .nan : 1 } == nil)
  }
}
