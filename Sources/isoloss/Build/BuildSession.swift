import Cache
import Diagnostics
import Drawing
import Foundation
import Publishing
import Reports

/// One run of a command with its memory: what it read, what it may reuse, and what is kept for the next run.
struct BuildSession: Sendable {
  /// Where sources are read from; remembers what was read.
  let files: RecordingFiles
  /// Results of earlier runs; nil with `--no-cache`.
  let cache: BuildCache?
  private let folder: CacheFolder?
  private let program: ProgramIdentity?
  private let request: [String]
  private let earlier: BuildRecord?

  /// Begins a run of what `request` says: the command, its paths and every option that shapes what it writes or tells.
  ///
  /// - Parameter memory: of a process that runs the same again and again.
  init(_ request: [String], options: CacheOptions, memory: StepMemory? = nil) {
    self.request = request
    files = RecordingFiles(DiskFiles())
    guard !options.noCache else {
      (folder, cache, program, earlier) = (nil, nil, nil, nil)
      return
    }
    let folder = CacheFolder()
    let program = ProgramIdentity(rememberedIn: folder)
    self.program = program
    earlier = folder.record(of: request)
    self.folder = folder
    cache = BuildCache(
      store: folder.store, program: program.text, earlier: earlier?.steps.map(\.node) ?? [],
      memory: memory)
  }

  /// What the last run told, when the same run now would read and write the same: then there is nothing to do.
  func unchanged() -> [Transcript.Entry]? {
    guard let earlier, earlier.program == program?.text else { return nil }
    let disk = DiskFiles()
    guard (earlier.sources + earlier.outputs).allSatisfy({ $0.isCurrent(in: disk) }) else { return nil }
    return Transcript.entries(earlier.transcript)
  }

  /// The steps of this run.
  var steps: [BuildCache.Step] { cache?.steps ?? [] }

  /// Keeps what the next run needs. A folder that takes no files is no reason to fail: the next run is slower.
  ///
  /// - Parameters:
  ///   - outputs: the files written, by path; folders that hold one hold nothing else.
  ///   - transcript: what was told.
  func finish(outputs: [BuiltFile], transcript: Transcript) {
    guard let folder, let cache, let program else { return }
    let disk = DiskFiles()
    let folders = Set(outputs.map { ($0.path as NSString).deletingLastPathComponent }).sorted()
    let listings = folders.map {
      BuildRecord.Source(path: $0 + "/", sha256: Hashing.sha256(disk.names(in: $0).joined(separator: "\n")))
    }
    folder.keep(
      BuildRecord(
        program: program.text, request: request, sources: files.sources,
        outputs: listings + outputs.map { .init(path: $0.path, sha256: $0.sha256) },
        steps: cache.steps, transcript: transcript.bytes))
    keepResults()
  }

  /// Keeps the results of steps, of a run that failed or whose output is nobody's to come back to.
  func keepResults() {
    guard let folder, let cache, let program else { return }
    program.keep(in: folder)
    folder.mark()
    if cache.hasGrown { folder.store.evict() }
  }

  /// Remembers page templates, which a build reads past `files`.
  func note(templates: [String]) {
    for folder in templates { files.note(folder: folder) { !$0.hasPrefix(".") } }
  }

  /// Remembers the fonts of figures, which a build reads past `files`.
  func noteFonts() {
    guard let fonts = try? FontSet.load() else { return }
    for path in Set(fonts.paths.values).union(fonts.fallbackPaths.values) { _ = try? files.read(path) }
  }
}
