import Diagnostics
import Foundation
import Publishing
import Reports
import TestSupport
import Testing

@Suite struct SiteIndexTests {
  private func cards(
    _ reports: [(name: String, words: String, date: String?)], settings: SiteSettings = SiteSettings()
  ) async throws -> [ReportCard] {
    let publisher = Publisher(templates: try TemplateSet())
    var cards: [ReportCard] = []
    for one in reports {
      var report = try SampleReport.make(words: one.words, slug: one.name)
      report.metadata.date = one.date
      let rendered = try publisher.render(report, folder: "reports/\(one.name)", site: settings)
      cards.append(try #require(rendered.card))
    }
    return cards
  }

  private func page(_ settings: SiteSettings, _ cards: [ReportCard]) throws -> HTMLPage {
    HTMLPage(try SiteIndex(settings: settings, cards: cards).page(templates: try TemplateSet()))
  }

  @Test(arguments: [
    "<script>alert(1)</script>", "\" onmouseover=\"x", "' & &lt;", "{{name}}{{{style}}}",
    "<\u{301}img>\"\u{301}",
  ])
  func textFromOutsideStaysText(_ words: String) async throws {
    var settings = SiteSettings()
    (settings.title, settings.subtitle, settings.description) = (words, words, words)
    let page = try page(settings, try await cards([("one", words, "2026-09-01")], settings: settings))
    #expect(page.findings == [])
    #expect(!page.elements.contains { $0.name == "script" || $0.name == "img" })
    #expect(!page.elements.contains { $0.attributes.keys.contains { $0.hasPrefix("on") } })
    #expect(page.values("src").isEmpty)
  }

  @Test func reportsWithFiguresOfOneNameShareNoIds() async throws {
    let page = try page(SiteSettings(), try await cards([("one", "a", nil), ("two", "b", nil)]))
    #expect(Set(page.ids).count == page.ids.count)
    #expect(page.count(class: "picture") == 2)
    let ids = Set(page.ids)
    for target in page.values("href") where target.hasPrefix("#") {
      #expect(ids.contains(String(target.dropFirst())))
    }
  }

  @Test func pagesStandInTheirOrderThenTheNewestFirst() async throws {
    var settings = SiteSettings()
    settings.pages = ["last", "old"]
    let page = try page(
      settings,
      try await cards([
        ("none", "a", nil), ("old", "b", "2024-01-01"), ("new", "c", "2026-01-01"),
        ("last", "d", "2020-01-01"),
        ("also", "e", nil),
      ]))
    let links = page.elements.filter { $0.name == "a" && $0.attributes["class"] == nil }
      .compactMap { $0.attributes["href"] }
    #expect(
      links == ["last", "old", "new", "also", "none"].map { "\($0)/index.html" })
  }

  @Test func aCardSaysWhatTheReportIs() async throws {
    let cards = try await cards([("one", "words", "2026-09-01")])
    let html = try SiteIndex(settings: SiteSettings(), cards: cards).page(templates: try TemplateSet())
    for part in [
      "Title of words", "An abstract with", "A. words", "1 September 2026", "1 holds", "1 undecided",
      "1 fails",
      "<svg xmlns", "1 report",
    ] { #expect(html.contains(part), "\(part)") }
  }

  @Test func aPageOfASiteLeadsBackAndOneAloneDoesNot() async throws {
    var settings = SiteSettings()
    (settings.title, settings.url) = ("Home & garden", "https://example.org/x/")
    let publisher = Publisher(templates: try TemplateSet())
    func page(_ site: SiteSettings?) async throws -> String {
      let rendered = try publisher.render(try SampleReport.make(), folder: "reports/sample", site: site)
      #expect((rendered.card == nil) == (site == nil))
      return String(decoding: rendered.files.first { $0.path == "index.html" }?.bytes ?? [], as: UTF8.self)
    }
    let inside = try await page(settings)
    #expect(inside.contains("<a href=\"../index.html\">Home &amp; garden</a>"))
    #expect(inside.contains("<link rel=canonical href=\"https://example.org/x/sample/\">"))
    #expect(HTMLPage(inside).findings == [])
    let alone = try await page(nil)
    #expect(!alone.contains("../index.html"))
    #expect(!alone.contains("canonical"))
  }
}

@Suite struct SiteFolderTests {
  private func report(_ slug: String) -> Publisher.Rendered {
    Publisher.Rendered(
      slug: slug, files: [("index.html", Array(Self.page.utf8)), ("figures/a.svg", [1])])
  }

