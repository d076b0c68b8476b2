import ArgumentParser
import Diagnostics
import Reports
import Schemas

/// `isoloss schema [NAME]`
struct SchemaCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Print the JSON Schema of a file that Isoloss reads or writes.",
    discussion: "Without a name: the schemas that there are.")

  @Argument(help: "What the schema describes.")
  var name: String?

  @OptionGroup(title: "Common options") var global: GlobalOptions

  func run() async throws {
    let console = try global.start()
    let names = Self.schemas.map(\.name)
    guard let name else {
      console.data(names.joined(separator: "\n"))
      return
    }
    guard let schema = Self.schemas.first(where: { $0.name == name }) else {
      console.report([
        Diagnostic(
          .error, "E0932", "no schema \"\(name)\"", notes: ["there are: \(names.joined(separator: ", "))"],
          help: Spelling.didYouMean(name, among: names))
      ])
      throw ExitStatus.usage
    }
    console.data(schema.text)
  }

  /// The schemas by what they describe: that of cells is written from what decodes them, the others are in the binary.
  static var schemas: [(name: String, text: String)] {
    [("cells", CellSchema.text)] + embedded
  }

  private static var embedded: [(name: String, text: String)] {
    (0..<isoloss_schema_count()).map { index in
      let bytes = UnsafeBufferPointer(
        start: isoloss_schema_bytes(index), count: isoloss_schema_size(index))
      return (String(cString: isoloss_schema_name(index)), String(decoding: bytes, as: UTF8.self))
    }
  }
}
