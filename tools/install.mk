# What is installed, and the package of it. DESTDIR and PREFIX as usual.

PREFIX ?= /usr/local
DESTDIR ?=
VERSION := $(shell sed -n 's/.*NETDOCTOR_VERSION "\(.*\)".*/\1/p' engine/version.h)
DEB = $(BUILD)/netdoctor_$(VERSION)_$(shell dpkg --print-architecture).deb
SHARE = $(DESTDIR)$(PREFIX)/share

.PHONY: man install uninstall deb check-install

man: $(BUILD)/netdoctor.8 $(BUILD)/netdoctor.bash ## manual page and shell completion, in build/

$(BUILD)/describe: tools/describe.c $(BUILD)/libnetdoctor.a
	$(Q)$(CC) $(ALL_CFLAGS) -MF $@.d $(LDFLAGS) -o $@ $< $(BUILD)/libnetdoctor.a $(LDLIBS)

$(BUILD)/netdoctor.8: $(BUILD)/describe
	$(Q)$< man > $@

$(BUILD)/netdoctor.bash: $(BUILD)/describe
	$(Q)$< bash > $@

install: $(BUILD)/netdoctor man ## program, manual page, completion, schemas, documents (DESTDIR, PREFIX)
	install -D -m 755 $(BUILD)/netdoctor $(DESTDIR)$(PREFIX)/bin/netdoctor
	install -D -m 644 $(BUILD)/netdoctor.8 $(SHARE)/man/man8/netdoctor.8
	gzip -9nf $(SHARE)/man/man8/netdoctor.8
	install -D -m 644 $(BUILD)/netdoctor.bash $(SHARE)/bash-completion/completions/netdoctor
	install -D -m 644 -t $(SHARE)/netdoctor reports/report.schema.json reports/evidence.schema.json
	install -D -m 644 -t $(SHARE)/doc/netdoctor README.md LICENSE $(wildcard docs/*.md)
	install -D -m 644 -t $(SHARE)/doc/netdoctor/ci $(wildcard docs/ci/*)
	install -D -m 644 LICENSE $(SHARE)/doc/netdoctor/copyright

uninstall: ## what `make install` has put there
	rm -rf $(DESTDIR)$(PREFIX)/bin/netdoctor $(SHARE)/man/man8/netdoctor.8.gz \
		$(SHARE)/bash-completion/completions/netdoctor $(SHARE)/netdoctor $(SHARE)/doc/netdoctor

deb: $(BUILD)/netdoctor ## a Debian package of it, in build/
	$(Q)rm -rf $(BUILD)/deb
	$(Q)$(MAKE) --no-print-directory install DESTDIR=$(abspath $(BUILD)/deb) PREFIX=/usr >/dev/null
	$(Q)tools/make-deb $(BUILD)/deb $(VERSION) $(DEB)
	$(call say,DEB,$(DEB))

check-install: deb ## the package installs, runs, documents itself and goes without a trace
	$(Q)tests/install/check $(DEB)
