# Which lines of engine/ the unit and rule tests reach: `make coverage`. Unit tests that ask a kernel are run
# in a VM as well, as the host of an Open vSwitch bridge and a guest: not every machine is one.

COVERAGE_LEAST ?= 85
COVERAGE_BUILD := build/coverage

.PHONY: coverage coverage-run

$(COVERAGE_BUILD)/obj/engine/judge_child.o: ALL_CFLAGS += -DCOVERAGE_UNSEALED

coverage: setup-check lab-kit lab-setup ## lines of engine/ that unit and rule tests reach here and in a VM, at least 85 %
	$(Q)rm -rf $(COVERAGE_BUILD) && mkdir -p build
	$(Q)$(MAKE) --no-print-directory BUILD=$(COVERAGE_BUILD) CFLAGS='-O0 -g --coverage -include tests/coverage.h' LDFLAGS=--coverage \
		all check-unit check-rules >$(COVERAGE_BUILD).log 2>&1 || { tail -20 $(COVERAGE_BUILD).log; exit 1; }
	$(Q)UNIT_TESTS=$(CURDIR)/$(COVERAGE_BUILD)/unit tests/lab/run --only unit_tests --netdoctor $(COVERAGE_BUILD)/netdoctor \
		--results $(COVERAGE_BUILD)/lab
	$(Q)tools/coverage $(COVERAGE_BUILD) $(COVERAGE_LEAST) $(COVERAGE_BUILD)/lab/check-unit_tests/reached
