import Foundation
import TestSupport
import Testing

/// The page in a browser, while its sources change.
@Suite(.serialized, .enabled(if: WebTools.chromium != nil, "no chromium on the PATH shows the preview"))
struct PreviewBrowserTests {
  /// A report that is higher than the window.
  private static func document(_ first: String = "First words.", extra: String = "") -> String {
    let filler = (0..<40).map { "## Part \($0) {#sec-part\($0)}\n\nSome words of part \($0).\n" }
    return SmallReport.document(extra: "\n\(first)\n\n\(filler.joined(separator: "\n"))\n\(extra)")
  }

  /// A browser at the page of a preview; both end together.
  private final class Opened {
    let preview: PreviewProcess
    let browser: DevTools

    init(_ preview: PreviewProcess, _ browser: DevTools) { (self.preview, self.browser) = (preview, browser) }
  }

  private func opened(_ folder: TemporaryFolder, isDark: Bool = false) throws -> Opened {
    try folder.write("small/report.md", Self.document())
    let preview = try PreviewProcess(["small"], in: folder)
    try preview.wait(for: "claims: 1 holds")
    let browser = try DevTools(in: folder, isDark: isDark)
    try browser.visit("http://localhost:\(preview.port)/small/")
    try browser.wait(until: "document.readyState === 'complete' && document.querySelector('#sec-part20')")
    return Opened(preview, browser)
  }

  /// Whether the page has a value that is written so.
  private static func shows(_ value: String) -> String {
    "[...document.querySelectorAll('.v')].some(e => e.textContent.trim().startsWith('\(value)'))"
  }

  private static let overlay = "document.querySelector('isoloss-problems')?.shadowRoot"

  @Test func aChangeReloadsThePageAndKeepsTheReadersPlace() throws {
    let folder = try SmallReport.folder()
    let opened = try opened(folder)
    let browser = opened.browser
    try browser.wait(until: "document.querySelectorAll('details').length > 1")
    _ = try browser.value("document.querySelectorAll('details')[1].open = true")
    _ = try browser.value(
      "scrollTo({top: scrollY + document.getElementById('sec-part20').getBoundingClientRect().top + 15, behavior: 'instant'}); window.old = 1"
    )
    let place = "Math.round(document.getElementById('sec-part20').getBoundingClientRect().top)"
    let before = try #require(try browser.value(place) as? Int)
    #expect(before == -15)
    // More words above would move what is read.
    let longer = String(repeating: "Many more words stand here now. ", count: 60)
    try folder.write("small/report.md", Self.document("Second words. \(longer)"))
    try browser.wait(until: "!window.old && document.body?.textContent.includes('Second words.')")
    try browser.wait(until: "document.readyState === 'complete' && scrollY > 0")
    let after = try #require(try browser.value(place) as? Int)
    #expect(abs(after - before) <= 1)
    #expect(try browser.value("document.querySelectorAll('details')[1].open") as? Bool == true)
    #expect(opened.preview.said.contains("nothing changed in results"))
  }

  @Test func aNumberOfThePageFollowsTheData() throws {
    let folder = try SmallReport.folder()
    let opened = try opened(folder)
    let browser = opened.browser
    try browser.wait(until: "\(Self.shows("20"))")
    let rows = SmallReport.runs().split(separator: "\n").dropFirst()
    try folder.write(
      "small/small.csv.new",
      "id,model_size,words_seen,final_loss,state\n" + rows.dropFirst().joined(separator: "\n"))
    #expect(rename(folder.path + "/small/small.csv.new", folder.path + "/small/small.csv") == 0)
    try browser.wait(until: "\(Self.shows("19"))")
  }

  @Test(arguments: [false, true]) func aFailedBuildLaysItsFindingsOverThePage(isDark: Bool) throws {
    let folder = try SmallReport.folder()
    let opened = try opened(folder, isDark: isDark)
    let browser = opened.browser
    _ = try browser.value("window.old = 1; scrollTo({top: 600, behavior: 'instant'})")
    try folder.write("small/report.md", Self.document(extra: "See @fig-<b>nowhere."))
    try browser.wait(until: Self.overlay)
    // The page is still there, where it was.
    #expect(try browser.value("window.old === 1 && scrollY === 600") as? Bool == true)
    let alert = "\(Self.overlay).querySelector('[role=alert]').textContent"
    try browser.wait(until: "\(alert).startsWith('One error')")
    let item = try #require(try browser.value("\(Self.overlay).querySelector('li').textContent") as? String)
    #expect(item.contains("E0201") && item.contains("small/report.md:") && item.contains("^"), "\(item)")
    // Nothing of the source is markup.
    #expect(try browser.value("\(Self.overlay).querySelectorAll('b').length") as? Int == 0)
    // Its words can be read on their ground.
    let colours = try #require(
      try browser.value(
        """
        (() => { const e = \(Self.overlay).querySelector('.message'), p = \(Self.overlay).querySelector('.panel');
          return getComputedStyle(e).color + '|' + getComputedStyle(p).backgroundColor; })()
        """) as? String)
    #expect(colours == (isDark ? "rgb(228, 226, 220)|rgb(21, 24, 29)" : "rgb(26, 28, 31)|rgb(255, 255, 255)"))

    // Who does not want to see it puts it away, until there is another finding.
    try browser.press("Escape")
    try browser.wait(until: "!document.querySelector('isoloss-problems')")
    try folder.write("small/report.md", Self.document(extra: "See @fig-a and @fig-b."))
    try browser.wait(until: "\(Self.overlay)?.querySelectorAll('li').length === 2")

    try folder.write("small/report.md", Self.document("Mended words."))
    try browser.wait(until: "!window.old && document.body?.textContent.includes('Mended words.')")
    try browser.wait(until: "!document.querySelector('isoloss-problems')")
    #expect(opened.preview.said.contains("error[E0201]"))
  }

  @Test func whatIsMendedToTheSameTakesTheFindingsAway() throws {
    let folder = try SmallReport.folder()
    let opened = try opened(folder)
    let browser = opened.browser
    _ = try browser.value("window.old = 1")
    try folder.write("small/report.md", Self.document(extra: "See @fig-nowhere."))
    try browser.wait(until: Self.overlay)
    try folder.write("small/report.md", Self.document())
    try browser.wait(until: "!document.querySelector('isoloss-problems')")
    // Not one byte is another: there was nothing to load.
    #expect(try browser.value("window.old") as? Int == 1)
    #expect(opened.preview.said.contains("nothing changed in results"))
  }

  @Test func thePageComesWithTheFirstBuildThatSucceeds() throws {
    let folder = try SmallReport.folder()
    try folder.write("small/report.md", SmallReport.document(extra: "See @fig-nowhere."))
    let preview = try PreviewProcess(["small"], in: folder)
    try preview.wait(for: "error[E0201]")
    let browser = try DevTools(in: folder)
    try browser.visit("http://localhost:\(preview.port)/")
    try browser.wait(until: "\(Self.overlay)?.querySelector('li')")
    #expect(try browser.value("document.title") as? String == "Not built yet")
    try folder.write("small/report.md", SmallReport.document())
    try browser.wait(until: "location.pathname === '/small/' && document.querySelector('#fig-levels')")
    try browser.wait(until: "!document.querySelector('isoloss-problems')")
  }
}
