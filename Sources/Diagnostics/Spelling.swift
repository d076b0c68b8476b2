/// Finds the word that somebody most likely meant.
public enum Spelling {
  /// The nearest of `candidates` to `word`, or nil when none is near enough to be a slip of the fingers.
  ///
  /// Distance is Damerau–Levenshtein without regard to case; at most a third of the word's letters (at least one) may
  /// differ. Ties go to the first in alphabetical order, so that the answer does not depend on hash order.
  public static func suggestion(for word: String, among candidates: some Sequence<String>) -> String? {
    let limit = max(1, (word.count + 1) / 3)
    var best: (distance: Int, word: String)?
    for candidate in candidates.sorted() where candidate != word {
      let distance = distance(Array(word.lowercased()), Array(candidate.lowercased()))
      if distance <= limit, distance < best?.distance ?? Int.max { best = (distance, candidate) }
    }
    return best?.word
  }

  /// `did you mean "…"?` as a list of help lines: empty when nothing is near.
  public static func didYouMean(_ word: String, among candidates: some Sequence<String>) -> [String] {
    suggestion(for: word, among: candidates).map { ["did you mean \"\($0)\"?"] } ?? []
  }

  private static func distance(_ a: [Character], _ b: [Character]) -> Int {
    if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for i in 1...a.count {
      var row = [i] + Array(repeating: 0, count: b.count)
      for j in 1...b.count {
        let cost = a[i - 1] == b[j - 1] ? 0 : 1
        row[j] = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + cost)
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
          row[j] = min(row[j], beforeLast[j - 2] + 1)
        }
      }
      (beforeLast, last) = (last, row)
    }
    return last[b.count]
  }
}
