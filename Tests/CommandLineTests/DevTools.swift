import Foundation
import TestSupport

#if canImport(Glibc)
  import Glibc
#endif

/// A browser without a window that stays open: pages are looked at while they change.
///
/// It is steered through two pipes, 3 and 4, with messages of JSON that end in a zero byte (`--remote-debugging-pipe`): no
/// port, and nothing to install beside the browser.
final class DevTools {
  struct Problem: Error, CustomStringConvertible { let description: String }

  private let process = Process()
  private let input: Int32
  private let output: Int32
  private var buffer: [UInt8] = []
  private var lastID = 0
  private var session: String?

  /// How long an answer or a state may take on the slowest machine.
  private static let patience = Duration.seconds(120)

  /// Starts the browser with an empty page in a window of this size.
  init(in folder: TemporaryFolder, width: Int = 1200, height: Int = 700, isDark: Bool = false) throws {
    let pipes = ["to", "from"].map { folder.path + "/browser-\(UUID().uuidString)-\($0)" }
    for pipe in pipes {
      guard mkfifo(pipe, 0o600) == 0 else { throw Problem(description: "no pipe") }
    }
    // Opened both ways, so that no end waits for the other.
    (input, output) = (open(pipes[0], O_RDWR | O_CLOEXEC), open(pipes[1], O_RDWR | O_CLOEXEC | O_NONBLOCK))
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = [
      "-c", "exec \"$@\" 3<'\(pipes[0])' 4>'\(pipes[1])'", "sh", WebTools.chromium ?? "chromium",
      "--headless=new",
      "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--window-size=\(width),\(height)",
      "--no-first-run",
      "--disable-background-networking", "--user-data-dir=\(folder.path)/profile-\(UUID().uuidString)",
      "--blink-settings=preferredColorScheme=\(isDark ? 0 : 1)", "--remote-debugging-pipe", "about:blank",
    ]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    let target = try ask("Target.createTarget", ["url": "about:blank"])["targetId"] ?? ""
    session =
      try ask("Target.attachToTarget", ["targetId": target, "flatten": true])["sessionId"] as? String
  }

  deinit {
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    close(input)
    close(output)
  }

  /// Goes to an address.
  func visit(_ address: String) throws { _ = try ask("Page.navigate", ["url": address]) }

  /// What an expression is in the page, or nil: also while there is no page yet.
  func value(_ expression: String) throws -> Any? {
    let answer = try ask("Runtime.evaluate", ["expression": expression, "returnByValue": true])
    return (answer["result"] as? [String: Any])?["value"]
  }

  /// Waits until an expression is true in the page.
  func wait(until expression: String) throws {
    let end = ContinuousClock.now + Self.patience
    while ContinuousClock.now < end {
      if try value("Boolean(\(expression))") as? Bool == true { return }
      usleep(20_000)
    }
    let text = try value("document.documentElement?.outerHTML.slice(0, 2000)") ?? ""
    throw Problem(description: "it never is: \(expression)\n\(text)")
  }

  /// Presses a key in the page.
  func press(_ key: String) throws {
    for type in ["keyDown", "keyUp"] { _ = try ask("Input.dispatchKeyEvent", ["type": type, "key": key]) }
  }

  /// Moves the pointer to a place in the window.
  func point(x: Double, y: Double) throws {
    _ = try ask("Input.dispatchMouseEvent", ["type": "mouseMoved", "x": x, "y": y])
  }

  /// What the window shows, as PNG.
  func picture() throws -> [UInt8] {
    let text = try ask("Page.captureScreenshot", [:])["data"] as? String ?? ""
    return Data(base64Encoded: text).map { [UInt8]($0) } ?? []
  }

  private func ask(_ method: String, _ parameters: [String: Any]) throws -> [String: Any] {
    lastID += 1
    var message: [String: Any] = ["id": lastID, "method": method, "params": parameters]
    if let session { message["sessionId"] = session }
    var bytes = [UInt8](try JSONSerialization.data(withJSONObject: message))[...]
    bytes.append(0)
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { write(input, $0.baseAddress, $0.count) }
      guard count > 0 else { throw Problem(description: "the browser takes nothing") }
      bytes = bytes.dropFirst(count)
    }
    let end = ContinuousClock.now + Self.patience
    while ContinuousClock.now < end {
      while let zero = buffer.firstIndex(of: 0) {
        let message = try JSONSerialization.jsonObject(with: Data(buffer[..<zero])) as? [String: Any]
        buffer.removeSubrange(...zero)
        // Events of the page come between.
        guard let message, message["id"] as? Int == lastID else { continue }
        return message["result"] as? [String: Any] ?? [:]
      }
      var waiting = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
      poll(&waiting, 1, 100)
      var part = [UInt8](repeating: 0, count: 1 << 16)
      while case let count = read(output, &part, part.count), count > 0 { buffer += part[..<count] }
      guard process.isRunning else { throw Problem(description: "the browser is gone") }
    }
    throw Problem(description: "the browser does not answer \(method)")
  }
}
