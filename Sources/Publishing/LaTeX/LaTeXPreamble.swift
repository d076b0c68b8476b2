import Reports

/// What stands before the text of a report in LaTeX: the article class and packages that every distribution has.
enum LaTeXPreamble {
  /// Everything up to the title. The source is the same for pdfTeX, XeTeX and LuaTeX.
  static func text(_ style: CitationStyle) -> String {
    let options = style == .numeric ? "numbers,square" : "authoryear,round"
    return packages.replacing("CITATIONOPTIONS", with: options)
  }

  private static let packages = #"""
    \documentclass[11pt,a4paper]{article}
    \usepackage[margin=28mm]{geometry}
    \usepackage{iftex}
    \ifPDFTeX
      \usepackage[utf8]{inputenc}
      \usepackage[T1]{fontenc}
      \usepackage{textcomp}
      \IfFileExists{lmodern.sty}{\usepackage{lmodern}}{\usepackage{mathptmx}}
      % A character that the fonts of this engine may lack stands as its number.
      \newcommand{\othercharacter}[2]{\texttt{U+#1}}
    \else
      \usepackage{fontspec}
      \newcommand{\othercharacter}[2]{#2}
    \fi
    \usepackage{amsmath,amssymb}
    \usepackage{array,booktabs,longtable}
    \usepackage{graphicx}
    \usepackage[CITATIONOPTIONS]{natbib}
    \usepackage[hidelinks,breaklinks]{hyperref}
    \setcounter{secnumdepth}{3}
    \setlength{\emergencystretch}{3em}
    % The verdict on a claim, behind its words.
    \newcommand{\verdict}[1]{~{\small[\textit{#1}]}}
    """#
}
