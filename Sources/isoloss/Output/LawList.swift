import Laws

/// The laws of the catalogue by group, a line or two each.
struct LawList {
  let laws: [Law]

  /// The lines, with a heading over each group.
  func lines(_ layout: TextLayout) -> [String] {
    let rows = laws.map { law in
      [
        law.name, law.title + (law.origin == .reading ? " (our reading)" : ""), LawText.availability(law),
        LawText.citation(law.citation, isShort: true) ?? "",
      ]
    }
    let widths = (0..<4).map { column in rows.map { $0[column].count }.max() ?? 0 }
    // Two spaces in front and between.
    let fits = widths.reduce(8) { $0 + $1 } <= layout.width
    var lines: [String] = []
    for group in LawGroup.allCases {
      let members = zip(laws, rows).filter { $0.0.group == group }.map(\.1)
      guard !members.isEmpty else { continue }
      lines += (lines.isEmpty ? [] : [""]) + [layout.heading(group.rawValue)]
      for row in members {
        let name = "  " + row[0] + String(repeating: " ", count: widths[0] - row[0].count + 2)
        if fits {
          let title = row[1] + String(repeating: " ", count: widths[1] - row[1].count + 2)
          let constants = row[2] + String(repeating: " ", count: widths[2] - row[2].count + 2)
          lines.append(name + title + constants + row[3])
        } else {
          lines += layout.paragraph(row[1], indent: name.count, mark: name)
          lines += layout.paragraph("\(row[2]); \(row[3])", indent: name.count)
        }
      }
    }
    return lines + ["", "isoloss laws NAME shows a law with its symbols, constants and caveats."]
  }
}
