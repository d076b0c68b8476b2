import Diagnostics
import Foundation

/// Prints a page to PDF with a Chromium that is installed: page numbers, links and the outline are those of the page's
/// own print style sheet.
struct PagePrinter {
  /// The program that prints.
  let program: String

  /// Where a Chromium may be; the first is the user's own word.
  private static let names = [
    "chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome", "microsoft-edge",
  ]
  /// How long a page may take, in seconds.
  private static let patience = 120.0

  /// Finds the program that `ISOLOSS_CHROMIUM` names, or the first Chromium in `PATH`. Throws `E0955` when there is none.
  init(environment: [String: String] = ProcessInfo.processInfo.environment) throws(DiagnosticError) {
    let files = FileManager.default
    if let named = environment["ISOLOSS_CHROMIUM"], !named.isEmpty {
      guard files.isExecutableFile(atPath: named) else {
        throw DiagnosticError("E0955", "ISOLOSS_CHROMIUM names \"\(named)\", which is no program")
      }
      program = named
      return
    }
    let folders = environment["PATH", default: ""].split(separator: ":").map(String.init)
    let places = Self.names.flatMap { name in folders.map { "\($0)/\(name)" } }
    guard let found = places.first(where: { files.isExecutableFile(atPath: $0) }) else {
      throw DiagnosticError(
        "E0955", "no Chromium found, which prints the PDF",
        notes: ["looked in PATH for \(Self.names.joined(separator: ", "))"],
        help: [
          "install one: apt-get install --no-install-recommends chromium",
          "name one in the environment variable ISOLOSS_CHROMIUM", "or leave pdf out of --to",
        ])
    }
    program = found
  }

  /// The PDF of a page and the files beside it. Throws `E0956` when the browser fails or takes too long.
  func pdf(_ files: [(path: String, bytes: [UInt8])], page: String) throws(DiagnosticError) -> [UInt8] {
    let top = FileManager.default.temporaryDirectory.appendingPathComponent(
      "isoloss-print-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: top) }
    let folder = top.appendingPathComponent("page")
    let output = top.appendingPathComponent("out.pdf")
    let log = top.appendingPathComponent("log")
    do {
      for file in files {
        let place = folder.appendingPathComponent(file.path)
        try FileManager.default.createDirectory(
          at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(file.bytes).write(to: place)
      }
      try Data().write(to: log)
    } catch {
      throw DiagnosticError("E0920", "cannot write \"\(top.path)\"", notes: [error.localizedDescription])
    }
    let status = try run(page: folder.appendingPathComponent(page), output: output, profile: top, log: log)
    guard status == 0, let bytes = FileManager.default.contents(atPath: output.path), !bytes.isEmpty else {
      let said =
        FileManager.default.contents(atPath: log.path).map { String(decoding: $0, as: UTF8.self) } ?? ""
      throw DiagnosticError(
        "E0956",
        status == nil ? "\(program) takes too long to print the page" : "\(program) does not print the page",
        notes: said.split(separator: "\n").suffix(4).map(String.init))
    }
    return PDFDates.fixed([UInt8](bytes))
  }

  private func run(page: URL, output: URL, profile: URL, log: URL) throws(DiagnosticError) -> Int32? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    var arguments = [
      "--headless=new", "--disable-gpu", "--no-first-run", "--no-default-browser-check", "--hide-scrollbars",
      "--disable-background-networking", "--disable-component-update", "--disable-sync",
      "--disable-extensions",
      // A report needs no other host, and its build asks none.
      "--host-resolver-rules=MAP * ~NOTFOUND", "--blink-settings=preferredColorScheme=1",
      "--font-render-hinting=none", "--user-data-dir=\(profile.appendingPathComponent("profile").path)",
      "--generate-pdf-document-outline", "--no-pdf-header-footer", "--print-to-pdf=\(output.path)",
    ]
    // Chromium refuses its sandbox to root, which is who builds in a container.
    if getuid() == 0 { arguments.append("--no-sandbox") }
    process.arguments = arguments + [page.absoluteString]
    var environment = ProcessInfo.processInfo.environment
    (environment["TZ"], environment["LC_ALL"], environment["LANG"]) = ("UTC", "C.UTF-8", "C.UTF-8")
    process.environment = environment
    process.standardInput = FileHandle.nullDevice
    do {
      let handle = try FileHandle(forWritingTo: log)
      process.standardOutput = handle
      process.standardError = handle
      try process.run()
    } catch {
      throw DiagnosticError("E0956", "\"\(program)\" does not start", notes: [error.localizedDescription])
    }
    let end = Date(timeIntervalSinceNow: Self.patience)
    while process.isRunning {
      guard Date() < end else {
        process.terminate()
        return nil
      }
      Thread.sleep(forTimeInterval: 0.02)
    }
    return process.terminationStatus
  }
}

/// The times that a browser writes into a PDF, so that the same report gives the same bytes.
enum PDFDates {
  /// Dates like `D:20260901120000+00'00'` become the first second of 2000, in as many bytes.
  static func fixed(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    let mark = Array("(D:".utf8)
    let digits = Array("20000101000000".utf8)
    var index = 0
    while let start = bytes[index...].firstRange(of: mark)?.lowerBound {
      index = start + mark.count
      guard index + digits.count <= bytes.count,
        bytes[index..<(index + digits.count)].allSatisfy({ (0x30...0x39).contains($0) })
      else { continue }
      bytes.replaceSubrange(index..<(index + digits.count), with: digits)
    }
    return bytes
  }
}
