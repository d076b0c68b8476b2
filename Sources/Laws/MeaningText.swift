/// What a parameter or a variable is, in a few words for tables.
public enum MeaningText {
  /// A meaning with its unit, unless the words name the unit already (`training tokens`); empty without either.
  public static func words(_ meaning: String, unit: String) -> String {
    let isNamed = meaning.split { !$0.isLetter }.contains { $0 == unit }
    return isNamed || unit.isEmpty ? meaning : meaning.isEmpty ? unit : "\(meaning), \(unit)"
  }
}
