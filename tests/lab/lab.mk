# The lab: faults injected into real kernels in throw-away VMs. Included by the Makefile.
#
#   make check-lab [KERNELS="6.1 6.12"] [SCENARIOS='drop.*'] [SEED=n]

KERNELS ?= 6.1
SCENARIOS ?= *
LAB_KIT_FOLDERS := $(patsubst tests/lab/kit/%/main.c,%,$(wildcard tests/lab/kit/*/main.c))
LAB_KIT_BPF := $(wildcard tests/lab/kit/*.bpf.c)
LAB_KIT := $(patsubst tests/lab/kit/%.c,build/lab/%,$(filter-out %.bpf.c,$(wildcard tests/lab/kit/*.c))) \
	$(LAB_KIT_BPF:tests/lab/kit/%.c=build/lab/%.o) \
	$(LAB_KIT_FOLDERS:%=build/lab/%)

.PHONY: lab-setup lab-kit check-lab check-lab-self

lab-setup: ## Debian packages and kernels that the lab needs
	$(Q)tests/lab/setup && tests/lab/kernels $(KERNELS) >/dev/null

lab-kit: $(LAB_KIT)

build/lab/%: tests/lab/kit/%.c tests/lab/kit/kit.h
	$(call say,CC,$<)
	$(Q)mkdir -p $(@D) && $(CC) -std=gnu11 -D_GNU_SOURCE $(WARNINGS) -O2 -o $@ $<

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

check-lab: $(BUILD)/netdoctor lab-kit lab-setup ## every fault in a VM, with its control run
	$(Q)set -e; for kernel in $(KERNELS); do \
		tests/lab/run --kernel $$kernel --netdoctor $(BUILD)/netdoctor --only '$(SCENARIOS)' \
			$(if $(SEED),--seed $(SEED)); \
		tests/lab/matrix build/lab/results/$$kernel; done

check-lab-self: $(BUILD)/netdoctor lab-kit lab-setup ## the lab notices its own failures
	$(Q)tests/lab/selfcheck --netdoctor $(BUILD)/netdoctor
