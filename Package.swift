// swift-tools-version: 6.1
import PackageDescription

/// One target a part. A part may use the parts named in its list and nothing else: `ARCHITECTURE.md` says why,
/// and `ArchitectureTests` fails when an import points up.
let package = Package(
  name: "isoloss",
  products: [
    .executable(name: "isoloss", targets: ["isoloss"])
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", exact: "2.1.1"),
  ],
  targets: [
    .systemLibrary(name: "CCairo", pkgConfig: "cairo", providers: [.apt(["libcairo2-dev"])]),
    .systemLibrary(
      name: "CFreeType", pkgConfig: "freetype2", providers: [.apt(["libfreetype-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),

    .systemLibrary(name: "CFiles"),

    .target(name: "Diagnostics"),
    .target(name: "Cache", dependencies: ["CCrypto"]),
    .target(name: "Work"),
    .target(name: "Typesetting", dependencies: ["Diagnostics"]),
    .target(name: "CKernels"),
    .target(name: "Expressions", dependencies: ["CKernels", "Typesetting", "Diagnostics"]),
    .target(name: "Laws", dependencies: ["Expressions", "Typesetting", "Diagnostics"]),
    .target(name: "Runs", dependencies: ["Expressions", "Diagnostics"]),
    .target(
      name: "Fitting",
      dependencies: ["CKernels", "Laws", "Expressions", "Typesetting", "Diagnostics", "Work"]),
    .target(name: "Drawing", dependencies: ["CCairo", "CFreeType", "CZlib", "Diagnostics"]),
    .target(name: "Charts", dependencies: ["Drawing", "Typesetting", "Diagnostics"]),
    .target(
      name: "Figures",
      dependencies: [
        "Charts", "Drawing", "Fitting", "Laws", "Runs", "Typesetting", "Expressions", "Diagnostics",
      ]),
    .target(name: "Markup", dependencies: ["Diagnostics"]),
    .target(
      name: "Reports",
      dependencies: [
        "Markup", "Figures", "Fitting", "Laws", "Runs", "Typesetting", "Expressions",
        "Diagnostics", "Cache", "Work", .product(name: "Yams", package: "Yams"),
      ]),
    .target(
      name: "Templates", path: "templates",
      exclude: [
        "callout.mustache", "ci", "claims.mustache", "contents.mustache", "examples", "looks",
        "difference.css",
        "difference.mustache",
        "dropped.mustache", "equation.mustache",
        "figure.mustache", "fit.mustache", "head.mustache", "icons.svg", "index-card.mustache", "index.css",
        "index.mustache", "notes.mustache", "page.mustache",
        "provenance.mustache", "references.mustache", "style.css", "table.mustache",
      ]),
    .target(name: "Codes", path: "docs", exclude: ["codes.md", "handbook"]),
    .target(
      name: "Schemas", path: "schemas",
      exclude: ["cells.schema.json", "fit.schema.json", "report.schema.json"]),
    .target(
      name: "Publishing",
      dependencies: [
        "Reports", "Templates", "Figures", "Drawing", "Charts", "Fitting", "Laws", "Typesetting",
        "Diagnostics", "Cache", "Work", "CFiles", .product(name: "Mustache", package: "swift-mustache"),
      ]),
    .target(
      name: "Preview", dependencies: ["Typesetting", "Diagnostics"],
      resources: [.embedInCode("Page/preview.js")]),
    .executableTarget(
      name: "isoloss",
      dependencies: [
        "Preview", "Publishing", "Reports", "Codes", "Schemas", "Fitting", "Drawing", "Laws", "Expressions",
        "Typesetting",
        "Diagnostics", "Cache", "Work",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),

    // What several test targets need; no part of the program.
    .target(name: "TestSupport", path: "Tests/TestSupport"),
    .target(
      name: "FigureTestSupport", dependencies: ["Charts", "Drawing", "CCairo"],
      path: "Tests/FigureTestSupport"),

    // Not part of the program: `make benchmark` builds and runs it.
    .executableTarget(
      name: "fit-benchmark",
      dependencies: ["Fitting", "Laws", "Expressions", "CKernels", "Diagnostics", "BenchmarkSupport"],
      path: "Benchmarks/Fits"),
    .executableTarget(
      name: "figure-benchmark",
      dependencies: ["Charts", "Drawing", "Expressions", "CZlib", "Diagnostics", "BenchmarkSupport"],
      path: "Benchmarks/Figures"),
    .executableTarget(
      name: "report-benchmark", dependencies: ["BenchmarkSupport"], path: "Benchmarks/Reports"),
    .target(name: "BenchmarkSupport", path: "Benchmarks/Support"),

    .testTarget(name: "DiagnosticsTests", dependencies: ["Diagnostics"]),
    .testTarget(name: "WorkTests", dependencies: ["Work"]),
    .testTarget(name: "CacheTests", dependencies: ["Cache", "TestSupport"]),
    .testTarget(name: "TypesettingTests", dependencies: ["Typesetting", "Diagnostics", "TestSupport"]),
    .testTarget(name: "CKernelsTests", dependencies: ["CKernels", "Expressions", "TestSupport"]),
    .testTarget(
      name: "ExpressionsTests", dependencies: ["Expressions", "Typesetting", "Diagnostics", "TestSupport"]),
    .testTarget(
      name: "LawsTests", dependencies: ["Laws", "Expressions", "Typesetting", "Diagnostics", "TestSupport"]),
    .testTarget(name: "RunsTests", dependencies: ["Runs", "Expressions", "Diagnostics", "TestSupport"]),
    .testTarget(
      name: "FittingTests",
      dependencies: ["Fitting", "CKernels", "Laws", "Expressions", "Diagnostics", "TestSupport"]),
    .testTarget(
      name: "DrawingTests", dependencies: ["Drawing", "Diagnostics", "FigureTestSupport", "TestSupport"]),
    .testTarget(
      name: "ChartsTests",
      dependencies: ["Charts", "Drawing", "Diagnostics", "FigureTestSupport"]),
    .testTarget(
      name: "FiguresTests",
      dependencies: [
        "Figures", "Charts", "Drawing", "Fitting", "Laws", "Runs", "Expressions", "Diagnostics",
        "FigureTestSupport",
      ]),
    .testTarget(name: "MarkupTests", dependencies: ["Markup", "Diagnostics", "TestSupport"]),
    .testTarget(
      name: "ReportsTests",
      dependencies: [
        "Reports", "Figures", "Markup", "Fitting", "Typesetting", "Cache", "Diagnostics", "Work",
        "TestSupport",
      ]),
    .testTarget(
      name: "PublishingTests",
      dependencies: [
        "Publishing", "Reports", "Figures", "Charts", "Fitting", "Laws", "Typesetting", "Expressions",
        "Diagnostics", "TestSupport",
      ]),
    .testTarget(name: "PreviewTests", dependencies: ["Preview", "Diagnostics", "TestSupport"]),
    .testTarget(
      name: "CommandLineTests", dependencies: ["TestSupport", .product(name: "Yams", package: "Yams")],
      exclude: ["Faults/faults.c"]),
    .testTarget(name: "ArchitectureTests", dependencies: [.product(name: "Yams", package: "Yams")]),
  ],
  swiftLanguageModes: [.v6]
)

// Programs carry Swift's library and start in a third of the time: loading and linking the shared ones takes longer than
// drawing a figure.
for target in package.targets where target.type == .executable {
  target.linkerSettings = [
    .unsafeFlags(
      [
        "-static-stdlib", "-lCoreFoundation", "-l_FoundationICU", "-l_FoundationCShims",
        "-l_FoundationCollections", "-lswiftSynchronization",
      ], .when(platforms: [.linux], configuration: .release))
  ]
}

// The suite runs against optimised parts, because it fits real laws; the tests themselves are not worth optimising, and
// the optimiser of Swift 6.3.1 crashes on one of them.
for target in package.targets where target.type == .test {
  target.swiftSettings = [.unsafeFlags(["-Onone"])]
}
