import Foundation
import TestSupport
import Testing

/// `isoloss preview` as a user runs it: files change, the terminal says what became of it.
@Suite struct PreviewTests {
  @Test func aPageIsServedAndNothingIsWritten() throws {
    let folder = try SmallReport.folder()
    let preview = try PreviewProcess(["small"], in: folder)
    try preview.wait(for: "small: 20 rows, 1 fit, 1 figure; claims: 1 holds")
    let page = try preview.get("/small/")
    #expect(page.status == 200)
    #expect(page.body.contains("<h1>A small report</h1>") && page.body.contains("/@isoloss/preview.js"))
    #expect(try preview.get("/small/small.csv").body.hasPrefix("id,model_size"))
    #expect(try preview.get("/small/report.json").body.contains("isoloss-report/"))
    #expect(try preview.get("/small/report.md").status == 200)
    #expect(try preview.get("/").status == 302)
    #expect(try preview.end() == 0)
    #expect(folder.names().filter { !$0.hasSuffix(".log") } == [".isoloss", "small"])
    #expect(folder.names("small") == ["report.md", "small.csv"])
    // What is published does not ask for the preview's script.
    #expect(try Program.run(["build", "small", "-q"], in: folder.path).status == 0)
    #expect(folder.read("_site/small/index.html")?.contains("<script ") == false)
  }

  @Test func theTerminalSaysWhatChangedInTheResults() throws {
    let folder = try SmallReport.folder()
    let preview = try PreviewProcess(["small"], in: folder)
    try preview.wait(for: "claims: 1 holds")
    let prose = try preview.wait(for: "nothing changed in results") {
      try folder.write("small/report.md", SmallReport.document(extra: "Another word."))
    }
    #expect(prose.contains("small/report.md changed\n"))
    #expect(try preview.get("/small/").body.contains("Another word."))

    let rows = SmallReport.runs().split(separator: "\n").map(String.init)
    let removed = try preview.wait(for: "claim clm-slope") {
      try folder.write("small/small.csv", (rows[..<5] + rows[6...]).joined(separator: "\n") + "\n")
    }
    #expect(
      removed.contains(
        "small/small.csv changed\ntable: 20→19 rows; main refitted; 2 values, 1 figure changed; claim clm-slope still holds\n"
      ), "\(removed)")

