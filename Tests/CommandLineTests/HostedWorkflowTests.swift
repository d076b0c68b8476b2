import Foundation
import TestSupport
import Testing
import Yams

/// The workflows that `new --ci` writes, and their steps run here as the hosts run them: everything but the hosts.
@Suite struct HostedWorkflowTests {
  /// A repository with a report on its main branch, and a branch that loses a row of its data.
  private func repository(
    _ service: String, claim: String = "main.slope > 0", _ more: String...
  ) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write("reports/small/report.md", SmallReport.document(claim: claim))
    try folder.write("reports/small/small.csv", SmallReport.runs())
    _ = try Program.tool("git", ["init", "--quiet", "--initial-branch", "main"], in: folder.path)
    let made = try Program.run(["new", "--ci", service] + more, in: folder.path)
    #expect(made.status == 0, "\(made.errors)")
    try commit(folder, "Measure")
    _ = try Program.tool("git", ["checkout", "--quiet", "-b", "change"], in: folder.path)
    let lines = SmallReport.runs().split(separator: "\n")
    try folder.write(
      "reports/small/small.csv", (lines.prefix(5) + lines.dropFirst(6)).joined(separator: "\n") + "\n")
    try commit(folder, "Drop a run")
    return folder
  }

  private func commit(_ folder: TemporaryFolder, _ message: String) throws {
    for arguments in [
      ["add", "--all"],
      ["-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "--quiet", "--message", message],
    ] {
      let result = try Program.tool("git", arguments, in: folder.path)
      #expect(result.status == 0, "\(result.errors)")
    }
  }

  @Test func theStepsForAPullRequestBuildCompareAndComment() throws {
    let folder = try repository("github")
    let host = try GitHubHost(folder, event: .pullRequest(base: "main"))
    let build = try host.run(job: "build")
    #expect(
      build.statuses == ["Trust the folder": 0, "Install isoloss": 0, "Build": 0, "Compare": 0],
      "\(build.log)")
    #expect(folder.read("_site/index.html") != nil && folder.read("_site/small/index.html") != nil)
    #expect(folder.read("claims.xml")?.contains("name=\"clm-slope\"") == true)
    #expect(folder.read("findings.sarif")?.contains("2.1.0") == true)
    let difference = try #require(folder.read("difference.md"))
    #expect(
      difference.hasPrefix("<!-- isoloss difference -->\n") && difference.contains("20"), "\(difference)")
    #expect(folder.read("difference.html")?.contains("<html") == true)
    let summary = try #require(host.summary)
    #expect(summary.contains("The slope is positive") && summary.contains(difference))
    #expect(build.outputs == ["compared": "true"])
    // One comment that is written, then kept up.
    #expect(try host.run(job: "comment").statuses == ["Comment": 0])
    #expect(try host.run(job: "comment", earlierComment: 41).statuses == ["Comment": 0])
    let calls = host.calls("gh")
    #expect(
      calls.filter { $0.contains("POST repos/o/r/issues/7/comments --field body=@difference.md") }.count == 1)
    #expect(
      calls.filter { $0.contains("PATCH repos/o/r/issues/comments/41 --field body=@difference.md") }.count
        == 1)
  }

  @Test func aFailedClaimFailsTheJobAndIsStillComparedAndCommented() throws {
    let folder = try repository("github", claim: "main.slope < 0")
    let host = try GitHubHost(folder, event: .pullRequest(base: "main"))
    let build = try host.run(job: "build")
    #expect(
      build.statuses == ["Trust the folder": 0, "Install isoloss": 0, "Build": 3, "Compare": 0],
      "\(build.log)")
    #expect(build.log.contains("::error file=reports/small/report.md,line="))
    #expect(folder.read("_site/index.html") != nil && build.outputs == ["compared": "true"])
    #expect(folder.read("claims.xml")?.contains("<failure") == true)
  }

  @Test func aPushIsBuiltAndPublishedAndNotCompared() throws {
    let folder = try repository("github")
    let host = try GitHubHost(folder, event: .push)
    let build = try host.run(job: "build")
    #expect(
      build.statuses == ["Trust the folder": 0, "Install isoloss": 0, "Build": 0] && build.outputs.isEmpty,
      "\(build.log)")
    #expect(build.used.contains { $0.hasPrefix("actions/upload-pages-artifact@") })
    #expect(try host.runs(job: "publish") && !host.runs(job: "comment"))
  }

  @Test func reportsThatAreNewOrDoNotBuildOnTheOtherSideStopNothing() throws {
    let folder = try repository("github")
    let base = try Program.tool("git", ["rev-list", "--max-parents=0", "HEAD"], in: folder.path).output
    _ = try Program.tool("git", ["checkout", "--quiet", "--orphan", "empty"], in: folder.path)
    _ = try Program.tool("git", ["reset", "--quiet"], in: folder.path)
    try folder.write("notes.txt", "nothing yet")
    _ = try Program.tool("git", ["add", "notes.txt"], in: folder.path)
    _ = try Program.tool(
      "git", ["-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "--quiet", "-m", "Begin"],
      in: folder.path)
    _ = try Program.tool("git", ["checkout", "--quiet", "--force", "change"], in: folder.path)
    let new = try GitHubHost(folder, event: .pullRequest(base: "empty"))
    #expect(try new.run(job: "build").statuses["Compare"] == 0)
    #expect(folder.read("difference.md")?.contains("The reports are new") == true)
    try folder.write("reports/small/report.md", "See @fig-nowhere.\n")
    try commit(folder, "Break")
    let broken = try GitHubHost(folder, event: .pullRequest(base: base.trimmingCharacters(in: .newlines)))
    let build = try broken.run(job: "build")
    #expect(build.statuses["Build"] == 1 && build.statuses["Compare"] == 0, "\(build.log)")
    #expect(folder.read("difference.md")?.contains("could not be compared") == true)
  }

  /// The step that makes the program, on a repository that is as small as one of a program can be.
  @Test(arguments: ["github", "gitlab"])
  func theProgramIsBuiltOnceFromItsTag(_ service: String) throws {
    let program = try TemporaryFolder()
    try program.write(
      "Package.swift",
      """
      // swift-tools-version: 6.0
      import PackageDescription
      let package = Package(
        name: "isoloss", products: [.executable(name: "isoloss", targets: ["isoloss"])],
        targets: [.executableTarget(name: "isoloss")])
      """)
    try program.write("Sources/isoloss/main.swift", "print(\"made of the tag\")\n")
    _ = try Program.tool("git", ["init", "--quiet", "--initial-branch", "main"], in: program.path)
    try commit(program, "Begin")
    _ = try Program.tool("git", ["tag", "v9"], in: program.path)
    try program.write("Sources/isoloss/main.swift", "print(\"made of what came later\")\n")
    try commit(program, "Go on")
    let folder = try repository(service, "--source", "file://\(program.path)#v9")
    let install =
      try service == "github"
      ? GitHubHost(folder, event: .push, hasProgram: false).run(job: "build", only: "Install isoloss").log
      : GitLabHost(folder, hasProgram: false).run(job: "build", only: "ISOLOSS_SOURCE").log
    let made = try Program.tool("\(folder.path)/.isoloss-program/isoloss", [], in: folder.path)
    #expect(made.output == "made of the tag\n", "\(install)")
    // The second time it is there, and its source is not asked for.
    try FileManager.default.removeItem(atPath: program.path)
    if service == "github" {
      let again = try GitHubHost(folder, event: .push, hasProgram: false).run(
        job: "build", only: "Install isoloss")
      #expect(again.statuses == ["Install isoloss": 0], "\(again.log)")
    }
  }

  @Test func theHostsAreToldWhereTheProgramComesFrom() throws {
    let folder = try repository("github")
    let host = try GitHubHost(folder, event: .push, hasProgram: false)
    let build = try host.run(job: "build", only: "Install isoloss")
    #expect(
      build.statuses == ["Install isoloss": 1] && build.log.contains("::error::set the repository variable"))
  }

  @Test func theScriptsForAMergeRequestBuildCompareAndComment() throws {
    let folder = try repository("gitlab")
    let base = try Program.tool("git", ["rev-parse", "main"], in: folder.path).output.trimmingCharacters(
      in: .newlines)
    let host = try GitLabHost(folder, variables: ["CI_MERGE_REQUEST_DIFF_BASE_SHA": base])
    let build = try host.run(job: "build")
    #expect(build.status == 0, "\(build.log)")
    #expect(folder.read("_site/small/index.html") != nil && folder.read("claims.xml") != nil)
    #expect(folder.read("difference.md")?.hasPrefix("<!-- isoloss difference -->\n") == true)
    let quality = try JSONSerialization.jsonObject(with: Data((folder.read("code-quality.json") ?? "").utf8))
    #expect(quality is [[String: Any]])
    #expect(try host.run(job: "comment").log.contains("ISOLOSS_COMMENT_TOKEN is not set"))
    var token = host
    token.variables["ISOLOSS_COMMENT_TOKEN"] = "secret"
    #expect(try token.run(job: "comment").status == 0)
    #expect(try token.run(job: "comment", earlierComment: 41).status == 0)
    let calls = host.calls("curl")
    #expect(
      calls.contains { $0.contains("--request POST") && $0.hasSuffix("/merge_requests/7/notes") }, "\(calls)")
    #expect(
      calls.contains { $0.contains("--request PUT") && $0.hasSuffix("/merge_requests/7/notes/41") },
      "\(calls)")
    #expect(try host.run(job: "pages").status == 0)
    #expect(folder.read("public/index.html") != nil)
  }

  @Test func aFailedClaimFailsTheScriptAfterTheComparison() throws {
    let folder = try repository("gitlab", claim: "main.slope < 0")
    let host = try GitLabHost(folder, variables: ["CI_MERGE_REQUEST_DIFF_BASE_SHA": "main"])
    let build = try host.run(job: "build")
    #expect(build.status == 3, "\(build.log)")
    #expect(folder.read("difference.md") != nil && folder.read("_site/index.html") != nil)
    let quality = try #require(folder.read("code-quality.json"))
    #expect(
      quality.contains("\"path\": \"reports/small/report.md\"")
        && quality.contains("\"severity\": \"critical\""))
  }

  @Test(arguments: ["github", "gitlab"])
  func packagesAreThoseOfTheMakefile(_ service: String) throws {
    let folder = try repository(service)
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let makefile = try String(contentsOf: root.appendingPathComponent("Makefile"), encoding: .utf8)
    let packages = try #require(makefile.firstMatch(of: /PACKAGES = (.+)/)?.1)
    let file = service == "github" ? ".github/workflows/report.yml" : ".gitlab-ci.yml"
    #expect(folder.read(file)?.contains("--no-install-recommends \(packages)\n") == true)
  }

  @Test func itIsWrittenAtTheRootBesideAReportAndOverNothing() throws {
    let folder = try TemporaryFolder()
    _ = try Program.tool("git", ["init", "--quiet"], in: folder.path)
    try folder.write("papers/notes.txt", "")
    let made = try Program.run(
      ["new", "bits: 'a' \"b\"", "--template", "paper", "--ci", "github"], in: "\(folder.path)/papers")
    #expect(made.status == 0, "\(made.errors)")
    let text = try #require(folder.read(".github/workflows/report.yml"))
    let workflow = try #require(try Yams.load(yaml: text) as? [String: Any])
    let environment = try #require(workflow["env"] as? [String: String])
    #expect(environment["REPORTS"] == "papers/bits: 'a' \"b\"")
    #expect(text.contains("path: \"_site/bits: 'a' \\\"b\\\"\""))
    let again = try Program.run(["new", "other", "--template", "paper", "--ci", "github"], in: folder.path)
    #expect(again.status == 2 && again.errors.contains("E0929"))
    #expect(Set(folder.names()) == [".git", ".github", "papers"])
    #expect(try Program.run(["new", "--ci", "github"], in: folder.path).errors.contains("E0925"))
    let outside = try Program.run(["new", "../x", "--template", "paper", "--ci", "gitlab"], in: folder.path)
    #expect(outside.errors.contains("E0959"), "\(outside.errors)")
    #expect(
      try Program.run(["new", "x", "--template", "paper", "--source", "y"], in: folder.path).status == 2)
    #expect(try Program.run(["new", "--ci", "jenkins"], in: folder.path).status == 2)
  }
}
