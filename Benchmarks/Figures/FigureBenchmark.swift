import BenchmarkSupport
import Charts
import Drawing
import Foundation

/// Times figures against matplotlib on the same data, at the same size in pixels and points, and prints the ratios.
///
/// `figure-benchmark [runs]`; `figure-benchmark draw DATA OUT [FIGURE FORMAT]` draws the three figures once as PNG and
/// SVG, or one of them, the whole process that others' are compared with; `figure-benchmark repeat DATA FIGURE FORMAT
/// COUNT` draws one so many times and prints what each took, for a profiler.
@main
struct FigureBenchmark {
  static func main() throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    if arguments.first == "draw", arguments.count == 3 || arguments.count == 5 {
      try draw(arguments[1], into: arguments[2], only: Array(arguments.dropFirst(3)))
      return
    }
    if arguments.first == "repeat", arguments.count == 5, let count = Int(arguments[4]) {
      try drawAgain(arguments[1], arguments[2], arguments[3], count)
      return
    }
    let environment = ProcessInfo.processInfo.environment
    guard
      let peers = Peers.find(
        environment, script: "gen_figdata.py and fig_mpl.py", packages: "numpy and matplotlib")
    else { return }
    let runs = arguments.first.flatMap { Int($0) } ?? 7
    let folder = NSTemporaryDirectory() + "/isoloss-figure-benchmark-\(getpid())"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    _ = try peers.lines("gen_figdata.py", [folder])
    print("load at the start \(digits(Cost.load, 2)); medians of \(runs) runs, CPU seconds")
    let ours = try measure(try Workload(folder), runs: runs, into: folder)
    try compare(ours, peers, runs: runs, folder: folder)
    try WholeProcess(peers: peers, folder: folder, runs: runs).compare()
    try ZlibCurve.show(try Workload(folder), runs: runs)
    try Crowd.show(runs: runs)
    print("load at the end \(digits(Cost.load, 2))")
  }

  /// What one figure in one format costs, and how large it is.
  private struct Entry {
    var name, format: String
    var cpu: Double
    var bytes: Int
  }

  private static func measure(_ workload: Workload, runs: Int, into folder: String) throws -> [Entry] {
    let fonts = try FontSet.load()
    var entries: [Entry] = []
    for (name, make) in workload.charts {
      for format in ["png", "svg", "page", "pdf"] {
        var costs: [Double] = []
        var bytes = 0
        for run in 0...runs {
          let (cost, size) = try Cost.of {
            let measurer = try TextMeasurer(fonts: fonts)
            let scene = try make().layout(Workload.profile, measurer: measurer)
            return try encode(scene, format, fonts).count
          }
          // The first run warms what is kept for the process.
          if run > 0 { costs.append(cost.cpu) }
          bytes = size
        }
        entries.append(Entry(name: name, format: format, cpu: median(costs), bytes: bytes))
      }
    }
    return entries
  }

  static func encode(_ scene: Scene, _ format: String, _ fonts: FontSet) throws -> [UInt8] {
    switch format {
    case "png": try CairoBackend.png(scene, scale: Workload.scale, fonts: fonts)
    case "svg": try CairoBackend.svg(scene, fonts: fonts)
    case "pdf": try CairoBackend.pdf(scene, fonts: fonts)
    default: Array(try SVGBackend.page(scene, fonts: fonts).utf8)
    }
  }

  private static func draw(_ data: String, into folder: String, only: [String]) throws {
    let fonts = try FontSet.load()
    let measurer = try TextMeasurer(fonts: fonts)
    for (name, make) in try Workload(data).charts where only.isEmpty || only[0] == name {
      let scene = try make().layout(Workload.profile, measurer: measurer)
      for format in ["png", "svg"] where only.isEmpty || only[1] == format {
        try Data(encode(scene, format, fonts)).write(to: URL(fileURLWithPath: "\(folder)/\(name).\(format)"))
      }
    }
  }

  private static func drawAgain(_ data: String, _ figure: String, _ format: String, _ count: Int) throws {
    let fonts = try FontSet.load()
    for (name, make) in try Workload(data).charts where name == figure {
      let costs = try (0...count).map { _ in
        try Cost.of {
          let scene = try make().layout(Workload.profile, measurer: TextMeasurer(fonts: fonts))
          _ = try encode(scene, format, fonts)
        }.cost.cpu
      }
      print("\(figure) \(format) \(digits(1000 * median(Array(costs.dropFirst())))) ms")
    }
  }

  private static func compare(_ ours: [Entry], _ peers: Peers, runs: Int, folder: String) throws {
    var theirs: [String: (cpu: Double, bytes: Double)] = [:]
    for line in try peers.lines("fig_mpl.py", [folder, folder, String(runs), "nolayout"]) {
      let words = line.split(separator: " ").map(String.init)
      guard words.count > 5, let cpu = words.firstIndex(of: "cpu"), let bytes = words.firstIndex(of: "bytes")
      else {
        continue
      }
      theirs["\(words[0]) \(words[1])"] = (Double(words[cpu + 1]) ?? .nan, Double(words[bytes + 1]) ?? .nan)
    }
    print("\nfigure  format  ours ms  matplotlib ms  theirs / ours  our kB  their kB")
    for entry in ours {
      // The page's picture stands beside matplotlib's SVG; it writes no PDF here.
      let other = theirs["\(entry.name) \(entry.format == "page" ? "svg" : entry.format)"]
      let columns = [
        entry.name, entry.format, digits(1000 * entry.cpu), other.map { digits(1000 * $0.cpu) } ?? "",
        other.map { digits($0.cpu / entry.cpu) + " ×" } ?? "", digits(Double(entry.bytes) / 1000),
        other.map { digits($0.bytes / 1000) } ?? "",
      ]
      print(columns.joined(separator: "  "))
    }
  }
}
