import Foundation

/// The scripts that time what users would pick instead, run beside ours on the same rows.
public struct Peers: Sendable {
  /// The folder with the scripts.
  public var folder: String
  /// A Python that has what they import.
  public var python: String
  /// The peers that the environment names; nil, after saying so, when it names none.
  ///
  /// `script` and `packages` say what is looked for.
  public static func find(_ environment: [String: String], script: String, packages: String) -> Peers? {
    guard let folder = environment["ISOLOSS_PEERS"], !folder.isEmpty else {
      print("SKIPPED the peers: set ISOLOSS_PEERS to the folder with \(script),")
      print("        and ISOLOSS_PYTHON to a Python that has \(packages)")
      return nil
    }
    return Peers(folder: folder, python: environment["ISOLOSS_PYTHON"] ?? "python3")
  }

  /// One line of a script's output.
  public typealias Record = [String: Any]

  /// Runs a script and returns the JSON records that it prints, one a line.
  public func run(_ script: String, _ arguments: [String]) throws -> [Record] {
    try lines(script, arguments).compactMap { line in
      (try? JSONSerialization.jsonObject(with: Data(line.utf8))) as? Record
    }
  }

  /// Runs a script and returns the lines that it prints.
  public func lines(_ script: String, _ arguments: [String]) throws -> [String] {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [python, "\(folder)/\(script)"] + arguments
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
    return String(decoding: output, as: UTF8.self).split(whereSeparator: \.isNewline).map(String.init)
  }
}

/// A peer's script that did not run to its end.
public struct PeerFailure: Error, CustomStringConvertible {
  /// Makes an error.
  public init(script: String, status: Int32) { (self.script, self.status) = (script, status) }

  /// The script.
  public var script: String
  /// Its exit status.
  public var status: Int32
  /// What to look at.
  public var description: String {
    "\(script) ended with status \(status); where it is a peer's, does ISOLOSS_PYTHON name a Python that has what it imports?"
  }
}
