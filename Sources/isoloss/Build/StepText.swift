import Cache
import Typesetting

/// A step of a build in words and as JSON.
enum StepText {
  /// `fit main: ran; rows: 240 → 239`
  static func line(_ step: BuildCache.Step) -> String {
    step.isReused
      ? "\(step.node.name): reused" : "\(step.node.name): ran; \(step.reasons.joined(separator: "; "))"
  }

  /// What the step read, a line each.
  static func inputs(_ step: BuildCache.Step) -> [String] {
    step.node.inputs.map { input in
      let source = input.node.map { " (from \($0))" } ?? ""
      return "  \(input.name): \(input.shown)\(source)"
    }
  }

  /// The step for machines.
  static func json(_ step: BuildCache.Step) -> JSON {
    .object([
      ("step", .string(step.node.name)), ("kind", .string(step.node.kind)),
      ("label", .string(step.node.label)), ("key", .string(step.key)), ("reused", .bool(step.isReused)),
      ("reasons", .array(step.reasons.map { .string($0) })),
      (
        "reads",
        .array(
          step.node.inputs.map { input in
            .object([
              ("name", .string(input.name)), ("sha256", .string(input.hash)), ("value", .string(input.shown)),
              ("step", JSON(input.node)),
            ])
          })
      ),
    ])
  }
}
