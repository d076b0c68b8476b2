import Diagnostics
import Foundation
import Markup
import Testing
@Test func show() throws {
  do { print(try Outline.of(String(contentsOfFile: "/tmp/try.md", encoding: .utf8))) } catch let e as DiagnosticError { for d in e.diagnostics { print(d.location!, d.code, d.message, d.help) } }
}
