// SPDX-License-Identifier: BSD-2-Clause
#include "text.h"

#include <string.h>

#include "cleanup.h"
#include "json.h"
#include "memory.h"
#include "value.h"

static const char *const states[] = { "ok", "attention", "abnormal", "unknown" };

static void put_boxes(struct text_page *page, const cJSON *boxes)
{
	const cJSON *box;

	cJSON_ArrayForEach (box, boxes) {
		const char *state = phrase_name(box, "state");

		text_to(page, TEXT_INDENT);
		text_put_phrase(page, text_tone_of(state), TEXT_INDENT,
				phrase_word("state", state));
		text_to(page, TEXT_BODY);
		text_say(page, TONE_PLAIN, TEXT_BODY, "%s ", phrase_name(box, "section"));
		text_put_phrase(page, TONE_PLAIN, TEXT_BODY, phrase_of(box, "title"));
		text_end(page);
		text_to(page, TEXT_BODY);
		text_put_phrase(page, TONE_DIM, TEXT_BODY, phrase_of(box, "because"));
		text_end(page);
	}
}

static void put_checklist(struct text_page *page, const cJSON *boxes)
{
	struct text_draft draft;
	const cJSON *box;

	if (!cJSON_GetArraySize(boxes))
		return;
	text_label(page, PHRASE("Checklist", "检查单"));
	text_draft(&draft);
	for (size_t i = 0; i < ARRAY_SIZE(states); i++) {
		int count = 0;

		cJSON_ArrayForEach (box, boxes)
			count += !strcmp(phrase_name(box, "state"), states[i]);
		if (!count)
			continue;
		text_draft_comma(&draft, page->chinese);
		fprintf(draft.out, "%d %s", count,
			phrase_in(phrase_word("state", states[i]), page->chinese));
	}
	text_put_draft(page, TONE_PLAIN, TEXT_BODY, &draft);
	text_end(page);
	if (page->verbose)
		put_boxes(page, boxes);
}

static void put_layers(struct text_page *page, const cJSON *report)
{
	const cJSON *layers = json_get(report, "layers"), *layer;
	struct text_draft draft;

	if (!cJSON_GetArraySize(layers))
		return;
	text_label(page, PHRASE("Lost in", "丢失于"));
	text_draft(&draft);
	cJSON_ArrayForEach (layer, layers) {
		text_draft_comma(&draft, page->chinese);
		fprintf(draft.out, "%s ", phrase_in(phrase_of(layer, "title"), page->chinese));
		value_print_number(draft.out, (double)json_count(layer, "packets", 0));
		if (page->verbose)
			fprintf(draft.out, " (%s)",
				phrase_in(phrase_of(layer, "because"), page->chinese));
	}
	text_put_draft(page, TONE_PLAIN, TEXT_BODY, &draft);
	text_end(page);
}

static void put_noise(struct text_page *page, const cJSON *report)
{
	const cJSON *noise = json_get(report, "noise"), *entry;
	double hidden = 0, unplaced = (double)json_count(report, "unplaced", 0);
	struct text_draft draft;

	cJSON_ArrayForEach (entry, noise)
		hidden += (double)json_count(entry, "packets", 0);
	if (hidden == 0 && unplaced == 0)
		return;
	text_label(page, PHRASE("Hidden", "已隐藏"));
	text_draft(&draft);
	value_print_number(draft.out, hidden);
	fputs(page->chinese ? " 个良性数据包" : " benign packets", draft.out);
	cJSON_ArrayForEach (entry, noise) {
		fputs(entry != noise->child ? ", " : page->chinese ? "：" : ": ", draft.out);
		fprintf(draft.out, "%s ", phrase_name(entry, "name"));
		value_print_number(draft.out, (double)json_count(entry, "packets", 0));
	}
	if (unplaced > 0) {
		fputs(page->chinese ? "；无法归位 " : "; not placed: ", draft.out);
		value_print_number(draft.out, unplaced);
	}
	text_put_draft(page, TONE_PLAIN, TEXT_BODY, &draft);
	text_end(page);
}

typedef void (*printer)(FILE *out, double number);

/* One part of the cost line; a cost that was not measured is left out. */
static void add_cost(const struct text_page *page, struct text_draft *draft, const cJSON *number,
		     printer print, struct phrase what)
{
	if (!cJSON_IsNumber(number))
		return;
	text_draft_comma(draft, page->chinese);
	print(draft->out, number->valuedouble);
	fprintf(draft->out, " %s", phrase_in(what, page->chinese));
}

static void put_cost(struct text_page *page, const cJSON *report)
{
	const cJSON *cost = json_get(report, "cost"), *run = json_get(report, "run");
	struct text_draft draft;

	text_label(page, PHRASE("Own cost", "自身开销"));
	text_draft(&draft);
	add_cost(page, &draft, json_get(cost, "cpu_share"), value_print_percent,
		 PHRASE("CPU", "CPU"));
	add_cost(page, &draft, json_get(cost, "rss_kib"), value_print_kib,
		 PHRASE("memory", "内存"));
	add_cost(page, &draft, json_get(cost, "maps_kib"), value_print_kib,
		 PHRASE("BPF maps", "BPF 映射"));
	add_cost(page, &draft, json_get(run, "attach_ms"), value_print_seconds,
		 PHRASE("to attach", "附加耗时"));
	if (ftell(draft.out) == 0)
		fputs(page->chinese ? "未测量" : "not measured", draft.out);
	text_put_draft(page, TONE_PLAIN, TEXT_BODY, &draft);
	if (json_true(cost, "backed_off"))
		text_put_phrase(
			page, TONE_ATTENTION, TEXT_BODY,
			PHRASE("; sampled less or took probes off to stay below --max-overhead",
			       "；为不超过 --max-overhead 已减少采样或撤下探针"));
	if (json_true(cost, "unguarded"))
		text_put_phrase(page, TONE_ATTENTION, TEXT_BODY,
				PHRASE("; what the BPF programs took is not known, so nothing "
				       "held --max-overhead (it needs CAP_SYS_ADMIN)",
				       "；BPF 程序的开销未知，因此 --max-overhead 未起作用（需要 "
				       "CAP_SYS_ADMIN）"));
	text_end(page);
}

static void put_probes(struct text_page *page, const cJSON *probes)
{
	const cJSON *probe;

	text_heading(page, PHRASE("Probes", "探针"), cJSON_GetArraySize(probes));
	cJSON_ArrayForEach (probe, probes) {
		const cJSON *hooks = json_get(probe, "hooks");

		text_to(page, TEXT_INDENT);
		text_put(page, TONE_PLAIN, TEXT_INDENT, phrase_name(probe, "name"));
		text_to(page, 24);
		text_put_phrase(page, TONE_DIM, 24,
				phrase_word("probe", phrase_name(probe, "state")));
		text_to(page, 37);
		text_say(page, TONE_DIM, 37,
			 page->chinese ? "挂钩 %.0f/%.0f，事件 %llu，丢失 %llu"
				       : "hooks %.0f of %.0f, events %llu, lost %llu",
			 json_real(hooks, "attached", 0), json_real(hooks, "wanted", 0),
			 (unsigned long long)json_count(probe, "events", 0),
			 (unsigned long long)json_count(probe, "lost", 0));
		text_end(page);
	}
}

void text_footer(struct text_page *page, const cJSON *report)
{
	if (page->verbose)
		put_probes(page, json_get(report, "probes"));
	text_gap(page);
	put_checklist(page, json_get(report, "checklist"));
	put_layers(page, report);
	put_noise(page, report);
	put_cost(page, report);
}
