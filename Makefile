# Two commands do all set-up on a fresh Debian: `make report` builds the report, `make test` passes the tests.
# `make site` builds every report with an index page, and fails when a claim fails.
# Each installs the Debian packages that are missing (with sudo when you are not root), builds, and runs.

PACKAGES = libcairo2-dev libssl-dev fonts-open-sans fonts-dejavu-core
SWIFT ?= swift
# Optimised, because the tests fit real laws.
FLAGS = -c release
# `make site TESTS=1` builds what the tests need along with the program, so that `make test` compiles nothing twice.
TESTS ?=
TESTABLE = --build-tests -Xswiftc -enable-testing
REPORT ?= reports/tiny-precision
REPORTS ?= reports
SITE ?= _site

.PHONY: report site test build lint format setup clean benchmark

report: build
	$(SWIFT) run $(FLAGS) --skip-build isoloss build $(REPORT) -o $(SITE)
	@echo "open $(SITE)/$(notdir $(REPORT))/index.html"

site: build
	$(SWIFT) run $(FLAGS) --skip-build isoloss build $(REPORTS) -o $(SITE) --strict

test: setup lint
	$(SWIFT) build $(FLAGS) $(TESTABLE)
	$(SWIFT) test $(FLAGS) $(TESTABLE:--build-tests=--skip-build)

build: setup
	$(SWIFT) build $(FLAGS) $(if $(TESTS),$(TESTABLE))

lint: setup
	$(SWIFT) format lint --strict --parallel --recursive Package.swift Sources Tests Benchmarks

format:
	$(SWIFT) format --in-place --parallel --recursive Package.swift Sources Tests Benchmarks

setup:
	@./.ci/setup $(PACKAGES)

# Times fits, figures and reports beside what people use today; fits need ISOLOSS_DATA, the others ISOLOSS_PEERS. Of reports our
# side is timed without the peers, too, and how memory grows with the reports of a site.
benchmark: setup
	$(SWIFT) build $(FLAGS) --product fit-benchmark
	"$$($(SWIFT) build $(FLAGS) --show-bin-path)/fit-benchmark" $(RUNS) $(SHARE)
	$(SWIFT) build $(FLAGS) --product figure-benchmark
	"$$($(SWIFT) build $(FLAGS) --show-bin-path)/figure-benchmark" $(RUNS)
	$(SWIFT) build $(FLAGS) --product isoloss
	$(SWIFT) build $(FLAGS) --product report-benchmark
	"$$($(SWIFT) build $(FLAGS) --show-bin-path)/report-benchmark" $(RUNS)

clean:
	rm -rf .build $(SITE)
