/// A quantity that tables of runs have, and what its column is called.
public struct TableQuantity: Sendable {
  /// The name in laws.
  public var name: String
  /// A few words: `training tokens`.
  public var meaning: String
  /// Names in lower case with single spaces, the surest first: a column of an earlier group wins over one of a later.
  public var names: [[String]]
}

/// A quantity that follows from others when a table does not have it.
public struct TableIdentity: Sendable {
  /// The quantity's name in laws.
  public var name: String
  /// The quantities that it needs.
  public var needs: [String]
  /// The expression over those.
  public var expression: String
  /// Why: `C = 6ND`.
  public var because: String
}

/// What columns are called in the field, for tables that nobody has described.
public enum ColumnVocabulary {
  /// The quantities of the catalogue's laws, and those that others follow from.
  public static let quantities: [TableQuantity] = [
    TableQuantity(
      name: "N", meaning: "parameters",
      names: [
        ["n"],
        [
          "non embedding parameters", "nonembedding parameters", "non embedding params",
          "nonembedding params",
          "params non embedding", "parameters non embedding", "n params", "n parameters", "num params",
          "num parameters", "number of parameters", "params", "parameters", "param count", "parameter count",
          "model size", "model params", "model parameters", "n non embedding",
        ],
        ["size", "total params", "total parameters", "model n", "n model"],
      ]),
    TableQuantity(
      name: "D", meaning: "training tokens",
      names: [
        ["d"],
        [
          "tokens", "n tokens", "num tokens", "number of tokens", "train tokens", "training tokens",
          "tokens seen", "total tokens", "tokens trained", "dataset tokens", "token count", "words seen",
        ],
        ["data", "dataset size", "data size", "training data"],
      ]),
    TableQuantity(
      name: "C", meaning: "training compute in FLOPs",
      names: [
        ["c"],
        [
          "flop", "flops", "training flop", "training flops", "train flop", "train flops", "total flop",
          "total flops", "compute", "training compute", "train compute", "compute flop", "compute flops",
        ],
      ]),
    TableQuantity(
      name: "L", meaning: "loss",
      names: [
        ["l"],
        [
          "loss", "val loss", "validation loss", "eval loss", "evaluation loss", "final loss", "test loss",
          "final val loss", "final validation loss", "cross entropy", "ce loss", "nll",
        ],
        ["train loss", "training loss", "final train loss", "bpb", "bits per byte"],
      ]),
    TableQuantity(
      name: "P", meaning: "bits of weights, activations, keys and values",
      names: [
        ["p"], ["bits", "n bits", "num bits", "precision", "bit width", "bitwidth", "precision bits"],
        ["width"],
      ]),
    TableQuantity(
      name: "P_w", meaning: "bits of weights",
      names: [
        ["p w"],
        ["w bits", "wbits", "weight bits", "weights bits", "bits w", "weight precision", "bits weights"],
      ]),
    TableQuantity(
      name: "P_a", meaning: "bits of activations",
      names: [
        ["p a"],
        ["a bits", "abits", "activation bits", "activations bits", "bits a", "activation precision"],
      ]),
    TableQuantity(
      name: "P_kv", meaning: "bits of keys and values",
      names: [["p kv"], ["kv bits", "kvbits", "kv cache bits", "bits kv", "kv precision"]]),
    TableQuantity(
      name: "P_post", meaning: "bits of the weights after quantisation",
      names: [["p post"], ["post bits", "ptq bits", "quantised bits", "quantized bits", "quant bits"]]),
    TableQuantity(
      name: "delta", meaning: "loss added by quantisation",
      names: [["delta"], ["delta loss", "loss delta", "degradation", "loss increase", "damage"]]),
  ]

  /// What follows from what.
  public static let identities: [TableIdentity] = [
    TableIdentity(name: "D", needs: ["C", "N"], expression: "C/(6*N)", because: "C = 6ND"),
    TableIdentity(name: "N", needs: ["C", "D"], expression: "C/(6*D)", because: "C = 6ND"),
  ]

  /// The quantity of a name in laws, or nil.
  public static func quantity(_ name: String) -> TableQuantity? { quantities.first { $0.name == name } }
}
