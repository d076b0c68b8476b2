import Diagnostics

/// What Cairo wrote, by the number of the operation.
struct CairoSVG {
  struct Glyph {
    var symbol: String
    var x: Int
  }
  /// Outlines in hundredths of a pixel.
  var paths: [Int: SVGPath] = [:]
  var glyphs: [Int: [Glyph]] = [:]
  /// Outlines of letters in thousandths of the em, by Cairo's id.
  var symbols: [String: SVGPath] = [:]

  init(_ text: String) throws(DiagnosticError) {
    var symbol: String?
    var run: Int?
    for line in text.split(separator: "\n") {
      let line = line.drop { $0 == " " }
      if line.hasPrefix("<symbol") {
        symbol = Self.value("id", in: line)
      } else if line.hasPrefix("<path"), let data = Self.value("d", in: line) {
        let path = try SVGPath(cairo: data)
        if let name = symbol {
          symbols[name] = path
          symbol = nil
        } else if let index = Self.operation(line) {
          paths[index] = path
        }
      } else if line.hasPrefix("<g style") {
        run = Self.operation(line)
      } else if line.hasPrefix("<use"), let run, let name = Self.value("xlink:href", in: line),
        let x = Self.value("x", in: line).flatMap({ Double(String($0)) })
      {
        glyphs[run, default: []].append(Glyph(symbol: String(name.dropFirst()), x: Int(x.rounded())))
      } else if line.hasPrefix("</g>") {
        run = nil
      } else if line.hasPrefix("<image") {
        throw DiagnosticError("E0907", "Cairo put a bitmap into an SVG")
      }
    }
  }

  private static func value(_ name: String, in line: Substring) -> String? {
    guard let start = line.firstRange(of: " \(name)=\"")?.upperBound else { return nil }
    return String(line[start...].prefix { $0 != "\"" })
  }

  /// The number in `rgb(0%,1.176471%,99.607843%)`.
  private static func operation(_ line: Substring) -> Int? {
    guard let start = line.firstRange(of: "rgb(")?.upperBound else { return nil }
    let parts = line[start...].prefix { $0 != ")" }.split(separator: ",")
    let bytes = parts.compactMap { Double(String($0.dropLast())) }.map { Int(($0 * 2.55).rounded()) }
    guard bytes.count == 3 else { return nil }
    return (bytes[0] << 16 | bytes[1] << 8 | bytes[2]) - 1
  }
}
