import Cache
import Diagnostics
import Drawing
import Foundation
import Publishing
import Reports

/// A build held against its lock, or locked, or archived with what it was made from.
struct LockedBuild {
  /// What the user asked for.
  let options: LockOptions
  /// The report or site as it was named.
  let path: String
  /// The folder that inputs are named from: the report's or the site's.
  let root: String
  /// The report's file in that folder; `.` for a site.
  let entry: String
  /// The options of the build that shape its output: those of the lock where the user says nothing with `--frozen`.
  let shaping: ShapingOptions
  /// The folder of templates that the user named, if it was.
  let templates: String?

  /// Where an archive keeps the templates that lie elsewhere.
  static let templatesFolder = "_templates"
  /// Where an archive keeps what the build read.
  static let sourceFolder = "source"

  /// What the build is held against.
  private let earlier: BuildLock?

  /// Reads the lock with `--frozen`, and keeps an archive that the output has.
  ///
  /// Throws E0963 where more than one report or site is named, for a lock is of one; E0962 where there is no lock, E0961 where
  /// it is none.
  ///
  /// - Parameters:
  ///   - asked: the options that shape the output as the user gives them.
  ///   - place: where the output of a report of some name is written to.
  init(
    _ options: LockOptions, paths: [String], selection: ReportSelection, asked: ShapingOptions,
    templates: String?, place: (_ report: String) -> String
  ) throws(DiagnosticError) {
    guard paths.count == 1, let path = paths.first else {
      throw DiagnosticError(
        "E0963", "a lock is of one report or one site, found \(paths.count) paths",
        help: ["build them one after the other, or the folder that holds them"])
    }
    (self.options, self.path, self.templates) = (options, path, templates)
    root = selection.sites.first ?? selection.reports.first?.folder ?? "."
    let source = selection.reports.first?.path ?? path
    entry =
      !selection.sites.isEmpty
      ? "." : ReportFile.isSource(source) ? (source as NSString).lastPathComponent : "report.md"
    guard options.frozen else {
      (earlier, shaping) = (nil, asked)
      return
    }
    let file = "\(root)/\(BuildLock.fileName)"
    guard let bytes = FileManager.default.contents(atPath: file) else {
      throw DiagnosticError(
        "E0962", "there is no \"\(file)\" to hold the build against",
        help: ["write it: isoloss build \(path) --lock"])
    }
    var lock = try BuildLock(reading: [UInt8](bytes), of: file)
    guard let locked = ShapingOptions(lock.options) else { throw Self.foreign(lock.options, file) }
    var all = asked.filled(from: locked)
    if FileManager.default.fileExists(atPath: "\(place(source))/\(BuildLock.fileName)") {
      all.isArchived = true
    }
    lock.options = locked.ofLockedFiles.withoutDays.arguments
    (earlier, shaping) = (lock, all)
  }

  /// The error of a lock with options that no lock has.
  static func foreign(_ options: [String], _ file: String) -> DiagnosticError {
    DiagnosticError(
      "E0961", "\"\(file)\" has options that no lock has: \(options.joined(separator: " "))",
      help: ["write it anew: isoloss build --lock"])
  }

  /// Holds the build against the lock with `--frozen`, before anything is written. Throws E0960 with what drifted.
  func check(_ lock: BuildLock) throws(DiagnosticError) {
    guard let earlier else { return }
    var now = lock
    now.options = shaping.ofLockedFiles.withoutDays.arguments
    let drift = now.drift(from: earlier)
    guard drift.isEmpty else {
      throw DiagnosticError(
        "E0960", "the build differs from \"\(root)/\(BuildLock.fileName)\"", notes: drift,
        help: ["where that is meant, write the lock anew: isoloss build \(path) --lock"])
    }
  }

  /// The laws of a report's fits, as its lock names them.
  static func laws(of report: ExecutedReport) -> [BuildLock.Item] {
    report.fits.map { .init("\(report.slug)/\($0.label)", LawRecord.hash(of: $0.result.law)) }
  }

  /// The lock of a build with such laws that wrote `outputs`.
  func lock(
    _ session: BuildSession, laws: [BuildLock.Item], days: [String], outputs: [BuiltFile]
  ) throws(DiagnosticError) -> BuildLock {
    var options = shaping
    options.days = days
    let fonts = try FontSet.load()
    let fontPaths = Set(fonts.paths.values).union(fonts.fallbackPaths.values)
    // What git keeps is asked for, and no source.
    let read = session.files.sources.filter {
      !$0.path.hasSuffix("/") && !$0.path.split(separator: "/").contains(".git")
    }
    return BuildLock(
      program: ProgramVersion.name, libraries: DrawingLibraries.versions, entry: entry,
      options: options.arguments,
      fonts: read.filter { fontPaths.contains($0.path) }.compactMap { source in
        source.sha256.map { .init((source.path as NSString).lastPathComponent, $0) }
      },
      inputs: read.filter { !fontPaths.contains($0.path) }.compactMap { source in
        guard let name = name(of: source.path), let hash = source.sha256 else { return nil }
        return .init(name, hash)
      },
      laws: laws, outputs: outputs.map { .init($0.path, $0.sha256) })
  }

  /// Files that `--archive` adds to the output: the lock and all inputs. Throws E0965 where these lie elsewhere.
  func archive(_ lock: BuildLock, _ session: BuildSession) throws(DiagnosticError) -> [(
    path: String, bytes: [UInt8]
  )] {
    guard shaping.isArchived else { return [] }
    let outside = lock.inputs.map(\.name).filter { $0.split(separator: "/").contains("..") }
    guard outside.isEmpty else {
      throw DiagnosticError(
        "E0965", "\"\(path)\" reads files from outside its folder, so it is no archive by itself",
        notes: outside, help: ["build the folder of reports that holds them: isoloss build FOLDER --archive"])
    }
    var files: [(path: String, bytes: [UInt8])] = [(BuildLock.fileName, Array(lock.text.utf8))]
    for source in session.files.sources where !source.path.hasSuffix("/") && source.sha256 != nil {
      guard let name = name(of: source.path), lock.inputs.contains(where: { $0.name == name }),
        let bytes = try session.files.read(source.path)
      else { continue }
      files.append(("\(Self.sourceFolder)/\(name)", bytes))
    }
    return files
  }

  /// Writes the lock beside the report with `--lock`.
  func keep(_ lock: BuildLock) throws(DiagnosticError) {
    guard options.lock else { return }
    try OutputFile.write(Array(lock.text.utf8), to: "\(root)/\(BuildLock.fileName)")
  }

  /// A file's path seen from the root; of a template its path in an archive; nil for what lies elsewhere.
  private func name(of path: String) -> String? {
    if let templates, path.hasPrefix(templates + "/") {
      return "\(Self.templatesFolder)/\(path.dropFirst(templates.count + 1))"
    }
    guard root != ".", !root.isEmpty else { return path.hasPrefix("/") ? nil : Self.plain(path) }
    return path.hasPrefix(root + "/") ? Self.plain(String(path.dropFirst(root.count + 1))) : nil
  }

  /// A path without `.` and, as far as it goes, without `..`: `second/../small/runs.csv` is `small/runs.csv`.
  private static func plain(_ path: String) -> String {
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part == "..", let last = parts.last, last != ".." { parts.removeLast() } else { parts.append(part) }
    }
    return parts.joined(separator: "/")
  }
}
