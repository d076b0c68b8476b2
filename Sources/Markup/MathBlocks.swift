import Diagnostics

/// Where TeX between dollar signs ends.
enum MathSyntax {
  /// The index after the `$` that closes the one at `start`: the next that is not escaped, when it touches neither
  /// white space before it nor a digit after it and the opening one is not followed by white space (Pandoc's rules,
  /// which leave "$5 and $6" alone).
  static func end(_ bytes: ArraySlice<UInt8>, from start: Int) -> Int? {
    guard let first = bytes.byte(start + 1), !first.isWhitespace, first != .dollar else { return nil }
    var index = start + 1
    while let byte = bytes.byte(index) {
      if byte == .backslash {
        index += 2
      } else if byte == .dollar {
        let isClosing = !bytes[index - 1].isWhitespace && bytes.byte(index + 1)?.isDigit != true
        return isClosing ? index + 1 : nil
      } else {
        index += 1
      }
    }
    return nil
  }

  /// The index of the `$$` that closes display math.
  static func displayEnd(_ bytes: ArraySlice<UInt8>, from start: Int) -> Int? {
    var index = start
    while let byte = bytes.byte(index) {
      if byte == .backslash {
        index += 2
      } else if byte == .dollar, bytes.byte(index + 1) == .dollar {
        return index
      } else {
        index += 1
      }
    }
    return nil
  }
}

// Display math: `$$` at the start of a line up to `$$` at the end of one, with attributes.
extension BlockParser {
  mutating func startMath() -> BlockStart {
    guard extensions, cursor.rest.has("$$", at: cursor.content) else { return .none }
    addChild(.math(isClosed: false, nil), at: cursor.content)
    readMath(node: tip, from: cursor.content + 2)
    return .line
  }

  mutating func continueMath(_ node: Int) -> Continuation {
    guard !cursor.isBlank else { return .failed }
    readMath(node: node, from: cursor.offset)
    return .closed
  }

  private mutating func readMath(node: Int, from start: Int) {
    let line = cursor.bytes[..<cursor.end]
    guard let end = MathSyntax.displayEnd(line, from: start) else {
      nodes[node].text.append(source, start..<cursor.end)
      nodes[node].text.append(.newline, at: cursor.end)
      return
    }
    nodes[node].text.append(source, start..<end)
    nodes[node].kind = .math(
      isClosed: true, mathAttributes(MappedText(source, (end + 2)..<cursor.end).trimmed()))
    closeThrough(node)
  }

  private mutating func mathAttributes(_ rest: MappedText) -> Attributes? {
    guard !rest.isEmpty else { return nil }
    guard rest.bytes.first == .openBrace else {
      report(
        "E0806", "text after display math", at: rest.sourceOffset(0),
        help: ["begin a new line after $$; put punctuation inside the math"])
      return nil
    }
    var reader = AttributeReader(rest, source)
    do throws(DiagnosticError) {
      let attributes = try reader.read()
      if let trailing = reader.trailingText {
        report("E0806", "text after display math", at: rest.sourceOffset(trailing))
      }
      return attributes
    } catch {
      diagnostics += error.diagnostics
      return nil
    }
  }
}