    let turned = try preview.wait(for: "now fails") {
      try folder.write("small/report.md", SmallReport.document(claim: "main.slope < 0"))
    }
    #expect(turned.contains("claim clm-slope now fails"), "\(turned)")
    #expect(turned.contains("warning[W0250]"))
  }

  @Test func aFailedBuildKeepsThePageUntilItIsMended() throws {
    let folder = try SmallReport.folder()
    let preview = try PreviewProcess(["small"], in: folder)
    try preview.wait(for: "claims: 1 holds")
    let broken = try preview.wait(for: "error[") {
      try folder.write("small/report.md", SmallReport.document(extra: "See @fig-nowhere."))
    }
    #expect(broken.contains("error[E0201]") && broken.contains("fig-nowhere"))
    #expect(try preview.get("/small/").body.contains("<h1>A small report</h1>"))
    let yaml = try preview.wait(for: "error[E0101]") {
      try folder.write(
        "small/report.md", SmallReport.document().replacing("label: main", with: "label: [main"))
    }
    #expect(yaml.contains("small/report.md changed"))
    try preview.wait(for: "nothing changed in results") {
      try folder.write("small/report.md", SmallReport.document())
    }
    // A claim that fails is a finding, and no reason to keep the page.
    try preview.wait(for: "W0250") {
      try folder.write("small/report.md", SmallReport.document(claim: "main.slope > 2"))
    }
  }

  @Test func filesThatGoAndComeBackAreFollowed() throws {
    let folder = try SmallReport.folder()
    let preview = try PreviewProcess(["small"], in: folder)
    try preview.wait(for: "claims: 1 holds")
    for name in ["small/small.csv", "small/report.md"] {
      let path = "\(folder.path)/\(name)"
      try preview.wait(for: "error[") { try FileManager.default.moveItem(atPath: path, toPath: path + "~") }
      #expect(try preview.get("/small/").status == 200)
      try preview.wait(for: "nothing changed in results") {
        try FileManager.default.moveItem(atPath: path + "~", toPath: path)
      }
    }
    // The whole folder, and another in its place.
    try preview.wait(for: "error[") {
      try FileManager.default.moveItem(atPath: folder.path + "/small", toPath: folder.path + "/away")
    }
    try preview.wait(for: "nothing changed in results") {
      try folder.write("next/report.md", SmallReport.document(extra: "The other folder."))
      try folder.write("next/small.csv", SmallReport.runs())
      try FileManager.default.moveItem(atPath: folder.path + "/next", toPath: folder.path + "/small")
    }
    #expect(try preview.get("/small/").body.contains("The other folder."))
    try preview.wait(for: "nothing changed in results") {
      try folder.write("small/report.md", SmallReport.document(extra: "Its second text."))
    }
  }

  @Test func whatTheFirstBuildLooksForInVainIsSeenWhenItComes() throws {
    let folder = try SmallReport.folder()
    try FileManager.default.removeItem(atPath: folder.path + "/small/small.csv")
    let preview = try PreviewProcess(["small"], in: folder)
    try preview.wait(for: "error[E0901]")
    let page = try preview.get("/")
    #expect(page.status == 503 && page.body.contains("/@isoloss/preview.js"))
    try preview.wait(for: "small: 20 rows") { try folder.write("small/small.csv", SmallReport.runs()) }
    #expect(try preview.get("/small/").status == 200)
  }

  @Test func everythingThatIsReadIsWatched() throws {
    let folder = try SmallReport.folder()
    let parts = """
      ```{include}
      file: part.md
      ```

      ![A dot](dot.svg) and [@someone2020].
      """
    let report = SmallReport.document(extra: parts).replacing(
      "seed: 7", with: "seed: 7\nbibliography: refs.bib")
    try folder.write("small/report.md", report)
    try folder.write("small/part.md", "First part.\n")
    try folder.write("small/dot.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><circle r=\"1\"/></svg>")
    func work(_ title: String) -> String {
      "@article{someone2020, title={\(title)}, author={Someone, Anna}, year={2020}, journal={J}}\n"
    }
    try folder.write("small/refs.bib", work("One"))
    let preview = try PreviewProcess(["small"], in: folder)
    try preview.wait(for: "claims: 1 holds")
    for (name, text) in [
      ("small/part.md", "Second part.\n"), ("small/refs.bib", work("Two")),
      ("small/dot.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><circle r=\"2\"/></svg>"),
    ] {
      let said = try preview.wait(for: "nothing changed in results") { try folder.write(name, text) }
      #expect(said.contains("\(name) changed"), "\(said)")
    }
    let page = try preview.get("/small/").body
    #expect(page.contains("Second part.") && page.contains("Two"))
    #expect(try preview.get("/small/dot.svg").body.contains("r=\"2\""))
    // Templates come and go.
    try preview.wait(for: "nothing changed in results") {
      try folder.write("small/templates/style.css", "body{color:teal}")
    }
    #expect(try preview.get("/small/").body.contains("body{color:teal}"))
    try preview.wait(for: "nothing changed in results") {
      try FileManager.default.removeItem(atPath: folder.path + "/small/templates")
    }
    #expect(try preview.get("/small/").body.contains("body{color:teal}") == false)
  }

  @Test func reportsOfASiteComeAndGo() throws {
    let folder = try TemporaryFolder()
    try folder.write("reports/first/report.md", SmallReport.document())
    try folder.write("reports/first/small.csv", SmallReport.runs())
    try folder.write("reports/report.yml", "title: Small reports\n")
    let preview = try PreviewProcess(["reports"], in: folder)
    try preview.wait(for: "first: 20 rows")
    #expect(try preview.get("/").body.contains("<h1>Small reports</h1>"))
    let added = try preview.wait(for: "second: added") {
      try folder.write("reports/second/small.csv", SmallReport.runs())
      try folder.write("reports/second/report.md", SmallReport.document(extra: "The second."))
    }
    #expect(!added.contains("error"))
    #expect(try preview.get("/second/").body.contains("The second."))
    #expect(try preview.get("/").body.contains("second/index.html"))
    try preview.wait(for: "nothing changed in results") {
      try folder.write("reports/report.yml", "title: Other reports\n")
    }
    #expect(try preview.get("/").body.contains("<h1>Other reports</h1>"))
    try preview.wait(for: "first: removed") {
      try FileManager.default.removeItem(atPath: folder.path + "/reports/first")
    }
    #expect(try preview.get("/first/").status == 404)
    #expect(try preview.get("/second/").status == 200)
  }

  @Test(arguments: [SIGINT, SIGTERM]) func itEndsAtOnceWhateverItDoes(signal: Int32) throws {
    let folder = try SmallReport.folder()
    // A fit that takes longer than anybody waits.
    try folder.write(
      "small/report.md",
      SmallReport.document().replacing(
        "starts: 16\nbootstrap: 20", with: "starts: 1000000\nbootstrap: 1000000"))
    let preview = try PreviewProcess(["small"], in: folder)
    #expect(try preview.end(signal) == 0)
    #expect(preview.said.hasSuffix("ended\n"))
  }

  @Test func anEditGivesUpTheBuildThatIsGoingOn() throws {
    let folder = try SmallReport.folder()
    // Builds that nobody lives to see the end of.
    let endless = SmallReport.document().replacing(
      "starts: 16\nbootstrap: 20", with: "starts: 1000000\nbootstrap: 1000000")
    let second = SmallReport.document(extra: "The second text.")
    try folder.write("small/report.md", endless)
    let preview = try PreviewProcess(["small", "--jobs", "2"], in: folder)
    let said = try preview.wait(for: "claims: 1 holds") { try folder.write("small/report.md", second) }
    #expect(!said.contains("error"), "\(said)")
    #expect(try preview.get("/small/").body.contains("The second text."))
    try preview.wait(for: "small/report.md changed") { try folder.write("small/report.md", endless) }
    #expect(try preview.get("/small/").body.contains("The second text."))
    let third = SmallReport.document(extra: "The third text.")
    try preview.wait(for: "nothing changed in results") { try folder.write("small/report.md", third) }
    #expect(try preview.get("/small/").body.contains("The third text."))
  }

  /// A stand-in for the desktop's opener, which writes down what it is to open.
  @Test func thePageIsOpenedInTheBrowser() throws {
    let folder = try SmallReport.folder()
    #if os(macOS)
      let opener = "bin/open"
    #else
      let opener = "bin/xdg-open"
    #endif
    try folder.write(
      opener,
      "#!/bin/sh\necho \"$# $1\" > '\(folder.path)/opened.new'\nmv '\(folder.path)/opened.new' '\(folder.path)/opened'\n"
    )
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: "\(folder.path)/\(opener)")
    let path = "\(folder.path)/bin:\(ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin")"
    let preview = try PreviewProcess(["small", "--open"], in: folder, environment: ["PATH": path])
    try preview.wait(for: "claims: 1 holds")
    for _ in 0..<9000 where folder.read("opened") == nil { usleep(20_000) }
    #expect(folder.read("opened") == "1 http://localhost:\(preview.port)/\n")
    // Ctrl-C ends the preview, not the browser.
    #expect(try preview.end() == 0)
  }

  @Test func aMachineWithoutAnOpenerIsToldOf() throws {
    let folder = try SmallReport.folder()
    try FileManager.default.createDirectory(atPath: folder.path + "/bin", withIntermediateDirectories: true)
    let preview = try PreviewProcess(
      ["small", "--open"], in: folder, environment: ["PATH": folder.path + "/bin"])
    try preview.wait(for: "warning[W0981]")
    #expect(try preview.get("/small/").status == 200)
  }

  @Test func aTakenPortIsPassedOverAloud() throws {
    let folder = try SmallReport.folder()
    let first = try PreviewProcess(["small"], in: folder)
    let second = try PreviewProcess(["small"], in: folder, port: first.port)
    #expect(second.port != first.port)
    #expect(second.said.contains("port \(first.port) is taken, so this is port \(second.port)"))
  }

  @Test func aMisspeltPathEndsIt() throws {
    let folder = try SmallReport.folder()
    let result = try Program.run(["preview", "smal", "--port", "0"], in: folder.path)
    #expect(result.status == 5)
    #expect(result.errors.contains("did you mean \"small\"?"))
  }
}
