/// A column's header taken apart: the words of its name, and the unit that it writes beside it.
///
/// `Model Size`, `model_size` and `modelSize` are the same words; `params (M)` and `tokens_billions` are in millions and
/// billions; `loss [nats]` is in nats.
struct HeaderWords: Hashable {
  /// Lower case, joined by single spaces.
  var name: String
  /// What a value is to be multiplied by: 10⁶ for millions.
  var scale = 1.0
  /// `nats`, `bits per byte`; nil where the header gives none.
  var unit: String?

  private static let scales: [String: Double] = [
    "k": 1e3, "thousand": 1e3, "thousands": 1e3, "m": 1e6, "mn": 1e6, "million": 1e6, "millions": 1e6,
    "b": 1e9, "bn": 1e9, "g": 1e9, "billion": 1e9, "billions": 1e9, "t": 1e12, "trillion": 1e12,
    "trillions": 1e12, "tflop": 1e12, "tflops": 1e12, "pflop": 1e15, "pflops": 1e15, "eflop": 1e18,
    "eflops": 1e18, "zflop": 1e21, "zflops": 1e21,
  ]

  init(_ header: String) {
    var outside = ""
    var inside = ""
    var depth = 0
    for character in header {
      switch character {
      case "(", "[": depth += 1
      case ")", "]": depth = max(0, depth - 1)
      default: if depth > 0 { inside.append(character) } else { outside.append(character) }
      }
    }
    var words = Self.words(outside)
    let unitWords = Self.words(inside)
    if unitWords.count == 1, let scale = Self.scales[unitWords[0]] {
      self.scale = scale
    } else if !unitWords.isEmpty {
      let text = inside.split(separator: " ").joined(separator: " ").replacing("/", with: " per ")
      unit = text.split(separator: " ").joined(separator: " ")
    }
    // A single letter at the end is a scale only after a whole word: `tokens_b`, but not `n_b`.
    if unitWords.isEmpty, words.count > 1, let last = words.last, let scale = Self.scales[last],
      last.count > 1 || words.dropLast().contains(where: { $0.count > 1 }), last != "k", last != "t"
    {
      self.scale = scale
      words.removeLast()
    }
    name = words.joined(separator: " ")
  }

  /// The words of a name, apart where case, digits' neighbours or punctuation change.
  private static func words(_ text: String) -> [String] {
    var words: [String] = []
    var word = ""
    var previous: Character?
    for character in text {
      guard character.isLetter || character.isNumber else {
        if !word.isEmpty { words.append(word) }
        (word, previous) = ("", nil)
        continue
      }
      if let previous, previous.isLowercase, character.isUppercase, !word.isEmpty {
        words.append(word)
        word = ""
      }
      word += character.lowercased()
      previous = character
    }
    if !word.isEmpty { words.append(word) }
    return words
  }
}
