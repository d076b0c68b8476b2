import Cache
import Diagnostics
import Work

/// Builds reports: from a source file to a document whose every value, claim, figure and reference is computed.
///
/// This part knows what a cell means and executes it. It writes no file, asks no clock, and knows nothing about pages:
/// `Publishing` makes those from the `ExecutedReport` that comes out.
///
/// - `Source/`: files, YAML with places, front matter.
/// - `Assembly/`: includes, repeated sections, parameters.
/// - `Cells/`: the settings of runs, laws, fits and figures.
/// - `Tables/`: tables that are computed.
/// - `Values/`: expressions over fits and rows, with intervals; their formats.
/// - `Units/`: what the report says of units, and what cannot go together.
/// - `Text/`: numbering, references, citations, claims; the source tree to executed text.
/// - `Bibliography/`: BibTeX and CSL-JSON.
/// - `Execution/`: the phases of a report, and its graph of fits, comparisons, tables and figures.
/// - `Steps/`: fits, comparisons and figures as steps of a build that the cache knows.
/// - `Literals/`: numbers that were typed though the report can compute them.
/// - `Executed/`: what comes out, for whoever writes pages.
public struct ReportBuilder {
  /// The name of the folder that a report is written to, known before it is read.
  ///
  /// - Parameter path: a folder that holds `report.md`, or a file that ends in `.md`.
  public static func slug(of path: String, files: any SourceFiles = DiskFiles()) -> String {
    ReportPath(path).slug(in: files)
  }

  /// Executes a report.
  ///
  /// - Parameters:
  ///   - path: a folder that holds `report.md`, or a file that ends in `.md`.
  ///   - files: where files are read from.
  ///   - cache: results of earlier builds; nil computes everything. Nothing in the report depends on it.
  ///   - settings: values of parameters.
  ///   - maxThreads: the most threads to use; nil for one a core. Inside a `WorkPool` the threads of that one are used.
  ///     Nothing in the report depends on it.
  ///   - progress: told what is being done (`fit main`) and which share of it is done, where that is known.
  /// - Throws: `DiagnosticError.abandoned` when the work of the `WorkPool` is cancelled; else everything that is wrong with the report, each finding with its place and in the order of places, with the
  ///   warnings; what only follows from another mistake is left out.
  public static func execute(
    _ path: String, files: any SourceFiles = DiskFiles(), settings: ReportSettings = ReportSettings(),
    cache: BuildCache? = nil, maxThreads: Int? = nil,
    progress: (@Sendable (String, Double?) -> Void)? = nil
  ) throws(DiagnosticError) -> ExecutedReport {
    var sources: [String: String] = [:]
    return try execute(
      path, files: files, sources: &sources, settings: settings, cache: cache, maxThreads: maxThreads,
      progress: progress)
  }

  /// Executes a report, and gives the texts of the files read for the excerpts under findings, also when it throws.
  ///
  /// - Parameters:
  ///   - path: a folder that holds `report.md`, or a file that ends in `.md`.
  ///   - files: where files are read from.
  ///   - sources: gets the texts by the names that locations use, for `DiagnosticRenderer`.
  ///   - cache: results of earlier builds; nil computes everything. Nothing in the report depends on it.
  ///   - settings: values of parameters.
  ///   - maxThreads: the most threads to use; nil for one a core. Inside a `WorkPool` the threads of that one are used.
  ///     Nothing in the report depends on it.
  ///   - progress: told what is being done and which share of it is done, where that is known.
  public static func execute(
    _ path: String, files: any SourceFiles = DiskFiles(), sources: inout [String: String],
    settings: ReportSettings = ReportSettings(), cache: BuildCache? = nil, maxThreads: Int? = nil,
    progress: (@Sendable (String, Double?) -> Void)? = nil
  ) throws(DiagnosticError) -> ExecutedReport {
    var reader = SourceReader(files: files, path: ReportPath(path))
    defer { sources.merge(reader.texts) { _, new in new } }
    return try WorkPool.run(threads: maxThreads) { () throws(DiagnosticError) in
      progress?("read \(reader.path.file)", nil)
      let plan = try ReportPlan.decode(&reader, settings)
      var execution = ReportExecution(plan, &reader, cache: cache, history: settings.history)
      execution.check()
      execution.runSteps(progress)
      guard !WorkPool.isCancelled else { throw .abandoned }
      progress?("compute values", nil)
      let report = try execution.report(sources: reader.texts)
      guard !WorkPool.isCancelled else { throw .abandoned }
      return report
    }
  }
}
