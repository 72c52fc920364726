# What netdoctor costs: `make bench`. Included by the Makefile.

# PEER='command' in the environment is measured beside: another tool that watches drops.
BENCH_KERNEL ?= 6.1
BENCH_TOOLS := $(patsubst tests/bench/%.c,build/bench/%,$(filter-out tests/bench/judging.c,$(wildcard tests/bench/*.c)))

.PHONY: bench check-bench bench-judging

build/bench/%: tests/bench/%.c tests/lab/kit/kit.h
	$(call say,CC,$<)
	$(Q)mkdir -p $(@D) && $(CC) -std=gnu11 -D_GNU_SOURCE $(WARNINGS) -O2 -o $@ $< -lbpf

bench: $(BUILD)/netdoctor lab-kit $(BENCH_TOOLS) ## what watching costs, in instructions; writes docs/performance.md
	$(Q)tests/bench/run --kernel $(BENCH_KERNEL) --netdoctor $(BUILD)/netdoctor --write docs/performance.md

check-bench: $(BUILD)/netdoctor lab-kit $(BENCH_TOOLS) ## the benchmark works, and no drop is lost under a flood
	$(Q)tests/bench/run --short --kernel $(BENCH_KERNEL) --netdoctor $(BUILD)/netdoctor

# Linked with the library, unlike the tools that go into the VM.
$(BUILD)/judging: tests/bench/judging.c $(BUILD)/libnetdoctor.a
	$(Q)$(CC) $(ALL_CFLAGS) -MF $@.d $(LDFLAGS) -o $@ $< $(BUILD)/libnetdoctor.a $(LDLIBS)

bench-judging: $(BUILD)/judging ## CPU time of judging, by number of facts and rules
	$(Q)$(BUILD)/judging 20
