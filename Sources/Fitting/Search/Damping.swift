/// How much a trust region grows or shrinks after an accepted step.
enum Damping {
  /// Nielsen's rule (1999): smooth in the ratio of what was gained to what was promised, so that damping does not swing
  /// between too little and too much in a bent valley.
  static func factor(_ ratio: Double) -> Double {
    // A step that gained much more than promised met a shape that the model does not know.
    if ratio > 1.5 { return 1 }
    // Where the model is right, damping is all that keeps steps from converging quadratically.
    if abs(ratio - 1) < 0.1 { return 0.1 }
    let t = 2 * ratio - 1
    return min(max(1 / 3, 1 - t * t * t * t * t), 5)
  }

  /// How much more than usual damping grows after a step that gained so many times what was promised, a number below 0.
  static func growth(_ ratio: Double) -> Double { ratio.isFinite ? min(max(1, 1 - ratio), 16) : 1 }
}
