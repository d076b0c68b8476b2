import CKernels
import Diagnostics
import Expressions
import Laws

/// What a fit takes besides the law: columns in which row i is one measured loss.
public struct FitData: Sendable {
  /// A column for each variable of the law, by name.
  public var variables: [String: [Double]]
  /// The measured values of the law's left-hand side.
  public var observed: [Double]
  /// For each row the run it belongs to; the bootstrap draws runs, not rows.
  public var clusters: [Int]
  /// For each row its line in the file, for diagnostics.
  public var lines: [Int]
  /// For each row the factor of its loss in the objective, not below 0; nil for 1 each. A row of weight 2 counts like
  /// two equal rows, one of weight 0 not at all. The bootstrap draws runs as often as without, whatever they weigh.
  public var weights: [Double]?

  /// Makes a problem's data; all columns have the same length.
  public init(
    variables: [String: [Double]], observed: [Double], clusters: [Int]? = nil, lines: [Int]? = nil,
    weights: [Double]? = nil
  ) {
    self.variables = variables
    self.observed = observed
    self.clusters = clusters ?? Array(observed.indices)
    self.lines = lines ?? Array(observed.indices)
    self.weights = weights
  }
}

/// What is minimised: the sum over rows of a loss of the residual.
public struct Objective: Sendable, Hashable, Codable {
  /// The loss of one residual.
  public enum Loss: Sendable, Hashable, Codable {
    /// ½r² within δ, δ(|r| − ½δ) beyond.
    case huber(Double)
    /// ½r²
    case squared
    /// |r|, smoothed only where the optimiser needs it.
    case absolute
    /// ½c² ln(1 + (r/c)²): far residuals hardly count.
    case cauchy(Double)
  }
  /// The loss of one residual.
  public var loss: Loss
  /// Whether the residual is log(predicted) − log(observed) rather than predicted − observed.
  public var isLog: Bool

  /// Makes an objective.
  public init(_ loss: Loss = .huber(1e-3), isLog: Bool = true) {
    self.loss = loss
    self.isLog = isLog
  }
}

/// How a fit is done.
public struct FitOptions: Sendable {
  /// What is minimised; the sum of `huber(1e-3) on log L` unless said otherwise.
  public var objective: Objective
  /// The number of starting points.
  public var starts: Int
  /// The number of bootstrap draws; 0 for none.
  public var bootstrap: Int
  /// The seed of starts and draws.
  public var seed: UInt64
  /// The most threads to use; nil for one a core. The result does not depend on it.
  public var maxThreads: Int?
  /// The vector instructions to use; the newest that the processor has. The result does not depend on it.
  public var instructionSet = RowInstructionSet.fastest
  /// Draws of the fixed parameters that come from other fits.
  public var held = HeldParameters()
  /// How intervals come from the draws.
  public var intervals = IntervalMethod.percentile
  /// Parameters for which a profile interval is computed.
  public var profiles: [String] = []
  /// What is known of free parameters beforehand, by name.
  public var priors: [String: ParameterPrior] = [:]
  /// Values to start from by parameter: every combination is a start, in place of `starts` low-discrepancy points. A
  /// free parameter without values starts from its published value, or from the middle of its range. Values outside a
  /// range are moved to its end; combinations that are equal then are one start.
  public var grid: [String: [Double]]

  /// Makes options.
  public init(
    objective: Objective = Objective(), starts: Int = 256, bootstrap: Int = 500, seed: UInt64 = 0,
    maxThreads: Int? = nil, grid: [String: [Double]] = [:]
  ) {
    self.objective = objective
    self.starts = starts
    self.bootstrap = bootstrap
    self.seed = seed
    self.maxThreads = maxThreads
    self.grid = grid
  }
}

