import Diagnostics
import Figures
import Markup
import Typesetting

/// The JSON Schema of front matter and cells, for editors: written from the keys that decode them.
///
/// A document of it is a map of one key, the kind of a cell (or `front-matter`), with the settings as its value.
public enum CellSchema {
  /// The schema's text, as `schemas/cells.schema.json` has it.
  public static var text: String { schema.document }

  /// The kinds with their keys, in the order of a reader.
  private static let kinds: [(name: String, description: String, keys: [SettingKey])] = [
    ("front-matter", "What stands between the lines --- at the top of a report.", FrontMatter.keys),
    ("runs", "A table of runs, read from a file.", RunsCell.keys),
    ("law", "A law: a formula with what is known about its names.", labelled(LawResolver.keys)),
    ("fit", "A law fitted to runs, or made elsewhere.", FitCell.keys),
    ("compare", "Fits compared on the same rows.", CompareCell.keys),
    ("table", "A table of runs, fits, printed constants, values or a comparison.", TableCell.keys),
    ("values", "Numbers with names.", NamedValues.cellKeys),
    ("claims", "A list of claims.", ClaimsCell.keys),
    ("include", "A file of the report's folder, or cells of it.", IncludeCell.keys),
    ("for-each", "A section that is repeated.", ForEachCell.keys),
  ]

  /// A law that is a cell has a label; one inside a fit has none.
  private static func labelled(_ keys: [SettingKey]) -> [SettingKey] {
    keys.map { key in
      var key = key
      if key.name == "label" { key.isRequired = true }
      return key
    }
  }

