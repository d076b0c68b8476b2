import CKernels

extension Double {
  /// e to this power, to the last bit what a formula computes.
  public var naturalExponential: Double { isoloss_exp(self) }
  /// The natural logarithm, to the last bit what a formula computes; −∞ at 0, missing below.
  public var naturalLogarithm: Double { isoloss_log(self) }
}

/// A power, to the last bit what a formula computes; of a positive base by its logarithm, within |y log x| units in the
/// last place.
func raise(_ base: Double, _ exponent: Double) -> Double { isoloss_power(base, exponent) }

extension RowInstructionSet {
  /// The newest set that this processor has. Results are the same with every set.
  public static var fastest: RowInstructionSet { isoloss_fastest_instruction_set() }
  /// The sets that this processor has.
  public static var available: [RowInstructionSet] {
    [.baseline, .avx2, .avx512].filter { isoloss_has_instruction_set($0) }
  }

  /// Its name in words.
  public var name: String {
    switch self {
    case .baseline: "baseline"
    case .avx2: "AVX2"
    case .avx512: "AVX-512"
    }
  }

  /// The loops over rows in this version.
  public var kernels: UnsafePointer<RowKernels> { isoloss_row_kernels(self) }
}
