import Foundation
import TestSupport
import Testing

/// The points of the rubric about access and the page, on a report with figures of every kind; `Tests/RUBRIC.md` lists
/// them.
@Suite("The page of every kind of figure holds to the rubric")
struct PageRubricTests {
  private static let built = Result { () -> TemporaryFolder in
    let folder = try EveryKindReport.folder()
    let result = try Program.run(["build", "every"], in: folder.path)
    try #require(result.status == 0, "\(result.errors)")
    return folder
  }

  private func page() throws -> (html: String, folder: TemporaryFolder) {
    let folder = try Self.built.get()
    let bytes = try #require(FileManager.default.contents(atPath: "\(folder.path)/_site/every/index.html"))
    return (String(decoding: bytes, as: UTF8.self), folder)
  }

  /// The plate of each figure, with its links and its table, by its label.
  private func figures() throws -> [(label: String, html: Substring, start: String.Index)] {
    let html = try page().html
    return try EveryKindReport.labels.map { label in
      let start = try #require(
        html.range(of: "<div class=\"plate wide\">\n<figure id=\(label) "), "\(label) is missing"
      ).lowerBound
      let end = try #require(html[start...].range(of: "</details>\n</div>")).upperBound
      return (label, html[start..<end], start)
    }
  }

  @Test("point 28: ids are unique on the page, and everything referred to is there")
  func ids() throws {
    let html = try page().html
    let ids = html.matches(of: /\sid="?([^"\s>]+)/).map { String($0.output.1) }
    #expect(Set(ids).count == ids.count)
    let references = html.matches(of: /(?:href="?#|url\(#)([^")\s>]+)/).map { String($0.output.1) }
    #expect(Set(references).subtracting(ids) == [])
  }

  @Test("point 35: a picture has a name, a long description and a table with scopes")
  func words() throws {
    for figure in try figures() {
      let title = try #require(figure.html.firstMatch(of: /<title id=[^>]*>([^<]+)<\/title>/)?.output.1)
      #expect(title.count <= 150, "\(figure.label)")
      // Both pictures are described by what stands beside the values, once.
      let long = try #require(
        figure.html.firstMatch(of: /<p class=[a-z]+ id=[^>]*-desc>([^<]+)<\/p>/)?.output.1)
      let pictures = figure.html.matches(of: /<svg[^>]*aria-describedby="?([^"\s>]+)/)
      #expect(pictures.count == 2 && pictures.allSatisfy { $0.output.1 == "\(figure.label)-desc" })
      #expect(!figure.html.contains("<desc"))
      #expect(long.count > 100 && long.contains { $0.isNumber }, "\(figure.label): \(long)")
      #expect(figure.html.contains("<th scope=col"), "\(figure.label)")
      #expect(!figure.html.contains("nan") && !figure.html.contains("inf "))
    }
  }

  @Test(
    "point 36: a figure is one stop, its links and its table follow, and the one script only closes cards")
  func keyboard() throws {
    let scripts = try page().html.matches(of: /<script[^>]*>(.*?)<\/script>/.dotMatchesNewlines())
    #expect(scripts.count == 1 && scripts[0].output.1.contains("Escape"))
    for figure in try figures() {
      // The wide picture scrolls, so it takes the focus; marks inside a picture never do.
      #expect(figure.html.matches(of: /<svg[^>]*tabindex|<use[^>]*tabindex/).isEmpty)
      #expect(figure.html.matches(of: /class="scroll chart at-wide" tabindex=0/).count == 1)
      #expect(figure.html.contains("<summary>"))
      // A row, with its reference, for each tooltip: the table has what they say.
      let tips = figure.html.matches(of: /<use[^>]*><title>/).count
      let count = figure.html.firstMatch(of: /Table of the (?<n>[0-9 \u{202F}\u{2009}\u{A0}]+) plotted/)?
        .output.n
      let rows = Int(String(count ?? "0").filter(\.isNumber)) ?? 0
      // Frames of one look are one path, with a piece for each panel.
      let frames = figure.html.matches(of: /class="?frame"?[^>]* d="?([^">]+)/).map(\.output.1)
      let panels = max(1, frames.map { $0.count { $0 == "M" || $0 == "m" } }.reduce(0, +))
      #expect(tips <= rows * (panels + 1), "\(figure.label): \(tips) tooltips, \(rows) rows")
    }
  }

  @Test(
    "point 30: a page of the six heaviest figures has less than 250 kB, one of all less than 30 kB a figure")
  func weight() throws {
    let html = try page().html
    let plates = try figures().map(\.html.utf8.count)
    let rest = html.utf8.count - plates.reduce(0, +)
    let six = plates.sorted(by: >).prefix(6).reduce(rest, +)
    #expect(six < 250_000, "\(six) bytes, \(rest) of them no figure; figures \(plates)")
    let pictures = try figures().map { figure in
      figure.html.matches(of: /<svg[^>]*class="?figure.*?<\/svg>/.dotMatchesNewlines()).map(
        \.output.utf8.count)
    }
    // The wide one, then the phone's.
    #expect(pictures.allSatisfy { $0.count == 2 && $0[0] <= 40_000 && $0[1] <= 40_000 }, "\(pictures)")
    #expect(pictures.map { $0[0] + $0[1] }.reduce(0, +) < 30_000 * pictures.count, "\(pictures)")
  }

  @Test("point 38: pictures have their size, so that nothing moves as the page loads")
  func sizes() throws {
    for figure in try figures() {
      let pictures = figure.html.matches(of: /<svg[^>]*class="?figure[^>]*>|<svg[^>]*viewBox[^>]*>/).map(
        \.output)
      #expect(pictures.count == 2)
      for picture in pictures {
        #expect(
          picture.contains(/width="?\d+(\.\d+)?/) && picture.contains(/height="?\d+(\.\d+)?/), "\(picture)")
      }
    }
  }

  @Test("point 39: the text speaks of a figure before it, and the caption has its parts")
  func captions() throws {
    let html = try page().html
    for figure in try figures() {
      let mention = try #require(html.range(of: "href=#\(figure.label)>"))
      #expect(mention.lowerBound < figure.start)
      let caption = try #require(
        figure.html.firstMatch(of: /<figcaption[^>]*>(.*?)<\/figcaption>/.dotMatchesNewlines())?.output.1)
      #expect(caption.contains("<strong>"), "no claim: \(caption)")
      #expect(caption.contains("<span class=about>"))
      #expect(
        caption.contains("Data: runs.csv (SHA-256 ") || caption.contains("Fit main")
          || caption.contains("Fit short"))
    }
  }

  @Test("point 40: each figure is there in all formats, and its files say where they come from")
  func files() throws {
    let (_, folder) = try page()
    for figure in try figures() {
      for ending in [".csv", ".svg", ".pdf", ".png", "@2x.png"] {
        #expect(figure.html.contains("href=\"figures/\(figure.label)\(ending)\""))
        let path = "\(folder.path)/_site/every/figures/\(figure.label)\(ending)"
        #expect((FileManager.default.contents(atPath: path)?.count ?? 0) > 20, "\(path)")
      }
      let explained = try Program.run(
        ["explain", "_site/every/figures/\(figure.label).svg"], in: folder.path)
      #expect(explained.status == 0 && explained.output.contains(figure.label), "\(explained.errors)")
    }
  }

  // MARK: In a browser

  private static let measure = """
    const visible = [...d.querySelectorAll("figure svg.figure")].filter(s => s.getBoundingClientRect().width > 0);
    const cut = [];
    for (const svg of visible) {
      const box = svg.getBoundingClientRect();
      for (const text of svg.querySelectorAll("text")) {
        const r = text.getBoundingClientRect();
        if (r.left < box.left - 1.5 || r.right > box.right + 1.5 || r.top < box.top - r.height / 4 || r.bottom > box.bottom + r.height / 4)
          cut.push(svg.closest("figure").id + ": " + text.textContent);
      }
    }
    const style = w.getComputedStyle(d.body), root = w.getComputedStyle(d.documentElement);
    const fills = {};
    for (const svg of visible) for (const e of svg.querySelectorAll("path,rect,use")) {
      const s = w.getComputedStyle(e), b = e.getBoundingClientRect();
      if (s.fill !== "none" && b.width > 40 && b.height > 40) fills[s.fill] = (fills[s.fill] || 0) + 1;
    }
    const order = [...d.querySelectorAll("a[href],summary,[tabindex]")].filter(e => e.closest(".plate") && e.getBoundingClientRect().width > 0)
      .map(e => [e.closest(".plate").querySelector("figure").id, e.tagName + (e.classList.contains("chart") ? ".chart" : "")]);
    const small = [...d.querySelectorAll(".plate summary, .plate .tools a")].filter(e => { const r = e.getBoundingClientRect(); return r.width > 0 && r.height < 24; }).length;
    return { count: visible.length, cut, overflow: d.documentElement.scrollWidth - d.documentElement.clientWidth,
      background: style.backgroundColor === "rgba(0, 0, 0, 0)" ? root.backgroundColor : style.backgroundColor,
      ink: style.color, bits: root.getPropertyValue("--bits-3"), part: root.getPropertyValue("--part-w"), fills: Object.keys(fills), order, small };
    """

  private func measure(width: Int, isDark: Bool = false) throws -> [String: Any] {
    let folder = try Self.built.get()
    return try Browser.evaluate(
      Self.measure, page: "_site/every/index.html", width: width, isDark: isDark, in: folder)
  }

  private static let needsBrowser: Comment = "needs Chromium"

  @Test(
    "point 38: no text is cut and nothing runs out of the window, from a phone to a screen",
    .enabled(if: Browser.path != nil, needsBrowser), arguments: [320, 480, 700, 1280])
  func room(width: Int) throws {
    let facts = try measure(width: width)
    #expect(facts["count"] as? Int == EveryKindReport.labels.count)
    #expect((facts["cut"] as? [String]) == [])
    #expect((facts["overflow"] as? Int ?? 99) <= 0)
    // Targets for a finger, point 36.
    #expect(facts["small"] as? Int == 0)
  }

  @Test(
    "point 37: the dark page is dark, its ladder is another, and no box stays white",
    .enabled(if: Browser.path != nil, needsBrowser), arguments: [320, 1280])
  func dark(width: Int) throws {
    let (light, dark) = (try measure(width: width), try measure(width: width, isDark: true))
    func lightness(_ color: Any?) -> Double {
      let parts = (color as? String ?? "").matches(of: /[0-9.]+/).compactMap { Double($0.output) }
      return parts.prefix(3).reduce(0, +) / (3 * 255)
    }
    #expect(lightness(light["background"]) > 0.9 && lightness(dark["background"]) < 0.15)
    #expect(lightness(light["ink"]) < 0.2 && lightness(dark["ink"]) > 0.8)
    for variable in ["bits", "part"] {
      let (day, night) = (light[variable] as? String, dark[variable] as? String)
      #expect(day != nil && day != "" && day != night)
    }
    let fills = try #require(dark["fills"] as? [String])
    #expect(!fills.contains("rgb(255, 255, 255)"), "\(fills)")
  }

  @Test(
    "point 36: the tab order is caption, links and table of one figure after another",
    .enabled(if: Browser.path != nil, needsBrowser))
  func order() throws {
    let order = try #require(measure(width: 1280)["order"] as? [[String]])
    let stops = order.map { $0[0] }
    let firsts = stops.enumerated().filter { $0.offset == 0 || stops[$0.offset - 1] != $0.element }.map(
      \.element)
    #expect(firsts == EveryKindReport.labels)
    for label in EveryKindReport.labels {
      let own = order.filter { $0[0] == label }.map { $0[1] }
      #expect(own.first == "DIV.chart")
      #expect(own.filter { $0 == "DIV.chart" }.count == 1)
      #expect(own.contains("SUMMARY"))
    }
  }

  @Test(
    "point 37: print is dark on white, whatever the screen's theme",
    .enabled(
      if: Browser.path != nil
        && FileManager.default.isExecutableFile(atPath: "/usr/bin/pdftoppm"),
      "needs Chromium and poppler-utils"))
  func print() throws {
    let folder = try Self.built.get()
    let printed = try Program.tool(
      Browser.path ?? "chromium",
      [
        "--headless=new", "--no-sandbox", "--disable-gpu", "--user-data-dir=\(folder.path)/printing",
        "--blink-settings=preferredColorScheme=0", "--no-pdf-header-footer", "--print-to-pdf=page.pdf",
        "file://\(folder.path)/_site/every/index.html",
      ], in: folder.path)
    let picture = try Program.tool(
      "pdftoppm", ["-r", "20", "-f", "2", "-l", "2", "-gray", "page.pdf", "page"], in: folder.path)
    #expect(picture.status == 0, "\(printed.errors.suffix(300)) \(picture.errors)")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter {
      $0.hasSuffix(".pgm")
    }
    let name = try #require(names.first)
    let bytes = try #require(FileManager.default.contents(atPath: "\(folder.path)/\(name)"))
    let pixels = bytes.dropFirst(20)
    let mean = Double(pixels.reduce(0) { $0 + Int($1) }) / Double(pixels.count)
    #expect(mean > 200, "a mean grey of \(mean)")
  }
}
