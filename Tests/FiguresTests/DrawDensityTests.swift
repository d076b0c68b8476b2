import Charts
import Drawing
import Testing

@testable import Figures

@Suite("Regions of draws")
struct DrawDensityTests {
  /// 200 draws around 0, ten times as far along x as along y, that repeat no place.
  private var ridge: [Point] {
    (0..<200).map { index in
      let along = (Double(index) * 0.618034).truncatingRemainder(dividingBy: 1)
      let across = (Double(index) * 0.414214).truncatingRemainder(dividingBy: 1)
      return Point(4 * along - 2, 0.4 * across - 0.2)
    }
  }

  @Test("are as narrow as the draws in them, however far others lie", arguments: [0, 1000.0])
  func farDraws(_ distance: Double) throws {
    let far = (0..<40).map { Point(distance + Double($0 % 7) / 10, Double($0 % 5) / 10 - 0.2) }
    let density = try #require(DrawDensity(ridge + (distance > 0 ? far : []), (.linear, .linear)))
    let near = density.lines(share: 0.5).joined().filter { $0.x < distance / 2 || distance == 0 }
    #expect(!near.isEmpty)
    #expect(near.allSatisfy { abs($0.x) < 4 && abs($0.y) < 0.5 })
  }

  @Test("spread like all draws where half of them share a value")
  func bound() throws {
    let stuck = (0..<300).map { Point(5, Double($0 % 11) / 100) }
    let density = try #require(DrawDensity(ridge + stuck, (.linear, .linear)))
    #expect(!density.lines(share: 0.95).isEmpty)
  }
}
