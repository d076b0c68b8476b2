import ArgumentParser
import Diagnostics
import Expressions
import Laws
import Typesetting

/// `isoloss laws [NAME]`
struct LawsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "laws", abstract: "List the scaling laws that reports can name.",
    discussion:
      "With the name of a law or of a set of its constants: formula, symbols, ranges, constants, domain, caveats and citation."
  )

  @Argument(help: "A law's name.")
  var name: String?

  @OptionGroup(title: "Common options") var global: GlobalOptions

  func run() async throws {
    let console = try global.start()
    let layout = TextLayout(color: global.color)
    let laws = LawCatalogue.laws
    guard let name else {
      if console.isJSON {
        console.data(laws.map { JSON($0).text }.joined(separator: "\n"))
      } else {
        console.data(LawList(laws: laws).lines(layout).joined(separator: "\n"))
      }
      return
    }
    guard
      let law = LawCatalogue.law(named: name)
        ?? laws.first(where: { $0.constants.contains { $0.name == name } })
    else {
      let known = laws.map(\.name)
      console.report([
        Diagnostic(
          .error, "E0203", "no law \"\(name)\"", notes: ["laws: \(known.joined(separator: ", "))"],
          help: Spelling.didYouMean(name, among: known + LawCatalogue.constantNames))
      ])
      throw ExitStatus.usage
    }
    if console.isJSON {
      console.data(JSON(law).text)
    } else {
      do throws(DiagnosticError) {
        console.data(try LawText(law).page(layout).joined(separator: "\n"))
      } catch {
        console.report(error.diagnostics)
        throw ExitStatus(error)
      }
    }
  }
}
