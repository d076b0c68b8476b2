import Charts
import Drawing
import Figures
import Testing

/// A figure of every kind, from the synthetic runs: made once, for fits and optima take their time.
enum EveryFigure {
  static let figures = Result {
    let tests = try FitFigureTests()
    let kinds = try FigureTests()
    let comparing = try ComparisonFigureTests()
    let figures: [Figure] = [
      try kinds.tokens(), try kinds.isoloss(), try kinds.precision(), try comparing.matched(),
      try comparing.matched(offset: "expected for FP"), try comparing.sweeps(), try comparing.forms(),
      try tests.predictedFigure(), try tests.residualsFigure(), try tests.forestFigure(),
      try tests.forestFigure(["whole", "harm"]), try tests.drawsFigure(), try tests.heatMap(),
      try MarksTests().scatter(), try curves(), try TokensOptionTests.everything(),
      try IsolossOptionTests.costs(),
    ]
    return figures
  }

  /// The places of the list, for parametrised tests; a test checks that no kind is missing.
  static let indices = 0..<17

  static func figure(_ index: Int) throws -> Figure { try figures.get()[index] }

  private static func curves() throws -> Figure {
    try Figures.FigureKinds.make(
      kind: "curves", at: SyntheticRuns.here,
      inputs: FigureInputs(
        id: "fig-curves",
        settings: settings([
          "x": "D", "x-range": "1e9..1e11", "x-scale": "log", "y": "whole.L(N=6e7, D=D)", "y-label": "Loss",
          "y-unit": "nats per token",
        ]), tables: [:], fits: synthetic.get().fits))
  }
}
