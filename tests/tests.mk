# The tests that need no VM. `make check` runs all of them and then the lab (tests/lab/lab.mk).

UNIT := $(patsubst tests/unit/%.c,$(BUILD)/unit/%,$(sort $(wildcard tests/unit/test_*.c)))

.PHONY: check-unit
check-unit: $(UNIT) ## unit tests (cmocka)
	$(Q)for test in $(UNIT); do $$test || exit 1; done

$(BUILD)/unit/%: tests/unit/%.c $(BUILD)/libnetdoctor.a
	$(Q)mkdir -p $(@D) && $(CC) $(ALL_CFLAGS) -MF $@.d -iquote tests/unit $(LDFLAGS) -o $@ $< $(BUILD)/libnetdoctor.a -lcmocka $(LDLIBS)

.PHONY: check-rules
check-rules: $(BUILD)/rules_test ## data cases and properties of every rule
	$(Q)$(BUILD)/rules_test

$(BUILD)/rules_test: tests/rules/rules_test.c $(BUILD)/libnetdoctor.a
	$(Q)$(CC) $(ALL_CFLAGS) -MF $@.d $(LDFLAGS) -o $@ $< $(BUILD)/libnetdoctor.a $(LDLIBS)
