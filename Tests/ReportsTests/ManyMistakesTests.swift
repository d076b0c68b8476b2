import Diagnostics
import Testing

/// A report with several mistakes, and all that must be said of it.
struct ManyMistakes: Sendable, CustomTestStringConvertible {
  var testDescription: String
  var parameters: [String] = []
  var change: @Sendable (inout ReportSample) -> Void
  /// Code and source text of every finding, in the order of their places.
  var findings: [String]

  init(
    _ name: String, parameters: [String] = [], _ findings: [String],
    change: @escaping @Sendable (inout ReportSample) -> Void
  ) {
    (testDescription, self.parameters, self.findings, self.change) = (name, parameters, findings, change)
  }
}

@Suite("Mistakes of all phases come together, and nothing is said that only follows from another")
struct ManyMistakesTests {
  static let figure = """

    ```{figure}
    label: fig-sag
    kind: curves
    x: load
    x-range: 1..8
    y: main.sag(load=load)
    caption: The law.
    ```
    """
  static let second = """

    ```{runs}
    label: gadgets
    from: widgets.csv
    columns: {load: load_kg, sag: sag_mm}
    ```

    ```{fit}
    label: other
    data: gadgets
    law: bending
    loss: squared on sag
    starts: 4
    bootstrap: 10
    ```
    """

