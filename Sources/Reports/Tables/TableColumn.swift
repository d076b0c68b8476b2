import Fitting
import Typesetting

/// A column of a table with what is known of each of its rows, before it is written as text.
struct TableColumn {
  /// What stands above the column.
  enum Head {
    /// The title of a column of the cell, by its index there.
    case author(Int)
    /// Words that follow from the table's source.
    case made([Run])
  }

  /// One row's part.
  enum Entry {
    /// An exact number.
    case number(Double)
    /// A number with an interval.
    case value(ExecutedValue)
    /// Words, and what they are in data.
    case words([Run], String)
    /// No value.
    case empty

    /// The number to sort and to compare by; nil for words.
    var number: Double? {
      switch self {
      case .number(let value): value
      case .value(let value): value.number
      case .words, .empty: nil
      }
    }
  }

  var head: Head
  /// The name in data files.
  var name: String
  var unit = ""
  var format: ValueFormat?
  var best: TableCell.Best?
  var entries: [Entry]

  /// Whether every value is a number.
  var isNumeric: Bool {
    let present = entries.filter { if case .empty = $0 { false } else { true } }
    return !present.isEmpty && present.allSatisfy { $0.number != nil }
  }

  /// The column with some of its rows.
  func selecting(_ rows: [Int]) -> TableColumn {
    var column = self
    column.entries = rows.map { entries[$0] }
    return column
  }

  // MARK: Text

  /// Every row as it stands in the text: exact numbers share their decimals.
  func runs() -> [[Run]] {
    let digits = ColumnDigits(
      entries.compactMap { if case .number(let value) = $0 { value } else { nil } }, format)
    return entries.map { entry in
      switch entry {
      case .number(let value): value.isFinite ? [.text(digits.text(value))] : [.text("–")]
      case .value(let value): [.value(value)]
      case .words(let runs, _): runs
      case .empty: [.text("–")]
      }
    }
  }

  /// The rows whose number is the best.
  func bestRows() -> [Int] {
    guard let best else { return [] }
    let numbers = entries.map { $0.number.flatMap { $0.isFinite ? $0 : nil } }
    let present = numbers.compactMap { $0 }
    // Where all are equal, none is better than another.
    guard let low = present.min(), let high = present.max(), low < high else { return [] }
    let target = best == .smallest ? low : high
    return numbers.indices.filter { numbers[$0] == target }
  }

  /// The smallest, the median and the largest number; nil for words.
  func summary() -> [[Run]]? {
    let numbers = entries.compactMap(\.number).filter(\.isFinite).sorted()
    guard isNumeric, let low = numbers.first, let high = numbers.last else { return nil }
    let middle = numbers.count / 2
    let median = numbers.count % 2 == 1 ? numbers[middle] : (numbers[middle - 1] + numbers[middle]) / 2
    let digits = ColumnDigits(numbers, format)
    return [low, median, high].map { [.text(digits.text($0))] }
  }
}

/// One way of writing all exact numbers of a column, so that their decimals line up.
struct ColumnDigits {
  private enum Way {
    case given(ValueFormat)
    case places(Int)
    case si
    case significant
  }
  private let way: Way

  /// Decides by the column's numbers, unless its format does.
  init(_ values: [Double], _ format: ValueFormat?) {
    if let format, !format.isAutomatic {
      way = .given(format)
      return
    }
    let finite = values.filter { $0.isFinite && $0 != 0 }.map(abs)
    let (low, high) = (finite.min() ?? 1, finite.max() ?? 1)
    if values.allSatisfy({ !$0.isFinite || $0.rounded() == $0 }), high < 1e6 {
      way = .places(0)
    } else if low < 1e-3 {
      way = .significant
    } else if high >= 1e6 {
      way = low >= 1 ? .si : .significant
    } else {
      way = .places(Self.places(values.filter(\.isFinite), low: low, high: high))
    }
  }

  /// Four digits of the largest number and three of the smallest, without zeros that end all of them.
  private static func places(_ values: [Double], low: Double, high: Double) -> Int {
    func digits(_ value: Double, _ count: Int) -> Int {
      let exponent = NumberText.scientific(value, digits: count).exponent
      return max(0, count - 1 - exponent)
    }
    let most = min(6, max(digits(high, 4), digits(low, 3)))
    for places in 0..<most {
      let same = values.allSatisfy {
        Double(NumberText.machine(rounded($0, places))) == Double(NumberText.machine(rounded($0, most)))
      }
      if same { return places }
    }
    return most
  }

  private static func rounded(_ value: Double, _ places: Int) -> Double {
    let scale = (0..<places).reduce(1.0) { product, _ in product * 10 }
    return (value * scale).rounded() / scale
  }

  /// A number of the column.
  func text(_ value: Double) -> String {
    switch way {
    case .given(let format): format.text(Estimate(value: value))
    case .places(let places): NumberText.decimal(value, places: places)
    case .si: NumberText.si(value, digits: 3)
    case .significant: NumberText.significant(value, digits: 3)
    }
  }
}

extension ValueFormat {
  /// Whether nothing was said about it.
  var isStandard: Bool { isAutomatic && uncertainty == nil }

  /// Whether the value decides how it looks.
  var isAutomatic: Bool { if case .automatic = style { true } else { false } }
}
