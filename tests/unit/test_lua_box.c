// SPDX-License-Identifier: BSD-2-Clause
/* Attacks on the box: each limit trips, by itself and with its own sentence. */
#include "unit.h"

#include <lauxlib.h>

#include "lua_box.h"

/* Runs one file's text; the error's sentence, or "" when it ran. */
static const char *run(const char *text)
{
	static struct error err;
	struct lua_box *box;

	err.text[0] = 0;
	assert_int_equal(lua_box_open(&box, &err), 0);
	lua_box_push_environment(box);
	if (lua_box_run(box, "test.lua", text, strlen(text), &err) == 0)
		assert_int_equal(lua_gettop(lua_box_state(box)), 1);
	else
		assert_int_equal(lua_gettop(lua_box_state(box)), 0);
	lua_box_free(box);
	return err.text;
}

static void says(const char *text, const char *sentence)
{
	const char *said = run(text);

	if (!strstr(said, sentence))
		fail_msg("%.200s: says '%.200s', not '%s'", text, said, sentence);
}

static void ordinary_code_runs(void **state)
{
	(void)state;
	assert_string_equal(run("local t = {3, 1, 2} table.sort(t) return t[1]"), "");
	assert_string_equal(run("return ('%d of %s'):format(3, 'x'):upper()"), "");
	assert_string_equal(run("local s = 0 for k, v in pairs{a = 1, b = 2} do s = s + v end "
				"assert(s == 3) return {}"),
			    "");
	assert_string_equal(run("assert(string.contains('abc', 'b')) return 1"), "");
}

static void endless_loops_end(void **state)
{
	(void)state;
	says("while true do end", "more than 200000 instructions");
	says("local t = {} for i = 1, 1e9 do table.insert(t, 1, i) end", "instructions");
	says("local function f() return f() end f()", "instructions");
	says("local t = {} for i = 1, 9000 do t[i] = i % 7 end while true do table.sort(t) end",
	     "instructions");
}

static void memory_is_limited(void **state)
{
	(void)state;
	says("local t = {} for i = 1, 1e9 do t[i] = {} end", "KiB of memory");
	says("local s = 'x' while true do s = s .. s end", "KiB");
	says("local s = ('x'):upper() for i = 1, 18 do s = s .. s end "
	     "for i = 1, 90 do local t = s .. i end",
	     "KiB in one call");
	says("local function f() return 1 + f() end f()", "KiB of memory");
	says("local t = {} for i = 1, 1e9 do t = { t } end", "KiB of memory");
	says("local s = ('%99s'):format('x') while true do s = ('%s%s'):format(s, s) end", "KiB");
	says("local t = {} for i = 1, 2000 do t[i] = ('%90d'):format(i) end "
	     "for i = 1, 500 do local s = table.concat(t) end",
	     "KiB in one call");
	says("local t = {} t[1 << 40] = 1 for i = 1, 1e9 do t[1 << i % 60] = {} t[i] = i end",
	     "KiB");
}

/* What the compiler itself could be made to spend. */
static void deep_text_is_refused(void **state)
{
	char *text = malloc(400000);
	size_t used = (size_t)sprintf(text, "return ");

	(void)state;
	for (int i = 0; i < 100000; i++)
		used += (size_t)sprintf(text + used, "{{");
	says(text, "overflow");
	memset(text, '(', 300000);
	text[300000] = 0;
	says(text, "overflow");
	strcpy(text, "return ");
	used = 7;
	for (int i = 0; i < 300; i++)
		used += (size_t)sprintf(text + used, "function() return ");
	says(text, "overflow");
	strcpy(text, "local a = 1 ");
	used = 12;
	for (int i = 0; i < 300; i++)
		used += (size_t)sprintf(text + used, "local a%d = 1 ", i);
	says(text, "too many local variables");
	free(text);
}

/* Methods of texts are found through a metatable: nobody gets at it, or puts one elsewhere. */
static void no_metatable_is_in_reach(void **state)
{
	(void)state;
	says("return ('x').__index.format", "a nil value (field '__index')");
	says("local t = {} t.__gc = function() while true do end end return t.x.y", "a nil value");
	says("local t = { __index = function() return 1 end } return t.anything + 1",
	     "arithmetic on a nil value");
	says("string.format = nil return ('%d'):format({})", "can be formatted");
	says("local s <close> = {} return 1", "non-closable value");
	says("goto nowhere", "no visible label");
}

