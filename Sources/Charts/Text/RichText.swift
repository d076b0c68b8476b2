import Diagnostics
import Drawing
import Typesetting

/// A line of text in which `$…$` is math: what labels of figures are made of.
///
/// Variables are italic, words and numbers upright, subscripts and superscripts are set by scale and shift of the same
/// faces, so that no glyph for a raised digit is needed. Widths come from the one text measurer.
public struct RichText: Sendable, Hashable {
  /// One piece of a line.
  public indirect enum Atom: Sendable, Hashable {
    /// Characters of one face.
    case run(String, FontFace)
    /// Horizontal space in em.
    case space(Double)
    /// Scripts at the end of what stands before; both start at the same place.
    case scripts(sub: [Atom], sup: [Atom])
  }

  /// The pieces from left to right.
  public var atoms: [Atom]

  /// Makes a line from pieces.
  public init(_ atoms: [Atom]) { self.atoms = atoms }

  /// Makes a line of plain characters.
  public init(plain text: String, face: FontFace = .regular) {
    atoms = text.isEmpty ? [] : [.run(text, face)]
  }

  /// Reads text with `$…$` math; `\$` is a dollar sign, and a dollar sign without a partner is one too.
  ///
  /// - Parameters:
  ///   - markup: the text.
  ///   - face: the face of what is not math.
  ///   - source: what mistakes in the math are reported against.
  public init(markup: String, face: FontFace = .regular, source: String = "label") throws(DiagnosticError) {
    atoms = []
    var text = ""
    var rest = Substring(markup)
    while let character = rest.first {
      rest = rest.dropFirst()
      if character == "\\", rest.first == "$" {
        text.append("$")
        rest = rest.dropFirst()
      } else if character == "$", let end = rest.firstIndex(of: "$"), end > rest.startIndex {
        if !text.isEmpty { atoms.append(.run(text, face)) }
        text = ""
        let column = markup.distance(from: markup.startIndex, to: rest.startIndex) + 1
        let node = try TeXMath.parse(
          String(rest[..<end]), at: SourceLocation(file: source, line: 1, column: column))
        atoms += MathLine.atoms(node)
        rest = rest[rest.index(after: end)...]
      } else {
        text.append(character)
      }
    }
    if !text.isEmpty { atoms.append(.run(text, face)) }
  }

  /// Whether there is nothing to draw.
  public var isEmpty: Bool { atoms.isEmpty }

  /// The characters without their places.
  public var plainText: String { RichText.plain(atoms) }

  private static func plain(_ atoms: [Atom]) -> String {
    atoms.map { atom in
      switch atom {
      case .run(let text, _): text
      case .space: ""
      case .scripts(let sub, let sup):
        (sub.isEmpty ? "" : "_" + plain(sub)) + (sup.isEmpty ? "" : "^" + plain(sup))
      }
    }.joined()
  }

  /// The advance width in CSS pixels.
  public func width(size: Double, measurer: TextMeasurer) -> Double {
    RichText.place(atoms, size: size, scale: 1, measurer: measurer) { _, _, _, _, _, _ in }
  }

  /// Height above the baseline in em: ascenders, or raised scripts.
  public var ascent: Double {
    atoms.contains { if case .scripts(_, let sup) = $0 { !sup.isEmpty } else { false } } ? 0.92 : 0.77
  }

  /// Depth below the baseline in em: descenders, or lowered scripts.
  public var descent: Double {
    atoms.contains { if case .scripts(let sub, _) = $0 { !sub.isEmpty } else { false } } ? 0.34 : 0.24
  }

  /// The box of the line with its baseline starting at `origin`, unrotated.
  public func box(at origin: Point, size: Double, measurer: TextMeasurer) -> Rect {
    Rect(
      x: origin.x, y: origin.y - ascent * size, width: width(size: size, measurer: measurer),
      height: (ascent + descent) * size)
  }

