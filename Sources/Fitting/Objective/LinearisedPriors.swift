/// The part of priors in a linearised objective: Σ ½ φ (z + z′ s)², a parabola in the step s.
struct LinearisedPriors {
  private let scale: Double
  private let tangents: [(index: Int, z: Double, slope: Double)]

  init(_ penalty: PriorPenalty, _ natural: [Double], _ space: ParameterSpace) {
    scale = penalty.scale
    tangents = penalty.tangents(natural, space)
  }

  func value(_ s: [Double]) -> Double {
    var sum = 0.0
    for (index, z, slope) in tangents {
      let moved = z + slope * s[index]
      sum += 0.5 * scale * moved * moved
    }
    return sum
  }

  /// Adds first and second derivatives at a step.
  func addDerivatives(_ s: [Double], _ gradient: inout [Double], _ matrix: inout SymmetricMatrix) {
    for (index, z, slope) in tangents {
      gradient[index] += scale * (z + slope * s[index]) * slope
      matrix[index, index] += scale * slope * slope
    }
  }

  /// First and second derivative along a direction at a step.
  func along(_ s: [Double], _ direction: [Double]) -> (slope: Double, bend: Double) {
    var (first, second) = (0.0, 0.0)
    for (index, z, slope) in tangents {
      first += scale * (z + slope * s[index]) * slope * direction[index]
      second += scale * slope * slope * direction[index] * direction[index]
    }
    return (first, second)
  }
}
