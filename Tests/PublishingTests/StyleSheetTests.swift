import Foundation
import Publishing
import TestSupport
import Testing

/// What a page takes along of a style sheet.
@Suite("A page carries the rules that it uses") struct StyleSheetTests {
  /// The style sheet inside of the sample's page, of this one as the user's `style.css`.
  private func style(_ text: String) throws -> String {
    let folder = try TemporaryFolder()
    try folder.write("templates/style.css", text)
    let publisher = Publisher(templates: try TemplateSet(folder: folder.path + "/templates"))
    let files = try publisher.render(try SampleReport.make(), folder: "/nowhere").files
    let page = String(decoding: try #require(files.first { $0.path == "index.html" }).bytes, as: UTF8.self)
    let start = try #require(page.firstRange(of: "<style>\n")).upperBound
    let end = try #require(page[start...].firstRange(of: "\n</style>")).lowerBound
    // The inks of the pictures follow in a layer of their own.
    return String(page[start..<end].split(separator: "\n@layer{._", omittingEmptySubsequences: false)[0])
  }

  @Test(
    arguments: [
      // What the page has, without spaces and comments.
      (
        "/* The text. */\np , .claims  li {\n  color : red ;\n  margin: calc(1px + 2px) ;\n}",
        "p,.claims li{color:red;margin:calc(1px + 2px)}"
      ),
      // What it does not have.
      (".never-there{color:red}", ""), ("blink, p{color:red}", "p{color:red}"),
      ("@media print{.never-there{color:red}}", ""),
      (
        "@media (min-width: 9em) { p { color:red } blink{color:red} }",
        "@media (min-width: 9em){p{color:red}}"
      ),
      // What only might be there.
      ("p:not(.never-there){color:red}", "p:not(.never-there){color:red}"),
      ("[data-x=never-there] p:hover::before{color:red}", "[data-x=never-there] p:hover::before{color:red}"),
      ("#never-there{color:red}", "#never-there{color:red}"), (#".a\:b{color:red}"#, #".a\:b{color:red}"#),
      (".shut>.card{display:none}", ".shut>.card{display:none}"),
      // Brackets in strings and comments end nothing.
      (#"p::after{content:"} \" {"}/* } */b{color:red}"#, #"p::after{content:"} \" {"}"# + "\nb{color:red}"),
      (#"p{background:url(data:image/png;base64,AA==)}"#, #"p{background:url(data:image/png;base64,AA==)}"#),
      // Variables that something asks for, if by another one.
      (
        ":root{--a:1px;--b:var(--a);--c:2px}p{margin:var(--b)}",
        ":root{--a:1px;--b:var(--a)}\np{margin:var(--b)}"
      ),
      // What is not taken apart stays.
      ("p{color:red;.never-there &{color:blue}}", "p{color:red;.never-there &{color:blue}}"),
      ("@page{size:A4;@top-left{content:\"x\"}}", "@page{size:A4;@top-left{content:\"x\"}}"),
      ("@font-face{font-family:x}", "@font-face{font-family:x}"),
      ("p{color:red", "p{color:red"), ("p{color:red}}  b{", "p{color:red}}  b{"),
    ])
  func keeps(_ written: String, _ expected: String) throws {
    #expect(try style(written) == expected)
  }

  @Test("the whole sheet stands beside a page with assets") func whole() throws {
    let publisher = Publisher(templates: try TemplateSet(), hasAssets: true)
    let files = try publisher.render(try SampleReport.make(), folder: "/nowhere").files
    let sheet = String(decoding: try #require(files.first { $0.path == "style.css" }).bytes, as: UTF8.self)
    #expect(sheet.contains(".definitions") && sheet.contains("mtable.aligned") && !sheet.contains("/*"))
  }
}
