import Diagnostics

/// Two sets of files that should be the same to the byte.
struct FileComparison {
  let first: [(path: String, bytes: [UInt8])]
  let second: [(path: String, bytes: [UInt8])]

  /// Throws `E0940` for the first file, in the order of paths, that only one set has or whose bytes differ.
  func check() throws(DiagnosticError) {
    let others = Dictionary(second.map { ($0.path, $0.bytes) }) { first, _ in first }
    let known = Set(first.map(\.path))
    let all = first.map(\.path) + second.map(\.path).filter { !known.contains($0) }
    let own = Dictionary(first.map { ($0.path, $0.bytes) }) { first, _ in first }
    for path in all.sorted() {
      switch (own[path], others[path]) {
      case (let a?, let b?): if a != b { throw difference(path, a, b) }
      case (let a, _):
        throw DiagnosticError(
          "E0940",
          "two builds differ: only the \(a == nil ? "second" : "first") has the file \"\(path)\"")
      }
    }
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
