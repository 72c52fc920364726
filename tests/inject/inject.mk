# Failure injection: what netdoctor does when the C library says no.

.PHONY: check-inject

$(BUILD)/inject/fail.so: tests/inject/fail.c
	$(Q)mkdir -p $(@D) && $(CC) -std=gnu11 -D_GNU_SOURCE $(WARNINGS) -O2 -fno-builtin -fPIC -shared -o $@ $< -ldl

check-inject: $(BUILD)/netdoctor $(BUILD)/inject/fail.so ## every call of the load and write paths fails once
	$(Q)tests/inject/check $^
