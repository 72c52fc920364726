// SPDX-License-Identifier: BSD-2-Clause
#include "view_print.h"

#include <inttypes.h>
#include <string.h>

#include "chinese.h"
#include "clean.h"
#include "cleanup.h"
#include "json.h"
#include "memory.h"
#include "view_histogram.h"

#define LINE 78
#define INDENT 2

/* The caller frees. */
static char *cell_print(const struct cell *cell)
{
	char *text = NULL;

	switch (cell->type) {
	case CELL_NONE:
		return must_strdup("");
	case CELL_TEXT:
		return clean_text(cell->text);
	case CELL_BOOL:
		return must_strdup(cell->truth ? "yes" : "no");
	case CELL_COUNT:
		if (asprintf(&text, "%" PRIu64, cell->count) < 0)
			text = NULL;
		break;
	case CELL_REAL:
		if (asprintf(&text, "%.4g", cell->real) < 0)
			text = NULL;
		break;
	}
	return must_have(text);
}

/* What stands below its row, on lines of its own. */
static bool is_below(const struct column *column)
{
	return !strcmp(column->name, "stack") || !strcmp(column->name, "histogram");
}

static double per_second(const struct view_printing *how, const struct cell *cell)
{
	return how->span_ms ? (double)cell_as_count(cell) * 1000 / (double)how->span_ms : 0;
}

/* Characters that a column takes, its heading included. */
static size_t width_of(const struct view_printing *how, const struct table *rows, size_t column)
{
	size_t width = strlen(rows->columns[column].name);

	for (size_t row = 0; row < rows->rows && row < how->top; row++) {
		cleanup_free char *text = cell_print(&table_row(rows, row)[column]);

		if (strlen(text) > width)
			width = strlen(text);
	}
	return width;
}

struct layout {
	size_t widths[TABLE_MAX_COLUMNS];
	bool shown[TABLE_MAX_COLUMNS];
	int ranked; /* the column that ranks, or -1 */
	size_t last;
	size_t left_out;
};

static void lay_out(const struct view_printing *how, const struct view_panel *panel,
		    const struct table *rows, struct layout *ret_layout)
{
	struct layout layout = { .ranked = panel->count ? table_column(rows, panel->count) : -1 };
	size_t used = INDENT + (layout.ranked >= 0 ? 20 : 0);

	for (size_t i = 0; i < rows->width; i++) {
		layout.widths[i] = width_of(how, rows, i);
		if ((int)i == layout.ranked || is_below(&rows->columns[i]))
			continue;
		used += 2 + layout.widths[i];
		layout.shown[i] = !how->columns || used <= (size_t)how->columns;
		if (layout.shown[i]) {
			layout.last = i;
			continue;
		}
		used -= 2 + layout.widths[i];
		layout.left_out++;
	}
	*ret_layout = layout;
}

/* The counter that ranks and its rate come first, for they are what is looked for. */
static void print_line(const struct view_printing *how, const struct table *rows,
		       const struct layout *layout, const struct cell *cells)
{
	int ranked = layout->ranked;

	fprintf(how->out, "%*s", INDENT, "");
	if (ranked >= 0 && cells)
		fprintf(how->out, "%10" PRIu64 " %9.1f", cell_as_count(&cells[ranked]),
			per_second(how, &cells[ranked]));
	else if (ranked >= 0)
		fprintf(how->out, "%10s %9s", rows->columns[ranked].name, "per s");
	for (size_t i = 0; i < rows->width; i++) {
		cleanup_free char *text = cells ? cell_print(&cells[i]) : NULL;
		bool number = cells && (cells[i].type == CELL_COUNT || cells[i].type == CELL_REAL);
		int width = number || i != layout->last ? (int)layout->widths[i] : 0;

		if (layout->shown[i])
			fprintf(how->out, number ? "  %*s" : "  %-*s", width,
				text ? text : rows->columns[i].name);
	}
	fputc('\n', how->out);
}

/* Which columns had no room. */
static void print_left_out(const struct view_printing *how, const struct table *rows,
			   const struct layout *layout)
{
	size_t room = (size_t)how->columns - INDENT, used;

	if (!layout->left_out)
		return;
	used = (size_t)fprintf(how->out, "%*s+ ", INDENT, "");
	for (size_t i = 0; i < rows->width; i++) {
		size_t length = strlen(rows->columns[i].name) + 1;

		if (layout->shown[i] || (int)i == layout->ranked || is_below(&rows->columns[i]))
			continue;
		if (used + length > room) {
			fprintf(how->out, "\n%*s", INDENT + 2, "");
			used = INDENT + 2;
		}
		used += (size_t)fprintf(how->out, "%s ", rows->columns[i].name);
	}
	fprintf(how->out, "(--json)\n");
}

