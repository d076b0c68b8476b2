import Diagnostics

/// Checks that a template, and every partial that it takes in, names only what exists and escapes what it must.
struct TemplateCheck {
  /// The tags of each template by its name without `.mustache`.
  let tags: [String: [TemplateTag]]
  private var findings: [Diagnostic] = []
  private var seen: Set<SourceLocation> = []

  init(tags: [String: [TemplateTag]]) { self.tags = tags }

  /// Everything wrong with the template `root` when its values have the given shape, and the templates that it reached.
  mutating func check(_ root: String, _ shape: [String: TemplateShape]) -> (
    findings: [Diagnostic], reached: Set<String>
  ) {
    findings = []
    var reached: Set<String> = []
    walk(root, stack: [.group(shape)], path: [], reached: &reached)
    return (findings, reached)
  }

  private mutating func walk(
    _ name: String, stack: [TemplateShape], path: [String], reached: inout Set<String>
  ) {
    reached.insert(name)
    var stack = stack
    // A section whose name is unknown is reported once; what is inside cannot be judged.
    var unknownDepth = 0
    for tag in tags[name] ?? [] {
      if unknownDepth > 0 {
        if tag.kind == .section || tag.kind == .inverted { unknownDepth += 1 }
        if tag.kind == .end { unknownDepth -= 1 }
        continue
      }
      switch tag.kind {
      case .comment: break
      case .end: stack.removeLast()
      case .partial:
        if tags[tag.name] == nil {
          report(
            "E0912", "no template \"\(tag.name)\"", at: tag.location,
            help: Spelling.didYouMean(tag.name, among: tags.keys))
        } else if path.contains(tag.name) || tag.name == name {
          report("E0912", "the template \"\(tag.name)\" takes in itself", at: tag.location)
        } else {
          walk(tag.name, stack: stack, path: path + [name], reached: &reached)
        }
      case .section, .inverted:
        guard let shape = resolve(tag, stack) else {
          unknownDepth = 1
          continue
        }
        stack.append(tag.kind == .inverted ? .flag : shape)
      case .text, .raw:
        guard let shape = resolve(tag, stack) else { continue }
        switch (tag.kind, shape) {
        case (.text, .text), (.raw, .html): break
        case (.text, .html):
          report(
            "E0913", "\"\(tag.name)\" is HTML and would show its tags", at: tag.location,
            help: ["write {{{\(tag.name)}}}"])
        case (.raw, .text):
          report(
            "E0913", "\"\(tag.name)\" is text from the report and must be escaped", at: tag.location,
            help: ["write {{\(tag.name)}}"])
        default:
          report(
            "E0913", "\"\(tag.name)\" is \(shape.kind) and has no text", at: tag.location,
            help: ["write {{#\(tag.name)}} … {{/\(tag.name)}}"])
        }
      }
    }
  }

  private mutating func resolve(_ tag: TemplateTag, _ stack: [TemplateShape]) -> TemplateShape? {
    if tag.name == "." { return stack.last { if case .flag = $0 { false } else { true } } }
    let words = tag.name.split(separator: ".").map(String.init)
    var scope: [String: TemplateShape] = [:]
    var visible: Set<String> = []
    for shape in stack.reversed() {
      guard let fields = shape.fields else { continue }
      visible.formUnion(fields.keys)
      if scope.isEmpty, fields[words[0]] != nil { scope = fields }
    }
    guard var found = scope[words[0]] else {
      unknown(words[0], among: visible, at: tag.location)
      return nil
    }
    for word in words.dropFirst() {
      guard case .group(let fields) = found, let next = fields[word] else {
        unknown(word, among: Set(found.fields.map { Array($0.keys) } ?? []), at: tag.location)
        return nil
      }
      found = next
    }
    return found
  }

  private mutating func unknown(_ word: String, among names: Set<String>, at location: SourceLocation) {
    report(
      "E0911", "no value \"\(word)\" here", at: location,
      notes: names.isEmpty ? [] : ["there are: \(names.sorted().joined(separator: ", "))"],
      help: Spelling.didYouMean(word, among: names))
  }

  private mutating func report(
    _ code: String, _ message: String, at location: SourceLocation, notes: [String] = [], help: [String] = []
  ) {
    // A partial taken in twice would be reported twice.
    guard seen.insert(location).inserted else { return }
    findings.append(Diagnostic(.error, code, message, at: location, notes: notes, help: help))
  }
}

extension TemplateShape {
  /// The names inside a list or group.
  fileprivate var fields: [String: TemplateShape]? {
    switch self {
    case .list(let fields), .group(let fields): fields
    case .text, .html, .flag: nil
    }
  }
}
