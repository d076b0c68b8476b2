import Foundation
import TestSupport
import Testing
import Yams

/// What a host's runner does with scripts: their environment, in the repository's folder, with Bash. Tools that speak to the
/// host are stand-ins that write down how they were called.
private struct Runner {
  let folder: TemporaryFolder
  let tools: TemporaryFolder

  init(_ folder: TemporaryFolder, hasProgram: Bool) throws {
    self.folder = folder
    tools = try TemporaryFolder()
    guard hasProgram else { return }
    let program = try #require(Program.path)
    try FileManager.default.createSymbolicLink(atPath: "\(tools.path)/isoloss", withDestinationPath: program)
  }

  /// Puts a tool on the path that writes its arguments to a log and then prints `answer` to a call that changes nothing.
  func stand(in name: String, answer: String) throws {
    try tools.write(
      name,
      """
      #!/bin/sh
      printf '%s\\n' "$*" >> "\(tools.path)/\(name).log"
      case "$*" in *POST*|*PATCH*|*PUT*) ;; *) printf '%s' '\(answer)' ;; esac

      """)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: "\(tools.path)/\(name)")
  }

  func run(_ script: String, _ environment: [String: String]) throws -> (status: Int32, log: String) {
    try tools.write("script.sh", script)
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    let variables = environment.merging(["PATH": "\(tools.path):\(path)", "HOME": tools.path]) { $1 }
    let result = try Program.tool(
      "bash", ["--noprofile", "--norc", "-eo", "pipefail", "\(tools.path)/script.sh"], in: folder.path,
      environment: variables)
    return (result.status, result.output + result.errors)
  }

  func calls(_ tool: String) -> [String] {
    (tools.read("\(tool).log") ?? "").split(separator: "\n").map(String.init)
  }
}

/// Runs jobs of a workflow of GitHub Actions.
struct GitHubHost {
  enum Event {
    case push
    case pullRequest(base: String)
  }

  struct Job {
    /// Exit statuses of the steps that ran, by name.
    var statuses: [String: Int32] = [:]
    /// What the steps said.
    var log = ""
    /// What they set as outputs.
    var outputs: [String: String] = [:]
    /// The actions that the host would have run.
    var used: [String] = []
  }

  private let runner: Runner
  private let workflow: [String: Any]
  private let isPullRequest: Bool
  private let base: String

  init(_ folder: TemporaryFolder, event: Event, hasProgram: Bool = true) throws {
    runner = try Runner(folder, hasProgram: hasProgram)
    let text = try #require(folder.read(".github/workflows/report.yml"))
    workflow = try #require(try Yams.load(yaml: text) as? [String: Any])
    switch event {
    case .push: (isPullRequest, base) = (false, "")
    case .pullRequest(let reference):
      isPullRequest = true
      base = try Program.tool("git", ["rev-parse", reference], in: folder.path).output
        .trimmingCharacters(in: .newlines)
    }
  }

  var summary: String? { runner.tools.read("summary") }

  func calls(_ tool: String) -> [String] { runner.calls(tool) }

  /// Whether a job runs at all on this event.
  func runs(job name: String) throws -> Bool { try holds(try job(name)["if"]) }

  /// Runs the steps of a job, without those that install packages and those that are the host's own actions.
  func run(job name: String, only: String? = nil, earlierComment: Int? = nil) throws -> Job {
    let job = try job(name)
    #expect(try holds(job["if"]))
    try runner.stand(in: "gh", answer: earlierComment.map(String.init) ?? "")
    var result = Job()
    var hasFailed = false
    for step in try #require(job["steps"] as? [[String: Any]]) {
      let condition = step["if"] as? String
      guard try holds(condition), !hasFailed || condition?.contains("!cancelled()") == true else { continue }
      if let action = step["uses"] as? String {
        result.used.append(action)
        continue
      }
      let title = try #require(step["name"] as? String)
      guard title != "Install packages", only == nil || title == only else { continue }
      var environment = try values(workflow["env"]).merging(try values(step["env"])) { $1 }
      for file in ["path", "output"] { try runner.tools.write(file, "") }
      for (name, file) in [
        ("GITHUB_STEP_SUMMARY", "summary"), ("GITHUB_PATH", "path"), ("GITHUB_OUTPUT", "output"),
        ("RUNNER_TEMP", "temp"),
      ] { environment[name] = "\(runner.tools.path)/\(file)" }
      environment["GITHUB_ACTIONS"] = "true"
      environment["GITHUB_WORKSPACE"] = runner.folder.path
      environment["GITHUB_REPOSITORY"] = "o/r"
      try? FileManager.default.removeItem(atPath: "\(runner.tools.path)/temp")
      try FileManager.default.createDirectory(
        atPath: "\(runner.tools.path)/temp", withIntermediateDirectories: true)
      let (status, log) = try runner.run(try #require(step["run"] as? String), environment)
      result.statuses[title] = status
      result.log += log
      hasFailed = hasFailed || status != 0
      for line in (runner.tools.read("output") ?? "").split(separator: "\n") {
        let parts = line.split(separator: "=", maxSplits: 1).map(String.init)
        result.outputs[parts[0]] = parts.last
      }
    }
    return result
  }

