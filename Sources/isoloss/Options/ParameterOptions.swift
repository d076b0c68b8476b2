import ArgumentParser
import Diagnostics
import Reports

/// Values of the parameters that reports declare.
struct ParameterOptions: ParsableArguments {
  @Option(
    name: [.customShort("P"), .customLong("parameter")],
    help: ArgumentHelp(
      "Set a parameter that a report declares in its front matter. Repeatable.", valueName: "name=value"))
  var parameter: [String] = []

  /// The settings; says which of them is none.
  func settings(_ console: Console) throws(ExitStatus) -> [ParameterSetting] {
    try Self.settings(parameter, console)
  }

  /// The settings of some texts; says which of them is none.
  static func settings(_ texts: [String], _ console: Console) throws(ExitStatus) -> [ParameterSetting] {
    do throws(DiagnosticError) {
      var settings: [ParameterSetting] = []
      for text in texts { settings.append(try ParameterSetting(text)) }
      return settings
    } catch {
      console.report(error.diagnostics)
      throw .usage
    }
  }
}