static void print_below(const struct view_printing *how, const struct column *column,
			const struct cell *cell)
{
	cleanup_free char *text = cell_print(cell);
	char *rest = text;

	if (!strcmp(column->name, "histogram")) {
		fprintf(how->out, "%*s", 24, "");
		view_histogram_print(how->out, text);
		fputc('\n', how->out);
		return;
	}
	for (char *frame; (frame = strsep(&rest, ";"));)
		fprintf(how->out, "%*s%s\n", 24, "", frame);
}

static void print_table(const struct view_printing *how, const struct view_panel *panel,
			const struct table *rows)
{
	struct layout layout;

	lay_out(how, panel, rows, &layout);
	print_line(how, rows, &layout, NULL);
	for (size_t row = 0; row < rows->rows && row < how->top; row++) {
		const struct cell *cells = table_row(rows, row);

		print_line(how, rows, &layout, cells);
		for (size_t i = 0; i < rows->width; i++)
			if (is_below(&rows->columns[i]))
				print_below(how, &rows->columns[i], &cells[i]);
	}
	print_left_out(how, rows, &layout);
}

/* "name value" of all that is known of one event, on as many lines as it takes. */
static void print_event(const struct view_printing *how, const struct table *rows, size_t row)
{
	size_t used = 0;

	for (size_t i = 0; i < rows->width; i++) {
		const struct cell *cell = &table_row(rows, row)[i];
		cleanup_free char *text = cell_print(cell);
		size_t length = strlen(rows->columns[i].name) + strlen(text) + 3;

		if (cell->type == CELL_NONE || !*text)
			continue;
		if (used && used + length > LINE) {
			fputs("\n    ", how->out);
			used = INDENT;
		} else if (!used) {
			fprintf(how->out, "%*s", INDENT, "");
		}
		used += (size_t)fprintf(how->out, "%s%s %s", used > INDENT ? "  " : "",
					rows->columns[i].name, text);
	}
	fputc('\n', how->out);
}

static void __attribute__((format(printf, 2, 0)))
print_note(const struct view_printing *how, const char *format, size_t count)
{
	fprintf(how->out, "%*s", INDENT, "");
	fprintf(how->out, format, count);
	fputc('\n', how->out);
}

static void print_panel(const struct view_printing *how, const struct view_panel *panel,
			const struct fact *fact, const struct table *rows)
{
	fputs(say(panel->title), how->out);
	if (!rows->rows)
		fprintf(how->out, ": %s", say("none"));
	fputc('\n', how->out);
	if (panel->events)
		for (size_t row = 0; row < rows->rows && row < how->top; row++)
			print_event(how, rows, row);
	else if (rows->rows)
		print_table(how, panel, rows);
	if (rows->rows > how->top)
		print_note(how, say("%zu more (--top shows more)"), rows->rows - how->top);
	if (fact->lost)
		print_note(how, say("%zu events were seen and could not be kept"),
			   (size_t)fact->lost);
	fputc('\n', how->out);
}

static void add_cell(cJSON *object, const char *name, const struct cell *cell)
{
	switch (cell->type) {
	case CELL_NONE:
		cJSON_AddNullToObject(object, name);
		break;
	case CELL_COUNT:
		json_add_count(object, name, cell->count);
		break;
	case CELL_REAL:
		cJSON_AddNumberToObject(object, name, cell->real);
		break;
	case CELL_BOOL:
		cJSON_AddBoolToObject(object, name, cell->truth);
		break;
	case CELL_TEXT:
		cJSON_AddStringToObject(object, name, cell->text);
		break;
	}
}

static cJSON *line_of(const struct view_printing *how, const struct view_panel *panel)
{
	cJSON *line = cJSON_CreateObject();

	cJSON_AddStringToObject(line, "time", how->time);
	cJSON_AddStringToObject(line, "probe", how->view->name);
	cJSON_AddStringToObject(line, "table", panel->name);
	json_add_count(line, "interval_ms", how->span_ms);
	cJSON_AddBoolToObject(line, "total", how->total);
	return line;
}

static void print_json(const struct view_printing *how, const struct view_panel *panel,
		       const struct table *rows)
{
	int ranked = panel->count ? table_column(rows, panel->count) : -1;

	for (size_t row = 0; row < rows->rows; row++) {
		const struct cell *cells = table_row(rows, row);
		cleanup_json cJSON *line = line_of(how, panel);
		cleanup_free char *text = NULL;

		for (size_t i = 0; i < rows->width; i++)
			add_cell(line, rows->columns[i].name, &cells[i]);
		if (ranked >= 0)
			cJSON_AddNumberToObject(line, "per_s", per_second(how, &cells[ranked]));
		text = must_have(cJSON_PrintUnformatted(line));
		fprintf(how->out, "%s\n", text);
	}
}

void view_print(const struct view_printing *how, const struct view_panel *panel,
		const struct fact *fact, const struct table *rows)
{
	if (how->json)
		print_json(how, panel, rows);
	else
		print_panel(how, panel, fact, rows);
}
