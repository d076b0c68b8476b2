import Foundation
import TestSupport
import Testing

/// Sources that are made to break out, to break in or to use the machine up: each is escaped, refused with a finding, or
/// bounded.
@Suite struct HostileInputTests {
  /// Runs the program; it may take a minute and 2 GiB.
  private func run(_ arguments: [String], in folder: TemporaryFolder) throws -> Program.Result {
    let program = try #require(Program.path)
    let words = ([program] + arguments).map { "'\($0)'" }.joined(separator: " ")
    return try Program.tool(
      "timeout", ["120", "sh", "-c", "ulimit -v 8000000; exec \(words)"], in: folder.path)
  }

  private func folder(_ document: String, _ files: [String: String] = [:]) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write("r/report.md", document)
    try folder.write("r/runs.csv", Self.runs)
    for (name, text) in files { try folder.write(name, text) }
    return folder
  }

  private static let runs = "size,loss,method\n1,3.5,a\n2,3.0,a\n4,2.7,b\n8,2.5,b\n"

  private static func document(_ body: String, front: String = "", runs: String = "from: runs.csv") -> String
  {
    "---\ntitle: 'T'\n\(front)---\n\n```{runs}\nlabel: table\n\(runs)\n```\n\n\(body)\n"
  }

  // MARK: Breaking out of the page

  @Test func markupOfEveryKindOfSourceIsEscaped() throws {
    let evil = "Evil <script>alert(1)</script><img src=x onerror=alert(1)>"
    let folder = try folder(
      Self.document(
        """
        # \(evil)

        See @fig-x and @key. Rows: `{val} count(table where method == "\(evil)")`. [\(evil)](https://example.org/"><script>)

        [\(evil)]{.claim #clm-x check="max(table, loss) > 1"}

        ```{figure}
        label: fig-x
        kind: marks
        data: table
        x: {label: Size}
        y: {label: Loss}
        marks:
          - points: {x: size, y: loss, series: method}
        title: '\(evil)'
        caption: '\(evil)'
        ```
        """, front: "subtitle: '\(evil)'\nauthor: '\(evil)'\nkeywords: ['\(evil)']\nbibliography: refs.bib\n"),
      [
        "r/runs.csv": Self.runs.replacing(",a\n", with: ",\(evil)\n"),
        "r/refs.bib":
          "@article{key, author={\(evil), X}, title={\(evil)}, journal={\(evil)}, year={2020}, url={javascript:alert(1)}}",
      ])
    let result = try run(["build", "r"], in: folder)
    guard result.status == 0 else {
      Issue.record("\(result.errors)")
      return
    }
    for file in ["index.html", "figures/fig-x.svg"] {
      let page = try #require(folder.read("_site/r/\(file)"))
      // The page has one script, its own.
      #expect(page.components(separatedBy: "<script").count == (file == "index.html" ? 2 : 1), "\(file)")
      #expect(
        !page.contains("<script>alert") && !page.contains("<img") && !page.contains("javascript:"), "\(file)")
      #expect(page.contains("&lt;script&gt;"), "\(file)")
    }
    // Behind a backslash it is text.
    let markdown = try #require(folder.read("_site/r/report.md")).replacing("\\<", with: "")
    #expect(!markdown.contains("<script") && !markdown.contains("javascript:"))
  }

  @Test func aKeyOfYAMLIsShownAndNotRun() throws {
    let folder = try folder(Self.document("Text.", front: "'<script>alert(1)</script>': 1\n"))
    let result = try run(["check", "r"], in: folder)
    #expect(
      result.status == 1 && result.errors.contains("error[E0110]: unknown key \"<script>"), "\(result.errors)"
    )
  }

  @Test(arguments: [
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html;base64,PHNjcmlwdD4=", "vbscript:x",
    "file:///etc/passwd",
    "java&#10;script:alert(1)",
  ]) func linksOfOtherSchemesAreRefused(address: String) throws {
    let folder = try folder(Self.document("[a](<\(address)>)"))
    let result = try run(["build", "r"], in: folder)
    #expect(
      result.status == 1 && result.errors.contains("r/report.md:10:1: error[E0813]"), "\(result.errors)")
    #expect(folder.names() == ["r"])
  }

  @Test func aTableCannotRunAFormula() throws {
    let folder = try folder(
      Self.document(
        """
        @fig-x.

        ```{figure}
        label: fig-x
        kind: marks
        data: table
        x: {label: Size}
        y: {label: Loss}
        marks:
          - points: {x: size, y: loss, series: method}
        caption: 'All.'
        ```
        """),
      [
        "r/runs.csv": Self.runs.replacing(",a\n", with: ",=cmd|' /C calc'!A0\n").replacing(
          ",b\n", with: ",@SUM(1)\n")
      ])
    let result = try run(["build", "r"], in: folder)
    #expect(result.status == 0, "\(result.errors)")
    let table = try #require(folder.read("_site/r/figures/fig-x.csv"))
    #expect(table.contains("'=cmd|") && table.contains("'@SUM"))
    #expect(!table.contains(",=") && !table.contains(",@"), "\(table)")
  }

  // MARK: Reading what is not the report's

  @Test(arguments: [
    ("from: ../secret.csv", "", ""), ("from: /etc/runs.csv", "", ""), ("from: a/../../secret.csv", "", ""),
    ("from: runs.csv", "bibliography: ../secret.bib\n", ""),
    ("from: link.csv", "", ""), ("from: runs.csv", "bibliography: link.bib\n", ""),
    ("from: linked/secret.csv", "", ""),
  ]) func pathsThatLeaveTheFolderAreRefused(runs: String, front: String, body: String) throws {
    let secret = "@article{key, title={hidden}}\n"
    let folder = try folder(
      Self.document(body, front: front, runs: runs),
      ["secret.csv": Self.runs, "secret.bib": secret, "secret.png": "hidden"])
    for kind in ["csv", "bib", "png"] {
      try FileManager.default.createSymbolicLink(
        atPath: "\(folder.path)/r/link.\(kind)", withDestinationPath: "../secret.\(kind)")
    }
    try FileManager.default.createSymbolicLink(
      atPath: "\(folder.path)/r/linked", withDestinationPath: "..")
    let result = try run(["build", "r"], in: folder)
    #expect(result.status == 1 && result.errors.contains("r/report.md:"), "\(result.errors)")
    #expect(
      result.errors.contains("error[E0903]") || result.errors.contains("error[E0813]"), "\(result.errors)")
    #expect(!folder.names().contains("_site"))
  }

  /// A picture from elsewhere is left out with a warning, or named as missing; its bytes go nowhere.
  @Test(arguments: ["../secret.png", "/etc/hostname", "link.png", "linked/secret.png"])
  func picturesOfOthersAreNotShown(path: String) throws {
    let folder = try folder(Self.document("![x](\(path))"), ["secret.png": "hidden"])
    try FileManager.default.createSymbolicLink(
      atPath: "\(folder.path)/r/link.png", withDestinationPath: "../secret.png")
    try FileManager.default.createSymbolicLink(
      atPath: "\(folder.path)/r/linked", withDestinationPath: "..")
    let result = try run(["build", "r"], in: folder)
    #expect(
      result.errors.contains("warning[W0931]") || result.errors.contains("error[E0901]"), "\(result.errors)")
    let written = FileManager.default.enumerator(atPath: folder.path + "/_site")?.allObjects ?? []
    #expect(!written.contains { "\($0)".hasSuffix("secret.png") || "\($0)".hasSuffix("link.png") })
  }

  @Test(arguments: [".git/HEAD", "report.yml"], ["link.csv", "../data/big.csv"])
  func filesOfTheProjectAreShared(mark: String, source: String) throws {
    let folder = try folder(Self.document("Text.", runs: "from: \(source)"), ["data/big.csv": Self.runs])
    try folder.write(mark, "title: Reports\n")
    try FileManager.default.createSymbolicLink(
      atPath: "\(folder.path)/r/link.csv", withDestinationPath: "../data/big.csv")
    let result = try run(["check", "r"], in: folder)
    #expect(result.status == 0, "\(result.errors)")
  }

  // MARK: Using the machine up

  struct Bulk: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var document: @Sendable () -> String
    /// Codes of which one is reported; none where it simply builds.
    var codes: [String]
    var runs: (@Sendable () -> String)?
  }

  static let bulks: [Bulk] = [
    Bulk(
      testDescription: "a line of 50 MB",
      document: { document(String(repeating: "word *x* `y` ", count: 50_000_000 / 13)) }, codes: ["E0909"]),
    Bulk(
      testDescription: "a line of 50 MB in a table", document: { document("Text.") }, codes: ["E0405"],
      runs: { "size,loss,method\n1,2,a\n" + String(repeating: "1,", count: 25_000_000) + "\n" }),
    Bulk(
      testDescription: "a cell of 50 MB", document: { document("Text.") }, codes: [],
      runs: { "size,loss,method\n1,2,\(String(repeating: "a", count: 50_000_000))\n" }),
    Bulk(
      testDescription: "quotes in quotes",
      document: { document(String(repeating: "> ", count: 20_000) + "x") },
      codes: ["E0811"]),
    Bulk(
      testDescription: "emphasis in emphasis",
      document: {
        document(String(repeating: "*a **b ", count: 5000) + String(repeating: "c** d*", count: 5000))
      },
      codes: ["E0811"]),
    Bulk(
      testDescription: "brackets in brackets",
      document: {
        document(String(repeating: "[", count: 50_000) + "x" + String(repeating: "]", count: 50_000))
      },
      codes: []),
    Bulk(
      testDescription: "lists in YAML",
      document: {
        document(
          "x",
          front:
            "keywords: \(String(repeating: "[", count: 20_000))\(String(repeating: "]", count: 20_000))\n")
      }, codes: ["E0101", "E0119"]),
    Bulk(
      testDescription: "maps in YAML",
      document: {
        document(
          "x",
          front: (0..<3000).map { String(repeating: " ", count: $0) + "k:" }.joined(separator: "\n") + " 1\n")
      }, codes: ["E0101", "E0119"]),
    Bulk(
      testDescription: "aliases of aliases",
      document: {
        let levels = (1...24).map { "l\($0): &l\($0) [*l\($0 - 1), *l\($0 - 1), *l\($0 - 1)]" }
        return document("x", front: "l0: &l0 [a]\n" + levels.joined(separator: "\n") + "\n")
      }, codes: ["E0119"]),
    Bulk(
      testDescription: "aliases of aliases as a key",
      document: {
        let levels = (1...24).map { "l\($0): &l\($0) [*l\($0 - 1), *l\($0 - 1), *l\($0 - 1)]" }
        return document("x", front: "l0: &l0 [a]\n" + levels.joined(separator: "\n") + "\n? *l24\n: 1\n")
      }, codes: ["E0102"]),
    Bulk(
      testDescription: "brackets in an expression",
      document: {
        document("`{val} \(String(repeating: "(", count: 20_000))1\(String(repeating: ")", count: 20_000))`")
      }, codes: ["E0305", "E0306", "E0307", "E0304", "E0303", "E0302", "E0301"]),
    Bulk(
      testDescription: "signs in an expression",
      document: { document("`{val} \(String(repeating: "-", count: 20_000))1`") },
      codes: ["E0305", "E0306", "E0307", "E0304", "E0303", "E0302", "E0301"]),
    Bulk(
      testDescription: "arguments in arguments",
      document: {
        document(
          "$\(String(repeating: "\\sqrt", count: 20_000)) x$ $\(String(repeating: "\\frac", count: 20_000))x$"
        )
      },
      codes: ["E0610"]),
    Bulk(
      testDescription: "accents over accents",
      document: { document("$\(String(repeating: "\\hat", count: 20_000)) x$") }, codes: ["E0610"]),
    Bulk(
      testDescription: "members of members",
      document: { document("`{val} table\(String(repeating: ".a", count: 20_000))`") }, codes: ["E0307"]),
    Bulk(
      testDescription: "a long sum",
      document: { document("`{val} 1\(String(repeating: "+1", count: 20_000))`") },
      codes: ["E0305", "E0306", "E0307", "E0304", "E0303", "E0302", "E0301", ""]),
    Bulk(
      testDescription: "braces in math",
      document: {
        document("$\(String(repeating: "{", count: 20_000))x\(String(repeating: "}", count: 20_000))$")
      },
      codes: ["E0608", "E0607", "E0601", "E0602", "E0603", "E0604", "E0605", "E0606", "E0609", "E0610"]),
    Bulk(
      testDescription: "scripts in math",
      document: {
        document("$x\(String(repeating: "^{x", count: 20_000))\(String(repeating: "}", count: 20_000))$")
      },
      codes: ["E0608", "E0607", "E0601", "E0602", "E0603", "E0604", "E0605", "E0606", "E0609", "E0610"]),
    Bulk(
      testDescription: "divs in divs",
      document: { document((0..<300).map { _ in ":::: {.a}\n" }.joined() + "x\n") }, codes: ["E0811", "E08"]),
    Bulk(
      testDescription: "huge numbers",
      document: { document("x", front: "seed: 99999999999999999999999\n") }, codes: ["E0111"]),
    Bulk(
      testDescription: "a number beyond all", document: { document("`{val} 1e999 + max(table, loss)`") },
      codes: ["E03", "E0204", ""]),
    Bulk(
      testDescription: "numbers beyond all in a table", document: { document("`{val} max(table, loss)`") },
      codes: ["E0408", "E0409", "E04"], runs: { "size,loss,method\n1,1e999,a\n2,-1e999,b\n3,nan,c\n" }),
    Bulk(
      testDescription: "a fit of a billion starts",
      document: {
        document(
          "```{law}\nlabel: l\nformula: loss = a*size^(-b)\nparameters: {a: 0.1..10, b: 0.1..2}\n```\n\n```{fit}\nlabel: f\ndata: table\nlaw: l\nstarts: 1000000000\nbootstrap: 1000000000\n```"
        )
      }, codes: ["E0111"]),
    Bulk(
      testDescription: "NUL bytes", document: { document("a\0b `{val} table.rows\0`") },
      codes: ["E03", "E02"]),
    Bulk(
      testDescription: "a bibliography without end",
      document: { document("x", front: "bibliography: runs.csv\n") },
      codes: ["E0910", "E0911", "E09", "E01", "E02"],
      runs: { "@article{" + String(repeating: "{", count: 200_000) }),
  ]

  @Test(.timeLimit(.minutes(10)), arguments: bulks) func whatIsTooMuchIsRefusedOrBounded(bulk: Bulk) throws {
    let folder = try folder(bulk.document(), bulk.runs.map { ["r/runs.csv": $0()] } ?? [:])
    let result = try run(["check", "r"], in: folder)
    // 124: out of time; above 128: a signal.
    #expect([0, 1].contains(result.status), "\(result.status) \(result.errors.prefix(2000))")
    if !bulk.codes.isEmpty, !(bulk.codes.contains("") && result.status == 0) {
      #expect(
        bulk.codes.contains { !$0.isEmpty && result.errors.contains("error[\($0)") },
        "\(result.errors.prefix(2000))")
    }
    #expect(result.errors.utf8.count < 100_000)
  }

  // MARK: Bytes that are no text

  @Test(arguments: ["r/report.md", "r/runs.csv", "r/refs.bib"]) func bytesThatAreNoUTF8AreRefused(
    file: String
  ) throws {
    let folder = try folder(
      Self.document("By @key. `{val} count(table where method == \"a\")`", front: "bibliography: refs.bib\n"),
      ["r/refs.bib": "@article{key, author={A, B}, title={T}, year={2000}}\n"])
    let bytes = try #require(FileManager.default.contents(atPath: "\(folder.path)/\(file)"))
    try folder.write(file, bytes: [UInt8](bytes.dropLast(2)) + [0xFF, 0xFE, 0xC0] + [UInt8](bytes.suffix(2)))
    let result = try run(["check", "r"], in: folder)
    #expect(result.status == 1 && result.errors.contains("UTF-8"), "\(result.errors)")
    #expect(result.errors.contains("error[E0904]") || result.errors.contains("error[E04"), "\(result.errors)")
  }

  @Test func controlAndDirectionDoNotReachTerminalOrPage() throws {
    let evil = "a\u{1B}[2Jb\u{7}c\u{202E}drow\u{2066}e\u{9B}f"
    let folder = try folder(
      Self.document("Words \(evil). @\u{202E}nobody2020 and @fig-\(evil).", front: ""),
      ["r/runs.csv": Self.runs.replacing(",a\n", with: ",\(evil)\n")])
    let refused = try run(["check", "r"], in: folder)
    #expect(refused.status == 1)
    for scalar in ["\u{1B}", "\u{7}", "\u{202E}", "\u{2066}", "\u{9B}"] {
      #expect(
        !refused.errors.unicodeScalars.contains { String($0) == scalar },
        "\(scalar.unicodeScalars.map(\.value))")
    }
    try folder.write("r/report.md", Self.document("Words \(evil)."))
    #expect(try run(["build", "r"], in: folder).status == 0)
    let page = try #require(folder.read("_site/r/index.html"))
    for scalar in ["\u{1B}", "\u{7}", "\u{202E}", "\u{9B}"] {
      #expect(!page.unicodeScalars.contains { String($0) == scalar }, "\(scalar.unicodeScalars.map(\.value))")
    }
  }
}
