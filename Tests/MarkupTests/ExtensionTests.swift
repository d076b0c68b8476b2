import Diagnostics
import Markup
import Testing

/// What reports add to CommonMark. The expected outline of each text states its structure and every place.
@Suite struct ExtensionTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let text: String
    let outline: String
    var testDescription: String { name }

    init(_ name: String, _ text: String, _ outline: String) {
      (self.name, self.text, self.outline) = (name, text, outline)
    }
  }

  @Test(arguments: blocks + inlines + citations) func outlineIsAsExpected(_ example: Case) throws {
    let found = try Outline.of(example.text)
    #expect(found == example.outline, "found\n\(found)")
  }

  static let blocks = [
    Case(
      "front matter", "---\ntitle: x\n---\ntext",
      """
      2:1 front matter "title: x⏎"
      4:1 paragraph
        4:1 "text"
      """),
    Case("front matter ends with dots", "---\r\na: 1\r\n...\r\n", #"2:1 front matter "a: 1⏎""#),
    Case(
      "cells",
      "```{runs}\nlabel: r\n\nfrom: a\n```\n- x\n\n  ~~~ {fit .wide #f}\n  #| a: b\n   c\n  ~~~\n```{law}\n```",
      """
      1:1 cell runs "label: r⏎⏎from: a⏎"@2:1
      6:1 list loose
        item
          6:3 paragraph
            6:3 "x"
          8:3 cell fit {#f .wide}@8:7 "#| a: b⏎ c⏎"@9:3
      12:1 cell law ""@13:1
      """),
    Case(
      "code with attributes", "``` python {#lst-a key=\"v\"}\nx\n```\n\n```{.swift}\ny\n```",
      """
      1:1 div {#lst-a key="v"@1:20,1:25}@1:12
        1:1 code python "x⏎"
      5:1 code swift "y⏎"
      """),
    Case(
      "heading attributes", "## A {b} {#sec-x .unnumbered}\n\n# Ä *c* {-} #\n\nSet\n{.y} {.z}\n===\n\n# {a}",
      """
      1:1 h2 {#sec-x .unnumbered}@1:10
        1:4 "A {b}"
      3:1 h1 {.unnumbered}@3:9
        3:3 "Ä "
        3:5 em
          3:6 "c"
      5:1 h1 {.z}@6:6
        5:1 "Set"
        5:4 break
        6:1 "{.y}"
      9:1 h1
        9:3 "{a}"
      """),
    Case(
      "display math", "Text\n$$ a*b*_c $$ {#eq-x}\n\n> $$\n>  \\frac{1}{2}\n> b\n> $$\nmore",
      """
      1:1 paragraph
        1:1 "Text"
      2:1 math "a*b*_c"@2:4 {#eq-x}@2:14
      4:1 quote
        4:3 math "\\frac{1}{2}⏎  b"@5:4
      8:1 paragraph
        8:1 "more"
      """),
    Case(
      "nested divs", "::: {.note title=\"a :::\"} :::\ntext\n- item\n:::: b\n```\n:::\n```\n:::\n:::\nend",
      """
      1:1 div {.note title="a :::"@1:12,1:19}@1:5
        2:1 paragraph
          2:1 "text"
        3:1 list
          item
            3:3 paragraph
              3:3 "item"
        4:1 div {.b}@4:6
          5:1 code  ":::⏎"
      10:1 paragraph
        10:1 "end"
      """),
    Case(
      "footnotes", "a[^1][^two]\n\n[^1]: First\nlazy\n\n    - item\n\nafter\n[^two]: Second",
      """
      1:1 paragraph
        1:1 "a"
        1:2 note 1
        1:6 note two
      8:1 paragraph
        8:1 "after"
      3:1 footnote 1
        3:7 paragraph
          3:7 "First"
          3:12 break
          4:1 "lazy"
        6:5 list
          item
            6:7 paragraph
              6:7 "item"
      9:1 footnote two
        9:9 paragraph
          9:9 "Second"
      """),
    Case(
      "definition lists", "*T* 1\n:   a\n\n    b\n: c\n\nU\n\n: d\n\ntwo\nlines\n: no",
      """
      1:1 definitions
        term
          1:1 em
            1:2 "T"
          1:4 " 1"
        meaning
          2:5 paragraph
            2:5 "a"
          4:5 paragraph
            4:5 "b"
        meaning
          5:3 paragraph
            5:3 "c"
        term
          7:1 "U"
        meaning
          9:3 paragraph
            9:3 "d"
      11:1 paragraph
        11:1 "two"
        11:4 break
        12:1 "lines"
        12:6 break
        13:1 ": no"
      """),
    Case(
      "tables", "before\na | `b|c`\n:-:|--\n| $|x|$ | \\| |\n| é |\n\n: Cap *t* {#tbl-x}\n\nend",
      """
      1:1 paragraph
        1:1 "before"
      2:1 table center none {#tbl-x}@7:11
        row
          cell
            2:1 "a"
          cell
            2:5 code "b|c"
        row
          cell
            4:3 math "|x|"@4:4
          cell
            4:11 "|"
        row
          cell
            5:3 "é"
          cell
        caption
          7:3 "Cap "
          7:7 em
            7:8 "t"
      9:1 paragraph
        9:1 "end"
      """),
    Case("raw HTML stays", "<div>\nx\n</div>", #"1:1 html "<div>⏎x⏎</div>""#),
  ]

  static let inlines = [
    Case(
      "math", #"$a_1*b*$ \$5 $6 and $7 $ x$ $y$8 $\$z$"#,
      #"""
      1:1 paragraph
        1:1 math "a_1*b*"@1:2
        1:9 " $5 $6 and $7 $ x$ $y$8 "
        1:34 math "\$z"@1:35
      """#),
    Case(
      "math over lines keeps its columns", "- a $b\n  c$ d",
      """
      1:1 list
        item
          1:3 paragraph
            1:3 "a "
            1:5 math "b⏎  c"@1:6
            2:5 " d"
      """),
    Case(
      "values", "> é `{val} a | ± ` and ``{val}`x` | sig(3)``\n> `val`",
      """
      1:1 quote
        1:3 paragraph
          1:3 "é "
          1:5 value "a | ±"@1:12
          1:19 " and "
          1:24 value "`x` | sig(3)"@1:31
          1:45 break
          2:3 code "val"
      """),
    Case(
      "spans",
      "[a *b*]{.claim #clm-x\ncheck=\"x[1] > \\\"2\\\" \\a ]}\"} [c [d](e)]{k=v} Wow![f]{.g} \\[h]{i}",
      """
      1:1 paragraph
        1:1 span {#clm-x .claim check="x[1] > "2" \\a ]}"@2:1,2:8}@1:8
          1:2 "a "
          1:4 em
            1:5 "b"
        2:28 " "
        2:29 span {k="v"@2:40,2:42}@2:39
          2:30 "c "
          2:32 link e
            2:33 "d"
        2:44 " Wow!"
        2:49 span {.g}@2:52
          2:50 "f"
        2:56 " [h]{i}"
      """),
    Case(
      "attributes after code, links and images", "`a`{.b} [c](d){.e} ![f](g){#h}",
      """
      1:1 paragraph
        1:1 span {.b}@1:4
          1:1 code "a"
        1:8 " "
        1:9 span {.e}@1:15
          1:9 link d
            1:10 "c"
        1:19 " "
        1:20 span {#h}@1:27
          1:20 image g
            1:22 "f"
      """),
  ]

  static let citations = [
    Case(
      "references", "@fig-x, (@Tbl-y). [-@eq-z] [@sec-a] a@fig-b \\@fig-c @Kumar2024.",
      """
      1:1 paragraph
        1:1 reference fig-x
        1:7 ", ("
        1:10 reference tbl-y capital
        1:16 "). "
        1:19 reference eq-z bare
        1:27 " "
        1:28 reference sec-a
        1:36 " a@fig-b @fig-c "
        1:53 reference Kumar2024
        1:63 "."
      """),
    Case(
      "citations", "x [see *also* @a:b, p. 3; -@c; and @d; too] [@e] [@f](g)",
      """
      1:1 paragraph
        1:1 "x "
        1:3 citation
          1:15 @a:b
            prefix
              1:4 "see "
              1:8 em
                1:9 "also"
            suffix
              1:21 "p. 3"
          1:28 @c bare
          1:36 @d
            prefix
              1:32 "and"
            suffix
              1:38 "; too"
        1:44 " "
        1:45 citation
          1:46 @e
        1:49 " "
        1:50 link g
          1:51 reference f
      """),
    Case(
      "two keys in one part are no citation", "[@a and @b]",
      """
      1:1 paragraph
        1:1 "["
        1:2 reference a
        1:4 " and "
        1:9 reference b
        1:11 "]"
      """),
  ]

  @Test func extensionsAreOffInCommonMark() throws {
    let document = try Document.parse(
      "---\na: b\n---\n\n@x $y$ [z]{.a}\n\n::: n\n", file: "r.md", options: .commonMark)
    #expect(document.frontMatter == nil)
    #expect(
      Outline.of(document) == """
        1:1 rule
        2:1 h2
          2:1 "a: b"
        5:1 paragraph
          5:1 "@x $y$ [z]{.a}"
        7:1 paragraph
          7:1 "::: n"
        """)
  }
}
