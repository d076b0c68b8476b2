import Diagnostics
import Reports
import Testing

/// BibTeX and CSL-JSON, and how works are cited.
@Suite struct BibliographyTests {
  @Test func entriesOfAllKindsAreRead() throws {
    let bibliography = try Bibliography.read(
      #"""
      Text outside entries is a comment.
      @string{iclr = "International Conference on Learning Representations"}
      @comment{ @article{ignored, title = {x}} }
      @preamble{"\newcommand{\x}{}"}

      @inproceedings{kumar2025,
        author    = {Kumar, Tanishq and Zachary Ankner and Raghunathan, Aditi},
        title     = {Scaling Laws for {P}recision},
        booktitle = iclr # " (" # {ICLR} # ")",
        year      = 2025,
        eprint = {2411.04330}, archivePrefix = {arXiv},
      }
      @article(hoffmann2022, author = "Hoffmann, Jordan and others", title = "Training
        Compute-Optimal", journal = {arXiv preprint arXiv:2203.15556}, year = "2022")
      @Article{smith2001, author = {Smith, Jr., John Paul and van der Berg, A.-B.}, title={A \& B},
        journal = {J. Sci.}, volume = 12, number = 3, pages = {1--10}, date = {2001-05-06}, doi = {10.1000/x}}
      @misc{web, title = {A Page}, organization = {{OpenAI and Friends}}, url = {https://a.example/b_c}}
      @book{one, author = {Jean de la Fontaine and Ada Lovelace}, title = {T}, publisher = {P}, year = 1900}
      """#, file: "refs.bib")
    #expect(bibliography.keys == ["kumar2025", "hoffmann2022", "smith2001", "web", "one"])
    func line(_ key: String) -> String {
      guard let work = bibliography.reference(for: key) else { return "" }
      return [work.shortAuthors, work.year, work.authors, work.title, work.venue, work.url ?? "-"]
        .joined(separator: " | ")
    }
    #expect(
      line("kumar2025")
        == "Kumar et al. | 2025 | Kumar, T., Ankner, Z., and Raghunathan, A. | Scaling Laws for Precision | "
        + "International Conference on Learning Representations (ICLR) | https://arxiv.org/abs/2411.04330")
    #expect(
      line("hoffmann2022")
        == "Hoffmann et al. | 2022 | Hoffmann, J. et al. | Training Compute-Optimal | "
        + "arXiv preprint arXiv:2203.15556 | https://arxiv.org/abs/2203.15556")
    #expect(
      line("smith2001")
        == "Smith and van der Berg | 2001 | Smith, J. P., Jr. and van der Berg, A.-B. | A & B | "
        + "J. Sci. 12(3), 1–10 | https://doi.org/10.1000/x")
    #expect(
      line("web") == "OpenAI and Friends | n.d. | OpenAI and Friends | A Page |  | https://a.example/b_c")
    #expect(
      line("one") == "de la Fontaine and Lovelace | 1900 | de la Fontaine, J. and Lovelace, A. | T | P | -")
    #expect(bibliography.reference(for: "none") == nil)
  }

  @Test(arguments: [
    (#"Erd\H{o}s"#, "Erdős"), (#"G{\"o}del"#, "Gödel"), (#"G\"{o}del"#, "Gödel"), (#"G\"odel"#, "Gödel"),
    (#"Poincar\'e"#, "Poincaré"), (#"{\O}rsted"#, "Ørsted"), (#"Fran{\c c}ois"#, "François"),
    (#"\v{S}\'{\i}ma"#, "Šíma"), (#"Ma\~nana"#, "Mañana"), (#"a--b---c"#, "a–b—c"), (#"``q''"#, "“q”"),
    (##"50\% \& \$5 \_ \#"##, "50% & $5 _ #"), (#"\emph{new} {LLM}s"#, "new LLMs"), (#"$\mu$P"#, "μP"),
    (#"Stra\ss e"#, "Straße"), (#"\foo x"#, #"\foo x"#), ("é", "é"),
  ])
  func laTeXBecomesText(source: String, text: String) throws {
    let bibliography = try Bibliography.read("@misc{a, title = {\(source)}}", file: "r.bib")
    let title = try #require(bibliography.reference(for: "a")).title
    #expect(Array(title.unicodeScalars) == Array(text.unicodeScalars))
  }

  @Test func worksInJSONAreRead() throws {
    let bibliography = try Bibliography.read(
      """
      [
        {"id": "a", "title": "On <i>bits</i>", "author": [{"family": "Berg", "given": "Ann Lee",
          "non-dropping-particle": "van der"}, {"literal": "The Team"}],
         "issued": {"date-parts": [[2024, 5]]}, "container-title": "Nature", "volume": "5", "page": "1-9",
         "DOI": "https://doi.org/10.1/x"},
        {"id": "b", "title": "\\u00e9\\n", "issued": {"raw": "1999-01-01"}, "number": "arXiv:1.2"}
      ]
      """, file: "refs.json")
    let work = try #require(bibliography.reference(for: "a"))
    #expect(work.shortAuthors == "van der Berg and The Team")
    #expect(work.authors == "van der Berg, A. L. and The Team")
    #expect(
      [work.title, work.year, work.venue, work.url] == [
        "On bits", "2024", "Nature 5, 1–9", "https://doi.org/10.1/x",
      ])
    let second = try #require(bibliography.reference(for: "b"))
    #expect([second.title, second.year, second.shortAuthors] == ["é", "1999", "Anonymous"])
    #expect(second.url == "https://arxiv.org/abs/1.2")
  }

  @Test(arguments: [
    ("@article{key\n  title = {x}}", "2:3 E0212 expected \",\" after the key \"key\", found \"t\""),
    (
      "@article{key,\n  title = {x}\n  year = 1}",
      "3:3 E0212 expected \",\" or \"}\" after the field \"title\", found \"y\""
    ),
    ("@article{key,\n  title = {x {y}, year = 1}\n", "1:1 E0212 the entry that begins here is not closed"),
    ("@article{key,\n  title = {x {y, year = 1}\n", "2:11 E0212 this brace is not closed"),
    ("@article{key,\n  title = \"x", "2:11 E0212 this quotation mark is not closed"),
    ("@article{key, title {x}}", "1:21 E0212 expected \"=\" after \"title\", found \"{\""),
    ("@article{, title = {x}}", "1:10 E0212 expected the key of the work"),
    ("@article{key, title = , year = 1}", "1:15 E0212 the field \"title\" has no value"),
    ("@string{nips = {N}}@misc{a, title = nip}", "1:37 E0212 no @string \"nip\" is defined"),
    ("@misc{a, title={x}}\n@misc{a, title={y}}", "2:7 E0213 the work \"a\" is defined twice"),
    ("@misc{a, year=1}", "1:7 E0214 the work \"a\" has no title"),
    ("[{\"id\": \"a\" \"title\": 1}]", "1:13 E0212 expected \",\" or \"}\", found \"\"\""),
    ("[\n {\"title\": \"x\"}]", "2:2 E0212 a work must have an \"id\""),
    ("{\"a\": 1}", "1:1 E0212 a bibliography in JSON must be a list of works"),
    ("[{\"id\": \"a]", "1:12 E0212 a text is not closed, found the end of the file"),
  ])
  func mistakesHaveTheirPlace(source: String, expected: String) {
    let error = #expect(throws: DiagnosticError.self) { try Bibliography.read(source, file: "r") }
    let found = error?.diagnostics.map {
      "\($0.location?.line ?? 0):\($0.location?.column ?? 0) \($0.code) \($0.message)"
    }
    #expect(found == [expected])
  }
}
