import ArgumentParser
import Diagnostics
import Expressions
import Laws
import Typesetting

/// `isoloss laws [NAME]`
struct LawsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "laws", abstract: "List the scaling laws that reports can name.",
    discussion: "With a name: its formula, symbols, published constants and citation.")

  @Argument(help: "A law's name.")
  var name: String?

  @OptionGroup(title: "Common options") var global: GlobalOptions

  func run() async throws {
    let console = try global.start()
    guard let name else {
      console.data(
        console.isJSON
          ? LawCatalogue.laws.map { LawText($0).json.text }.joined(separator: "\n")
          : LawCatalogue.laws.map { LawText($0).entry }.joined(separator: "\n\n"))
      return
    }
    guard let law = LawCatalogue.law(named: name) else {
      console.report([
        Diagnostic(
          .error, "E0303", "no law \"\(name)\"",
          notes: ["there are: \(LawCatalogue.laws.map(\.name).joined(separator: ", "))"],
          help: Spelling.didYouMean(name, among: LawCatalogue.laws.map(\.name)))
      ])
      throw ExitStatus.usage
    }
    console.data(console.isJSON ? LawText(law).json.text : LawText(law).page)
  }
}
