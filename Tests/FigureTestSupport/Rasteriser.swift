import Foundation
import Testing

/// librsvg's command, which draws SVG files as a program that is not ours does.
public enum Rasteriser {
  private static let path = "/usr/bin/rsvg-convert"
  /// Whether it is there: Debian's `librsvg2-bin`.
  public static var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: path) }

  /// Draws an SVG on white.
  public static func png(_ svg: String, scale: Int) throws -> [UInt8] {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("parity-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (input, output) = (folder.appendingPathComponent("a.svg"), folder.appendingPathComponent("a.png"))
    try Data(svg.utf8).write(to: input)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = ["--zoom", "\(scale)", "--background-color", "white", "-o", output.path, input.path]
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    return Array(try Data(contentsOf: output))
  }
}
