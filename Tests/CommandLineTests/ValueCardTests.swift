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

  /// Taps the value with an interval, then another one.
  private static let script = """
    const all = [...d.querySelectorAll(".v")];
    const v = all.find(e => e.querySelector(".value").textContent.includes("±")), other = all.find(e => e !== v);
    const button = v.querySelector("button"), card = v.querySelector(".card");
    v.scrollIntoView();
    const shown = () => card.getClientRects().length > 0 && w.getComputedStyle(card).visibility == "visible";
    const facts = {before: shown(), kind: card.popover, size: Math.min(button.offsetWidth, button.offsetHeight)};
    const spot = v.querySelector(".value").getBoundingClientRect();
    facts.isHit = d.elementFromPoint(spot.left + spot.width / 2, spot.top + spot.height / 2) === button;
    button.focus();
    facts.isFocused = d.activeElement === button;
    facts.focused = shown();
    button.click();
    const box = card.getBoundingClientRect();
    facts.open = shown() && card.matches(":popover-open");
    facts.isInside = box.left >= 0 && box.right <= d.documentElement.clientWidth;
    facts.words = card.textContent;
    facts.name = button.getAttribute("aria-label");
    other.querySelector("button").click();
    facts.after = shown();
    const range = d.createRange();
    range.selectNode(v.parentNode);
    w.getSelection().addRange(range);
    facts.copied = w.getSelection().toString();
    return facts;
    """

  @Test(
    "opens by a tap or a key and closes by one elsewhere, wide and narrow",
    .enabled(if: Browser.path != nil, "needs Debian's chromium"), arguments: [390, 1300])
  func opens(width: Int) throws {
    let folder = try Self.built.get()
    let facts = try Browser.evaluate(
      Self.script, page: "file://\(folder.path)/_site/small/index.html", width: width, in: folder)
    #expect(facts["before"] as? Bool == false && facts["after"] as? Bool == false)
    #expect(facts["isHit"] as? Bool == true, "a tap on the words reaches the button")
    #expect(facts["isFocused"] as? Bool == true)
    #expect(facts["open"] as? Bool == true)
    #expect(facts["isInside"] as? Bool == true)
    // The browser closes such a popover by Escape and by a tap elsewhere.
    #expect(facts["kind"] as? String == "auto")
    #expect(facts["size"] as? Double ?? 0 >= 24)
    let words = try #require(facts["words"] as? String)
    // All digits, the interval, the expression, the method and fit, LaTeX.
    #expect(words.contains(/0\.\d{8,}, 95.% interval 0\.\d+ to 0\.\d+/), "\(words)")
    #expect(words.contains("main.slope") && words.contains("draws of fit main"), "\(words)")
    #expect(words.contains("\\pm"), "\(words)")
    #expect((facts["name"] as? String)?.contains("±") == true)
    #expect((facts["copied"] as? String)?.contains("±") == true, "the words can be copied")
  }
}
