import Diagnostics
import Laws

extension TableCell {
  static let keys: [SettingKey] = [
    CommonKeys.label("tbl-sizes", "The name of the table: tbl- and letters, digits, -, _."),
    CommonKeys.caption,
    SettingKey("data", .text, "The runs cell whose rows, or groups of rows, the table has.", example: "runs"),
    CommonKeys.condition, CommonKeys.derive,
    SettingKey(
      "by", .list(.text), "Columns whose values make one row each; mean(L) is then over the rows of a group.",
      example: "[method, bits]"),
    SettingKey(
      "over", .map(.list(.either([.number, .text]))),
      "Names with values: the table has a row for each combination.",
      example: "{P: [4, 8, 16]}"),
    SettingKey("fits", .list(.text), "Fits whose parameters stand side by side.", example: "[main, tied]"),
    SettingKey(
      "published", .list(.text), "Sets of printed constants that stand beside them.",
      example: "[\(LawCatalogue.constantNames.first ?? "law")]"),
    SettingKey(
      "parameters", .list(.text), "Which parameters, in this order; all without it.", example: "[alpha, beta]"
    ),
    SettingKey(
      "facts", .list(.choice(Facts.ofFit)), "Facts of fits under the parameters.", example: "[rows, rmse]"),
    SettingKey(
      "fits-as", .choice(["columns", "rows"]), "Whether a fit is a column or a row.", example: "rows"),
    SettingKey("compare", .text, "The comparison whose fits are the rows.", example: "tbl-laws"),
    SettingKey("criteria", .list(.text), "Which of its criteria; all without it.", example: "[loo]"),
    SettingKey(
      "columns",
      .either([
        .list(.either([.expression, .keys(columnKeys)])), .map(.either([.expression, .keys(columnKeys)])),
      ]), "The columns: expressions, or settings; a map gives each its head.",
      example: "{Model: name, Loss: {value: L, unit: nats per token, best: smallest}}"),
    SettingKey(
      "sort", .list(.text),
      "Heads of columns or expressions that rows are ordered by; a minus turns it round.", example: "[-Loss]"),
    SettingKey("limit", .integer(1...1_000_000), "The most rows that the table has.", example: "10"),
    SettingKey(
      "shown", .integer(1...TableLength.most), "How many rows the page shows of a longer table.",
      example: "80"),
    SettingKey("format", .text, "How numbers are written.", example: "fixed(3)"),
  ]

  static let columnKeys: [SettingKey] = [
    SettingKey("value", .expression, required: true, "What the column has in each row.", example: "mean(L)"),
    SettingKey("title", .markdown, "The head.", example: "'$L$'"),
    SettingKey("unit", .text, "The unit, under the head.", example: "nats per token"),
    SettingKey("format", .text, "How its numbers are written.", example: "fixed(3)"),
    SettingKey(
      "best", .choice(Best.allCases.map(\.rawValue)), "Which number is marked.", example: "smallest"),
  ]
}

extension NamedValues {
  static let cellKeys: [SettingKey] = [
    CommonKeys.label("numbers"),
    SettingKey(
      "values", .map(.either([.expression, .keys(valueKeys)])), required: true,
      "Names of numbers, for `{val} name` in prose and in any expression, each with its format behind a bar.",
      example: "{gain: 'main.alpha - main.beta | ±'}"),
  ]

  static let valueKeys: [SettingKey] = [
    SettingKey("value", .expression, required: true, "What is computed.", example: "main.alpha - main.beta"),
    SettingKey("format", .text, "How it is written where its use says nothing else.", example: "fixed(2)"),
    SettingKey(
      "meaning", .text, "What it is, for whoever reads the source.", example: "difference of the exponents"),
  ]
}

extension ClaimsCell {
  static let keys: [SettingKey] = [
    SettingKey(
      "claims", .list(.keys(claimKeys)), required: true, "Sentences with their checks.",
      example: "[{id: clm-down, claim: Loss falls with size., check: main.alpha > 0}]")
  ]

  static let claimKeys: [SettingKey] = [
    SettingKey(
      "id", .text, required: true, "The name of the claim: clm- and letters, digits, -, _.",
      example: "clm-down"),
    SettingKey("claim", .markdown, required: true, "The sentence.", example: "Loss falls with size."),
    SettingKey("check", .condition, required: true, "What must be true for it.", example: "main.alpha > 0"),
    SettingKey(
      "expected", .choice(["holds", "fails", "undecided"]), "The verdict that is expected; holds without it.",
      example: "fails"),
    SettingKey(
      "reason", .text, "Why another verdict than holds is expected.",
      example: "The published value is another."),
  ]
}

