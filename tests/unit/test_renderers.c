// SPDX-License-Identifier: BSD-2-Clause
/* What holds for every renderer, whatever a report says: hostile text stays text, no shape of a
 * report breaks a view, and equal reports are equal bytes. */
#include "unit.h"

#include <unistr.h>

#include "clean.h"
#include "cleanup.h"
#include "json.h"
#include "memory.h"
#include "renderer.h"

#define REPORT "tests/golden/reports/abnormal.json"
#define HOSTILE \
	"</script><script>x()</script><img src=q onerror='x()'>\"&\x1b[2J\u202e\u2066{{data}}"

extern const struct renderer *const all_renderers[];
extern const size_t all_renderers_count;

static cJSON *load(void)
{
	char *bytes = NULL;
	size_t length, got;
	char chunk[4096];
	struct error err = { "" };
	FILE *in = fopen(REPORT, "r"), *out = open_memstream(&bytes, &length);
	cJSON *report = NULL;

	assert_non_null(in);
	while ((got = fread(chunk, 1, sizeof(chunk), in)) > 0)
		fwrite(chunk, 1, got, out);
	fclose(in);
	fclose(out);
	assert_int_equal(json_parse(bytes, length, &report, &err), 0);
	free(bytes);
	return report;
}

static char *view(const struct renderer *renderer, const cJSON *report, struct render_style style)
{
	struct error err = { "" };
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (renderer->render(report, &style, out, &err) < 0)
		fail_msg("%s: %s", renderer->name, err.text);
	fclose(out);
	return text;
}

static const struct renderer *named(const char *name)
{
	for (size_t i = 0; i < all_renderers_count; i++)
		if (!strcmp(all_renderers[i]->name, name))
			return all_renderers[i];
	fail_msg("no renderer is called %s", name);
	return NULL;
}

/* Puts the hostile text into every string of the tree, behind what was there or alone. */
static void poison(cJSON *node, bool alone)
{
	for (; node; node = node->next) {
		poison(node->child, alone);
		if (cJSON_IsString(node)) {
			cleanup_free char *text = NULL;

			assert_true(asprintf(&text, "%s%s", alone ? "" : node->valuestring,
					     HOSTILE) > 0);
			cJSON_SetValuestring(node, text);
		}
	}
}

/* Puts the hostile text where a number or a truth belongs. */
static void poison_numbers(cJSON *node)
{
	for (; node; node = node->next) {
		poison_numbers(node->child);
		if (!cJSON_IsNumber(node) && !cJSON_IsBool(node))
			continue;
		node->type = cJSON_String | (node->type & cJSON_StringIsConst);
		node->valuestring = must_strdup(HOSTILE);
	}
}

static void tame(const char *text, const char *renderer)
{
	const uint8_t *at = (const uint8_t *)text;
	ucs4_t character;
	int length;

	for (; *at; at += length) {
		length = u8_mbtoucr(&character, at, strlen((const char *)at));
		if (length < 1)
			fail_msg("%s: bytes that are no UTF-8", renderer);
		if (*at != '\n' && *at != '\t' && !clean_character(character))
			fail_msg("%s: U+%04X: %.60s", renderer, character, (const char *)at);
	}
}

static void hostile_text_stays_text(void **state)
{
	static const struct render_style styles[] = { { .columns = 80, .verbose = true },
						      { .columns = 40, .chinese = true } };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(styles) * all_renderers_count; i++) {
		const struct renderer *renderer = all_renderers[i / ARRAY_SIZE(styles)];
		cleanup_json cJSON *report = load();
		cleanup_free char *text = NULL;

		poison(report->child, i % 2);
		text = view(renderer, report, styles[i % ARRAY_SIZE(styles)]);
		tame(text, renderer->name);
	}
}

static int count(const char *text, const char *part)
{
	int found = 0;

	while ((text = strstr(text, part))) {
		found++;
		text++;
	}
	return found;
}

