// SPDX-License-Identifier: BSD-2-Clause
/*
 * Runs the `read` functions of probes where a stuck kernel lock can do no harm: in a child.
 *
 * One child walks the namespaces, own first, and calls every probe in each. It sends what it has
 * read as lines of JSON and says beforehand whom it is about to ask, so that the parent knows who
 * did not come back. No progress for 2 s, and the child is killed and left behind (a task that
 * waits for a lock may not die for hours); another one goes on with the other probes. After 10 s in
 * all nothing more is asked.
 *
 * The child has no descriptor of the parent but those of the namespaces: a child left behind must
 * not keep BPF programs attached. So `read` sees the session's scope and namespaces only; maps and
 * iterators are for `collect`. Rows of a `read` that failed or did not come back are dropped whole.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "netns.h"
#include "probe.h"
#include "table.h"

struct reader_process;

#define READER_MAX_PROBES 64 /* of one walk */

/* How long to wait for a word, and for all; a test that is about neither may wait longer. */
extern struct reader_patience {
	int64_t progress_ms, total_ms;
} reader_patience;

/* What one probe read. */
struct reader_result {
	struct table **tables; /* one per fact, sorted, ended by NULL; NULL: nowhere answered */
	uint64_t *cut;         /* rows of namespaces beyond TABLE_MAX_ROWS, one number per fact */
	bool *answered;        /* one per namespace of the list */
	bool *lacks;           /* likewise: it said that the reading is not whole */
	char *why;             /* one sentence when something is missing, else NULL */
	bool stuck;            /* somewhere it did not come back */
};

/*
 * Reads `count` probes (at most READER_MAX_PROBES, all have `read`); a probe with `once` is asked
 * once, in the own namespace, and may tell of things in any: its answer stands for all of the list.
 * `ret_results` has room for `count`; each is to be cleared by the caller, who may take its tables
 * out. `session` is only handed on to the probes.
 */
void reader_run(const struct session *session, const struct netns_list *namespaces,
		const struct probe *const *probes, size_t count, struct reader_result *ret_results);

/* The same with a child that may be there from the last time, and stays for the next. The caller
 * ends it (engine/reader_process.h) when the session is not what it was at the last time. */
void reader_run_again(struct reader_process *process, const struct session *session,
		      const struct netns_list *namespaces, const struct probe *const *probes,
		      size_t count, struct reader_result *ret_results);

/*
 * The tables of `last` minus those of `first`, ended by NULL, owned by the caller: counters over
 * the window, only for namespaces that answered both times (a namespace that was silent at the
 * start would otherwise count from boot). For the same reason a row that is new at the end is left
 * out where the first reading lacked something. NULL when either has no tables.
 */
struct table **reader_difference(const struct netns_list *namespaces,
				 const struct reader_result *first,
				 const struct reader_result *last);
/* The same, made of the tables of `last`, which has none afterwards. */
struct table **reader_difference_take(const struct netns_list *namespaces,
				      const struct reader_result *first,
				      struct reader_result *last);

/* Room for what is read in so many namespaces. */
void reader_result_begin(struct reader_result *result, const struct probe *probe,
			 size_t namespaces);
/* Why something is missing: the first reason is the one that is told. */
__attribute__((format(printf, 2, 3))) void reader_result_why(struct reader_result *result,
							     const char *format, ...);
/* Sorts what was read in the first `asked` of `count` namespaces; one answer for the host is for
 * all of them. */
void reader_result_finish(struct reader_result *result, size_t asked, size_t count);
void reader_result_clear(struct reader_result *result);
/* For a list of tables ended by NULL, as in a result; NULL is nothing. */
void tables_free(struct table **tables);
size_t tables_count(struct table *const *tables); /* up to the NULL that ends them */
