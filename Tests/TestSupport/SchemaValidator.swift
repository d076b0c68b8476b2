import Foundation

/// Checks a document against a JSON Schema with Python's `jsonschema`, where there is one.
///
/// A test says that it needs it with
/// `@Test(.enabled(if: SchemaValidator.isAvailable, "\(SchemaValidator.hint)"))`, and is reported as skipped without.
public enum SchemaValidator {
  /// What a skipped test says.
  public static let hint = "needs Python's jsonschema: install python3-jsonschema"

  /// Whether `python3` has the module.
  public static let isAvailable: Bool = (try? python("import jsonschema", []))?.status == 0

  /// What is wrong with the document; empty when it conforms.
  public static func findings(_ document: String, schema: String) throws -> String {
    let folder = try TemporaryFolder()
    try folder.write("document.json", document)
    try folder.write("schema.json", schema)
    let program = """
      import json, sys, jsonschema
      document, schema = (json.load(open(path, encoding="utf-8")) for path in sys.argv[1:])
      jsonschema.Draft202012Validator.check_schema(schema)
      for error in jsonschema.Draft202012Validator(schema).iter_errors(document):
          print(error.json_path, error.message[:300])
      """
    let result = try python(program, ["\(folder.path)/document.json", "\(folder.path)/schema.json"])
    return result.status == 0 ? result.output : "python3: \(result.output)"
  }

  private static func python(_ program: String, _ arguments: [String]) throws -> (
    status: Int32, output: String
  ) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-c", program] + arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let bytes = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: bytes, as: UTF8.self))
  }
}
