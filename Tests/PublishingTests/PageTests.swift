import Diagnostics
import Foundation
import Publishing
import Reports
import TestSupport
import Testing

/// Text that would change a page if it were not escaped; the last has combining marks, which hide a character from
/// whoever escapes by grapheme clusters.
private let traps = [
  "words", "<script>alert(1)</script>", "\" onmouseover=\"alert(1)", "' onfocus='x", "a & b &lt; c",
  "</style><b>",
  "\u{0}\u{1B}[31m\u{8}", "{{title}} {{{style}}}", "<\u{301}img src=x>\"\u{301} onload=\u{27}\u{301}",
]

private func files(_ report: ExecutedReport) async throws -> [String: [UInt8]] {
  let folder = try TemporaryFolder()
  try folder.write("runs.csv", "a,b\n1,2\n")
  let rendered = try Publisher(templates: TemplateSet()).render(report, folder: folder.path)
  return Dictionary(rendered.files.map { ($0.path, $0.bytes) }) { one, _ in one }
}

/// The page of plain words, drawn once for all traps.
private let plainPage = Task { text(try await files(try SampleReport.make())["index.html"]) }

private func text(_ bytes: [UInt8]?) -> String { String(decoding: bytes ?? [], as: UTF8.self) }

@Suite struct PageTests {
  @Test(arguments: traps) func textFromOutsideStaysText(_ words: String) async throws {
    let page = HTMLPage(text(try await files(try SampleReport.make(words: words))["index.html"]))
    #expect(page.findings == [])
    #expect(Set(page.ids).count == page.ids.count)
    #expect(page.elements.count { $0.name == "script" } == 1, "the page's own")
    #expect(!page.elements.contains { $0.attributes.keys.contains { $0.hasPrefix("on") } })
    #expect(!page.elements.contains { $0.name == "img" })
    // Escaping must neither add nor remove an element, whatever the words.
    let plain = HTMLPage(try await plainPage.value)
    let own = page.elements.map(\.name).filter {
      !["path", "g", "use", "symbol", "defs", "clipPath"].contains($0)
    }
    let plainOwn = plain.elements.map(\.name).filter {
      !["path", "g", "use", "symbol", "defs", "clipPath"].contains($0)
    }
    #expect(own == plainOwn)
    #expect(!page.text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" && $0 != "\t" })
  }

  @Test func nothingIsAskedOfOtherHosts() async throws {
    let html = text(try await files(try SampleReport.make())["index.html"])
    let page = HTMLPage(html)
    #expect(page.values("src").isEmpty)
    #expect(page.elements.allSatisfy { $0.name != "iframe" && $0.attributes["src"] == nil })
    for link in page.elements.filter({ $0.name == "link" }) {
      #expect(link.attributes["rel"] == "alternate")
      #expect(link.attributes["href"]?.contains(":") == false)
    }
    #expect(!html.contains("@import"))
    #expect(!html.contains("url(http"))
    #expect(!page.values("href").contains { $0.hasPrefix("javascript") })
  }

  @Test func everyLinkInThePageLeadsSomewhere() async throws {
    let page = HTMLPage(text(try await files(try SampleReport.make())["index.html"]))
    let ids = Set(page.ids)
    for target in page.values("href") where target.hasPrefix("#") {
      #expect(ids.contains(String(target.dropFirst())), "\(target)")
    }
    for attribute in ["aria-labelledby", "aria-describedby", "for"] {
      for id in page.values(attribute).flatMap({ $0.split(separator: " ") }) {
        #expect(ids.contains(String(id)), "\(attribute) \(id)")
      }
    }
  }

  @Test func linkedFilesAreWritten() async throws {
    let files = try await files(try SampleReport.make())
    let page = HTMLPage(text(files["index.html"]))
    for target in page.values("href") where !target.hasPrefix("#") && !target.contains(":") {
      #expect(files[target] != nil, "\(target)")
    }
    #expect(files["figures/fig-two.svg"] != nil)
    #expect(files["figures/fig-two.pdf"]?.starts(with: Array("%PDF".utf8)) == true)
    #expect(files["figures/fig-two@2x.png"]?.starts(with: [0x89, 0x50, 0x4E, 0x47]) == true)
    #expect(text(files["runs.csv"]) == "a,b\n1,2\n")
  }

  @Test func theKeyFigureStandsOnceUnderTheAbstract() async throws {
    let html = text(try await files(try SampleReport.make())["index.html"])
    #expect(HTMLPage(html).values("id", of: "figure") == ["fig-key", "fig-two"])
    let figure = try #require(html.firstRange(of: "<figure id=fig-key"))
    let body = try #require(html.firstRange(of: "class=body "))
    #expect(figure.lowerBound < body.lowerBound)
  }

