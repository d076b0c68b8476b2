extension Duration {
  /// For the calls of the system that wait: at least this long, from 0, and a day at most.
  var milliseconds: Int32 {
    Int32(Swift.min(Swift.max(0, (self / .milliseconds(1)).rounded(.up)), 86_400_000))
  }
}
