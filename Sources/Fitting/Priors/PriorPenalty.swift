/// What priors add to an objective, with its derivatives: Σ ½ φ z², z the standard deviations from the centre.
struct PriorPenalty: Sendable {
  /// The prior of one free parameter.
  struct Term: Sendable {
    var index: Int
    var prior: ParameterPrior
  }

  private(set) var terms: [Term]
  let scale: Double

  /// Nil where no free parameter has a prior.
  init?(_ priors: FitPriors?, _ space: ParameterSpace) {
    guard let priors else { return nil }
    terms = space.names.enumerated().compactMap { index, name in
      priors.values[name].map { Term(index: index, prior: $0) }
    }
    scale = priors.scale
    if terms.isEmpty { return nil }
  }

  /// The value at natural parameters.
  func value(_ natural: [Double]) -> Double {
    var sum = 0.0
    for term in terms {
      let z = term.prior.deviation(of: natural[term.index])
      sum += 0.5 * scale * z * z
    }
    return sum
  }

  /// Adds value, gradient and curvature by the natural parameters; the lower triangle of the matrix.
  func add(to model: inout LocalModel, _ natural: [Double], _ curvature: LocalModel.Curvature) {
    for term in terms {
      let (i, value) = (term.index, natural[term.index])
      let z = term.prior.deviation(of: value)
      model.value += 0.5 * scale * z * z
      let slope = slope(term, value)
      model.gradient[i] += scale * z * slope
      model.diagonal[i] += scale * slope * slope
      // z″ is 0 for a normal prior and −z′/θ for a log-normal one.
      let bend = curvature == .newton && term.prior.isLog ? -z * slope / value : 0
      model.matrix[i, i] += scale * (slope * slope + bend)
    }
  }

  /// z and its derivative by the search's coordinate, for every term.
  func tangents(_ natural: [Double], _ space: ParameterSpace) -> [(index: Int, z: Double, slope: Double)] {
    terms.map { term in
      let value = natural[term.index]
      let factor = space.isLog[term.index] ? value : 1
      return (term.index, term.prior.deviation(of: value), factor * slope(term, value))
    }
  }

  private func slope(_ term: Term, _ value: Double) -> Double {
    1 / (term.prior.isLog ? term.prior.spread * value : term.prior.spread)
  }

  /// The penalty with every centre moved by one draw from its prior, as the measurement that it stands for would have
  /// come out another time.
  func redrawn(_ random: inout RandomStream) -> PriorPenalty {
    var copy = self
    for index in terms.indices {
      let prior = terms[index].prior
      let step = prior.spread * random.normal()
      copy.terms[index].prior.centre =
        prior.isLog ? prior.centre * exponential(step) : prior.centre + step
    }
    return copy
  }
}