/// A law fitted to runs: the optimum, how far it can be trusted, and the bootstrap draws.
public struct FitResult: Sendable {
  /// The law as it was fitted (ties and fixed values applied).
  public var law: Law
  /// In the order of `law.parameters`.
  public var parameters: [ParameterEstimate]
  /// Draw by parameter, in the order of `parameters`; empty when there was no bootstrap.
  public var draws: [[Double]]
  /// The objective at the optimum, over the rows: what priors add is `penalty`.
  public var objective: Double
  /// What was minimised.
  public var objectiveKind: Objective
  /// Starting points tried.
  public var starts: Int
  /// How many of them ended at the optimum (objective within 1e-6 relative).
  public var startsAtOptimum: Int
  /// Distinct minima, best first.
  public var minima: [Minimum]
  /// Norm of the gradient at the optimum in scaled parameters.
  public var gradientNorm: Double
  /// Rows that the fit used.
  public var rowsUsed: Int
  /// Runs (clusters) among them.
  public var clustersUsed: Int
  /// Draws whose refit failed and that were drawn again.
  public var failedDraws: Int
  /// Root mean square of predicted − observed, in the law's loss unit, over rows as they are weighed.
  public var rmse: Double
  /// R² on the scale of the residual (log where the objective is log), over rows as they are weighed.
  public var rSquared: Double
  /// Smallest and largest value of each variable among the rows used.
  public var ranges: [String: ClosedRange<Double>]
  /// What a reader must know: a parameter at its bound, one start only, a combination that the data do not determine.
  public var warnings: [String]
  /// Rows that the law cannot describe whatever its parameters, by their place in the data that was given.
  public var rowsOutsideDomain: [Int] = []
  /// The largest over the smallest sensitivity of the predictions to combinations of the free parameters, in units of a
  /// factor e or of a parameter's size; a large one means a combination that the data hardly determine.
  public var conditionNumber = Double.nan
  /// Where the values come from.
  public var origin = FitOrigin.rows
  /// The estimates with one cluster left out at a time, cluster by parameter; empty unless bias-corrected and accelerated
  /// intervals were asked for.
  public var jackknife: [[Double]] = []
  /// The column whose values the bootstrap drew; nil where it drew runs.
  public var resampled: String?
  /// What the rows were weighed by, as the author wrote it; nil where each counts once.
  public var weighted: String?
  /// Profile intervals by parameter, of those asked for that are free.
  public var profiles: [String: ProfileInterval] = [:]
  /// The priors and what they weigh; nil without them.
  public var priors: FitPriors?

  /// What the priors add to the objective at the estimates; 0 without priors.
  public var penalty: Double { priors?.penalty(estimate) ?? 0 }

  /// How much higher the second-best minimum lies, as a share of the best one; nil when every descent ended at the best.
  public var gapToSecondMinimum: Double? {
    guard minima.count > 1, minima[0].objective > 0 else { return nil }
    return minima[1].objective / minima[0].objective - 1
  }

  /// One distinct minimum.
  public struct Minimum: Sendable, Hashable, Codable {
    /// Its objective, with what priors add.
    public var objective: Double
    /// How many starts ended there.
    public var count: Int
    /// The parameters there.
    public var parameters: [Double]

    /// Makes a record.
    public init(objective: Double, count: Int, parameters: [Double]) {
      self.objective = objective
      self.count = count
      self.parameters = parameters
    }
  }
}

/// One parameter of a fitted law.
public struct ParameterEstimate: Sendable, Hashable, Codable {
  /// The name in the formula.
  public var name: String
  /// The value at the optimum.
  public var estimate: Double
  /// The 95 % interval: percentiles of the draws of a free or tied parameter, or from a printed standard error.
  public var interval: ClosedRange<Double>?
  /// How it came by its value.
  public var status: Status

  /// How a parameter came by its value.
  public enum Status: Sendable, Hashable, Codable {
    /// The fit chose it.
    case free
    /// The author gave it.
    case fixed
    /// It came with a fit that was made elsewhere, or was printed.
    case given
    /// It was held at the value of the fit of this label.
    case held(String)
    /// It equals another.
    case tied(String)
    /// The fit pushed it to an end of its range.
    case atBound
  }

  /// Makes an estimate.
  public init(name: String, estimate: Double, interval: ClosedRange<Double>?, status: Status) {
    self.name = name
    self.estimate = estimate
    self.interval = interval
    self.status = status
  }
}
