/// Every name that a page's templates may use: the interface between the writer and the folder `templates/`.
enum PageShapes {
  /// The templates that the writer fills itself; the others are partials of these.
  static let roots: [String: [String: TemplateShape]] = [
    "page": page, "figure": figure, "table": table, "equation": equation, "callout": callout, "fit": fit,
    "index": index, "difference": difference,
  ]

  private static let page: [String: TemplateShape] = [
    "language": .text, "generator": .text, "plain_title": .text, "description": .text, "style": .html,
    "style_file": .text,
    "icons": .html, "canonical": .text,
    // head
    "site": .group(["name": .text, "home": .text]),
    "title": .html, "subtitle": .html, "abstract": .html, "key_figure": .html, "date": .text,
    "long_date": .text,
    "has_authors": .flag,
    "authors": .list(["name": .text, "orcid": .text, "affiliation": .text]),
    "has_claims": .flag,
    "verdict_counts": .list(["verdict": .text, "count": .text, "word": .text]),
    "formats": .list(["file": .text, "name": .text, "type": .text]),
    "has_data": .flag,
    "data": .list(["file": .text, "rows": .text]),
    "has_keywords": .flag,
    "keywords": .list(["name": .text]),
    // contents and text
    "has_contents": .flag,
    "contents": .list([
      "id": .text, "number": .text, "title": .html, "has_sections": .flag,
      "sections": .list(["id": .text, "number": .text, "title": .html]),
    ]),
    "body": .html,
    // end matter
    "claims": .list([
      "id": .text, "list_id": .text, "verdict": .text, "word": .text, "words": .html, "evidence": .text,
      "check": .text, "reason": .text,
    ]),
    "has_tables": .flag,
    "tables": .list([
      "label": .text, "source": .text, "file": .text, "summary": .text, "has_dropped": .flag,
      "dropped": .list([
        "reason": .text, "count": .text, "folded": .flag, "first_lines": .text, "lines": .text,
      ]),
    ]),
    "has_notes": .flag,
    "notes": .list([
      "id": .text, "body": .html,
      "mentions": .list(["id": .text, "index": .text, "mark": .text, "note": .text]),
    ]),
    "has_references": .flag,
    "references": .list([
      "id": .text, "number": .text, "authors": .text, "year": .text, "title": .text, "venue": .text,
      "url": .text,
      "url_text": .text,
      "mentions": .list(["id": .text, "index": .text, "mark": .text]),
    ]),
    "provenance": .list(["name": .text, "value": .text, "hash": .text]),
  ]

  private static let figure: [String: TemplateShape] = [
    "id": .text, "name": .text, "svg": .html, "narrow_svg": .html, "caption": .html, "about": .text,
    "description": .text, "has_curves": .flag, "pictures": .list(["path": .text, "name": .text]),
    "has_warnings": .flag, "warnings": .list(["text": .text]),
    "has_rows": .flag, "row_count": .text, "is_long": .flag,
    "summary": .list(["name": .text, "different": .text, "least": .text, "greatest": .text]),
    "columns": .list(["name": .text, "numeric": .flag]), "is_numeric": .flag, "leading_words": .text,
    "rows": .list(["cells": .list(["text": .text, "kind": .text])]),
  ]

  private static let table: [String: TemplateShape] = [
    "id": .text, "number": .text, "has_caption": .flag, "caption": .html, "caption_id": .text,
    "columns": .list(["content": .html, "numeric": .flag, "unit": .html]),
    "is_tall": .flag, "is_numeric": .flag, "rows": .list(["cells": .list(tableCell)]),
    "has_summary": .flag, "summary": .list(["cells": .list(tableCell)]),
    "has_more": .flag, "shown_count": .text, "row_count": .text,
    "has_notes": .flag, "notes": .list(["text": .text]), "name": .text, "csv": .text, "tex": .text,
  ]

  private static let tableCell: [String: TemplateShape] = [
    "content": .html, "row_header": .flag, "kind": .text,
  ]

  private static let equation: [String: TemplateShape] = [
    "id": .text, "number": .text, "math": .html, "card": .html, "tag": .text,
  ]

  private static let callout: [String: TemplateShape] = [
    "kind": .text, "icon": .text, "word": .text, "title": .html, "body": .html,
  ]

  private static let fit: [String: TemplateShape] = [
    "id": .text, "label": .text, "summary": .text, "law": .html, "equation": .text,
    "equation_number": .text,
    "has_warnings": .flag, "warning_count": .text, "warnings": .list(["text": .text]),
    "has_intervals": .flag, "has_published": .flag,
    "parameters": .list([
      "symbol": .html, "head": .html, "meaning": .text, "status": .text, "is_alert": .flag, "estimate": .text,
      "interval": .group(["low": .text, "high": .text]), "published": .text,
    ]),
    "facts": .list(["name": .text, "value": .text, "detail": .text]),
    "ranges": .list(["symbol": .html, "value": .text, "detail": .text]),
    "has_minima": .flag,
    "minimum_symbols": .list(["symbol": .html]),
    "minima": .list([
      "rank": .text, "objective": .text, "count": .text, "values": .list(["text": .text]),
    ]),
    "has_excluded": .flag, "excluded": .list(["reason": .text, "count": .text]),
  ]

  private static let difference: [String: TemplateShape] = [
    "generator": .text, "heading": .text, "style": .html, "before": .text, "after": .text, "summary": .text,
    "topics": .list([
      "title": .text, "has_table": .flag,
      "changes": .list([
        "subject": .text, "before": .text, "after": .text, "measure": .text, "note": .text,
      ]),
      "figures": .list([
        "subject": .text, "measure": .text, "note": .text, "has_both": .flag, "has_one": .flag,
        "before_picture": .text, "after_picture": .text, "picture": .text,
      ]),
    ]),
  ]

  private static let index: [String: TemplateShape] = [
    "language": .text, "generator": .text, "style": .html, "icons": .html, "name": .text, "subtitle": .text,
    "description": .text, "canonical": .text, "count": .text,
    "verdict_counts": .list(["verdict": .text, "count": .text, "word": .text]),
    "reports": .list([
      "address": .text, "language": .text, "title": .html, "subtitle": .html, "abstract": .html,
      "picture": .html, "date": .text, "long_date": .text,
      "has_byline": .flag, "authors": .list(["name": .text]), "has_claims": .flag,
      "verdict_counts": .list(["verdict": .text, "count": .text, "word": .text]),
    ]),
  ]
}
