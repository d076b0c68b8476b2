import Diagnostics

/// The covariance of some parameters of a fit, as other programs report it.
public struct ParameterCovariance: Sendable, Hashable {
  /// The names, in the order of rows and columns.
  public var parameters: [String]
  /// Row by column; symmetric, no eigenvalue below zero.
  public var matrix: [[Double]]
  /// Parameters whose entries are about the natural logarithm of the value.
  public var logarithmic: Set<String>

  /// Makes a covariance.
  public init(parameters: [String], matrix: [[Double]], logarithmic: Set<String> = []) {
    (self.parameters, self.matrix, self.logarithmic) = (parameters, matrix, logarithmic)
  }

  /// Draws from the normal distribution with this covariance around estimates.
  ///
  /// - Parameters:
  ///   - count: how many.
  ///   - estimates: the centre, by name.
  ///   - seed: the report's seed.
  ///   - stream: tells fits of one report apart, so that their draws are independent.
  /// - Throws: E0565 for a matrix that is not square, not symmetric or no covariance, and for a logarithm of what is not
  ///   above 0.
  public func draws(
    _ count: Int, around estimates: [String: Double], seed: UInt64, stream: UInt64
  ) throws(DiagnosticError) -> ParameterDraws {
    let size = parameters.count
    try check()
    let centre = try parameters.map { name throws(DiagnosticError) -> Double in
      let value = estimates[name] ?? .nan
      guard logarithmic.contains(name) else { return value }
      guard value > 0 else {
        throw DiagnosticError("E0565", "\"\(name)\" is not above 0, so it has no logarithm to be drawn")
      }
      return naturalLogarithm(value)
    }
    // In units of each standard deviation, so that 2085 and 0.37 weigh the same.
    let scales = (0..<size).map { matrix[$0][$0].squareRoot() }
    var correlation = SymmetricMatrix(size: size)
    for i in 0..<size {
      for j in 0..<size {
        let scale = scales[i] * scales[j]
        correlation[i, j] = scale > 0 ? matrix[i][j] / scale : (i == j ? 1 : 0)
      }
    }
    let directions = correlation.eigen()
    guard (directions.first?.value ?? 0) > -1e-6 else {
      throw DiagnosticError(
        "E0565", "the matrix is no covariance: it gives some combination of parameters a negative variance")
    }
    var random = RandomStream(seed: seed, stream: stream)
    let values = (0..<count).map { _ -> [Double] in
      var offset = Array(repeating: 0.0, count: size)
      for direction in directions {
        let step = max(0, direction.value).squareRoot() * random.normal()
        for i in 0..<size { offset[i] += step * direction.vector[i] }
      }
      return (0..<size).map { i in
        let value = centre[i] + scales[i] * offset[i]
        return logarithmic.contains(parameters[i]) ? exponential(value) : value
      }
    }
    return ParameterDraws(parameters: parameters, values: values)
  }

  private func check() throws(DiagnosticError) {
    let size = parameters.count
    guard matrix.count == size, matrix.allSatisfy({ $0.count == size }) else {
      throw DiagnosticError(
        "E0565", "the covariance of \(size) parameters has \(size) rows of \(size) numbers")
    }
    for i in 0..<size {
      guard matrix[i][i] >= 0 else {
        throw DiagnosticError("E0565", "the variance of \"\(parameters[i])\" is below 0")
      }
      for j in 0..<i {
        let size = (matrix[i][i] * matrix[j][j]).squareRoot()
        guard abs(matrix[i][j] - matrix[j][i]) <= 1e-6 * size else {
          throw DiagnosticError(
            "E0565",
            "the covariance of \"\(parameters[j])\" and \"\(parameters[i])\" is given twice, differently")
        }
      }
    }
  }
}
