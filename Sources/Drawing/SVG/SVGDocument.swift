import Diagnostics

/// The element that holds a picture: its size, its title and description, what is stated once, and the drawing.
enum SVGDocument {
  /// - Parameter describedBy: the id of the description, for a picture that has none.
  static func bytes(
    _ scene: Scene, _ builder: SVGBuilder, _ record: PictureRecord = PictureRecord(),
    describedBy: String? = nil
  ) -> [UInt8] {
    var builder = builder
    builder.finish()
    let (width, height) = (SVGNumber.text(scene.width), SVGNumber.text(scene.height))
    let prefix = builder.prefix
    let summary = scene.summary.isEmpty ? "" : " \(prefix)-desc"
    let other = describedBy.map { " aria-describedby=\"\(XMLText.escaped($0))\"" } ?? ""
    var text = SVGText()
    text.append(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-labelledby=\"\(prefix)-title\(summary)\"\(other)"
        + " class=\"figure\" width=\"\(width)\" height=\"\(height)\" viewBox=\"0 0 \(width) \(height)\">\n")
    let title = XMLText.escaped(scene.title.isEmpty ? scene.id : scene.title)
    text.append("<title id=\"\(prefix)-title\">\(title)</title>\n")
    if !scene.summary.isEmpty {
      text.append("<desc id=\"\(prefix)-desc\">\(XMLText.escaped(scene.summary))</desc>\n")
    }
    for line in SVGMetadata.element(record.provenance) { text.append(line + "\n") }
    if !builder.definitions.bytes.isEmpty {
      text.append("<defs>\n")
      text.append(builder.definitions)
      text.append("</defs>\n")
    }
    text.append("<g fill=\"none\" stroke-linejoin=\"round\">\n")
    text.append(builder.body)
    text.append("</g>\n</svg>\n")
    return text.bytes
  }
}