  static let reports: [ManyMistakes] = [
    ManyMistakes(
      "one mistake of every phase",
      [
        "E0340 lod > 3", "E0101 ```", "E0201 @fig-x and `{val} main.p", "E0304 > 1`, with $a + \\nosuch$",
        "E0601 \\nosuch$ of 32 rows.", "W0230 32 rows.",
      ]
    ) { sample in
      sample.cells += second.replacing("law: bending", with: "law: bending\nwhere: lod > 3")
      sample.cells += "\n```{runs}\nlabel: broken\nfrom: [widgets.csv\n```\n"
      sample.body = "See @fig-x and `{val} main.power > > 1`, with $a + \\nosuch$ of 32 rows."
    },
    ManyMistakes("a figure whose YAML is broken is mentioned", ["E0101 : 1..8"]) { sample in
      sample.cells += figure.replacing("x: load", with: "x: [load")
      sample.body = "See @fig-sag and [@fig-sag] and [there](#fig-sag)."
    },
    ManyMistakes(
      "a table of runs that fails, and all that is made of it",
      ["E0410 load_lb, sag: sag_mm}", "E0203 main.powr`."]
    ) { sample in
      sample.cells = sample.cells.replacing("load_kg", with: "load_lb") + figure
      sample.cells += "\n```{table}\nlabel: tbl-rows\ndata: widgets\ncaption: Rows.\n```\n"
      sample.cells += "\n```{values}\nlabel: numbers\nvalues:\n  most: max(widgets, load)\n```\n"
      sample.body = """
        @fig-sag and @tbl-rows: `{val} widgets.rows`, `{val} main.power`, `{val} most`, `{val} 2*most`,
        [so]{.claim #clm-a check="main.power > 1"}, [so]{.claim #clm-b check="all(widgets, load > 0)"},
        but `{val} main.powr`.
        """
    },
    ManyMistakes(
      "a fit that fails, and all that is made of it",
      [
        "E0340 lod > 3", "E0540 other]", "E0511 l)]", "E0203 optimum`, but `{val} oth",
        "E0203 other.powr`, $\\law{main.", "E0203 main.slop}$.",
      ]
    ) { sample in
      sample.cells = sample.cells.replacing("law: bending", with: "law: bending\nwhere: lod > 3") + figure
      sample.cells += second
      sample.cells += "\n```{fit}\nlabel: held\nlike: other\nfix: {rest: main.rest}\n```\n"
      sample.cells += "\n```{compare}\nlabel: tbl-laws\nfits: [main, other]\nby: [loo]\n```\n"
      sample.cells += "\n```{table}\nlabel: tbl-fits\nfits: [main, other]\ncaption: Fits.\n```\n"
      sample.cells +=
        "\n```{table}\nlabel: tbl-over\nover: {l: [1, 2]}\ncolumns: [l, other.sag(lod=l)]\n```\n"
      sample.body = """
        @fig-sag, @tbl-laws, @tbl-fits and @tbl-over: `{val} main.power`, `{val} held.slope`,
        `{val} tbl-laws.main.loo`, `{val} main.rows`, [so]{.claim #clm-a check="main.power > held.power"},
        `{val} optimum`, but `{val} other.powr`, $\\law{main.fitted} = \\val{main.slop}$.
        """
    },
    ManyMistakes(
      "front matter that is no YAML", parameters: ["bits=4"],
      ["E0101 ---", "E0601 \\nosuch$, @fig-none.", "E0201 @fig-none."]
    ) { sample in
      sample.front += "\nparameters: {bits: 4}\nbibliography: [refs.bib"
      sample.cells += second.replacing("starts: 4", with: "starts: '{{params.bits}}'")
      sample.cells += second.replacing("other", with: "third").replacing("gadgets", with: "things")
        .replacing("starts: 4", with: "starts: params.bits")
      sample.body = """
        As @somebody2020 says, `{val} params.bits`, `{val} other.power + third.power` and {{params.bits}} and \
        `{val} 2*{{params.bits}}` are $\\nosuch$, @fig-none.
        """
    },
    ManyMistakes(
      "a file that is not there to be included", ["E0901 part.md", "E0601 \\nosuch$ is [`{val} main"]
    ) { sample in
      sample.cells += "\n```{include}\nfile: part.md\n```\n"
      sample.body =
        "As @fig-part and `{val} part.power` show[^part], $\\nosuch$ is [`{val} main.powr`]{.lit}."
    },
    ManyMistakes("cells that an included file does not have", ["E0203 othr]", "E0203 other.power`."]) {
      sample in
      sample.files["part.md"] = second
      sample.cells += "\n```{include}\nfile: part.md\ncells: [gadgets, othr]\n```\n"
      sample.body = "It is `{val} othr.power` of `{val} gadgets.rows`, not `{val} other.power`."
    },
    ManyMistakes(
      "named values, each wrong in its own way",
      ["E0203 main.powr", "E0208 fixd(2)", "E0205 four: five", "E0202 load: 3"]
    ) { sample in
      sample.cells += """

        ```{values}
        label: numbers
        values:
          one: main.powr
          two: 2 * one
          three: main.power | fixd(2)
          four: five
          five: four
          six: main.power
          load: 3
        ```

        """
      sample.body =
        "`{val} one`, `{val} two`, `{val} three`, `{val} four`, `{val} six`, `{val} max(widgets, load)`."
    },
    ManyMistakes(
      "a fit like one that fails", ["E0110 strats: 12", "E0532 no", "E0203 none]", "E0110 strats: 3"]
    ) { sample in
      sample.cells = sample.cells.replacing("starts: 12", with: "strats: 12\ninterval: no\nprofile: [none]")
      sample.cells += "\n```{fit}\nlabel: alike\nlike: main\nstrats: 3\n```\n"
      sample.body = "`{val} alike.power`, `{val} main.power`."
    },
    ManyMistakes("fits that take from each other", ["E0205 two.rest}", "E0203 main.powr`."]) { sample in
      sample.cells += "\n```{fit}\nlabel: one\nlike: main\nfix: {rest: two.rest}\n```\n"
      sample.cells += "\n```{fit}\nlabel: two\nlike: main\nfix: {rest: one.rest}\n```\n"
      sample.body = "`{val} one.power`, `{val} two.power`, `{val} main.powr`."
    },
    ManyMistakes(
      "a bibliography that is not there", ["E0901 refs.bib", "E0110 autor: A", "E0201 @sec-none."]
    ) { sample in
      sample.front += "\nbibliography: refs.bib\nautor: A"
      sample.body = "As [@somebody2020] says, @sec-none."
    },
    ManyMistakes(
      "a placeholder that stands for nothing",
      [
        "E0232 {{params.bit}}'", "E0232 {{params.bts}}`, [so]{.c", "E0232 {{params.bit}} > 1\"}, @c",
        "E0201 @clm-b.",
      ]
    ) { sample in
      sample.front += "\nparameters: {bits: 4}"
      sample.cells += second.replacing("starts: 4", with: "starts: '{{params.bit}}'")
      sample.body = """
        `{val} other.power`, `{val} 2*{{params.bts}}`, [so]{.claim #clm-a check="{{params.bit}} > 1"}, @clm-a, @clm-b.
        """
    },
    ManyMistakes(
      "Markdown that makes no sense",
      ["E0804 here", "E0804 y}", "E0804 \"main.power > 1} as @clm", "E0201 @fig-none show."]
    ) { sample in
      sample.cells += figure.replacing("{figure}", with: "{figure} here")
      sample.body = """
        ## Heading {#sec-a .x y}

        [so]{.claim #clm-a check="main.power > 1} as @clm-a, @sec-a, @fig-sag and @fig-none show.
        """
    },
    ManyMistakes("a kind of cell that does not exist", ["E0107 ```{lawe}", "E0201 bendin}$."]) { sample in
      sample.cells = sample.cells.replacing("```{law}", with: "```{lawe}")
      sample.body = "$\\law{bending}$, `{val} main.power`, $\\law{bendin}$."
    },
    ManyMistakes("a law that is wrong", ["E0304 ^power"]) { sample in
      sample.cells = sample.cells.replacing("slope*load^power", with: "slope*load^^power")
      sample.cells += second
      sample.body = "$\\law{bending}$, `{val} main.power`, `{val} other.power`."
    },
    ManyMistakes(
      "several mistakes in one cell of runs", ["E0340 lod + 1", "E0340 sga", "E0340 kin == 1", "E0415 d: m}"]
    ) { sample in
      sample.cells += second.replacing(
        "sag: sag_mm}",
        with:
          "sag: sag_mm}\nderive:\n  a: lod + 1\n  b: a + 1\n  c: sga\nwhere: kin == 1\nunits: {a: m, d: m}")
      sample.body = "`{val} other.power`, `{val} max(gadgets, a)`."
    },
    ManyMistakes("a section that cannot be repeated", ["E0110 inn: [a, b]", "E0601 \\nosuch$."]) { sample in
      sample.cells +=
        "\n```{for-each}\nas: size\ninn: [a, b]\n```\n\n::: {.each}\n\n## {{size}} {#sec-each}\n\n:::\n"
      sample.body = "See @sec-each_a, $\\nosuch$."
    },
    ManyMistakes(
      "figures",
      [
        "E0110 x-rnge: 1..8", "E0201 man.sag(load=load)", "E0203 main.powr`'", "E0511 load)",
        "E0201 @fig-five.",
      ]
    ) { sample in
      sample.cells += figure.replacing("x-range: 1..8", with: "x-rnge: 1..8")
      sample.cells += figure.replacing("fig-sag", with: "fig-two").replacing("main.sag", with: "man.sag")
      sample.cells += figure.replacing("fig-sag", with: "fig-three").replacing(
        "The law.", with: "'`{val} main.powr`'")
      sample.cells += figure.replacing("fig-sag", with: "fig-four").replacing(
        "main.sag(load=load)", with: "main.sag(lod=load)")
      sample.body = "@fig-sag, @fig-two, @fig-three, @fig-four, @fig-five."
    },
  ]

  @Test(arguments: reports)
  func findings(_ report: ManyMistakes) throws {
    var sample = ReportSample()
    report.change(&sample)
    let found = sample.findings(parameters: report.parameters)
    let lines = sample.text.split(separator: "\n", omittingEmptySubsequences: false)
    let words = found.filter { $0.code != "W0501" }.map { finding in
      guard let place = finding.location, place.file == "r/report.md" else { return "\(finding)" }
      return "\(finding.code) \(lines[place.line - 1].dropFirst(place.column - 1).prefix(24))"
    }
    #expect(words == report.findings)
    let places = found.compactMap(\.location).map { [$0.line, $0.column] }
    #expect(places == places.sorted { $0.lexicographicallyPrecedes($1) })
  }
}