  /// The runs of the line with its baseline starting at `origin`.
  public func runs(
    at origin: Point, size: Double, paint: Paint, rotation: Double = 0, halo: Double = 0,
    measurer: TextMeasurer
  ) -> [TextRun] {
    var runs: [TextRun] = []
    let (sine, cosine) = MathLine.sineAndCosine(degrees: rotation)
    _ = RichText.place(atoms, size: size, scale: 1, measurer: measurer) { text, face, x, rise, scale, width in
      let place = Point(origin.x + x * cosine + rise * sine, origin.y + x * sine - rise * cosine)
      runs.append(
        TextRun(
          text, face: face, size: size * scale, origin: place, rotation: rotation, width: width, paint: paint,
          // The halo of a script would cover the edge of the letter that it stands at.
          halo: scale < 1 ? 0 : halo))
    }
    return runs
  }

  /// Scripts are set at seven tenths of the size, raised and lowered by these parts of an em.
  private static let script = (scale: 0.7, up: 0.36, down: 0.16)

  /// Walks the pieces and gives the advance width.
  private static func place(
    _ atoms: [Atom], size: Double, scale: Double, measurer: TextMeasurer,
    _ emit: (_ text: String, _ face: FontFace, _ x: Double, _ rise: Double, _ scale: Double, _ width: Double)
      -> Void
  ) -> Double {
    var x = 0.0
    for atom in atoms {
      switch atom {
      case .run(let text, let face):
        let width = measurer.width(text, face: face, size: size * scale)
        emit(text, face, x, 0, scale, width)
        x += width
      case .space(let em):
        x += em * size * scale
      case .scripts(let sub, let sup):
        let start = x + 0.03 * size * scale
        var end = start
        for (part, rise) in [(sub, -script.down), (sup, script.up)] where !part.isEmpty {
          let width = place(part, size: size, scale: scale * script.scale, measurer: measurer) {
            emit($0, $1, start + $2, rise * size * scale + $3, $4, $5)
          }
          end = max(end, start + width)
        }
        x = end
      }
    }
    return x
  }
}

extension RichText {
  /// The line broken at spaces so that no part is wider than `width`, where words allow it.
  public func wrapped(to width: Double, size: Double, measurer: TextMeasurer) -> [RichText] {
    guard self.width(size: size, measurer: measurer) > width else { return isEmpty ? [] : [self] }
    var lines: [RichText] = []
    var line: [Atom] = []
    for word in words {
      let longer = RichText.joined(line, word)
      if !line.isEmpty, RichText(longer).width(size: size, measurer: measurer) > width {
        lines.append(RichText(line))
        line = word
      } else {
        line = longer
      }
    }
    if !line.isEmpty { lines.append(RichText(line)) }
    return lines
  }

  /// A line with a word more; what is of one face stays one run.
  private static func joined(_ line: [Atom], _ word: [Atom]) -> [Atom] {
    guard case .run(let text, let face)? = line.last else {
      return line.isEmpty ? word : line + [.run(" ", .regular)] + word
    }
    if case .run(let next, face)? = word.first {
      return line.dropLast() + [.run(text + " " + next, face)] + word.dropFirst()
    }
    // A space after a variable is upright.
    if face == .italic { return line + [.run(" ", .regular)] + word }
    return line.dropLast() + [.run(text + " ", face)] + word
  }

  /// The pieces between breaking spaces; math has none.
  private var words: [[Atom]] {
    var words: [[Atom]] = [[]]
    for atom in atoms {
      guard case .run(let text, let face) = atom else {
        words[words.count - 1].append(atom)
        continue
      }
      for (i, part) in text.split(separator: " ", omittingEmptySubsequences: false).enumerated() {
        if i > 0 { words.append([]) }
        if !part.isEmpty { words[words.count - 1].append(.run(String(part), face)) }
      }
    }
    return words.filter { !$0.isEmpty }
  }
}
