# Two commands do all set-up on a fresh Debian: `make report` builds the report, `make test` passes the tests.
# Each installs the Debian packages that are missing (with sudo when you are not root), builds, and runs.

PACKAGES = libcairo2-dev libssl-dev fonts-open-sans fonts-dejavu-core
SWIFT ?= swift
# One build of everything serves both commands; optimised, because the tests fit real laws.
FLAGS = -c release
REPORTS ?= reports/tiny-precision
SITE ?= _site

.PHONY: report test build lint format setup clean benchmark

report: build
	$(SWIFT) run $(FLAGS) --skip-build isoloss build $(REPORTS) -o $(SITE)

test: build lint
	$(SWIFT) test $(FLAGS)

build: setup
	$(SWIFT) build $(FLAGS)

lint: setup
	$(SWIFT) format lint --strict --parallel --recursive Package.swift Sources Tests

format:
	$(SWIFT) format --in-place --parallel --recursive Package.swift Sources Tests

setup:
	@./.ci/setup $(PACKAGES)

clean:
	rm -rf .build $(SITE)
