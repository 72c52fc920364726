# The lab: faults injected into real kernels in throw-away VMs. Included by the Makefile.
#
#   make check-lab [KERNELS="6.1 6.12"|all] [SCENARIOS='drop.*'] [SEED=n] [LAB_VMS=2]

KERNELS ?= 6.1
LAB_KERNELS = $(if $(filter all,$(KERNELS)),5.10 6.1 6.12 7.2,$(KERNELS))
# How many VMs run at once.
LAB_VMS ?= 1
# "one": the runs without a fault in one version of IP only; "few": and of a third of the scenarios;
# "none": of none.
LAB_CONTROLS ?=
# "one": those with the fault too.
LAB_FAULTS ?=
# "yes": a sixth of the checks, and one variant of each scenario.
LAB_SOME ?=
export LAB_VMS LAB_CONTROLS LAB_FAULTS LAB_SOME
SCENARIOS ?= *
LAB_KIT_FOLDERS := $(patsubst tests/lab/kit/%/main.c,%,$(wildcard tests/lab/kit/*/main.c))
LAB_KIT_BPF := $(wildcard tests/lab/kit/*.bpf.c)
LAB_KIT := $(patsubst tests/lab/kit/%.c,build/lab/%,$(filter-out %.bpf.c,$(wildcard tests/lab/kit/*.c))) \
	$(LAB_KIT_BPF:tests/lab/kit/%.c=build/lab/%.o) \
	$(LAB_KIT_FOLDERS:%=build/lab/%)

.PHONY: lab-setup lab-kit check-lab check-lab-wire check-lab-counted check-lab-soak check-lab-self check-lab-others check-all lab-table

lab-setup: ## Debian packages and kernels that the lab needs
	$(Q)tests/lab/setup && tests/lab/kernels $(LAB_KERNELS) >/dev/null

lab-kit: $(LAB_KIT)

build/lab/%: tests/lab/kit/%.c tests/lab/kit/kit.h
	$(call say,CC,$<)
	$(Q)mkdir -p $(@D) && $(CC) -std=gnu11 -D_GNU_SOURCE $(WARNINGS) -O2 -o $@ $< $(LAB_LIBS)

build/lab/attach build/lab/delay: LAB_LIBS = -lbpf

build/lab/%.bpf.o: tests/lab/kit/%.bpf.c
	$(call say,BPF,$<)
	$(Q)mkdir -p $(@D) && $(CLANG) -target bpf -O2 -g -Wall -Wextra -I/usr/include/$(shell uname -m)-linux-gnu \
		-c -o $@ $<

# A tool of several files is a folder.
define kit_folder
build/lab/$(1): $(wildcard tests/lab/kit/$(1)/*.[ch]) tests/lab/kit/kit.h
	$$(call say,CC,$$(@F))
	$$(Q)mkdir -p $$(@D) && $$(CC) -std=gnu11 -D_GNU_SOURCE $$(WARNINGS) -O2 -o $$@ \
		$$(filter %.c,$$^) -pthread
endef
$(foreach tool,$(LAB_KIT_FOLDERS),$(eval $(call kit_folder,$(tool))))

check-lab: $(BUILD)/netdoctor $(UNIT) lab-kit lab-setup ## every fault in a VM, with its control run
	$(Q)failed=; for kernel in $(LAB_KERNELS); do \
		tests/lab/run --kernel $$kernel --netdoctor $(BUILD)/netdoctor --only '$(SCENARIOS)' \
			$(if $(SEED),--seed $(SEED)) || failed=1; \
		tests/lab/matrix build/lab/results/$$kernel || failed=1; done; \
	$(if $(filter-out *,$(SCENARIOS))$(LAB_SOME),,NETDOCTOR=$(BUILD)/netdoctor tests/proven/check --facts \
		$(LAB_KERNELS:%=build/lab/results/%) $$(find build/lab/results -maxdepth 1 -name '*-wire') || failed=1;) \
	tests/lab/failures $(LAB_KERNELS:%=build/lab/results/%); [ -z "$$failed" ]

check-lab-wire: $(BUILD)/netdoctor lab-kit lab-setup ## drafts: the VM as a guest, its own virtio-net device on a tap of this machine
	$(Q)failed=; for kernel in $(LAB_KERNELS); do \
		tests/lab/run --wire --kernel $$kernel --netdoctor $(BUILD)/netdoctor $(if $(SEED),--seed $(SEED)) || \
		failed=1; done; [ -z "$$failed" ]

check-lab-counted: $(BUILD)/netdoctor lab-kit lab-setup ## delays of microseconds, in a VM whose clock counts instructions (slow)
	$(Q)tests/lab/run --counted --kernel $(firstword $(LAB_KERNELS)) --netdoctor $(BUILD)/netdoctor $(if $(SEED),--seed $(SEED))

check-lab-soak: $(BUILD)/netdoctor lab-kit lab-setup ## SOAK_MINUTES (60) under traffic, with guests that come and go
	$(Q)tests/lab/run --soak --kernel $(firstword $(LAB_KERNELS)) --netdoctor $(BUILD)/netdoctor $(if $(SEED),--seed $(SEED))

check-lab-others: $(BUILD)/netdoctor lab-kit lab-setup ## one scenario of each family of hooks, on the other kernels
	$(Q)failed=; for kernel in 5.10 6.12 7.2; do \
		list=tests/lab/families; [ ! -e $$list.$$kernel ] || list=$$list.$$kernel; \
		LAB_CONTROLS=none LAB_FAULTS= LAB_SOME= tests/lab/run --kernel $$kernel --netdoctor $(BUILD)/netdoctor --list $$list --ip 4 \
			$(if $(SEED),--seed $(SEED)) || failed=1; \
		tests/lab/matrix build/lab/results/$$kernel || failed=1; done; \
	tests/lab/failures build/lab/results/5.10 build/lab/results/6.12 build/lab/results/7.2; [ -z "$$failed" ]

check-all: ## the whole matrix: all that check does, and every scenario on every kernel
	$(Q)$(MAKE) --no-print-directory setup-check check-quick check-lint check-san check-static check-static-vm check-bench \
		check-inject check-fuzz check-lab-self
	$(Q)$(MAKE) --no-print-directory check-lab-wire check-lab-counted
	$(Q)$(MAKE) --no-print-directory check-lab KERNELS=all

lab-table: ## docs/lab-results.md from the results in build/lab/results
	$(Q)tests/lab/table build/lab/results > docs/lab-results.md

check-lab-self: $(BUILD)/netdoctor lab-kit lab-setup ## the lab notices its own failures
	$(Q)tests/lab/selfcheck --netdoctor $(BUILD)/netdoctor
