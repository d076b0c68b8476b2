import Foundation
import TestSupport
import Testing

/// A browser without a window, asked through a script that is added to a copy of a page.
///
/// The script measures what a reader would see and writes it into the page, which the browser then prints.
enum Browser {
  private static let names = ["chromium", "chromium-browser", "google-chrome"]

  /// The browser's program, or nil.
  static let path: String? = {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    for name in names {
      for folder in folders where FileManager.default.isExecutableFile(atPath: "\(folder)/\(name)") {
        return name
      }
    }
    return nil
  }()

  /// What a script's expression is in a page that is `width` pixels wide, as JSON that the expression makes itself.
  ///
  /// The page is shown in a frame, for windows have a least width.
  static func evaluate(
    _ expression: String, page: String, width: Int, isDark: Bool = false, in folder: TemporaryFolder
  ) throws -> [String: Any] {
    let frame = """
      <!doctype html><meta charset="utf-8"><body style="margin:0"><iframe src="\(page)" style="border:0;width:\(width)px;height:9000px"></iframe>
      <pre id="facts"></pre><script>
      document.querySelector("iframe").addEventListener("load", event => {
        const w = event.target.contentWindow, d = w.document;
        document.getElementById("facts").textContent = JSON.stringify((() => { \(expression) })());
      });
      </script>
      """
    let name = "frame-\(width)-\(isDark).html"
    try folder.write(name, frame)
    var arguments = [
      "--headless=new", "--no-sandbox", "--disable-gpu", "--allow-file-access-from-files",
      "--user-data-dir=\(folder.path)/profile-\(UUID().uuidString)", "--window-size=1400,1200",
      "--virtual-time-budget=20000",
    ]
    if isDark { arguments.append("--blink-settings=preferredColorScheme=0") }
    arguments += ["--dump-dom", "file://\(folder.path)/\(name)"]
    let result = try Program.tool(path ?? "chromium", arguments, in: folder.path)
    let facts = try #require(
      result.output.firstMatch(of: /<pre id="facts">(?<json>[^<]*)<\/pre>/)?.output.json,
      "\(result.errors.suffix(500))")
    let json = facts.replacing("&amp;", with: "&").replacing("&lt;", with: "<").replacing("&gt;", with: ">")
    let value = try JSONSerialization.jsonObject(with: Data(json.utf8))
    return try #require(value as? [String: Any], "\(json.prefix(300))")
  }
}
