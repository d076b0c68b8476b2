import Typesetting

/// What hosted CI does with reports, as the file that a service reads: builds them on every push, publishes them, says on
/// a pull request what changed in the results, and fails when a claim fails.
public struct HostedWorkflow: Sendable {
  /// A service that runs such files.
  public enum Service: String, CaseIterable, Sendable {
    case github, gitlab
  }

  /// Where the service looks for it, from the root of the repository.
  public let path: String
  /// The file.
  public let text: String

  /// Makes the file of a service.
  ///
  /// - Parameters:
  ///   - service: who runs it.
  ///   - reports: the reports' path from the root of the repository: one report, or a folder of them.
  ///   - name: the name that one report is published under; nil for a folder of reports, which is a site.
  ///   - source: the address that git clones this program from; nil leaves it to a variable of the repository.
  ///   - version: the tag or branch to clone; nil is the tag of this version.
  public init?(_ service: Service, reports: String, name: String?, source: String?, version: String?) {
    guard let file = ExampleReport.embedded(service.rawValue).first else { return nil }
    path = file.path
    let variable =
      switch service {
      case .github: "${{ vars.ISOLOSS_SOURCE }}"
      // A variable of the project comes before one of the file.
      case .gitlab: ""
      }
    let values = [
      ("@reports@", reports), ("@site@", name.map { "_site/\($0)" } ?? "_site"),
      ("@source@", source ?? variable), ("@version@", version ?? "v\(ProgramVersion.current)"),
    ]
    text = values.reduce(String(decoding: file.bytes, as: UTF8.self)) { text, value in
      // A JSON string is one of YAML, too.
      text.replacing("\"\(value.0)\"", with: JSON.string(value.1).text)
    }
  }
}
