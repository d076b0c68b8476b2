import Diagnostics
import Foundation

/// Two sets of files that should be the same to the byte, each by path with the place where it lies.
struct FileComparison {
  let first: [String: String]
  let second: [String: String]

  /// Throws `E0940` for the first file, in the order of paths, that only one set has or whose bytes differ; `E0902` for one
  /// that cannot be read.
  func check() throws(DiagnosticError) {
    for path in Set(first.keys).union(second.keys).sorted() {
      guard let one = first[path], let other = second[path] else {
        throw DiagnosticError(
          "E0940",
          "two builds differ: only the \(first[path] == nil ? "second" : "first") has the file \"\(path)\"")
      }
      let (a, b) = (try Self.bytes(one), try Self.bytes(other))
      if a != b { throw difference(path, a, b) }
    }
  }

  private static func bytes(_ path: String) throws(DiagnosticError) -> [UInt8] {
    guard let bytes = FileManager.default.contents(atPath: path) else {
      throw DiagnosticError("E0902", "the file \"\(path)\" cannot be read")
    }
    return [UInt8](bytes)
  }

  private func difference(_ path: String, _ a: [UInt8], _ b: [UInt8]) -> DiagnosticError {
    let offset =
      zip(a, b).enumerated().first { $0.element.0 != $0.element.1 }?.offset ?? min(a.count, b.count)
    return DiagnosticError(
      "E0940", "two builds differ: \"\(path)\" at byte \(offset)",
      notes: ["first: \(excerpt(a, at: offset))", "second: \(excerpt(b, at: offset))"])
  }

  /// The printable bytes round a place, others as dots.
  private func excerpt(_ bytes: [UInt8], at offset: Int) -> String {
    guard offset < bytes.count else { return "ends after \(bytes.count) bytes" }
    let shown = bytes[max(0, offset - 24)..<min(bytes.count, offset + 40)]
    return String(decoding: shown.map { (0x20..<0x7F).contains($0) ? $0 : 0x2E }, as: UTF8.self)
  }
}
