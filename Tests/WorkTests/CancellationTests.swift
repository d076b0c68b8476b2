import Synchronization
import Testing
import Work

@Suite struct CancellationTests {
  @Test(arguments: [1, 2, 4])
  func whatIsSaidIsHeardInEveryPiece(_ threads: Int) {
    let cancellation = Cancellation()
    #expect(!WorkPool.isCancelled)
    let heard = WorkPool.run(threads: threads, cancellation: cancellation) {
      ParallelMap.run(Array(0..<8)) { piece -> [Bool] in
        // Piece 0 says it; whatever begins afterwards hears it, however deep inside.
        let before = WorkPool.isCancelled
        if piece == 0 { cancellation.cancel() }
        return [before]
          + WorkPool.run(threads: 3) { ParallelMap.run(Array(0..<3)) { _ in WorkPool.isCancelled } }
      }
    }
    #expect(heard[0].dropFirst().allSatisfy { $0 })
    #expect(heard.count == 8 && heard.allSatisfy { $0.count == 4 })
    if threads == 1 { #expect(heard.dropFirst().joined().allSatisfy { $0 }) }
    #expect(!WorkPool.isCancelled)
  }

  @Test func othersDoNotHearIt() {
    let cancellation = Cancellation()
    cancellation.cancel()
    #expect(WorkPool.run(threads: 2, cancellation: cancellation) { WorkPool.isCancelled })
    #expect(!WorkPool.run(threads: 2) { WorkPool.isCancelled })
    #expect(!WorkPool.run(threads: 2, cancellation: Cancellation()) { WorkPool.isCancelled })
  }
}
