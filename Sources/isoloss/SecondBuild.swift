import Diagnostics
import Foundation

/// Builds the same reports once more under other circumstances and compares every byte with a first build.
///
/// The second build is a process of its own, because a process has one seed for the order of its hash tables. Its time
/// zone, locale, number of threads, working folder and output folder differ from those of the first, and it is given
/// the reports by absolute paths.
struct SecondBuild {
  /// The reports as they were named to the first build.
  let paths: [String]
  /// The parameters that were set, as they were written.
  let parameters: [String]
  /// Days that stand for those of git.
  let days: [String]
  /// The folder of templates that the user named.
  let templates: String?
  /// The formats that the user named.
  let formats: String?
  /// Whether style sheet and figures are files beside the page.
  let hasAssets: Bool
  /// The most threads of the first build; nil is one a core.
  let jobs: Int?

  /// Throws `E0940` that names the first file and byte that differ, and `E0941` when the second build fails.
  ///
  /// - Parameter first: the files of the first build by path, with the places where they lie.
  func compare(with first: [String: String]) throws(DiagnosticError) {
    let top = FileManager.default.temporaryDirectory.appendingPathComponent(
      "isoloss-twice-\(UUID().uuidString)")
    // Deeper than most places that people build in.
    let folder = top.appendingPathComponent("second/build")
    defer { try? FileManager.default.removeItem(at: top) }
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw DiagnosticError(
        "E0920", "cannot write \"\(folder.path)\"", notes: [error.localizedDescription])
    }
    let site = folder.appendingPathComponent("site")
    try build(in: folder, to: site)
    try FileComparison(first: first, second: Self.files(below: site)).check()
  }

  private func build(in folder: URL, to site: URL) throws(DiagnosticError) {
    let absolute = { (path: String) in URL(fileURLWithPath: path).standardizedFileURL.path }
    let threads = jobs ?? ProcessInfo.processInfo.activeProcessorCount
    var options = [
      "build", "--no-cache", "--quiet", "--color", "never", "--jobs", threads == 1 ? "3" : "1", "-o",
      site.path,
    ]
    for parameter in parameters { options += ["-P", parameter] }
    for day in days { options += ["--date", day] }
    if let templates { options += ["--templates", absolute(templates)] }
    if let formats { options += ["--to", formats] }
    if hasAssets { options.append("--assets") }
    let environment = ProcessInfo.processInfo.environment
    let language = environment["LC_ALL"]?.hasPrefix("tr") == true ? "ar_EG.UTF-8" : "tr_TR.UTF-8"
    do throws(DiagnosticError) {
      try ChildProcess.isoloss(
        options + ["--"] + paths.map(absolute), in: folder.path,
        environment: [
          "TZ": environment["TZ"] == "XST-13:45" ? "XST+11" : "XST-13:45", "LC_ALL": language,
          "LANG": language,
        ])
    } catch {
      throw DiagnosticError("E0941", "the second build fails", notes: error.diagnostics.flatMap(\.notes))
    }
  }

  private static func files(below folder: URL) -> [String: String] {
    var files: [String: String] = [:]
    for path in (try? FileManager.default.subpathsOfDirectory(atPath: folder.path)) ?? [] {
      let full = folder.appendingPathComponent(path).path
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: full, isDirectory: &isFolder), !isFolder.boolValue else {
        continue
      }
      files[path] = full
    }
    return files
  }
}
