import Diagnostics
import Foundation
import Typesetting

/// What a build was made from and what it wrote, each thing with its SHA-256: the file `report.lock`.
///
/// Sorted and one thing a line, so that a change of it reads well in a diff. It holds no time and no path of a machine.
public struct BuildLock: Codable, Hashable, Sendable {
  /// A thing with its hash.
  public struct Item: Codable, Hashable, Sendable {
    /// A file's path or another name.
    public var name: String
    /// Hex SHA-256.
    public var sha256: String

    /// Makes an item.
    public init(_ name: String, _ sha256: String) { (self.name, self.sha256) = (name, sha256) }
  }

  /// The name and version of this form.
  public var format = "isoloss-lock/1"
  /// The program: `Isoloss 0.1.0`.
  public var program: String
  /// The libraries that draw, with their versions.
  public var libraries: String
  /// What is built, seen from the folder of the inputs: `report.md`, or `.` for a site.
  public var entry: String
  /// The options of the build that shape its output.
  public var options: [String]
  /// The font files of figures, by file name.
  public var fonts: [Item]
  /// The files that were read, by path below the report's or site's folder.
  public var inputs: [Item]
  /// The laws that were fitted or drawn, by report and label.
  public var laws: [Item]
  /// The files that were written, by path below the output.
  public var outputs: [Item]

  /// Makes a lock; lists are sorted by name.
  public init(
    program: String, libraries: String, entry: String, options: [String], fonts: [Item], inputs: [Item],
    laws: [Item],
    outputs: [Item]
  ) {
    func sorted(_ items: [Item]) -> [Item] { items.sorted { $0.name < $1.name } }
    (self.program, self.libraries, self.entry, self.options) = (program, libraries, entry, options)
    (self.fonts, self.inputs) = (sorted(fonts), sorted(inputs))
    (self.laws, self.outputs) = (sorted(laws), sorted(outputs))
  }

  /// The file's name, beside the report or site that it locks and in an archive.
  public static let fileName = "report.lock"

  /// Reads a lock. Throws E0961 for what is none, or is of a version that this program does not know.
  public init(reading bytes: [UInt8], of name: String) throws(DiagnosticError) {
    guard let lock = try? JSONDecoder().decode(BuildLock.self, from: Data(bytes)),
      lock.format == "isoloss-lock/1"
    else {
      throw DiagnosticError(
        "E0961", "\"\(name)\" is no lock that \(ProgramVersion.name) knows",
        help: ["write it anew: isoloss build --lock"])
    }
    self = lock
  }

  /// The file's text.
  public var text: String {
    func list(_ items: [Item]) -> JSON {
      .array(items.map { .object([("name", .string($0.name)), ("sha256", .string($0.sha256))]) })
    }
    return JSON.object([
      ("format", .string(format)), ("program", .string(program)), ("libraries", .string(libraries)),
      ("entry", .string(entry)), ("options", .array(options.map { .string($0) })), ("fonts", list(fonts)),
      ("inputs", list(inputs)),
      ("laws", list(laws)), ("outputs", list(outputs)),
    ]).document
  }

  /// What is otherwise in this build than in `locked`, a line each; empty when nothing is.
  public func drift(from locked: BuildLock) -> [String] {
    var lines: [String] = []
    for (name, now, then) in [
      ("program", program, locked.program), ("libraries", libraries, locked.libraries),
      ("options", options.joined(separator: " "), locked.options.joined(separator: " ")),
    ] where now != then { lines.append("\(name): \(then) → \(now)") }
    for (kind, now, then) in [
      ("font", fonts, locked.fonts), ("input", inputs, locked.inputs), ("law", laws, locked.laws),
      ("output", outputs, locked.outputs),
    ] { lines += Self.drift(kind, now, then) }
    return lines
  }

  /// How two lists of items differ.
  public static func drift(_ kind: String, _ now: [Item], _ then: [Item]) -> [String] {
    let (old, new) = (Self.byName(then), Self.byName(now))
    return Set(old.keys).union(new.keys).sorted().compactMap { name in
      switch (old[name], new[name]) {
      case (let a?, let b?): a == b ? nil : "\(kind) \(name): \(a.prefix(12)) → \(b.prefix(12))"
      case (nil, _): "\(kind) \(name): new"
      case (_, nil): "\(kind) \(name): missing"
      }
    }
  }

  private static func byName(_ items: [Item]) -> [String: String] {
    Dictionary(items.map { ($0.name, $0.sha256) }) { first, _ in first }
  }
}
