// SPDX-License-Identifier: BSD-2-Clause
#include "view_print.h"

#include <inttypes.h>
#include <string.h>

#include "clean.h"
#include "cleanup.h"
#include "json.h"
#include "memory.h"

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

static bool is_stack(const struct column *column)
{
	return !strcmp(column->name, "stack");
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

static bool is_last(const struct table *rows, int ranked, size_t column)
{
	for (column++; column < rows->width; column++)
		if ((int)column != ranked && !is_stack(&rows->columns[column]))
			return false;
	return true;
}

/* The counter that ranks and its rate come first, for they are what is looked for. */
static void print_line(const struct view_printing *how, const struct table *rows,
		       const size_t *widths, int ranked, const struct cell *cells)
{
	fprintf(how->out, "%*s", INDENT, "");
	if (ranked >= 0 && cells)
		fprintf(how->out, "%10" PRIu64 " %9.1f", cell_as_count(&cells[ranked]),
			per_second(how, &cells[ranked]));
	else if (ranked >= 0)
		fprintf(how->out, "%10s %9s", rows->columns[ranked].name, "per s");
	for (size_t i = 0; i < rows->width; i++) {
		cleanup_free char *text = cells ? cell_print(&cells[i]) : NULL;
		bool number = cells && cells[i].type == CELL_COUNT;

		if ((int)i == ranked || is_stack(&rows->columns[i]))
			continue;
		fprintf(how->out, number ? "  %*s" : "  %-*s",
			number || !is_last(rows, ranked, i) ? (int)widths[i] : 0,
			text ? text : rows->columns[i].name);
	}
	fputc('\n', how->out);
}

static void print_stack(const struct view_printing *how, const struct cell *cell)
{
	cleanup_free char *text = cell_print(cell);
	char *rest = text;

	for (char *frame; (frame = strsep(&rest, ";"));)
		fprintf(how->out, "%*s%s\n", 24, "", frame);
}

static void print_table(const struct view_printing *how, const struct view_panel *panel,
			const struct table *rows)
{
	int ranked = panel->count ? table_column(rows, panel->count) : -1;
	size_t widths[TABLE_MAX_COLUMNS];

	for (size_t i = 0; i < rows->width; i++)
		widths[i] = width_of(how, rows, i);
	print_line(how, rows, widths, ranked, NULL);
	for (size_t row = 0; row < rows->rows && row < how->top; row++) {
		const struct cell *cells = table_row(rows, row);

		print_line(how, rows, widths, ranked, cells);
		for (size_t i = 0; i < rows->width; i++)
			if (is_stack(&rows->columns[i]))
				print_stack(how, &cells[i]);
	}
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

static void print_panel(const struct view_printing *how, const struct view_panel *panel,
			const struct fact *fact, const struct table *rows)
{
	fprintf(how->out, "%s%s\n", panel->title, rows->rows ? "" : ": none");
	if (panel->events)
		for (size_t row = 0; row < rows->rows && row < how->top; row++)
			print_event(how, rows, row);
	else if (rows->rows)
		print_table(how, panel, rows);
	if (rows->rows > how->top)
		fprintf(how->out, "%*s%zu more (--top shows more)\n", INDENT, "",
			rows->rows - how->top);
	if (fact->lost)
		fprintf(how->out, "%*s%" PRIu64 " events were seen and could not be kept\n", INDENT,
			"", fact->lost);
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
