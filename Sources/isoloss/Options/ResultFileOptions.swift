import ArgumentParser

/// Files for servers and editors that a command on reports writes beside its output.
struct ResultFileOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Write the claims as test cases in JUnit's XML.", valueName: "file"))
  var junit: String?

  @Option(help: ArgumentHelp("Write the findings as SARIF 2.1.0.", valueName: "file"))
  var sarif: String?

  @Option(help: ArgumentHelp("Write the findings as GitLab's code quality report.", valueName: "file"))
  var codeQuality: String?

  /// Whether any is asked for.
  var isAsked: Bool { junit != nil || sarif != nil || codeQuality != nil }
}
