import Diagnostics

/// The element that holds a picture: its size, its title and description, what is stated once, and the drawing.
enum SVGDocument {
  static func text(
    _ scene: Scene, _ builder: SVGBuilder, _ record: PictureRecord = PictureRecord()
  ) -> String {
    var builder = builder
    builder.finish()
    let (width, height) = (SVGNumber.text(scene.width), SVGNumber.text(scene.height))
    let prefix = XMLText.escaped(scene.id)
    let summary = scene.summary.isEmpty ? "" : " \(prefix)-desc"
    var lines = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-labelledby=\"\(prefix)-title\(summary)\""
        + " class=\"figure\" width=\"\(width)\" height=\"\(height)\" viewBox=\"0 0 \(width) \(height)\">",
      "<title id=\"\(prefix)-title\">\(XMLText.escaped(scene.title.isEmpty ? scene.id : scene.title))</title>",
    ]
    if !scene.summary.isEmpty {
      lines.append("<desc id=\"\(prefix)-desc\">\(XMLText.escaped(scene.summary))</desc>")
    }
    lines += SVGMetadata.element(record.provenance)
    if !builder.definitions.isEmpty { lines += ["<defs>"] + builder.definitions + ["</defs>"] }
    lines.append("<g fill=\"none\" stroke-linecap=\"round\" stroke-linejoin=\"round\">")
    lines += builder.body
    return (lines + ["</g>", "</svg>", ""]).joined(separator: "\n")
  }
}
