import Foundation
import TestSupport
import Testing

/// What a reader learns about a value by tapping it, in a real browser.
@Suite("The card of a value")
struct ValueCardTests {
  private static let built = Result { () -> TemporaryFolder in
    let folder = try SmallReport.folder()
    let result = try Program.run(["build", "small"], in: folder.path)
    try #require(result.status == 0, "\(result.errors)")
    return folder
  }

  /// Goes to the value with an interval, as a tap or the keyboard does, then to another one.
  private static let script = """
    const all = [...d.querySelectorAll(".v")];
    const v = all.find(e => e.querySelector(".value").textContent.includes("±")), other = all.find(e => e !== v);
    const value = v.querySelector(".value"), card = v.querySelector(".card");
    v.scrollIntoView();
    const shown = () => card.getClientRects().length > 0 && w.getComputedStyle(card).visibility == "visible";
    const facts = {before: shown(), tag: value.tagName};
    const spot = value.getBoundingClientRect();
    const hit = d.elementFromPoint(spot.left + spot.width / 2, spot.top + spot.height / 2);
    facts.isHit = value.contains(hit);
    hit.closest("[tabindex]").focus({preventScroll: true});
    const box = card.getBoundingClientRect();
    facts.open = shown();
    facts.isInside = box.left >= 0 && box.right <= d.documentElement.clientWidth;
    facts.words = card.textContent;
    const link = card.querySelector("a");
    link.focus({preventScroll: true});
    facts.link = link.getAttribute("href");
    facts.isOpenOnLink = shown();
    facts.described = value.getAttribute("aria-describedby") === card.id;
    other.querySelector(".value").focus({preventScroll: true});
    facts.after = shown();
    other.querySelector(".value").blur();
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
    #expect(facts["isInside"] as? Bool == true && facts["described"] as? Bool == true)
    let words = try #require(facts["words"] as? String)
    // All digits, the interval, the expression, the method and fit, LaTeX.
    #expect(words.contains(/0\.\d{8,}, 95.% interval 0\.\d+ to 0\.\d+/), "\(words)")
    #expect(words.contains("main.slope") && words.contains("draws of fit main"), "\(words)")
    #expect(words.contains("\\pm"), "\(words)")
    #expect(facts["link"] as? String == "#fit-main")
    #expect((facts["copied"] as? String)?.contains("±") == true, "the words can be copied")
  }
}
