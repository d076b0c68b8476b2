import Foundation
import TestSupport
import Testing

/// What a reader learns about a value by tapping it, in a real browser.
@Suite("The card of a value")
struct ValueCardTests {
  private static let formulas = #"""

    By $\beta = \val{main.slope} > 0$ the loss falls, and

    $$ a = \val{main.a}, \quad d = \val{main.decay} $$ {#eq-numbers}

    has the rest.
    """#

  private static let built = Result { () -> TemporaryFolder in
    let folder = try TemporaryFolder()
    try folder.write("small/report.md", SmallReport.document(extra: formulas))
    try folder.write("small/small.csv", SmallReport.runs())
    let result = try Program.run(["build", "small"], in: folder.path)
    try #require(result.status == 0, "\(result.errors)")
    return folder
  }

  /// Goes to the value with an interval, as a tap or the keyboard does, then to another one.
  private static let script = """
    const all = [...d.querySelectorAll(".v")];
    const v = all.find(e => e.firstChild.textContent.includes("±")), other = all.find(e => e !== v);
    const card = v.querySelector(".card");
    v.scrollIntoView();
    const shown = () => card.getClientRects().length > 0 && w.getComputedStyle(card).visibility == "visible";
    const facts = {before: shown(), tag: v.tagName};
    const spot = v.getBoundingClientRect();
    const hit = d.elementFromPoint(spot.left + spot.width / 2, spot.top + spot.height / 2);
    facts.isHit = v.contains(hit);
    hit.closest("[tabindex]").focus({preventScroll: true});
    const box = card.getBoundingClientRect();
    facts.open = shown();
    facts.isInside = box.left >= 0 && box.right <= d.documentElement.clientWidth;
    facts.words = card.textContent;
    const link = card.querySelector("a");
    link.focus({preventScroll: true});
    facts.link = link.getAttribute("href");
    facts.isOpenOnLink = shown();
    other.focus({preventScroll: true});
    facts.after = shown();
    other.blur();
    const range = d.createRange();
    range.selectNode(v.parentNode);
    w.getSelection().addRange(range);
    facts.copied = w.getSelection().toString();
    return facts;
    """

  @Test(
    "opens by a tap or the keyboard and closes by a tap elsewhere, wide and narrow",
    .enabled(if: Browser.path != nil, "needs Debian's chromium"), arguments: [390, 1300])
  func opens(width: Int) throws {
    let folder = try Self.built.get()
    let facts = try Browser.evaluate(
      Self.script, page: "file://\(folder.path)/_site/small/index.html", width: width, in: folder)
    #expect(facts["before"] as? Bool == false && facts["after"] as? Bool == false)
    #expect(facts["isHit"] as? Bool == true && facts["tag"] as? String == "SPAN", "a tap leads nowhere else")
    #expect(facts["open"] as? Bool == true && facts["isOpenOnLink"] as? Bool == true)
    #expect(facts["isInside"] as? Bool == true)
    let words = try #require(facts["words"] as? String)
    // All digits, the interval, the expression, the method and fit, LaTeX.
    #expect(words.contains(/0\.\d{8,}, 95.% interval 0\.\d+ to 0\.\d+/), "\(words)")
    #expect(words.contains("main.slope") && words.contains("draws of fit main"), "\(words)")
    #expect(words.contains("\\pm"), "\(words)")
    #expect(facts["link"] as? String == "#fit-main")
    #expect((facts["copied"] as? String)?.contains("±") == true, "the words can be copied")
    #expect((facts["copied"] as? String)?.contains("interval") == false, "a card is not copied with them")
  }

  /// What the card inside of the formula in `opener` says when the keyboard goes there.
  private func words(of opener: String, width: Int) throws -> String {
    let folder = try Self.built.get()
    let facts = try Browser.evaluate(
      """
      const opener = [...d.querySelectorAll("\(opener)")].find(e => e.querySelector("math") && e.querySelector(".card"));
      const card = opener.querySelector(".card");
      const before = card.getClientRects().length;
      opener.focus();
      const box = card.getBoundingClientRect();
      return {words: before === 0 && box.width > 0 ? card.textContent : "", label: opener.tabIndex,
        isInside: box.left >= 0 && box.right <= d.documentElement.clientWidth};
      """, page: "file://\(folder.path)/_site/small/index.html", width: width, in: folder)
    #expect(facts["label"] as? Int == 0 && facts["isInside"] as? Bool == true)
    return try #require(facts["words"] as? String)
  }

  @Test(
    "a formula shows what stands behind each of its numbers, by name",
    .enabled(if: Browser.path != nil, "needs Debian's chromium"), arguments: [390, 1300])
  func formulas(width: Int) throws {
    let line = try words(of: ".v", width: width)
    #expect(line.contains(/0\.\d{8,}, 95.% interval/) && line.contains("main.slope"), "\(line)")
    #expect(line.contains("draws of fit main") && line.contains("\\beta="), "\(line)")
    let equation = try words(of: ".equation>div", width: width)
    #expect(equation.contains("main.a") && equation.contains("main.decay"), "\(equation)")
    #expect(equation.components(separatedBy: "draws of fit main").count == 2, "how, once: \(equation)")
  }

  @Test(
    "the Escape key puts a card away that the pointer or the keyboard opened, until it is asked for anew",
    .enabled(if: Browser.path != nil, "needs Debian's chromium"))
  func escapes() throws {
    let folder = try Self.built.get()
    let browser = try DevTools(in: folder)
    try browser.visit("file://\(folder.path)/_site/small/index.html")
    try browser.wait(until: "document.readyState === 'complete' && document.querySelector('.v')")
    _ = try browser.value(
      "window.v = document.querySelector('.v'); v.scrollIntoView({block: 'center', behavior: 'instant'})")
    let shown = "v.querySelector('.card').getClientRects().length > 0"
    func isShown() throws -> Bool? { try browser.value(shown) as? Bool }
    #expect(try isShown() == false)
    // By the keyboard.
    _ = try browser.value("v.focus({preventScroll: true})")
    #expect(try isShown() == true)
    try browser.press("Escape")
    #expect(try isShown() == false)
    #expect(try browser.value("document.activeElement === v") as? Bool == true, "the reader's place stays")
    _ = try browser.value("v.blur(); v.focus({preventScroll: true})")
    #expect(try isShown() == true)
    // From a link inside.
    _ = try browser.value("v.querySelector('a').focus({preventScroll: true})")
    #expect(try isShown() == true)
    try browser.press("Escape")
    #expect(try isShown() == false)
    _ = try browser.value("v.blur()")
    // By the pointer.
    let box = "v.getBoundingClientRect()"
    let x = try #require(try browser.value("\(box).left + 4") as? NSNumber).doubleValue
    let y = try #require(try browser.value("\(box).top + 8") as? NSNumber).doubleValue
    try browser.point(x: x, y: y)
    try browser.wait(until: shown)
    try browser.press("Escape")
    #expect(try isShown() == false)
    try browser.point(x: 1, y: 1)
    #expect(try isShown() == false)
    try browser.point(x: x, y: y)
    try browser.wait(until: shown)
  }
}