static void library_calls_are_charged(void **state)
{
	(void)state;
	says("local t = {} for i = 1, 8000 do t[i] = i end for i = 1, 1e9 do table.remove(t, 1) "
	     "table.insert(t, 1, i) end",
	     "instructions");
	says("local t = {} for i = 1, 5000 do t[i] = i end while true do table.concat(t) end",
	     "KiB in one call");
	says("local t = {} for i = 1, 900 do t['k' .. i] = i end while true do for k in pairs(t) "
	     "do "
	     "end end",
	     "instructions");
	says("table.sort({ 3, 1, 2, 5, 4 }, function() return true end) return {}",
	     "invalid order function");
	says("table.sort({ 3, 1, 2 }, function() while true do end end)", "instructions");
	says("local s = ('x'):upper() for i = 1, 16 do s = s .. s end while true do s:lower() end",
	     "K");
	says("return table.unpack({}, 1, 1e7)", "too many results");
	says("return select('#', table.unpack({}, 1, 1e6))", "too many results");
	says("\x1bLuaT\0\x19\x93\r\n\x1a\n", "binary chunk");
}

static void nothing_out_of_reach(void **state)
{
	static const char *const names[] = {
		"io",     "os",       "package",      "debug",          "coroutine", "load",
		"pcall",  "xpcall",   "setmetatable", "getmetatable",   "require",   "dofile",
		"rawset", "rawget",   "print",        "collectgarbage", "_G",        "loadstring",
		"next",   "loadfile", "utf8",
	};
	char text[64];

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(text, sizeof(text), "return %s", names[i]);
		says(text, "no local and no word");
	}
	says("return ('x'):rep(3)", "a nil value (method 'rep')");
	says("return ('x'):find('x')", "a nil value (method 'find')");
	says("return ('x'):gsub('x', 'y')", "a nil value (method 'gsub')");
	says("return string.dump(function() end)", "a nil value (field 'dump')");
	says("return math.random()", "a nil value (field 'random')");
	says("x = 1", "written as a global");
	says("\x1bLua", "attempt to load a binary chunk");
}

static void addresses_do_not_show(void **state)
{
	(void)state;
	says("return tostring({})", "have a text");
	says("return ('%s'):format({})", "can be formatted");
	says("return ('%p'):format('x')", "%p is not allowed");
	says("return ('%-10p'):format('x')", "%p is not allowed");
	assert_string_equal(run("return ('%%p'):format()"), "");
}

/* A file may spoil its own copy of a library, not that of the next file. */
static void files_do_not_meet(void **state)
{
	struct lua_box *box;
	struct error err = { "" };
	const char *spoil = "string.format = nil table.sort = nil return {}";
	const char *use = "table.sort({}) return string.format('%d', 1)";

	(void)state;
	assert_int_equal(lua_box_open(&box, &err), 0);
	lua_box_push_environment(box);
	assert_int_equal(lua_box_run(box, "spoil.lua", spoil, strlen(spoil), &err), 0);
	lua_box_push_environment(box);
	if (lua_box_run(box, "use.lua", use, strlen(use), &err) < 0)
		fail_msg("%s", err.text);
	lua_box_free(box);
}

static void a_limit_is_for_one_call(void **state)
{
	struct lua_box *box;
	struct error err = { "" };
	const char *bad = "while true do end", *good = "return 1";
	const char *wrong = "return nil + 1";

	(void)state;
	assert_int_equal(lua_box_open(&box, &err), 0);
	lua_box_push_environment(box);
	assert_int_equal(lua_box_run(box, "bad.lua", bad, strlen(bad), &err), -1);
	lua_box_push_environment(box);
	assert_int_equal(lua_box_run(box, "good.lua", good, strlen(good), &err), 0);
	lua_box_push_environment(box);
	assert_int_equal(lua_box_run(box, "wrong.lua", wrong, strlen(wrong), &err), -1);
	assert_non_null(strstr(err.text, "wrong.lua:1: attempt to perform arithmetic"));
	assert_non_null(strstr(err.text, "stack traceback"));
	lua_box_free(box);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ordinary_code_runs),
		cmocka_unit_test(endless_loops_end),
		cmocka_unit_test(memory_is_limited),
		cmocka_unit_test(nothing_out_of_reach),
		cmocka_unit_test(addresses_do_not_show),
		cmocka_unit_test(files_do_not_meet),
		cmocka_unit_test(a_limit_is_for_one_call),
		cmocka_unit_test(deep_text_is_refused),
		cmocka_unit_test(no_metatable_is_in_reach),
		cmocka_unit_test(library_calls_are_charged),
	};

	return cmocka_run_group_tests_name("lua box", tests, NULL, NULL);
}