  private static var schema: JSON {
    let names = kinds.map(\.name) + ["figure"]
    let definitions =
      kinds.map { ($0.name, object($0.keys, $0.description)) } + [("figure", figure)]
      + FigureKinds.names.map { kind in
        (
          "figure-\(kind)",
          object(FigureCell.common + FigureKinds.keys(of: kind), "A figure of kind \(kind).")
        )
      }
    return .object([
      ("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
      ("title", .string("Cells and front matter of an Isoloss report")),
      (
        "description",
        .string(
          "One cell: its kind, and the settings in its body. Editors check the body of a kind against the definition of that name. A text may also be written without quotes where YAML reads it as a number."
        )
      ), ("type", .string("object")), ("minProperties", JSON(1)), ("maxProperties", JSON(1)),
      ("additionalProperties", .bool(false)),
      ("properties", .object(names.map { ($0, .object([("$ref", .string("#/$defs/\($0)"))])) })),
      ("$defs", .object(shared + definitions)),
    ])
  }

  /// A figure is checked by the definition of its kind.
  private static var figure: JSON {
    .object([
      ("description", .string("A figure. Its kind decides which other keys it has.")),
      ("type", .string("object")),
      ("required", .array(["label", "kind", "caption"].map { .string($0) })),
      ("properties", .object([("kind", .object([("enum", .array(FigureKinds.names.map { .string($0) }))]))])),
      (
        "allOf",
        .array(
          FigureKinds.names.map { kind in
            .object([
              (
                "if",
                .object([("properties", .object([("kind", .object([("const", .string(kind))]))]))])
              ), ("then", .object([("$ref", .string("#/$defs/figure-\(kind)"))])),
            ])
          })
      ),
    ])
  }

  // MARK: Types

  private static func object(_ keys: [SettingKey], _ description: String? = nil) -> JSON {
    var fields: [(String, JSON)] = description.map { [("description", .string($0))] } ?? []
    fields += [("type", .string("object")), ("additionalProperties", .bool(false))]
    let required = keys.filter(\.isRequired).map { JSON.string($0.name) }
    if !required.isEmpty { fields.append(("required", .array(required))) }
    fields.append(("properties", .object(keys.map { ($0.name, property($0)) })))
    return .object(fields)
  }

  private static func property(_ key: SettingKey) -> JSON {
    guard case .object(let type) = json(key.type) else { return .object([]) }
    return .object(
      [("description", .string(key.description))] + type + [("examples", .array([example(key.example)]))])
  }

  /// An example as the value that it is in YAML.
  private static func example(_ text: String) -> JSON {
    let place = SourceLocation(file: "example", line: 1, column: 1)
    return (try? YAMLReader.read(text, at: place)).map(value) ?? .string(text)
  }

  /// A parameter of the report in place of a value that is no text.
  private static let parameter: JSON = .object([
    ("description", .string("A parameter of the report.")), ("type", .string("string")),
    ("pattern", .string(#"^(params\.\w+|.*\{\{.*\}\}.*)$"#)),
  ])

  /// What many keys are.
  private static var shared: [(String, JSON)] {
    [("parameter", parameter)]
      + ["number", "boolean"].map { ($0, orParameter(.object([("type", .string($0))]))) }
  }

  private static func orParameter(_ type: JSON) -> JSON {
    .object([("anyOf", .array([type, reference("parameter")]))])
  }

  private static func reference(_ name: String) -> JSON {
    .object([("$ref", .string("#/$defs/\(name)"))])
  }

  private static let words: JSON = .array(["string", "number", "boolean"].map { .string($0) })

  private static func json(_ type: SettingType) -> JSON {
    switch type {
    case .text, .expression, .condition, .markdown: .object([("type", words)])
    case .number: reference("number")
    case .integer(let range):
      orParameter(
        .object([
          ("type", .string("integer")), ("minimum", JSON(range.lowerBound)),
          ("maximum", JSON(range.upperBound)),
        ]))
    case .boolean: reference("boolean")
    case .range: .object([("type", .string("string")), ("pattern", .string(#"^[^.]*(\.[0-9]+)?[^.]*\.\."#))])
    case .choice(let words): orParameter(.object([("enum", .array(words.map { .string($0) }))]))
    case .list(let item):
      .object([
        ("anyOf", .array([json(item), .object([("type", .string("array")), ("items", json(item))])]))
      ])
    case .map(let value): .object([("type", .string("object")), ("additionalProperties", json(value))])
    case .keys(let keys): object(keys)
    case .either(let types): .object([("anyOf", .array(types.map(json)))])
    case .nothing: .object([("type", .string("null"))])
    case .anything: .object([])
    }
  }

  // MARK: Documents

  /// The front matter and every cell of a report's own file as documents of the schema, in source order.
  ///
  /// Throws what stops the file from being read: its Markdown, and YAML that is none.
  public static func documents(
    of path: String, files: any SourceFiles = DiskFiles()
  ) throws(DiagnosticError) -> [String] {
    var reader = SourceReader(files: files, path: ReportPath(path))
    let document = try Document.parse(try reader.report(), file: reader.path.file)
    var problems = Problems()
    var documents: [String] = []
    func add(_ kind: String, _ text: String, at location: SourceLocation) {
      problems.attempt { () throws(DiagnosticError) in
        documents.append(JSON.object([(kind, value(try CellBodies.read(text, at: location)))]).text)
      }
    }
    if let front = document.frontMatter { add("front-matter", front.text, at: front.location) }
    BlockWalk.cells(document.blocks) { name, _, body, bodyLocation, _ in add(name, body, at: bodyLocation) }
    try problems.finish()
    return documents
  }

  /// Settings as JSON: what YAML reads as a number or a truth is one.
  private static func value(_ node: ConfigNode) -> JSON {
    switch node.content {
    case .null: return .null
    case .list(let items): return .array(items.map(value))
    case .map(let entries): return .object(entries.map { ($0.key, value($0.value)) })
    case .scalar(let text, let quoted):
      if quoted { return .string(text) }
      if let truth = try? node.boolean("") { return .bool(truth) }
      return (try? node.number("")).map { .number($0) } ?? .string(text)
    }
  }
}
