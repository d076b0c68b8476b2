import Foundation
import Publishing
import Reports
import TestSupport
import Testing

/// How a page is written in few bytes.
@Suite("A page says in few bytes what it says") struct CompactPageTests {
  private func page(_ words: String = "words", raw: String? = nil) throws -> String {
    var report = try SampleReport.make(words: words)
    if let raw { report.blocks.append(.html(raw)) }
    let files = try Publisher(templates: TemplateSet()).render(report, folder: "/nowhere").files
    return String(decoding: try #require(files.first { $0.path == "index.html" }).bytes, as: UTF8.self)
  }

  private func pictures(_ page: String) -> [Substring] {
    page.matches(of: /<svg[^>]*class=figure .*?<\/svg>/.dotMatchesNewlines()).map(\.output)
  }

  @Test("a value without quotes is letters, digits and few signs, whatever the words")
  func quotes() throws {
    for words in ["a>b", "a b", "x onmouseover=alert(1)", "\"'`=", "/", "&amp;", "a\tb"] {
      let page = try page(words)
      #expect(HTMLPage(page).findings == [], "\(words)")
      #expect(!HTMLPage(page).elements.contains { $0.attributes.keys.contains { $0.hasPrefix("on") } })
    }
  }

  @Test("raw HTML that its author wrote in another way stays to the byte")
  func raw() throws {
    let raw = "<p title='a > b' data-x=y><!-- <b> --><input disabled value=\"a b\"><br/>  x &lt; y < z"
    #expect(try page(raw: raw).contains(raw))
    let pre = "<pre>\n  <b>\n  </b>\n</pre>"
    #expect(try page(raw: pre).contains(pre))
  }

  @Test("pictures have no line ends but in words, no namespace, and short ids that are the page's own")
  func pictures() throws {
    let page = try page()
    let pictures = pictures(page)
    #expect(pictures.count >= 4)
    for picture in pictures {
      #expect(!picture.contains("xmlns") && !picture.contains(",#"))
      #expect(!picture.replacing(/<(text|title)[ >].*?<\/(text|title)>/, with: "").contains("\n"))
    }
    let html = HTMLPage(page)
    #expect(Set(html.ids).count == html.ids.count)
  }

  @Test("what is painted alike is a rule of the page, after which any other rule goes first")
  func inks() throws {
    let page = try page()
    let layer = try #require(page.firstMatch(of: /@layer\{((?:\.[^{}]*\{[^{}]*\})+)\}\n<\/style>/)?.output.1)
    let rules = layer.matches(of: /\.(_[a-z0-9]+)\{([^}]*)\}/)
    #expect(rules.count > 1)
    let drawn = pictures(page).joined()
    for rule in rules {
      let uses = drawn.matches(of: /class=(?:"[^"]*|[^ >]*)/).count { $0.output.contains(rule.output.1) }
      #expect(uses > 1, "\(rule.output.1)")
      // Sizes have the unit that a rule must have.
      #expect(!rule.output.2.contains(/font-size:[0-9.]+(;|$)/))
    }
  }
}