extension IncludeCell {
  static let keys: [SettingKey] = [
    SettingKey(
      "file", .text, required: true, "A Markdown file in the report's folder.", example: "parts/method.md"),
    SettingKey(
      "cells", .list(.text), "Labels of the cells that are wanted; the whole file without it.",
      example: "[runs, main]"),
  ]
}

extension ForEachCell {
  static let keys: [SettingKey] = [
    SettingKey(
      "as", .text, required: true, "What an item is called: model is {{model}} in the section.",
      example: "model"),
    SettingKey(
      "in", .list(.either([.text, .map(.text)])), required: true,
      "What the section is repeated for: words, or maps with an `id`, which are {{model.file}} and so on.",
      example: "[{id: small, file: small.csv}, {id: large, file: large.csv}]"),
    SettingKey(
      "file", .text, "The file that is repeated, in place of the section ::: {.each} after the cell.",
      example: "parts/model.md"),
  ]
}

extension FrontMatter {
  static let keys: [SettingKey] = [
    SettingKey(
      "title", .markdown, required: true, "The title; values may stand in it.",
      example: "'What `{val} runs.rows` runs tell'"),
    SettingKey("subtitle", .markdown, "The line under the title.", example: "A first look"),
    SettingKey(
      "author", authors, "Who wrote it.", example: "{name: A. Researcher, orcid: 0000-0002-1825-0097}"),
    SettingKey("authors", authors, "Who wrote it.", example: "[A. Researcher, B. Reader]"),
    SettingKey(
      "date", .text, "A day; `git` for that of the last commit of what the report is made of.",
      example: "2026-09-01"),
    SettingKey("keywords", .list(.text), "Keywords.", example: "[quantisation, scaling laws]"),
    SettingKey(
      "abstract", .markdown, "The abstract; values may stand in it.",
      example: "We train `{val} runs.rows` models."),
    SettingKey("language", .text, "The language of the text, as a tag.", example: "en"),
    SettingKey("bibliography", .list(.text), "Files of BibTeX or CSL-JSON.", example: "refs.bib"),
    SettingKey(
      "seed", .integer(0...9_007_199_254_740_992), "From which all random numbers follow.",
      example: "20260901"),
    SettingKey("key-figure", .text, "The figure that stands under the abstract.", example: "fig-loss"),
    SettingKey(
      "description", .text, "A sentence for search engines.", example: "Scaling laws of small models."),
    SettingKey(
      "outputs", .list(.choice(OutputFormat.allCases.map(\.rawValue))), "What the build writes.",
      example: "[html, md]"),
    SettingKey(
      "pictures", .list(.choice(PictureFormat.allCases.map(\.rawValue))),
      "The files that each figure is kept in; all of them without it.", example: "[svg, png@2x]"),
    SettingKey(
      "look", .choice(PageLook.allCases.map(\.rawValue)), "How the page looks.", example: "paper"),
    SettingKey(
      "citation-style", .choice(CitationStyle.allCases.map(\.rawValue)), "How works are cited and listed.",
      example: "numeric"),
    SettingKey("raw-html", .boolean, "Whether HTML in the text is HTML.", example: "true"),
    SettingKey(
      "parameters", .map(.either([.text, .keys(ParameterDecoder.keys)])),
      "What -P name=value may set, with the defaults: {{params.name}} in the text, params.name in expressions.",
      example: "{bits: 4, method: {default: nearest, choices: [nearest, stochastic]}}"),
  ]

  private static let authors = SettingType.list(.either([.text, .keys(authorKeys)]))

  static let authorKeys: [SettingKey] = [
    SettingKey("name", .text, required: true, "The name as the byline prints it.", example: "A. Researcher"),
    SettingKey("orcid", .text, "The ORCID iD.", example: "0000-0002-1825-0097"),
    SettingKey("affiliation", .text, "Where the author works.", example: "A University"),
  ]
}

extension ParameterDecoder {
  static let keys: [SettingKey] = [
    SettingKey("default", .text, required: true, "The value without -P.", example: "4"),
    SettingKey(
      "type", .choice(ReportParameter.Kind.allCases.map(\.rawValue)),
      "What a value must be; the default's type without it.", example: "integer"),
    SettingKey("description", .text, "What it is for.", example: "Bits of the weights"),
    SettingKey("choices", .list(.text), "The values that it may have.", example: "[nearest, stochastic]"),
    SettingKey("range", .range, "The numbers that it may be.", example: "2..16"),
  ]
}
