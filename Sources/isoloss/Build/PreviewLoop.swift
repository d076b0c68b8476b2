import Diagnostics
import Foundation
import Preview
import Publishing
import Reports
import Typesetting

/// Builds, shows, waits for a change, and again: one build at a time. A change gives up the build that is going on.
struct PreviewLoop: ~Copyable {
  private let console: Console
  private let build: PreviewBuild
  private let server: PreviewServer
  private var watcher: FileWatcher
  /// What the last good build was made of: a failed one may not have come that far.
  private var sources: [FileWatcher.Source] = []
  /// The last good build, to say what changed since.
  private var reports: [PublishedReport] = []
  private var builds = 0
  /// What changed while a build went on that was given up.
  private var overtaking: [String] = []
  /// A file changed between two looks of one build.
  private static let changedMeanwhile = "E0918"

  init(console: Console, build: PreviewBuild, server: PreviewServer) {
    (self.console, self.build, self.server) = (console, build, server)
    watcher = FileWatcher { build.fingerprint($0) }
  }

  /// The first build.
  mutating func begin() { run(after: []) }

  /// Waits for a change and builds.
  mutating func next() {
    guard let changed = watcher.nextChange() else { return }
    say(changed)
    run(after: changed)
  }

  private func say(_ changed: [String]) {
    console.say("\(changed.map { TerminalText.safe($0) }.joined(separator: ", ")) changed")
  }

  private mutating func run(after changes: [String]) {
    var changed = changes
    while true {
      let running = RunningBuild(build, console)
      if let outcome = outcome(of: running) { return end(outcome, after: changed) }
      let newer = overtaking
      say(newer)
      changed = Set(changed + newer).sorted()
    }
  }

  /// What a build comes to; nil when something changes first that it has read: then it is given up, and `overtaking` says what.
  private mutating func outcome(of running: RunningBuild) -> PreviewBuild.Outcome? {
    var watched = 0
    while true {
      if let outcome = running.outcome(within: .milliseconds(100)) { return outcome }
      let read = running.sources
      if read.count != watched {
        watcher.watch(read.map { .init(path: $0.path, fingerprint: $0.sha256) })
        watched = read.count
      }
      guard let newer = watcher.nextChange(within: .zero) else { continue }
      running.giveUp()
      overtaking = newer
      return nil
    }
  }

  private mutating func end(_ outcome: PreviewBuild.Outcome, after changed: [String]) {
    builds += 1
    var read = outcome.sources.map { FileWatcher.Source(path: $0.path, fingerprint: $0.sha256) }
    if let files = outcome.files {
      // Another name than in an earlier run of the command: what a browser still shows may be of that one.
      let name = "\(ProcessInfo.processInfo.processIdentifier).\(builds)"
      server.show(PageSet(files, after: server.pages, name: name))
      tell(outcome, files)
      sources = read
    } else {
      let isOvertaken = outcome.errors.allSatisfy { $0.code == Self.changedMeanwhile }
      // The next build begins at once, and is the one to be judged.
      if !isOvertaken || outcome.errors.isEmpty {
        server.show(outcome.errors.map { PageProblem($0, sources: Console.files(of: outcome.errors)) })
      }
      let known = Set(read.map(\.path))
      // As they are now: what changed in them could not help a build that does not come so far.
      read += sources.filter { !known.contains($0.path) }.map {
        .init(path: $0.path, fingerprint: build.fingerprint($0.path))
      }
    }
    if build.caching.explain { for step in outcome.session.steps { console.say(StepText.line(step)) } }
    outcome.session.keepResults()
    report(changed, outcome)
    watcher.watch(read)
  }

  /// What changed in the results; of the first build what is in them.
  private mutating func tell(_ outcome: PreviewBuild.Outcome, _ files: [(path: String, bytes: [UInt8])]) {
    let now = PublishedReport.all(in: files)
    if reports.isEmpty {
      for summary in outcome.summaries { console.say("\(summary.slug): \(summary.text)") }
    } else {
      for line in DifferenceLine.lines(ReportDifference(before: reports, after: now)) { console.say(line) }
    }
    reports = now
  }

  /// For machines: an object a build.
  private func report(_ changed: [String], _ outcome: PreviewBuild.Outcome) {
    guard console.isJSON else { return }
    console.data(
      JSON.object([
        ("address", .string(server.address())), ("changed", .array(changed.map { .string($0) })),
        ("ok", .bool(outcome.files != nil)),
      ]).text)
  }
}
