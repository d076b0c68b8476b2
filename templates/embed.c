// The files of this folder as constants in the binary, so that a copied binary needs no folder beside it.
// `#embed` is C23; Swift's own clang takes it in every mode and would only say so.
#pragma clang diagnostic ignored "-Wc23-extensions"
#include "include/Templates.h"

#define FILE_CONSTANT(symbol) static const unsigned char symbol[]

FILE_CONSTANT(page) = {
#embed "page.mustache"
};
FILE_CONSTANT(head) = {
#embed "head.mustache"
};
FILE_CONSTANT(contents) = {
#embed "contents.mustache"
};
FILE_CONSTANT(figure) = {
#embed "figure.mustache"
};
FILE_CONSTANT(table) = {
#embed "table.mustache"
};
FILE_CONSTANT(equation) = {
#embed "equation.mustache"
};
FILE_CONSTANT(callout) = {
#embed "callout.mustache"
};
FILE_CONSTANT(fit) = {
#embed "fit.mustache"
};
FILE_CONSTANT(claims) = {
#embed "claims.mustache"
};
FILE_CONSTANT(dropped) = {
#embed "dropped.mustache"
};
FILE_CONSTANT(notes) = {
#embed "notes.mustache"
};
FILE_CONSTANT(references) = {
#embed "references.mustache"
};
FILE_CONSTANT(provenance) = {
#embed "provenance.mustache"
};
FILE_CONSTANT(site_index) = {
#embed "index.mustache"
};
FILE_CONSTANT(index_card) = {
#embed "index-card.mustache"
};
FILE_CONSTANT(style) = {
#embed "style.css"
};
FILE_CONSTANT(index_style) = {
#embed "index.css"
};
FILE_CONSTANT(look_article) = {
#embed "looks/article.css"
};
FILE_CONSTANT(look_slides) = {
#embed "looks/slides.css"
};
FILE_CONSTANT(difference) = {
#embed "difference.mustache"
};
FILE_CONSTANT(difference_style) = {
#embed "difference.css"
};
FILE_CONSTANT(icons) = {
#embed "icons.svg"
};

FILE_CONSTANT(example_runs) = {
#embed "examples/runs.csv"
};
FILE_CONSTANT(example_paper) = {
#embed "examples/paper/report.md"
};
FILE_CONSTANT(example_article) = {
#embed "examples/article/report.md"
};
FILE_CONSTANT(example_site) = {
#embed "examples/site/report.yml"
};
FILE_CONSTANT(ci_github) = {
#embed "ci/github.yml"
};
FILE_CONSTANT(ci_gitlab) = {
#embed "ci/gitlab.yml"
};

struct entry {
  const char *name;
  const unsigned char *bytes;
  size_t count;
};

static const struct entry entries[] = {
    {"page.mustache", page, sizeof page},
    {"head.mustache", head, sizeof head},
    {"contents.mustache", contents, sizeof contents},
    {"figure.mustache", figure, sizeof figure},
    {"table.mustache", table, sizeof table},
    {"equation.mustache", equation, sizeof equation},
    {"callout.mustache", callout, sizeof callout},
    {"fit.mustache", fit, sizeof fit},
    {"claims.mustache", claims, sizeof claims},
    {"dropped.mustache", dropped, sizeof dropped},
    {"notes.mustache", notes, sizeof notes},
    {"references.mustache", references, sizeof references},
    {"provenance.mustache", provenance, sizeof provenance},
    {"index.mustache", site_index, sizeof site_index},
    {"index-card.mustache", index_card, sizeof index_card},
    {"style.css", style, sizeof style},
    {"index.css", index_style, sizeof index_style},
    {"article.css", look_article, sizeof look_article},
    {"slides.css", look_slides, sizeof look_slides},
    {"difference.mustache", difference, sizeof difference},
    {"difference.css", difference_style, sizeof difference_style},
    {"icons.svg", icons, sizeof icons},
};

size_t isoloss_template_count(void) { return sizeof entries / sizeof entries[0]; }
const char *isoloss_template_name(size_t index) { return entries[index].name; }
const unsigned char *isoloss_template_bytes(size_t index) { return entries[index].bytes; }
size_t isoloss_template_size(size_t index) { return entries[index].count; }

// Files of the reports to start from, by their path below the new folder, and what hosted CI does with reports; a
// template's or service's name comes first.
static const struct entry examples[] = {
    {"paper/report.md", example_paper, sizeof example_paper},
    {"paper/runs.csv", example_runs, sizeof example_runs},
    {"article/report.md", example_article, sizeof example_article},
    {"site/report.yml", example_site, sizeof example_site},
    {"site/paper/report.md", example_paper, sizeof example_paper},
    {"site/paper/runs.csv", example_runs, sizeof example_runs},
    {"site/essay/report.md", example_article, sizeof example_article},
    {"github/.github/workflows/report.yml", ci_github, sizeof ci_github},
    {"gitlab/.gitlab-ci.yml", ci_gitlab, sizeof ci_gitlab},
};

size_t isoloss_example_count(void) { return sizeof examples / sizeof examples[0]; }
const char *isoloss_example_name(size_t index) { return examples[index].name; }
const unsigned char *isoloss_example_bytes(size_t index) { return examples[index].bytes; }
size_t isoloss_example_size(size_t index) { return examples[index].count; }
