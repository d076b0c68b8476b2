import Foundation
import TestSupport
import Testing

@Suite struct LockTests {
  private func run(_ folder: TemporaryFolder, _ arguments: String...) throws -> Program.Result {
    try Program.run(arguments, in: folder.path)
  }

  private func items(_ lock: String, _ key: String) throws -> [String] {
    let object = try #require(try JSONSerialization.jsonObject(with: Data(lock.utf8)) as? [String: Any])
    return (object[key] as? [[String: String]] ?? []).compactMap { $0["name"] }
  }

  @Test func aLockNamesAllThatWasReadAndWrittenAndNoMachine() throws {
    let folder = try SmallReport.folder()
    let result = try run(folder, "build", "small", "--lock")
    #expect(result.status == 0, "\(result.errors)")
    let lock = try #require(folder.read("small/report.lock"))
    #expect(try items(lock, "inputs") == ["report.md", "small.csv"])
    #expect(try items(lock, "laws") == ["small/main"])
    #expect(try items(lock, "outputs").contains("figures/fig-levels.png"))
    #expect(try items(lock, "fonts").contains("OpenSans-Regular.ttf"))
    #expect(
      lock.contains("\"libraries\": \"cairo 1.") && !lock.contains(folder.path) && !lock.contains("/usr/"))
    #expect(try run(folder, "build", "small", "--lock").status == 0)
    #expect(folder.read("small/report.lock") == lock)
  }

  @Test func aFrozenBuildRefusesDriftAndSaysWhat() throws {
    let folder = try SmallReport.folder()
    let without = try run(folder, "build", "small", "--frozen")
    #expect(without.errors.contains("E0962") && without.status != 0)
    #expect(try run(folder, "build", "small", "--lock").status == 0)
    #expect(try run(folder, "build", "small", "--frozen", "-o", "out").status == 0)
    try folder.write("small/small.csv", SmallReport.runs(changing: 4, to: 2.5))
    let drifted = try run(folder, "build", "small", "--frozen", "-o", "other")
    #expect(drifted.status == 4)
    #expect(drifted.errors.contains("input small.csv: ") && drifted.errors.contains("output index.html: "))
    #expect(!drifted.errors.contains("input report.md"))
    #expect(!folder.names().contains("other"))
  }

  @Test(arguments: [
    // What the lock was written with, and what is built before the frozen build.
    (["--archive"], []), ([], ["--archive"]), (["--archive", "--assets", "--to", "html,md"], []),
    (["--assets"], ["--assets", "--archive"]),
  ])
  func aFrozenBuildHasTheFormOfWhatIsLocked(_ locked: [String], _ before: [String]) throws {
    let folder = try SmallReport.folder()
    func build(_ options: [String]) throws -> [String] {
      let result = try Program.run(["build", "small"] + options, in: folder.path)
      #expect(result.status == 0, "\(result.errors)")
      return folder.names("_site/small")
    }
    var built = try build(["--lock"] + locked)
    if !before.isEmpty { built = try build(before) }
    #expect(built.contains("source") && built.contains("report.lock"))
    #expect(built.contains("style.css") == locked.contains("--assets"))
    #expect(try build(["--frozen"]) == built)
    #expect(try run(folder, "verify", "_site/small").status == 0)
    if before.isEmpty {
      // Elsewhere, where no earlier output says it.
      #expect(try Program.run(["build", "small", "--frozen", "-o", "new"], in: folder.path).status == 0)
      #expect(folder.names("new/small") == built)
    }
    // Said otherwise it is another build.
    let other = try run(folder, "build", "small", "--frozen", "--to", "html")
    #expect(other.status == 4 && other.errors.contains("options: "), "\(other.errors)")
    #expect(folder.names("_site/small") == built)
    // Not frozen, a build is what its own options say.
    #expect(try !build([]).contains("source"))
  }

  @Test func aFrozenBuildSetsTheParametersOfTheLock() throws {
    let folder = try SmallReport.folder()
    try folder.write(
      "small/report.md",
      SmallReport.document(extra: "At {{params.bits}} bits.").replacing(
        "seed: 7", with: "seed: 7\nparameters: {bits: 4}"))
    #expect(try run(folder, "build", "small", "--lock", "-P", "bits=8").status == 0)
    let frozen = try run(folder, "build", "small", "--frozen")
    #expect(frozen.status == 0, "\(frozen.errors)")
    #expect(folder.read("_site/small/report.md")?.contains("At 8 bits.") == true)
    #expect(try run(folder, "build", "small", "--frozen", "-P", "bits=6").status == 4)
  }

  @Test func aLockWithOptionsThatNoLockHasIsRefused() throws {
    let folder = try SmallReport.folder()
    _ = try run(folder, "build", "small", "--lock", "--archive")
    let lock = try #require(folder.read("small/report.lock"))
    let forged = lock.replacing("\"--archive\"", with: "\"-o\", \"/tmp\"")
    #expect(forged != lock)
    try folder.write("small/report.lock", forged)
    try folder.write("_site/small/report.lock", forged)
    #expect(try run(folder, "build", "small", "--frozen").errors.contains("E0961"))
    #expect(try run(folder, "verify", "_site/small").errors.contains("E0961"))
  }

  @Test(arguments: [false, true])
  func anArchiveIsDerivedAgain(_ isSite: Bool) throws {
    let folder = try SmallReport.folder()
    if isSite { try folder.write("report.yml", "title: A site\n") }
    let sources = isSite ? "." : "small"
    let built = try run(folder, "build", sources, "-o", "_site", "--archive")
    #expect(built.status == 0, "\(built.errors)")
    let published = isSite ? "_site" : "_site/small"
    let verified = try run(folder, "verify", published)
    #expect(verified.status == 0, "\(verified.errors)")
    #expect(verified.errors.contains("all equal"))
    // A second build may replace the archive.
    #expect(try run(folder, "build", sources, "-o", "_site", "--archive", "--no-cache").status == 0)
  }

  @Test(arguments: [
    ("figures/fig-levels.csv", "published figures/fig-levels.csv"), ("source/small.csv", "input small.csv"),
    ("index.html", "published index.html"),
  ])
  func whatWasChangedAfterwardsIsFound(_ file: String, _ says: String) throws {
    let folder = try SmallReport.folder()
    _ = try run(folder, "build", "small", "--archive")
    let path = "_site/small/\(file)"
    try folder.write(path, (folder.read(path) ?? "").replacing("1", with: "2"))
    let result = try run(folder, "verify", "_site/small")
    #expect(result.status == 4)
    #expect(result.errors.contains(says), "\(result.errors)")
  }

  @Test func aForgedLockReachesNothingOutside() throws {
    let folder = try SmallReport.folder()
    _ = try run(folder, "build", "small", "--archive")
    let lock = try #require(folder.read("_site/small/report.lock"))
    try folder.write(
      "_site/small/report.lock", lock.replacing("\"small.csv\"", with: "\"../../../small.csv\""))
    let result = try run(folder, "verify", "_site/small")
    #expect(result.status != 0)
    #expect(folder.names() == [".isoloss", "_site", "small"])
    try folder.write("_site/small/report.lock", "{}")
    #expect(try run(folder, "verify", "_site/small").errors.contains("E0961"))
  }

  @Test func whatReadsFromItsNeighbourIsArchivedWithIt() throws {
    let folder = try SmallReport.folder()
    try folder.write("report.yml", "title: A site\n")
    try folder.write(
      "second/report.md", SmallReport.document().replacing("small.csv", with: "../small/small.csv"))
    let alone = try run(folder, "build", "second", "--archive")
    #expect(alone.status != 0 && alone.errors.contains("E0965"), "\(alone.errors)")
    #expect(!folder.names().contains("_site"))
    let site = try run(folder, "build", ".", "-o", "_site", "--archive")
    #expect(site.status == 0, "\(site.errors)")
    let verified = try run(folder, "verify", "_site")
    #expect(verified.status == 0, "\(verified.errors)")
  }
}
