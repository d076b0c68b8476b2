import Diagnostics

/// What the program's exit status means.
enum ExitStatus: Int32, Error {
  case ok = 0
  case buildFailed = 1
  case usage = 2
  case claimFailed = 3
  case notReproducible = 4
  case inputOutput = 5

  /// The status for errors that stopped a command: a place that cannot be read or written and a missing system library
  /// are not the report's fault.
  init(_ error: DiagnosticError) {
    let codes = error.diagnostics.filter { $0.severity == .error }.map(\.code)
    let isMachine = !codes.isEmpty && codes.allSatisfy { Self.machineCodes.contains($0) }
    let isUsage = !codes.isEmpty && codes.allSatisfy { Self.usageCodes.contains($0) }
    let differs = codes.contains { Self.differenceCodes.contains($0) }
    self = isMachine ? .inputOutput : isUsage ? .usage : differs ? .notReproducible : .buildFailed
  }

  /// Files that cannot be read or written, fonts and a browser that are not there.
  private static let machineCodes: Set<String> = [
    "E0901", "E0902", "E0905", "E0920", "E0925", "E0955", "E0956",
  ]
  /// Two builds of the same inputs gave different bytes; a build differs from its lock, a publication from its sources.
  private static let differenceCodes: Set<String> = ["E0940", "E0960", "E0964"]
  /// Options that cannot be met: a folder of templates, an output folder, a working folder, parameters.
  private static let usageCodes: Set<String> = [
    "E0118", "E0234", "E0947",
    "E0440", "E0441", "E0442", "E0443", "E0444", "E0445", "E0916", "E0921", "E0923", "E0924", "E0926",
    "E0927", "E0928",
    "E0929", "E0930",
  ]
}
