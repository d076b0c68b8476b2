import Codes
import Diagnostics
import Typesetting

/// What `docs/codes.md` says about the code of a finding.
struct CodePage {
  /// `E0101`
  let code: String
  /// What the code means, in a few words.
  let title: String
  /// What it is about, why, and how to mend it.
  let body: String

  /// Whether a word on the command line is a code and no file: `E0101`, `w0203`.
  static func isCode(_ word: String) -> Bool {
    word.count == 5 && "EWew".contains(word.prefix(1))
      && word.dropFirst().allSatisfy { $0.isASCII && $0.isNumber }
  }

  /// The page of a code. Throws `E0947` for one that no finding has.
  init(_ word: String) throws(DiagnosticError) {
    let code = word.uppercased()
    guard let page = Self.all.first(where: { $0.code == code }) else {
      throw DiagnosticError(
        "E0947", "no finding has the code \(code)",
        help: Spelling.didYouMean(code, among: Self.all.map(\.code)))
    }
    self = page
  }

  private init(code: String, title: String, body: String) {
    (self.code, self.title, self.body) = (code, title, body)
  }

  /// Every code, in the order of the page.
  static var all: [CodePage] {
    let bytes = UnsafeBufferPointer(start: isoloss_codes_bytes(), count: isoloss_codes_size())
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n### ").dropFirst().map { section in
      let lines = section.split(separator: "\n", omittingEmptySubsequences: false)
      let heading = lines[0].split(separator: " ", maxSplits: 1)
      // The heading of the next group ends the last section of one.
      let body = lines.dropFirst().prefix { !$0.hasPrefix("## ") }.joined(separator: "\n").trimmingSpaces()
      return CodePage(
        code: String(heading[0]), title: heading.count > 1 ? String(heading[1]) : "", body: body)
    }
  }

  /// For a terminal.
  func text(_ layout: TextLayout) -> String {
    let parts = body.replacing("\nMend: ", with: "\n\nMend: ").split(separator: "\n\n")
    let first = body.hasPrefix("Mend: ") ? [] : [""]
    return (["\(code): \(title)"] + first + parts.flatMap { layout.paragraph(String($0), indent: 2) })
      .joined(separator: "\n")
  }

  /// For machines.
  var json: JSON {
    .object([("code", .string(code)), ("title", .string(title)), ("text", .string(body))])
  }
}
