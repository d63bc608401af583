# Banli's make targets. Plain `make` lists them.
#
# No target needs a C compiler, a git identity or a network beyond the Go
# module proxy, the npm registry and, for the browser journeys, Debian's
# packages.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules

export CGO_ENABLED := 0
# A clone owned by someone else must still build.
export GOFLAGS := $(GOFLAGS) -buildvcs=false

# The steps share node_modules and ui/dist.
.NOTPARALLEL:

# Where `make run` listens. Demo mode accepts loopback addresses only.
LISTEN ?= 127.0.0.1:8080
# Where `make run` keeps its data.
DATA ?= data
# What `make bench` hands to `banli bench`, for example BENCH='-c 8 -d 30s'.
BENCH ?=
# How long `make fuzz` takes for each thing, as Go says durations.
FUZZ ?= 60s

GOLANGCI_VERSION := v2.14.0
GOLANGCI := bin/tools/golangci-lint-$(GOLANGCI_VERSION)

GO_BUILD := go build -trimpath
NPM_CI := npm ci --include=dev --no-audit --no-fund --loglevel=error

UI_INPUTS := $(shell find ui/src ui/public -type f 2>/dev/null) \
	$(wildcard ui/index.html ui/vite.config.ts ui/tsconfig*.json ui/package.json)

.PHONY: help run test bench lint fmt cluster crash fuzz
.PHONY: tools-go tools-node binary ui-built test-ui test-go test-journeys

help: ## list the targets
	@awk 'BEGIN {FS = ":.*## "} /^[a-z]+:.*## / {printf "  make %-7s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: binary ## build what is stale and open Banli with demo people on http://127.0.0.1:8080
	@echo "Banli is starting on http://$(LISTEN) with demo people; its data is in ./$(DATA); Ctrl-C stops it."
	@exec ./bin/banli serve --demo --listen $(LISTEN) --data $(DATA)

test: test-ui test-go test-journeys ## check and test everything: interface, Go, and the real binary in a browser

bench: binary ## run the Go benchmarks, then `banli bench` with the storage floor beside it
	go test -run '^$$' -bench . -benchtime 1s ./...
	./bin/banli bench -json bench.json $(BENCH)

lint: tools-go ui/node_modules/.package-lock.json $(GOLANGCI) ## hold the arrows between the rooms and the house style, in Go and TypeScript
	$(GOLANGCI) run
	cd ui && npm run --silent check

fmt: tools-go ui/node_modules/.package-lock.json ## format Go and TypeScript
	gofmt -w $$(git ls-files -co --exclude-standard '*.go')
	cd ui && npm run --silent format

# --- steps -------------------------------------------------------------------

tools-go:
	@.ci/tools.sh go

tools-node:
	@.ci/tools.sh node npm

# npm writes this file last, so it also stamps the install.
ui/node_modules/.package-lock.json: ui/package-lock.json ui/package.json | tools-node
	cd ui && $(NPM_CI)
	@touch $@

ui/dist/index.html: ui/node_modules/.package-lock.json $(UI_INPUTS)
	cd ui && npm run --silent build
	@touch $@

ui-built: ui/dist/index.html

# The Go tool knows best what is stale, so it is always asked.
binary: tools-go ui-built
	$(GO_BUILD) -o bin/banli ./cmd/banli

test-ui: tools-go ui/node_modules/.package-lock.json
	cd ui && npm run --silent check
	cd ui && npm run --silent test
	$(MAKE) --no-print-directory ui-built
	cd ui && npm run --silent budget

test-go: tools-go ui-built
	.ci/mongodb.sh
	go vet ./...
	go test ./...
	BANLI_TEST_STORE=mongodb go test ./runtime/httpapi ./runtime/company ./runtime/lists ./runtime/workflow ./seed

cluster: tools-go ui-built ## two servers on one store and 1,000 shared tasks; a part of this is in `make test`
	.ci/mongodb.sh
	BANLI_TEST_FULL=1 go test -count=1 -v -timeout 30m -run TestTwoServers ./cmd/banli

# A failed run tells its seed: `make crash BANLI_TEST_SEED=…` plays it again, as
# far as the moments of several processes can be. BANLI_TEST_KILLS is how often.
crash: tools-go ui-built ## kill servers 200 times at random moments under load, and race for tasks; a part of this is in `make test`
	.ci/mongodb.sh
	BANLI_TEST_FULL=1 go test -count=1 -v -timeout 45m -parallel 1 -run 'TestKilledAtRandomMoments|TestOneOfTwoServersIsKilled|TestOneOfManyDecidesATask|TestARequestSentFiveTimesIsOneCase' ./cmd/banli

fuzz: tools-go ## fuzz the flow compiler, the engine, apps and forms, each for FUZZ (60s)
	set -e; for target in builder/flow:FuzzCompile builder/flow:FuzzCompileGraph runtime/engine:FuzzPlay \
		builder/app:FuzzDecode builder/form:FuzzCompile builder/form:FuzzImport; do \
		go test -run '^$$' -fuzz "^$${target#*:}$$" -fuzztime $(FUZZ) -fuzzminimizetime 50x ./$${target%:*}; done

test-journeys: binary
	.ci/browser.sh
	cd ui && node --test --test-concurrency=1 --test-reporter=spec e2e/*.test.mjs

$(GOLANGCI): | tools-go
	mkdir -p $(@D)
	GOBIN=$(CURDIR)/$(@D) go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(GOLANGCI_VERSION)
	mv $(@D)/golangci-lint $@
