import Foundation

/// The scripts that time what users would pick instead, run beside ours on the same rows.
struct Peers {
  /// The folder with `fit_epoch.py` and `fit_fast.py`.
  var folder: String
  /// A Python that has what they import.
  var python: String
  /// The table of points.
  var csv: String

  /// The peers that the environment names; nil, after saying so, when it names none.
  static func find(_ environment: [String: String], csv: String) -> Peers? {
    guard let folder = environment["ISOLOSS_PEERS"], !folder.isEmpty else {
      print("SKIPPED the peers: set ISOLOSS_PEERS to the folder with fit_epoch.py and fit_fast.py,")
      print("        and ISOLOSS_PYTHON to a Python that has numpy, scipy, pandas, autograd and numba")
      return nil
    }
    return Peers(folder: folder, python: environment["ISOLOSS_PYTHON"] ?? "python3", csv: csv)
  }

  /// One line of a script's output.
  typealias Record = [String: Any]

  /// Runs a script and returns the JSON records that it prints, one a line.
  func run(_ script: String, _ arguments: [String]) throws -> [Record] {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [python, "\(folder)/\(script)", csv] + arguments
    var environment = ProcessInfo.processInfo.environment
    // Compiled kernels go where they can be written; libraries of linear algebra keep to one thread.
    environment["NUMBA_CACHE_DIR"] = NSTemporaryDirectory() + "/isoloss-benchmark-numba"
    environment["OPENBLAS_NUM_THREADS"] = "1"
    environment["PYTHONDONTWRITEBYTECODE"] = "1"
    process.environment = environment
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw PeerFailure(script: script, status: process.terminationStatus)
    }
    return String(decoding: output, as: UTF8.self).split(whereSeparator: \.isNewline).compactMap { line in
      (try? JSONSerialization.jsonObject(with: Data(line.utf8))) as? Record
    }
  }
}

/// A peer's script that did not run to its end.
struct PeerFailure: Error, CustomStringConvertible {
  var script: String
  var status: Int32
  var description: String {
    "\(script) ended with status \(status); does ISOLOSS_PYTHON name a Python that has what it imports?"
  }
}