  private func site(_ reports: Publisher.Rendered...) -> [(path: String, bytes: [UInt8])] {
    [("index.html", Array(Self.page.utf8))]
      + reports.flatMap { one in one.files.map { ("\(one.slug)/\($0.path)", $0.bytes) } }
  }

  private static let page = "<meta name=\"generator\" content=\"\(ProgramVersion.name)\">"

  @Test func aSiteIsReplacedWhole() throws {
    let folder = try TemporaryFolder()
    let output = OutputFolder("\(folder.path)/out/site")
    try output.checkSite(sourceFolder: "\(folder.path)/reports")
    try output.write(site: site(report("one"), report("two")))
    #expect(folder.names("out") == ["site"])
    #expect(folder.names("out/site") == ["index.html", "one", "two"])
    #expect(folder.names("out/site/one") == ["figures", "index.html"])
    try output.checkSite(sourceFolder: "\(folder.path)/reports")
    try output.write(site: site(report("three")))
    #expect(folder.names("out") == ["site"])
    #expect(folder.names("out/site") == ["index.html", "three"])
  }

  @Test func reportsThatWereBuiltAloneMakeRoom() throws {
    let folder = try TemporaryFolder()
    let output = OutputFolder("\(folder.path)/site")
    try output.write(report("one"))
    #expect(throws: Never.self) { try output.checkSite(sourceFolder: "\(folder.path)/reports") }
  }

  @Test(arguments: ["thesis.tex", "index.html", "photos/one.png", "CNAME"])
  func whatIsNoEarlierBuildIsNotReplaced(_ name: String) throws {
    let folder = try TemporaryFolder()
    let output = OutputFolder("\(folder.path)/site")
    try output.write(report("one"))
    try folder.write("site/\(name)", "years of work")
    let error = #expect(throws: DiagnosticError.self) {
      try output.checkSite(sourceFolder: "\(folder.path)/reports")
    }
    #expect(error?.diagnostics.first?.code == "E0924")
    #expect(error?.diagnostics.first?.message.contains(name.prefix { $0 != "/" }) == true)
  }

  @Test(arguments: [
    ("reports", true), (".", true), ("reports/out", true), ("reports/_site", false), ("_site", false),
  ])
  func sourcesAreNeverReplaced(_ output: String, _ isRefused: Bool) throws {
    let folder = try TemporaryFolder()
    try folder.write("reports/one/report.md", "")
    let check = {
      try OutputFolder("\(folder.path)/\(output)").checkSite(sourceFolder: "\(folder.path)/reports")
    }
    if isRefused {
      let error = #expect(throws: DiagnosticError.self) { try check() }
      #expect(error?.diagnostics.first?.code == "E0921")
    } else {
      #expect(throws: Never.self) { try check() }
    }
  }

  @Test func aFailureLeavesTheEarlierSite() throws {
    let folder = try TemporaryFolder()
    let output = OutputFolder("\(folder.path)/site")
    try output.write(site: site(report("one")))
    var broken = report("two")
    broken.files += [("block", []), ("block/inner", [])]
    #expect(throws: DiagnosticError.self) { try output.write(site: site(broken)) }
    #expect(folder.names() == ["site"])
    #expect(folder.names("site") == ["index.html", "one"])
  }
}
