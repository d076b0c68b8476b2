import ArgumentParser

/// Options of the commands that remember earlier builds.
struct CacheOptions: ParsableArguments {
  @Flag(help: "Compute everything; neither use nor fill the folder .isoloss that remembers earlier builds.")
  var noCache = false

  @Flag(help: "Say of every step whether it ran, and why: what changed since the last build.")
  var explain = false
}
