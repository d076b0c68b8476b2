# Two commands do all set-up on a fresh Debian: `make report` builds the report, `make test` passes the tests.
# `make site` builds every report with an index page, and fails when a claim fails.
# Each installs the Debian packages that are missing (with sudo when you are not root), builds, and runs.

PACKAGES = libcairo2-dev libssl-dev fonts-open-sans fonts-dejavu-core
SWIFT ?= swift
# One build of everything serves both commands; optimised, because the tests fit real laws.
FLAGS = -c release
REPORT ?= reports/tiny-precision
REPORTS ?= reports
SITE ?= _site

.PHONY: report site test build lint format setup clean benchmark

report: build
	$(SWIFT) run $(FLAGS) --skip-build isoloss build $(REPORT) -o $(SITE)
	@echo "open $(SITE)/$(notdir $(REPORT))/index.html"

site: build
	$(SWIFT) run $(FLAGS) --skip-build isoloss build $(REPORTS) -o $(SITE) --strict

test: build lint
	$(SWIFT) test $(FLAGS)

build: setup
	$(SWIFT) build $(FLAGS)

lint: setup
	$(SWIFT) format lint --strict --parallel --recursive Package.swift Sources Tests Benchmarks

format:
	$(SWIFT) format --in-place --parallel --recursive Package.swift Sources Tests Benchmarks

setup:
	@./.ci/setup $(PACKAGES)

# Times fits and figures beside the scripts that people use today; fits need ISOLOSS_DATA, both need ISOLOSS_PEERS.
benchmark: setup
	$(SWIFT) build $(FLAGS) --product fit-benchmark
	"$$($(SWIFT) build $(FLAGS) --show-bin-path)/fit-benchmark" $(RUNS) $(SHARE)
	$(SWIFT) build $(FLAGS) --product figure-benchmark
	"$$($(SWIFT) build $(FLAGS) --show-bin-path)/figure-benchmark" $(RUNS)

clean:
	rm -rf .build $(SITE)
