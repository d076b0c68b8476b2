/// Sums over the rows of a block, four rows at a time; `rows` is a multiple of four.
///
/// The order of the additions depends on nothing but the rows, so that a sum is the same on every processor and for any
/// number of threads.
enum RowSums {
  typealias Rows = UnsafePointer<Double>

  @inline(__always) static func load(_ pointer: Rows) -> Lanes {
    UnsafeRawPointer(pointer).loadUnaligned(as: Lanes.self)
  }

  @inline(__always) static func store(_ value: Lanes, _ pointer: UnsafeMutablePointer<Double>) {
    UnsafeMutableRawPointer(pointer).storeBytes(of: value, as: Lanes.self)
  }

  @inline(__always) static func total(_ sum: Lanes) -> Double { (sum[0] + sum[1]) + (sum[2] + sum[3]) }

  /// Σ a b.
  static func dot(_ a: Rows, _ b: Rows, _ rows: Int) -> Double {
    var sum = Lanes(repeating: 0)
    var row = 0
    while row < rows {
      sum += load(a + row) * load(b + row)
      row += 4
    }
    return total(sum)
  }

  /// Σ w a a.
  static func square(_ w: Rows, _ a: Rows, _ rows: Int) -> Double {
    var sum = Lanes(repeating: 0)
    var row = 0
    while row < rows {
      let value = load(a + row)
      sum += load(w + row) * value * value
      row += 4
    }
    return total(sum)
  }

  /// Adds Σ w a_i a_j to the lower triangle of `matrix`, for all pairs of columns.
  ///
  /// Each column is multiplied by the weights once and then meets four others at a time, so that most loads serve two
  /// multiplications.
  static func addProducts(
    _ w: Rows, _ slice: ArraySlice<Rows>, _ rows: Int, scratch: UnsafeMutablePointer<Double>,
    into matrix: UnsafeMutablePointer<Double>, size: Int
  ) {
    let columns = Array(slice)
    for i in columns.indices {
      var row = 0
      while row < rows {
        store(load(w + row) * load(columns[i] + row), scratch + row)
        row += 4
      }
      let weighted = Rows(scratch)
      var j = 0
      while j + 3 <= i {
        var (first, second) = (Lanes(repeating: 0), Lanes(repeating: 0))
        var (third, fourth) = (Lanes(repeating: 0), Lanes(repeating: 0))
        let (a, b, c, d) = (columns[j], columns[j + 1], columns[j + 2], columns[j + 3])
        row = 0
        while row < rows {
          let value = load(weighted + row)
          first += value * load(a + row)
          second += value * load(b + row)
          third += value * load(c + row)
          fourth += value * load(d + row)
          row += 4
        }
        matrix[i * size + j] += total(first)
        matrix[i * size + j + 1] += total(second)
        matrix[i * size + j + 2] += total(third)
        matrix[i * size + j + 3] += total(fourth)
        j += 4
      }
      while j + 1 <= i {
        var (first, second) = (Lanes(repeating: 0), Lanes(repeating: 0))
        let (a, b) = (columns[j], columns[j + 1])
        row = 0
        while row < rows {
          let value = load(weighted + row)
          first += value * load(a + row)
          second += value * load(b + row)
          row += 4
        }
        matrix[i * size + j] += total(first)
        matrix[i * size + j + 1] += total(second)
        j += 2
      }
      if j <= i { matrix[i * size + j] += dot(weighted, columns[j], rows) }
    }
  }
}
