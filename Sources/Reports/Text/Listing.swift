import Markup

/// A block of code that has a number: its id begins with `lst-`.
enum Listing {
  /// What an author may call the caption; the second is Quarto's word.
  static let captionKeys = ["caption", "lst-cap"]

  /// The code of a listing, if a div is one.
  static func code(_ attributes: Attributes, _ inner: [Block]) -> Block? {
    guard let id = attributes.id, ReferenceIndex.Kind.of(id) == .listing, inner.count == 1,
      case .code? = inner.first?.kind
    else { return nil }
    return inner.first
  }
}
