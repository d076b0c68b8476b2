/// The options of a build that shape its output, as they are given and as a lock remembers them.
struct ShapingOptions: Equatable {
  /// The formats of `--to`, as written; nil leaves them to each report.
  var formats: String?
  /// Whether style sheet and figures are files beside the page.
  var hasAssets = false
  /// Parameters as they are written: `bits=4`.
  var parameters: [String] = []
  /// Days of reports that have those of git, as they are written: `report=2026-09-01`.
  var days: [String] = []
  /// Whether the output has its lock and all that was read.
  var isArchived = false

  /// Makes options.
  init(
    formats: String?, hasAssets: Bool, parameters: [String], days: [String] = [], isArchived: Bool
  ) {
    (self.formats, self.hasAssets, self.days) = (formats, hasAssets, days)
    (self.parameters, self.isArchived) = (parameters, isArchived)
  }

  /// Reads what a lock says; nil for what no lock that is written here has.
  init?(_ arguments: [String]) {
    var rest = arguments[...]
    while let option = rest.popFirst() {
      switch option {
      case "--assets": hasAssets = true
      case "--archive": isArchived = true
      case "--to", "-P", "--date":
        guard let value = rest.popFirst(), !value.hasPrefix("-") else { return nil }
        switch option {
        case "-P": parameters.append(value)
        case "--date": days.append(value)
        default: formats = value
        }
      default: return nil
      }
    }
  }

  /// The options as they are written on a command line, in one order however they were given.
  var arguments: [String] {
    let parameters = parameters.enumerated().sorted {
      (Self.name($0.element), $0.offset) < (Self.name($1.element), $1.offset)
    }.map(\.element)
    return (formats.map { ["--to", $0] } ?? []) + (hasAssets ? ["--assets"] : [])
      + parameters.flatMap { ["-P", $0] } + days.flatMap { ["--date", $0] }
      + (isArchived ? ["--archive"] : [])
  }

  /// These, and those of a lock where these say nothing. Days are asked of git anew.
  func filled(from locked: ShapingOptions) -> ShapingOptions {
    let own = Set(parameters.map(Self.name))
    return ShapingOptions(
      formats: formats ?? locked.formats, hasAssets: hasAssets || locked.hasAssets,
      parameters: parameters + locked.parameters.filter { !own.contains(Self.name($0)) },
      days: days, isArchived: isArchived || locked.isArchived)
  }

  private static func name(_ parameter: String) -> String { String(parameter.prefix { $0 != "=" }) }

  /// The same without days, which show in the files.
  var withoutDays: ShapingOptions {
    var options = self
    options.days = []
    return options
  }

  /// The same without what adds files beside those that a lock names.
  var ofLockedFiles: ShapingOptions {
    var options = self
    options.isArchived = false
    return options
  }
}
