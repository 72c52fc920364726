// SPDX-License-Identifier: BSD-2-Clause
#include "unit.h"

#include "cleanup.h"
#include "symbols.h"

/* Core symbols in the order of their addresses, then a module's, then one that was generated. */
static const char list[] = "ffffffff81000000 T _stext\n"
			   "ffffffff81000100 t first.isra.0\n"
			   "ffffffff81000180 D data_between\n"
			   "ffffffff81000200 W second\n"
			   "ffffffff81000300 t second.cold\n"
			   "ffffffffc0001000 t in_module.constprop.0.part.1\t[nf_tables]\n"
			   "ffffffffc0000000 t before_it\t[nf_tables]\n"
			   "0000000000000000 A hidden\n"
			   "nonsense\n";

static void resolve(struct symbols *symbols, const char *text)
{
	cleanup_file FILE *file = fmemopen((void *)text, strlen(text), "r");

	assert_non_null(file);
	symbols_resolve_from(symbols, file);
}

static void expect(const struct symbols *symbols, uint64_t address, const char *function,
		   const char *frame)
{
	char buffer[SYMBOL_MAX];

	assert_string_equal(symbols_function(symbols, address, buffer), function);
	assert_string_equal(symbols_frame(symbols, address, buffer), frame);
}

static void names_and_offsets(void **state)
{
	struct symbols *symbols = symbols_new();

	(void)state;
	symbols_want(symbols, 0xffffffff81000210);
	symbols_want(symbols, 0xffffffff81000190);
	symbols_want(symbols, 0xffffffff81000100);
	symbols_want(symbols, 0xffffffff81000108);
	symbols_want(symbols, 0xffffffff81000305);
	symbols_want(symbols, 0xffffffffc0001020);
	resolve(symbols, list);
	expect(symbols, 0xffffffff81000100, "first", "first.isra.0+0");
	expect(symbols, 0xffffffff81000108, "first", "first.isra.0+8");
	expect(symbols, 0xffffffff81000190, "first", "first.isra.0+144");
	expect(symbols, 0xffffffff81000210, "second", "second+16");
	expect(symbols, 0xffffffff81000305, "second", "second.cold+5");
	expect(symbols, 0xffffffffc0001020, "in_module", "in_module.constprop.0.part.1+32");
	symbols_free(symbols);
}

static void asked_later(void **state)
{
	struct symbols *symbols = symbols_new();

	(void)state;
	symbols_want(symbols, 0xffffffff81000210);
	resolve(symbols, list);
	symbols_want(symbols, 0xffffffff81000220);
	symbols_want(symbols, 0xffffffff81000104);
	resolve(symbols, list);
	expect(symbols, 0xffffffff81000210, "second", "second+16");
	expect(symbols, 0xffffffff81000220, "second", "second+32");
	expect(symbols, 0xffffffff81000104, "first", "first.isra.0+4");
	symbols_free(symbols);
}

/* The kernel's own functions are named without another reading, those of modules are not. */
static void kept_after_one_reading(void **state)
{
	struct symbols *symbols = symbols_new();

	(void)state;
	symbols_want(symbols, 0xffffffffc0001020);
	resolve(symbols, list);
	symbols_want(symbols, 0xffffffff81000000);
	symbols_want(symbols, 0xffffffff810000ff);
	symbols_want(symbols, 0xffffffff81000220);
	symbols_want(symbols, 0xffffffff80ffffff);
	symbols_want(symbols, 0xffffffff81000300);
	symbols_want(symbols, 0xffffffffc0001030);
	expect(symbols, 0xffffffff81000000, "_stext", "_stext+0");
	expect(symbols, 0xffffffff810000ff, "_stext", "_stext+255");
	expect(symbols, 0xffffffff81000220, "second", "second+32");
	expect(symbols, 0xffffffff80ffffff, "unknown", "unknown");
	/* Where the last one ends is not told. */
	expect(symbols, 0xffffffff81000300, "unknown", "unknown");
	expect(symbols, 0xffffffffc0001030, "unknown", "unknown");
	symbols_free(symbols);
}

static void unknown(void **state)
{
	struct symbols *symbols = symbols_new();

	(void)state;
	expect(symbols, 0xffffffff81000210, "unknown", "unknown");
	symbols_want(symbols, 0x1000);
	symbols_want(symbols, 0xffffffff81000210);
	resolve(symbols, "0000000000000000 T _stext\n");
	expect(symbols, 0x1000, "unknown", "unknown");
	expect(symbols, 0xffffffff81000210, "unknown", "unknown");
	symbols_free(symbols);
}

static void long_name_is_cut(void **state)
{
	struct symbols *symbols = symbols_new();
	char text[1024], buffer[SYMBOL_MAX];

	(void)state;
	snprintf(text, sizeof(text), "ffffffff81000000 t %0600d\n", 7);
	symbols_want(symbols, 0xffffffff81000001);
	resolve(symbols, text);
	assert_int_equal(strlen(symbols_function(symbols, 0xffffffff81000001, buffer)),
			 SYMBOL_MAX - 1);
	assert_true(strstr(symbols_frame(symbols, 0xffffffff81000001, buffer), "+1"));
	symbols_free(symbols);
}

static bool hides(const char *text)
{
	FILE *file = fmemopen((void *)text, strlen(text), "r");
	bool hidden = symbols_hidden_in(file);

	fclose(file);
	return hidden;
}

/* Zeros may be data of the CPUs; a function at 0 is one that is hidden. */
static void hidden_list(void **state)
{
	(void)state;
	assert_false(hides("0000000000000000 A fixed_percpu_data\nffffffff81000000 T _stext\n"));
	assert_true(hides("0000000000000000 A fixed_percpu_data\n0000000000000000 T _stext\n"));
	assert_true(hides("0000000000000000 D x\n"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_and_offsets), cmocka_unit_test(asked_later),
		cmocka_unit_test(unknown),           cmocka_unit_test(kept_after_one_reading),
		cmocka_unit_test(long_name_is_cut),  cmocka_unit_test(hidden_list),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