static void the_page_has_only_its_own_markup(void **state)
{
	static const char *const marks[] = { "<script", "</script", "<img", "<style" };
	struct render_style style = { .columns = 80 };
	cleanup_json cJSON *clean = load(), *poisoned = load();
	cleanup_free char *page = NULL, *bad = NULL;

	(void)state;
	poison(poisoned->child, false);
	page = view(named("html"), clean, style);
	bad = view(named("html"), poisoned, style);
	assert_int_equal(count(page, "<script"), 2);
	assert_non_null(strstr(bad, "&lt;img src=q onerror=&#39;x()&#39;&gt;"));
	for (size_t i = 0; i < ARRAY_SIZE(marks); i++)
		assert_int_equal(count(bad, marks[i]), count(page, marks[i]));
}

/* Replaces the node number `*left` of the tree (counted in order) by something of another type. */
static bool damage(cJSON *parent, int *left, int kind)
{
	for (cJSON *node = parent->child; node; node = node->next) {
		if (!(*left)--) {
			cJSON *other = !kind       ? cJSON_CreateNull()
				       : kind == 1 ? cJSON_CreateNumber(-1e300)
				       : kind == 2 ? cJSON_CreateString("")
				       : kind == 3 ? cJSON_CreateObject()
						   : cJSON_CreateArray();

			if (cJSON_IsObject(parent))
				other->string = must_strdup(node->string);
			cJSON_ReplaceItemViaPointer(parent, node, other);
			return true;
		}
		if (damage(node, left, kind))
			return true;
	}
	return false;
}

static void no_shape_breaks_a_view(void **state)
{
	struct render_style style = { .columns = 80, .colour = true, .verbose = true };
	cleanup_json cJSON *whole = load();
	int damaged = 0;

	(void)state;
	for (int number = 0;; number += 4) {
		cleanup_json cJSON *report = cJSON_Duplicate(whole, true);
		int left = number;

		if (!damage(report, &left, number % 5))
			break;
		damaged++;
		for (size_t i = 0; i < all_renderers_count; i++)
			free(view(all_renderers[i], report, style));
	}
	assert_true(damaged > 400);
}

static void equal_reports_are_equal_bytes(void **state)
{
	struct render_style style = { .columns = 80 };
	cleanup_json cJSON *one = load(), *other = load();

	(void)state;
	for (size_t i = 0; i < all_renderers_count; i++) {
		cleanup_free char *a = view(all_renderers[i], one, style);
		cleanup_free char *b = view(all_renderers[i], other, style);

		assert_string_equal(a, b);
	}
}

static void hostile_text_for_a_number_stays_text(void **state)
{
	static const char *const marks[] = { "<script", "</script", "<img", "<style" };
	struct render_style style = { .columns = 80, .verbose = true };
	cleanup_json cJSON *clean = load(), *poisoned = load();

	(void)state;
	poison_numbers(poisoned->child);
	for (size_t i = 0; i < all_renderers_count; i++) {
		cleanup_free char *good = view(all_renderers[i], clean, style);
		cleanup_free char *bad = view(all_renderers[i], poisoned, style);
		const char *name = all_renderers[i]->name;
		bool markup = !strcmp(name, "html") || !strcmp(name, "junit");

		tame(bad, name);
		for (size_t k = 0; markup && k < ARRAY_SIZE(marks); k++)
			assert_int_equal(count(bad, marks[k]), count(good, marks[k]));
	}
}

static void json_says_the_same(void **state)
{
	struct render_style style = { .columns = 80 };
	cleanup_json cJSON *report = load(), *again = NULL;
	cleanup_free char *text = NULL;
	struct error err = { "" };

	(void)state;
	poison(report->child, false);
	text = view(named("json"), report, style);
	assert_int_equal(json_parse(text, strlen(text), &again, &err), 0);
	assert_true(cJSON_Compare(report, again, true));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hostile_text_stays_text),
		cmocka_unit_test(the_page_has_only_its_own_markup),
		cmocka_unit_test(no_shape_breaks_a_view),
		cmocka_unit_test(equal_reports_are_equal_bytes),
		cmocka_unit_test(hostile_text_for_a_number_stays_text),
		cmocka_unit_test(json_says_the_same),
	};

	return cmocka_run_group_tests_name("renderers", tests, NULL, NULL);
}
