# One file with rules and page inside, which runs where there is nothing else: `make static`.

STATIC_LDLIBS = $(shell pkg-config --static --libs $(PACKAGES)) -lunistring -lz -lm

.PHONY: static check-static check-static-vm

static: $(BUILD)/static/netdoctor ## one file that needs no library: build/static/netdoctor

$(BUILD)/static/libcjson.a: tools/static-library
	$(call say,SOURCE,cjson)
	$(Q)mkdir -p $(@D) && tools/install-packages dpkg-dev && tools/static-library libcjson-dev $@ cJSON.c

# The linker would warn of name look-ups in libnl, which nothing here calls.
$(BUILD)/static/netdoctor: $(BUILD)/obj/engine/main.o $(BUILD)/libnetdoctor.a $(BUILD)/static/libcjson.a
	$(call say,LINK,$@)
	$(Q)$(CC) -static -s -Wl,--gc-sections -Wl,--no-warnings -L $(@D) -o $@ $(filter-out %/libcjson.a,$^) \
		$(STATIC_LDLIBS)

$(BUILD)/static/init: tests/bare/init.c
	$(Q)mkdir -p $(@D) && $(CC) -std=gnu11 -D_GNU_SOURCE $(WARNINGS) -O2 -static -s -o $@ $<

check-static: $(BUILD)/static/netdoctor $(BUILD)/netdoctor ## it runs alone in an empty folder, and says the same
	$(Q)tests/bare/chroot $^

check-static-vm: $(BUILD)/static/netdoctor $(BUILD)/static/init ## and as all there is in a VM
	$(Q)tests/bare/vm $^
