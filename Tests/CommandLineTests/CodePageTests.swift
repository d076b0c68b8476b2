import Foundation
import TestSupport
import Testing

/// `explain CODE`: what a finding is about and how to mend it.
@Suite struct CodePageTests {
  @Test(arguments: ["E0211", "e0211"]) func aCodeIsExplained(code: String) throws {
    let result = try Program.run(["explain", code])
    #expect(result.status == 0)
    #expect(result.output.hasPrefix("E0211: A claim is not complete\n\n  A claim needs a check"))
    #expect(result.output.contains("\n  Mend: write `[words]{.claim #clm-name check=\"…\"}`."))
    #expect(!result.output.contains("###") && !result.output.contains("E0212"))
  }

  /// The last of a group does not take in the heading of the next.
  @Test func severalAtOnce() throws {
    let result = try Program.run(["explain", "W0113", "W0250"])
    #expect(result.output.contains("W0113: ") && result.output.contains("W0250: "))
    #expect(!result.output.contains("E02:") && !result.output.contains("E03:"))
  }

  @Test func machinesGetAnObject() throws {
    let result = try Program.run(["explain", "E0903", "--json"])
    #expect(
      result.output.hasPrefix(
        "{\"code\":\"E0903\",\"title\":\"A path leaves the report's folder\",\"text\":\""))
  }

  @Test func anUnknownCodeHasASuggestion() throws {
    let result = try Program.run(["explain", "E0912", "E0199"])
    #expect(result.status == 2)
    #expect(result.output.hasPrefix("E0912"))
    #expect(result.errors.contains("error[E0947]: no finding has the code E0199"))
  }
}
