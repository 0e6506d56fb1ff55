# make run    installs what is missing, builds, and serves a living demonstration city on http://localhost:8080
# make test   everything that must hold: form, architecture, both engines under the race detector, the pages, the browser
# make bench  the measurements
# make gen    what is drawn from the code: the API description, the browser's types for it, the pictures of the flows
#
# A second run needs no network: npm runs only when the lock file is newer than what it installed, apt only when a
# command is missing.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := build
.DELETE_ON_ERROR:

export CGO_ENABLED ?= 0

# npm itself writes the first of these last, and the page build the second; they are older than their sources exactly
# when there is something to do.
NODE_MODULES := web/node_modules/.package-lock.json
PAGES        := web/build/fonts/LICENSE-NotoSansSC.txt
PAGE_SOURCES := $(shell find web/src web/public web/scripts -type f 2>/dev/null) \
                $(wildcard web/*.html web/vite.config.ts web/tsconfig.json)

say = @printf '\033[1m==> %s\033[0m\n'

.PHONY: run build test bench gen clean tools test-tools form unit pages browser FORCE

run: build
	$(say) "The demonstration city: http://localhost:8080"
	@exec bin/huying serve --demo

build: bin/huying

bin/huying: tools $(PAGES) FORCE
	$(say) "Building bin/huying"
	@go build -trimpath -ldflags "-s -w" -o $@ ./cmd/huying

tools:
	@scripts/setup.sh run

$(NODE_MODULES): web/package-lock.json | tools
	$(say) "Installing the browser application's parts"
	@cd web && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

$(PAGES): $(NODE_MODULES) $(PAGE_SOURCES)
	$(say) "Building the pages"
	@cd web && npm run --silent build
	@touch $@

test: test-tools build form unit pages browser
	$(say) "Everything holds."

test-tools:
	@scripts/setup.sh test

form: | build
	$(say) "Form and architecture"
	@unformatted=$$(gofmt -l cmd internal web/*.go); test -z "$$unformatted" || { echo "gofmt needed: $$unformatted"; exit 1; }
	@go vet ./...
	@go test ./internal/archtest

# CI=true turns a missing PostgreSQL, font or browser from a skipped test into a failed one.
unit: | test-tools form
	$(say) "Go tests, both engines, race detector"
	@CI=true CGO_ENABLED=1 go test -race -shuffle=on -timeout 15m ./...

pages: $(NODE_MODULES) | unit
	$(say) "Page types and page tests"
	@cd web && npm run --silent check && npm test --silent

browser: $(NODE_MODULES) | pages
ifneq ($(wildcard web/e2e),)
	$(say) "Browser tests"
	@cd web && CI=true npm run --silent e2e
endif

bench: test-tools build
	$(say) "Measurements"
	@scripts/bench.sh

# Each package that owns a drawn or generated file says how it is made, in a go:generate line.
gen: $(NODE_MODULES) | tools
	$(say) "Drawing and generating from the code"
	@go generate ./...
	@cd web && npm run --silent gen

clean:
	rm -rf bin tmp web/node_modules web/test-results web/playwright-report
	find web/build -mindepth 1 ! -name .keep -delete
