import Diagnostics

/// What the program's exit status means.
enum ExitStatus: Int32, Error {
  case ok = 0
  case buildFailed = 1
  case usage = 2
  case claimFailed = 3
  case inputOutput = 5

  /// The status for errors that stopped a command: a place that cannot be read or written and a missing system library
  /// are not the report's fault.
  init(_ error: DiagnosticError) {
    let codes = error.diagnostics.filter { $0.severity == .error }.map(\.code)
    let isMachine = !codes.isEmpty && codes.allSatisfy { Self.machineCodes.contains($0) }
    let isUsage = !codes.isEmpty && codes.allSatisfy { Self.usageCodes.contains($0) }
    self = isMachine ? .inputOutput : isUsage ? .usage : .buildFailed
  }

  /// Files that cannot be read or written, fonts that are not there.
  private static let machineCodes: Set<String> = ["E0901", "E0902", "E0905", "E0920", "E0925"]
  /// Options that cannot be met: a folder of templates, an output folder, a working folder.
  private static let usageCodes: Set<String> = ["E0916", "E0921", "E0923", "E0924", "E0926", "E0927"]
}
