# Fuzz targets (libFuzzer): every file in tests/fuzz/ but the shared ones is a target.
#
#   make fuzz [FUZZ_SECONDS=600] [FUZZ='evidence rules']

FUZZ ?= $(filter-out fake_kernel,$(patsubst tests/fuzz/%.c,%,$(sort $(wildcard tests/fuzz/*.c))))
FUZZ_SECONDS ?= 600
FUZZ_SAN := address,undefined
FUZZ_BUILD := build/san-fuzzer-no-link-address-undefined
FUZZ_TARGETS := $(FUZZ:%=build/fuzz/%)

.PHONY: fuzz check-fuzz fuzz-library

fuzz: $(FUZZ_TARGETS) ## every parser against made-up input, long: FUZZ_SECONDS each
	$(Q)tests/fuzz/run $(FUZZ_SECONDS) $(FUZZ)

check-fuzz: $(FUZZ_TARGETS) ## the same for seconds: the kept inputs, and a few new ones
	$(Q)tests/fuzz/run --short 4 $(FUZZ)

fuzz-library:
	$(Q)$(MAKE) --no-print-directory SAN=fuzzer-no-link,$(FUZZ_SAN) CC=$(CLANG) CFLAGS='-O1 -g' \
		$(FUZZ_BUILD)/libnetdoctor.a

# libnl statically, because only then its calls can be answered by fake_kernel.c.
build/fuzz/%: tests/fuzz/%.c tests/fuzz/fake_kernel.c $(wildcard tests/fuzz/*.h) fuzz-library
	$(call say,FUZZ,$*)
	$(Q)mkdir -p $(@D) && $(CLANG) -std=gnu11 -D_GNU_SOURCE $(filter-out -Werror,$(WARNINGS)) -O1 -g \
		-fno-omit-frame-pointer -iquote engine -iquote reports -iquote tests/unit -iquote bpf \
		$(shell pkg-config --cflags $(PACKAGES) 2>/dev/null) -fsanitize=fuzzer,$(FUZZ_SAN) \
		-fno-sanitize-recover=undefined -o $@ $< $(if $(filter proc netlink,$*),tests/fuzz/fake_kernel.c \
		-Wl$(comma)--wrap=fopen -Wl$(comma)--wrap=sendmsg -Wl$(comma)--wrap=recvmsg) \
		$(FUZZ_BUILD)/libnetdoctor.a -Wl,-Bstatic -lnl-route-3 -lnl-genl-3 -lnl-3 -Wl,-Bdynamic $(LDLIBS)
