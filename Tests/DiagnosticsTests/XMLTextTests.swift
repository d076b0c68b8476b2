import Diagnostics
import Testing

@Test(arguments: [
  ("a < b & c > \"d\" 'e'", "a &lt; b &amp; c &gt; &quot;d&quot; &#39;e&#39;"),
  ("&amp;", "&amp;amp;"),
  // One character each to a reader, still a tag, a quote and an entity to a parser.
  ("<\u{338}script", "&lt;\u{338}script"),
  ("\"\u{301} onload=", "&quot;\u{301} onload="),
  ("&\u{200D}lt;", "&amp;\u{200D}lt;"),
  ("tab\tline\nreturn\r\n", "tab\tline\nreturn\r\n"),
  ("\u{0}\u{1B}[31m\u{7F}\u{85}\u{9F}", "\u{FFFD}\u{FFFD}[31m\u{FFFD}\u{FFFD}\u{FFFD}"),
  ("L ≤ 10⁻³, 👩‍👩‍👧", "L ≤ 10⁻³, 👩‍👩‍👧"), ("", ""),
])
func markupIsEscapedByScalars(text: String, escaped: String) {
  #expect(Array(XMLText.escaped(text).unicodeScalars) == Array(escaped.unicodeScalars))
}

@Test(arguments: [0xFFFE, 0xFFFF, 0xFDD0, 0x10FFFF, 0x0B, 0x80] as [UInt32])
func whatMayNotStandInADocumentIsReplaced(code: UInt32) throws {
  let scalar = try #require(Unicode.Scalar(code))
  #expect(XMLText.escaped("a\(scalar)b") == "a\u{FFFD}b")
}
