import Diagnostics

/// The `metadata` element of an SVG.
enum SVGMetadata {
  /// The element; nothing without a text.
  static func element(_ text: String) -> [String] {
    text.isEmpty ? [] : ["<metadata>\(XMLText.escaped(text))</metadata>"]
  }

  /// The words of the first such element, or nil. Throws for what is not UTF-8 or has no end.
  static func text(_ file: [UInt8], _ name: String) throws(DiagnosticError) -> String? {
    guard let svg = String(validating: file, as: UTF8.self) else {
      throw PictureRecord.damaged(name, "it is not UTF-8 text")
    }
    guard svg.trimmingSpaces().hasSuffix("</svg>") else {
      throw PictureRecord.damaged(name, "it ends before \"</svg>\"")
    }
    guard let tag = svg.firstRange(of: "<metadata"), let open = svg[tag.upperBound...].firstIndex(of: ">"),
      let close = svg[open...].firstRange(of: "</metadata>")
    else { return nil }
    return unescaped(svg[svg.index(after: open)..<close.lowerBound])
  }

  private static func unescaped(_ text: Substring) -> String {
    let entities = [
      ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&apos;", "'"), ("&amp;", "&"),
    ]
    return entities.reduce(String(text)) { $0.replacing($1.0, with: $1.1) }
  }
}
