import ArgumentParser

/// Which columns and rows of a CSV file a command takes.
struct RowOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The column of a quantity of the law, or an expression over columns: N=n_params, D=C/(6*N). Repeatable.",
      valueName: "name=column"))
  var column: [String] = []

  @Option(
    name: .customLong("where"), help: ArgumentHelp("Keep the rows that meet this.", valueName: "condition"))
  var condition: String?

  /// The texts of the options, for the excerpts under findings.
  var sources: [String: String] {
    var texts = ["--column": column.joined(separator: " ")]
    if let condition { texts["--where"] = condition }
    return texts
  }
}
