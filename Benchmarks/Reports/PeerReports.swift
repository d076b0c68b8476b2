import BenchmarkSupport
import Foundation

/// The same report in the forms that other tools take, written and built by the peers' scripts.
struct PeerReports {
  let peers: Peers
  /// Where their sources and pages lie.
  let folder: String

  /// Writes the peers' data and sources; nil where the environment names no peers.
  init?(_ peers: Peers?, folder: String) throws {
    guard let peers else { return nil }
    (self.peers, self.folder) = (peers, folder)
    _ = try peers.lines("gen_figdata.py", ["\(folder)/data"])
    _ = try peers.lines("gen_report.py", ["\(folder)/reports", "\(folder)/data"])
  }

  /// The rows behind their figures.
  func rows() throws -> String { try String(contentsOfFile: "\(folder)/data/scatter.csv", encoding: .utf8) }

  /// One way to build the report.
  private struct Tool {
    var name: String
    /// What must be on the PATH.
    var needs: [String]
    var command: String
    var page: String
  }

  private var tools: [Tool] {
    let pandoc = "pandoc report_svg.md -s --citeproc --mathml --self-contained -o report_svg.html"
    return [
      Tool(
        name: "nbconvert --execute", needs: ["jupyter"],
        command: "exec jupyter nbconvert --to html --execute nb/report.ipynb --output report.html",
        page: "nb/report.html"),
      Tool(
        name: "R Markdown", needs: ["Rscript", "pandoc"],
        command: "cd rmd && exec Rscript -e \"rmarkdown::render('report.Rmd', quiet=TRUE)\"",
        page: "rmd/report.html"),
      Tool(
        name: "matplotlib and pandoc", needs: ["pandoc"],
        command: "cd md && \(peers.python) figs.py && exec \(pandoc)", page: "md/report_svg.html"),
      Tool(
        name: "pandoc, figures ready", needs: ["pandoc"], command: "cd md && exec \(pandoc)",
        page: "md/report_svg.html"),
    ]
  }

  /// Times each tool that is installed; `own` are our first builds by name.
  func measure(runs: Int, beside own: [(name: String, cost: ProcessCost)]) throws {
    let beside = URL(fileURLWithPath: peers.python).deletingLastPathComponent().path
    let path = "\(beside):\(ProcessInfo.processInfo.environment["PATH"] ?? "")"
    for tool in tools {
      let missing = tool.needs.filter { name in
        !path.split(separator: ":").contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(name)") }
      }
      guard missing.isEmpty else {
        print("SKIPPED \(tool.name): \(missing.joined(separator: ", ")) not installed")
        continue
      }
      let cost: ProcessCost
      do {
        cost = try ProcessCost.median(
          of: ["bash", "-c", tool.command], in: "\(folder)/reports", runs: runs, environment: ["PATH": path])
      } catch {
        print("SKIPPED \(tool.name): \(error)")
        continue
      }
      ReportBenchmark.line(
        tool.name, cost, bytes: ReportBenchmark.size("\(folder)/reports/\(tool.page)"),
        own.map { name, ours in
          "\(digits(cost.cpu / ours.cpu)) × CPU, \(digits(cost.wall / ours.wall)) × wall of \(name)"
        }.joined(separator: ", "))
    }
  }
}
