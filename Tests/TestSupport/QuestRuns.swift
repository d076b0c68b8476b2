import Foundation

/// The 104 quantised-training runs that QuEST published, one row each, from the folder of published data.
public struct QuestRun: Sendable {
  /// Parameters without embeddings.
  public var size: Double
  /// Training tokens.
  public var tokens: Double
  /// Bits of weights and of activations in training; 16 where they are not quantised.
  public var weightBits: Double
  /// See `weightBits`.
  public var activationBits: Double
  /// Validation loss on C4.
  public var loss: Double
  /// How it was trained: `16`, `QuEST 4` (both in 4 bits, with the Hadamard transform), `plain 4` (without),
  /// `weights 4`, `FP4`, `sparse INT4` (half of the weights zero).
  public var method: String

  /// The name of the file.
  public static let file = "quest-runs.json"

  /// Reads all runs in the order of the file.
  public static func read() throws -> [QuestRun] {
    struct Row: Decodable {
      var non_embedding_parameters: Double
      var tokens: Double
      var w_bits: Double
      var a_bits: Double
      var loss: Double
      var w_quant: String
      var a_quant: String
    }
    let rows = try JSONDecoder().decode([Row].self, from: Data(PublishedData.text(file).utf8))
    return rows.map { row in
      let bits = Int(row.w_bits)
      let method =
        if row.w_quant == "NoQuantizer" {
          "16"
        } else if row.w_quant.contains("FP4") {
          "FP4"
        } else if row.w_quant.contains("FourEight") {
          "sparse INT4"
        } else if row.a_quant == "NoQuantizer" {
          "weights \(bits)"
        } else {
          "\(row.w_quant.contains("Hadamard") ? "QuEST" : "plain") \(bits)"
        }
      return QuestRun(
        size: row.non_embedding_parameters, tokens: row.tokens, weightBits: row.w_bits,
        activationBits: row.a_bits, loss: row.loss, method: method)
    }
  }

  /// The runs with and without the Hadamard transform's partners: BF16, and integers of 2 bits or more with it.
  public var isInteger: Bool {
    weightBits >= 2 && (method == "16" || method.hasPrefix("QuEST") || method.hasPrefix("weights"))
  }

  /// The runs as a CSV file with the columns N, D, P_w, P_a, L, method.
  public static func csv(_ runs: [QuestRun]) -> String {
    (["N,D,P_w,P_a,L,method"]
      + runs.map { "\($0.size),\($0.tokens),\($0.weightBits),\($0.activationBits),\($0.loss),\($0.method)" })
      .joined(separator: "\n") + "\n"
  }
}
