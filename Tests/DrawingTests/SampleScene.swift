import Drawing

/// A scene with every kind of node.
enum SampleScene {
  static let ink = Paint(0x1A1C1F, token: "ink")
  static let red = Paint(0xDD785C, token: "bits-3")

  static func make(id: String = "fig-sample", measurer: TextMeasurer) -> Scene {
    func text(
      _ words: String, _ x: Double, _ y: Double, face: FontFace = .regular, size: Double = 12,
      rotation: Double = 0,
      halo: Double = 0
    ) -> Scene.Node {
      .text(
        TextRun(
          words, face: face, size: size, origin: Point(x, y), rotation: rotation,
          width: measurer.width(words, face: face, size: size), paint: ink, halo: halo))
    }
    let frame = Rect(x: 40, y: 20, width: 220, height: 140)
    let wave = (0...60).map { Point(30 + Double($0) * 4, 90 + 40 * (Double($0 % 20) / 10 - 1)) }
    let marks = MarkerShape.allCases.enumerated().flatMap { index, shape -> [Scene.Node] in
      let x = 55 + Double(index) * 25
      return [
        .marker(
          Marker(
            shape, center: Point(x, 60), size: 8, fill: red, stroke: Stroke(ink, width: 0.5),
            tooltip: "a < \(index)")),
        .marker(Marker(shape, center: Point(x, 120), size: 8, fill: nil, stroke: Stroke(red, width: 1.2))),
      ]
    }
    return Scene(
      id: id, width: 300, height: 200, title: "Loss & bits", summary: "Twelve marks and a wave.",
      nodes: [
        .group(
          .init("axis-x"), clip: nil,
          [
            .path(Path(polyline: [Point(40, 160.3), Point(260, 160.3)]), fill: nil, stroke: chrome(1)),
            text("10.00 − 3 × 10", 44, 180), text("AVATAR", 150, 180, face: .bold),
            text("N", 20, 180, face: .italic),
          ]),
        .group(
          .init("line", series: "3 bits"), clip: frame,
          [
            .path(Path(polyline: wave), fill: nil, stroke: Stroke(red, width: 1.5, dash: [5, 3])),
            .path(
              Path(polyline: [Point(0, 0), Point(100, 50), Point(0, 90)], closed: true),
              fill: Paint(0x0072B2, opacity: 0.15, token: "part-w"), stroke: nil),
          ]),
        .group(.init("points", series: "3 bits"), clip: frame, marks),
        .group(.init("empty"), clip: nil, []),
        text("1.25 ∝ √2", 120, 100, size: 11, rotation: -30, halo: 2),
      ])
  }

  static func chrome(_ width: Double) -> Stroke { Stroke(ink, width: width, isChrome: true) }
}
