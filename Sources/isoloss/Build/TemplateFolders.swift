import Diagnostics
import Foundation
import Publishing
import Synchronization

/// The templates of a build, each folder read once.
final class TemplateFolders: Sendable {
  private let named: String?
  private let session: BuildSession
  private let sets = Mutex<[String: Result<TemplateSet, DiagnosticError>]>([:])

  init(named: String?, session: BuildSession) { (self.named, self.session) = (named, session) }

  /// The templates of the folder that the user named, else of the first folder that has any.
  func set(beside folders: [String]) throws(DiagnosticError) -> TemplateSet {
    let candidates = named.map { [$0] } ?? folders.map { "\($0)/templates" }
    session.note(templates: candidates)
    let folder = named ?? candidates.first { FileManager.default.isFolder($0) }
    return try sets.withLock { sets in
      if let known = sets[folder ?? ""] { return known }
      let made: Result<TemplateSet, DiagnosticError>
      do throws(DiagnosticError) { made = .success(try TemplateSet(folder: folder)) } catch {
        made = .failure(error)
      }
      sets[folder ?? ""] = made
      return made
    }.get()
  }
}
