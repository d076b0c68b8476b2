/// Paths as they stand in an address.
public enum URLPath {
  /// A file's name or path as part of an address: what is not plain there is percent-encoded.
  public static func escaped(_ path: String) -> String {
    let plain = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/@+=,".utf8)
    let hexadecimal = Array("0123456789ABCDEF")
    var result = ""
    for byte in path.utf8 {
      if plain.contains(byte) {
        result.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        result += "%\(hexadecimal[Int(byte >> 4)])\(hexadecimal[Int(byte & 15)])"
      }
    }
    return result
  }
}
