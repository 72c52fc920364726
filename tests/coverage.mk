# Which lines of engine/ the unit and rule tests reach: `make coverage`.

COVERAGE_LEAST ?= 85
COVERAGE_BUILD := build/coverage

.PHONY: coverage coverage-run

$(COVERAGE_BUILD)/obj/engine/judge_child.o: ALL_CFLAGS += -DCOVERAGE_UNSEALED

coverage: ## lines of engine/ that unit and rule tests reach; without engine/probes/ at least 85 %
	$(Q)rm -rf $(COVERAGE_BUILD) && mkdir -p build
	$(Q)$(MAKE) --no-print-directory BUILD=$(COVERAGE_BUILD) CFLAGS='-O0 -g --coverage -include tests/coverage.h' LDFLAGS=--coverage \
		check-unit check-rules >$(COVERAGE_BUILD).log 2>&1 || { tail -20 $(COVERAGE_BUILD).log; exit 1; }
	$(Q)tools/coverage $(COVERAGE_BUILD) $(COVERAGE_LEAST)
