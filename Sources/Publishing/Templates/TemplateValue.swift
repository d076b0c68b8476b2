import Diagnostics
import Mustache

/// What a name in a template stands for, without its value. Templates are checked against it before anything is
/// written, so a misspelt name is found even where this report has nothing to show.
indirect enum TemplateShape: Sendable {
  /// Text from the report, the runs or the program; `{{name}}` escapes it. As a section: shown unless empty.
  case text
  /// HTML that the writer made; only `{{{name}}}` may put it in. As a section: shown unless empty.
  case html
  /// Yes or no, for sections.
  case flag
  /// A section repeats for each.
  case list([String: TemplateShape])
  /// A section shows it once, or not at all.
  case group([String: TemplateShape])

  /// A short description for messages.
  var kind: String {
    switch self {
    case .text: "text"
    case .html: "HTML"
    case .flag: "a yes or no"
    case .list: "a list"
    case .group: "a group"
    }
  }
}

/// A value for a name in a template.
enum TemplateValue: Sendable {
  case text(String)
  case html(String)
  case flag(Bool)
  case list([TemplateObject])
  case group(TemplateObject?)
}

/// Values by name.
struct TemplateObject: Sendable, MustacheParent, ExpressibleByDictionaryLiteral {
  var fields: [String: TemplateValue]

  init(_ fields: [String: TemplateValue]) { self.fields = fields }
  init(dictionaryLiteral elements: (String, TemplateValue)...) {
    fields = Dictionary(elements) { _, last in last }
  }

  func child(named name: String) -> Any? {
    switch fields[name] {
    case .text(let text): TemplateText(renderText: XMLText.escaped(text))
    case .html(let html): TemplateText(renderText: html)
    case .flag(let flag): flag
    case .list(let items): items
    case .group(let object?): object
    case .group(nil): false
    case nil: nil
    }
  }

  /// The names that the shape asks for and this lacks, as dotted paths.
  func missing(from shape: [String: TemplateShape], prefix: String = "") -> [String] {
    shape.sorted { $0.key < $1.key }.flatMap { name, kind -> [String] in
      switch (kind, fields[name]) {
      case (.text, .text), (.html, .html), (.flag, .flag), (.group, .group(nil)): return []
      case (.list(let inner), .list(let items)):
        return items.lazy.map { $0.missing(from: inner, prefix: "\(prefix)\(name).") }.first { !$0.isEmpty }
          ?? []
      case (.group(let inner), .group(let object?)):
        return object.missing(from: inner, prefix: "\(prefix)\(name).")
      default: return [prefix + name]
      }
    }
  }
}

/// A string, already escaped, that a section hides when it is empty. It answers no names, so that a name inside such a section is looked
/// up outside of it.
struct TemplateText: Sendable, MustacheCustomRenderable, MustacheParent {
  let renderText: String
  var isNull: Bool { renderText.isEmpty }
  func child(named: String) -> Any? { nil }
}