  @Test func claimsSayWhatTheyCameTo() async throws {
    let html = text(try await files(try SampleReport.make())["index.html"])
    #expect(html.contains("1 holds"))
    #expect(html.contains("1 undecided"))
    #expect(html.contains("fails, as expected"))
    #expect(HTMLPage(html).values("href", of: "a").contains("#list-one"))
  }

  @Test func captionsSayWhatTheirAuthorsDoNot() async throws {
    let files = try await files(SampleReport.make())
    let page = text(files["index.html"])
    let caption = try #require(
      page.firstMatch(of: /<figcaption.*?<span class=about>(.*?)<\/span><\/figcaption>/)?.output.1)
    #expect(caption.contains("Fit main: 3 rows") && caption.contains("Data: "), "\(caption)")
    #expect(text(files["report.md"]).contains("Data: "))
    #expect(page.contains("<p class=description id="))
  }

  @Test func longTablesOfPlottedValuesAreSummedUpAndLeadToTheFile() async throws {
    let html = text(try await files(try SampleReport.make(rows: 51))["index.html"])
    #expect(html.contains("Summary of the 51 plotted values"))
    #expect(html.contains("All 51 rows: <a href=\"figures/fig-key.csv\" download>CSV</a>"))
    #expect(html.contains("<th scope=col class=num>Greatest"))
    let short = text(try await files(try SampleReport.make(rows: 50))["index.html"])
    #expect(short.contains("Table of the 50 plotted values") && !short.contains("Greatest"))
  }

  @Test func referencesPreviewWhatTheyLeadTo() async throws {
    var report = try SampleReport.make()
    report.blocks += [
      .equation(id: "eq-x", number: "1", .identifier("x", style: .automatic)),
      .div(
        classes: ["listing"], id: "lst-x",
        [.paragraph([.strong([.text("Listing 1.")]), .text(" Steps")]), .code(language: "", text: "go\n")]),
      .paragraph(
        ["eq-x", "fig-two", "lst-x", "clm-one", "sec-intro"].map {
          .crossReference(text: "to \($0)", target: $0)
        }),
      .paragraph([.crossReference(text: "again", target: "eq-x")]),
    ]
    let html = text(try await files(report)["index.html"])
    func card(_ target: String) -> String {
      guard let start = html.firstRange(of: "to\u{A0}\(target)")?.upperBound,
        let end = html[start...].firstRange(of: "</a>")?.lowerBound
      else { return "not found" }
      return String(html[start..<end])
    }
    #expect(card("eq-x").hasPrefix("<span class=card><math display=block>"))
    #expect(card("fig-two").contains("<use href=#fig-two-picture />"))
    #expect(html.contains("<svg id=fig-two-picture "))
    #expect(html.contains("again</a>"), "an equation has one card a page")
    #expect(card("lst-x").contains("Steps"))
    #expect(card("clm-one").contains("<small>holds</small>"))
    #expect(card("sec-intro") == "")
    #expect(HTMLPage(html).findings == [])
  }

  @Test func worksByNumberStandWithTheirNumber() async throws {
    var report = try SampleReport.make()
    report.metadata.citationStyle = .numeric
    report.references[0].number = 1
    let files = try await files(report)
    #expect(text(files["index.html"]).contains("<span class=label>[1]</span>"))
    #expect(text(files["report.md"]).contains("</a>\\[1\\] "))
  }

  @Test func numbersOfAColumnAlignAtTheirPoints() async throws {
    let html = text(try await files(try SampleReport.make())["index.html"])
    #expect(html.contains("3<span class=pad aria-hidden=true>.00</span>"))
  }

  @Test func theSameReportGivesTheSameBytes() async throws {
    let one = try await files(try SampleReport.make())
    let two = try await files(try SampleReport.make())
    #expect(one == two)
  }

  @Test func tablesHaveCaptionsAndScopes() async throws {
    let page = HTMLPage(text(try await files(try SampleReport.make())["index.html"]))
    #expect(page.elements.filter { $0.name == "th" }.allSatisfy { $0.attributes["scope"] != nil })
    let captions = page.elements.count { $0.name == "caption" }
    let labelled = page.elements.count { $0.name == "table" && $0.attributes["aria-labelledby"] != nil }
    #expect(captions + labelled == page.elements.count { $0.name == "table" })
    #expect(page.elements.count { $0.name == "main" } == 1)
    #expect(page.elements.count { $0.name == "h1" } == 1)
  }
}
