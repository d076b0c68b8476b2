import BenchmarkSupport
import CZlib
import Drawing
import Foundation

/// What zlib makes of the same pixels at its levels: size against time, beside our whole picture with its drawing.
enum ZlibCurve {
  static func show(_ workload: Workload, runs: Int) throws {
    let fonts = try FontSet.load()
    print("\nsize against time of PNGs: zlib without filters packs the rows that we draw and pack")
    for (name, make) in workload.charts {
      let scene = try make().layout(Workload.profile, measurer: TextMeasurer(fonts: fonts))
      var file: [UInt8] = []
      let own = try medianCost(runs) { file = try FigureBenchmark.encode(scene, "png", fonts) }
      var line = "\(name)  drawn and packed \(milliseconds(own)) \(kilobytes(file.count))"
      guard let rows = unfiltered(file) else { continue }
      for level: Int32 in [1, 3, 4, 6, 9] {
        var packed = [UInt8](repeating: 0, count: Int(compressBound(uLong(rows.count))))
        var length = uLongf(packed.count)
        let cost = medianCost(runs) {
          length = uLongf(packed.count)
          compress2(&packed, &length, rows, uLong(rows.count), level)
        }
        line += "; zlib \(level) \(milliseconds(cost)) \(kilobytes(Int(length)))"
      }
      print(line)
    }
  }

  private static func medianCost(_ runs: Int, _ work: () throws -> Void) rethrows -> Double {
    median(try (0..<runs).map { _ in try Cost.of(work).cost.cpu })
  }

  private static func milliseconds(_ seconds: Double) -> String { "\(digits(1000 * seconds)) ms" }
  private static func kilobytes(_ bytes: Int) -> String { "\(digits(Double(bytes) / 1000)) kB" }

  /// The rows of a true-colour PNG of ours with filter 0; nil for one with a palette.
  private static func unfiltered(_ file: [UInt8]) -> [UInt8]? {
    func number(_ at: Int) -> Int { file[at..<at + 4].reduce(0) { $0 << 8 | Int($1) } }
    guard file.count > 33, file[25] == 2 else { return nil }
    let (rowBytes, height) = (1 + 3 * number(16), number(20))
    var position = 8
    while String(decoding: file[position + 4..<position + 8], as: UTF8.self) != "IDAT" {
      position += 12 + number(position)
    }
    var rows = [UInt8](repeating: 0, count: rowBytes * height)
    var length = uLongf(rows.count)
    let packed = Array(file[position + 8..<position + 8 + number(position)])
    guard uncompress(&rows, &length, packed, uLong(packed.count)) == Z_OK else { return nil }
    for y in 0..<height where rows[y * rowBytes] == 2 {
      rows[y * rowBytes] = 0
      for x in 1..<rowBytes { rows[y * rowBytes + x] &+= rows[(y - 1) * rowBytes + x] }
    }
    return rows
  }
}