  private func job(_ name: String) throws -> [String: Any] {
    try #require((workflow["jobs"] as? [String: [String: Any]])?[name])
  }

  /// Variables with their expressions evaluated.
  private func values(_ map: Any?) throws -> [String: String] {
    try ((map as? [String: Any]) ?? [:]).mapValues { value in
      let text = "\(value)"
      guard let match = text.wholeMatch(of: /\$\{\{ (.+?) \}\}/) else {
        #expect(!text.contains("${{"))
        return text
      }
      let values = [
        "vars.ISOLOSS_SOURCE": "", "github.event.pull_request.base.sha": base, "github.token": "token",
        "github.event.pull_request.number": "7",
      ]
      return try #require(values[String(match.1)], "an expression that this host does not know: \(text)")
    }
  }

  /// Whether a condition holds; one that this host does not know is an error.
  private func holds(_ condition: Any?) throws -> Bool {
    guard let condition else { return true }
    let text = try #require((condition as? String)?.wholeMatch(of: /\$\{\{ (.+) \}\}/)?.1)
    let terms = [
      "!cancelled()": true, "github.event_name == 'pull_request'": isPullRequest,
      "github.event_name != 'pull_request'": !isPullRequest,
      "github.ref_name == github.event.repository.default_branch": !isPullRequest,
      "steps.results.outputs.cache-hit != 'true'": true,
      "needs.build.outputs.compared == 'true'": isPullRequest,
      "github.event.pull_request.head.repo.full_name == github.repository": isPullRequest,
    ]
    for term in text.split(separator: " && ").map(String.init) {
      guard let isTrue = terms[term] else {
        Issue.record("a condition that this host does not know: \(term)")
        return false
      }
      guard isTrue else { return false }
    }
    return true
  }
}

/// Runs jobs of a pipeline of GitLab.
struct GitLabHost {
  private let runner: Runner
  private let pipeline: [String: Any]
  /// Variables that the host sets.
  var variables: [String: String]

  init(_ folder: TemporaryFolder, variables: [String: String] = [:], hasProgram: Bool = true) throws {
    runner = try Runner(folder, hasProgram: hasProgram)
    let text = try #require(folder.read(".gitlab-ci.yml"))
    pipeline = try #require(try Yams.load(yaml: text) as? [String: Any])
    self.variables = variables.merging([
      "CI_API_V4_URL": "https://host.example/api/v4", "CI_MERGE_REQUEST_IID": "7",
      // That of a fork runs in the fork.
      "CI_PROJECT_ID": "6", "CI_MERGE_REQUEST_PROJECT_ID": "5", "CI_PROJECT_DIR": folder.path,
    ]) { $1 }
  }

  func calls(_ tool: String) -> [String] { runner.calls(tool) }

  /// Runs the script of a job as one, as the host does; without the installing of packages.
  func run(job name: String, only: String? = nil, earlierComment: Int? = nil) throws -> (
    status: Int32, log: String
  ) {
    let job = try #require(pipeline[name] as? [String: Any])
    let comments =
      earlierComment.map { "[{\"id\": \($0), \"body\": \"<!-- isoloss difference -->\"}]" } ?? "[]"
    try runner.stand(in: "curl", answer: comments)
    // The real one reads the comments; where it is missing, a stand-in gives the number that it would find.
    if try Program.tool("jq", ["--version"], in: runner.folder.path).status != 0 {
      try runner.stand(in: "jq", answer: earlierComment.map(String.init) ?? "")
    }
    let lines = ["before_script", "script"].flatMap { job[$0] as? [String] ?? [] }
      .filter { !$0.hasPrefix("apt-get") && (only == nil || $0.contains(only ?? "")) }
    var environment: [String: String] = [:]
    for (key, value) in try #require(pipeline["variables"] as? [String: Any]) {
      environment[key] = "\(value)"
    }
    return try runner.run(
      lines.joined(separator: "\n"), environment.merging(variables) { $1 })
  }
}
