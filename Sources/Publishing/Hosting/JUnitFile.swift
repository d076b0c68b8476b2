import Diagnostics
import Reports

/// Claims as test cases, in the XML that CI servers show: a suite a report, a case a claim.
///
/// A claim that came out as its author says passes; one that is undecided where something else is expected is skipped; any other
/// fails. A report that did not build is a suite with one error.
public enum JUnitFile {
  /// The file's text: of reports by their paths, and of what stopped those that did not build.
  public static func text(
    _ reports: [(path: String, report: ExecutedReport)], failed: [DiagnosticError]
  ) -> String {
    var suites = reports.map(suite)
    for (index, error) in failed.enumerated() { suites.append(broken(error, number: index + 1)) }
    let claims = reports.flatMap(\.report.claims)
    let failures = claims.count(where: isFailure)
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <testsuites name="claims" tests="\(claims.count + failed.count)" failures="\(failures)" errors="\(failed.count)">
      \(suites.joined(separator: "\n"))
      </testsuites>

      """
  }

  private static func isFailure(_ claim: ExecutedClaim) -> Bool {
    !claim.isAsExpected && claim.verdict != .undecided
  }

  private static func suite(_ entry: (path: String, report: ExecutedReport)) -> String {
    let claims = entry.report.claims
    let skipped = claims.count { !$0.isAsExpected && $0.verdict == .undecided }
    var lines = [
      "<testsuite name=\"\(XMLText.escaped(entry.report.slug))\" tests=\"\(claims.count)\" "
        + "failures=\"\(claims.count(where: isFailure))\" errors=\"0\" skipped=\"\(skipped)\">"
    ]
    for claim in claims {
      let head =
        "<testcase classname=\"\(XMLText.escaped(entry.report.slug))\" name=\"\(XMLText.escaped(claim.id))\" "
        + "file=\"\(XMLText.escaped(claim.location.file))\" line=\"\(claim.location.line)\">"
      let verdict = "\(claim.verdict.rawValue): \(claim.evidence)"
      var body =
        "<system-out>\(XMLText.escaped("\(PlainText.text(claim.words))\n\(claim.check)\n\(verdict)"))</system-out>"
      if !claim.isAsExpected {
        let message = XMLText.escaped("\(verdict); expected to be \((claim.expected ?? .holds).rawValue)")
        body =
          (claim.verdict == .undecided
            ? "<skipped message=\"\(message)\"/>" : "<failure message=\"\(message)\" type=\"claim\"/>") + body
      }
      lines.append("\(head)\(body)</testcase>")
    }
    return (lines + ["</testsuite>"]).joined(separator: "\n")
  }

  private static func broken(_ error: DiagnosticError, number: Int) -> String {
    let text = error.diagnostics.filter { $0.severity == .error }.map { DiagnosticRenderer().text($0) }
      .joined(separator: "\n")
    let file = error.diagnostics.compactMap(\.location?.file).first ?? "report \(number)"
    let name = XMLText.escaped(file)
    return """
      <testsuite name="\(name)" tests="1" failures="0" errors="1" skipped="0">
      <testcase classname="\(name)" name="build"><error message="the report does not build">\(XMLText.escaped(text))</error></testcase>
      </testsuite>
      """
  }
}
