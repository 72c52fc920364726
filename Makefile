# netdoctor: `make help` lists the targets. Nothing is written outside build/, except by `setup`
# (Debian packages) and by the lab (a cache of kernels, see tests/lab/).

V ?= 0
ifeq ($(V),0)
Q := @
say = @printf '  %-8s %s\n' '$(1)' '$(2)'
else
Q :=
say = @:
endif

SAN ?=
comma := ,
BUILD := build$(if $(SAN),/san-$(subst $(comma),-,$(SAN)))

CC := gcc
CLANG := clang
BPFTOOL := $(firstword $(wildcard /usr/sbin/bpftool /usr/local/sbin/bpftool) bpftool)
PACKAGES := libbpf libelf lua5.4 libcjson libnl-3.0 libnl-route-3.0 libnl-genl-3.0 popt libcap libseccomp
DEBIAN_BUILD := gcc make clang llvm bpftool pkg-config libbpf-dev libelf-dev zlib1g-dev \
	liblua5.4-dev libcjson-dev libnl-3-dev libnl-route-3-dev libnl-genl-3-dev libpopt-dev \
	libcap-dev libseccomp-dev libunistring-dev
DEBIAN_CHECK := libcmocka-dev clang-format clang-tidy cppcheck shellcheck jq iproute2 nftables python3 \
	python3-jsonschema python3-yaml git libxml2-utils dpkg-dev groff chromium fonts-noto-cjk

CFLAGS ?= -O2 -g
WARNINGS := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wno-missing-field-initializers $(if $(filter check%,$(CI:%=check)$(MAKECMDGOALS)),-Werror)
ALL_CFLAGS = -std=gnu11 -D_GNU_SOURCE $(WARNINGS) $(CFLAGS) -fno-omit-frame-pointer -iquote engine -iquote reports \
	-iquote bpf -iquote $(BUILD) -MMD -MP \
	$(shell pkg-config --cflags $(PACKAGES) 2>/dev/null) $(if $(SAN),-fsanitize=$(SAN) -fno-sanitize-recover=undefined)
LDLIBS = $(shell pkg-config --libs $(PACKAGES) 2>/dev/null) -lunistring -lz -lm
# All symbols are bound at the start: once for the readers that are forked at each look, and read-only then.
LDFLAGS += -Wl,-z,relro,-z,now $(if $(SAN),-fsanitize=$(SAN))

ENGINE := $(sort $(wildcard engine/*.c))
PROBES := $(sort $(wildcard engine/probes/*.c))
VIEWS := $(sort $(wildcard engine/views/*.c))
REPORTS := $(sort $(wildcard reports/*.c))
BPF := $(sort $(wildcard bpf/*.bpf.c))
EMBEDDED := $(sort $(shell find rules -name '*.lua') $(wildcard engine/*.lua engine/*.text reports/page/*.html reports/page/*.css reports/page/*.js))
LIBRARY := $(patsubst %.c,$(BUILD)/obj/%.o,$(filter-out engine/main.c,$(ENGINE)) $(PROBES) $(VIEWS) $(REPORTS)) \
	$(BUILD)/obj/probes.o $(BUILD)/obj/views.o $(BUILD)/obj/renderers.o $(BUILD)/obj/embedded.o

.DELETE_ON_ERROR:
.SECONDARY:
.PHONY: all help setup setup-check run check clean FORCE

all: $(BUILD)/netdoctor ## build/netdoctor

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  %-18s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(BUILD)/netdoctor: $(BUILD)/obj/engine/main.o $(BUILD)/libnetdoctor.a
	$(call say,LINK,$@)
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(BUILD)/libnetdoctor.a: $(LIBRARY)
	$(call say,AR,$@)
	$(Q)rm -f $@ && ar rcs $@ $^

$(BUILD)/obj/%.o: %.c | $(BUILD)/netdoctor.skel.h
	$(call say,CC,$<)
	$(Q)mkdir -p $(@D) && $(CC) $(ALL_CFLAGS) -c -o $@ $<

$(BUILD)/obj/%.o: $(BUILD)/gen/%.c
	$(Q)mkdir -p $(@D) && $(CC) $(ALL_CFLAGS) -c -o $@ $<

$(BUILD)/obj/embedded.o: $(BUILD)/gen/embedded.S $(EMBEDDED)
	$(Q)mkdir -p $(@D) && $(CC) -c -o $@ $<

# The lists of probes, views, renderers and embedded files come from the directories: adding one is adding
# a file. The lists are rewritten only when they change.
$(BUILD)/gen/probes.c: $(PROBES) tools/list-descriptors FORCE
	$(Q)tools/list-descriptors probe $(PROBES) | tools/write-if-changed $@

$(BUILD)/gen/views.c: $(VIEWS) tools/list-descriptors FORCE
	$(Q)tools/list-descriptors view $(VIEWS) | tools/write-if-changed $@

$(BUILD)/gen/renderers.c: $(REPORTS) tools/list-descriptors FORCE
	$(Q)tools/list-descriptors renderer $(REPORTS) | tools/write-if-changed $@

$(BUILD)/gen/embedded.S: $(EMBEDDED) tools/list-embedded FORCE
	$(Q)tools/list-embedded $(EMBEDDED) | tools/write-if-changed $@

FORCE:

# All BPF programs are one object: the kernel's BTF is parsed once for all of them.
$(BUILD)/bpf/%.bpf.o: bpf/%.bpf.c
	$(call say,BPF,$<)
	$(Q)mkdir -p $(@D) && $(CLANG) -target bpf -O2 -g -Wall -Wextra -Werror -D__TARGET_ARCH_x86 \
		-iquote bpf -idirafter /usr/include/$(shell $(CC) -print-multiarch) -MMD -MP -c -o $@ $<

$(BUILD)/bpf/netdoctor.o: $(patsubst bpf/%.bpf.c,$(BUILD)/bpf/%.bpf.o,$(BPF))
	$(call say,BPFLINK,$@)
	$(Q)$(BPFTOOL) gen object $@ $^

$(BUILD)/netdoctor.skel.h: $(BUILD)/bpf/netdoctor.o
	$(Q)$(BPFTOOL) gen skeleton $< name netdoctor_bpf > $@.tmp && mv $@.tmp $@

setup: ## install the Debian packages that building needs (says which)
	$(Q)tools/install-packages $(DEBIAN_BUILD)

setup-check: ## and those that the tests need
	$(Q)tools/install-packages $(DEBIAN_BUILD) $(DEBIAN_CHECK) $(shell command -v npm >/dev/null || echo npm)

# A finding is a result, not a failure of make: 0 healthy, 1 findings, 3 could not look.
run: setup ## diagnose this host: text here, build/report.json and build/report.html beside it
	$(Q)$(MAKE) --no-print-directory all
	$(Q)status=0; $(BUILD)/netdoctor run --json build/report.json --html build/report.html || status=$$?; \
	echo "netdoctor ended with exit code $$status; the report is in build/report.json and build/report.html"; \
	case $$status in 0|1|3) ;; *) exit $$status;; esac

clean: ## remove build/
	rm -rf build

include tests/tests.mk tools/install.mk
-include $(wildcard tests/coverage.mk tests/*/*.mk)
-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
