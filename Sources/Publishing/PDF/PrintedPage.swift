/// A page on its way to paper.
enum PrintedPage {
  /// The page without links to the files beside it: in a PDF they would lead to the folder that it was printed in. The
  /// words of the links stay; links within the page and to the web too.
  static func withoutLocalLinks(_ page: String) -> String {
    let bytes = Array(page.utf8)
    let attribute = Array(" href=\"".utf8)
    let kept = ["#", "http://", "https://", "mailto:"].map { Array($0.utf8) }
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      guard bytes[index] == 0x20, bytes[index...].starts(with: attribute) else {
        result.append(bytes[index])
        index += 1
        continue
      }
      let value = bytes[(index + attribute.count)...]
      guard !kept.contains(where: { value.starts(with: $0) }),
        let end = value.firstIndex(of: UInt8(ascii: "\""))
      else {
        result.append(bytes[index])
        index += 1
        continue
      }
      index = end + 1
    }
    return String(decoding: result, as: UTF8.self)
  }
}
